"""Attributions: who says, thinks or wants what, with source, cue and content (PolNeAR's scheme)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.datafiles import data_path, read_table
from dragoman.errors import MissingLayer
from dragoman.language.attribution_frames import (
    FRAMES,
    find_frame,
    has_word,
    quotation_in,
    rest_before,
    right_of,
    span_cue,
)
from dragoman.language.attribution_joins import drop_nested, join_quotations
from dragoman.language.attribution_sources import extend_noun, find_speaker, inverted_subject
from dragoman.language.attribution_views import ACCORDING, Draft, SpeechView
from dragoman.records.document import Document
from dragoman.records.mention import Attribution

METHOD = "attribution.v1"

_TIED = frozenset({"conj", "appos", "acl:relcl", "amod", "nummod", "compound", "flat"})
_SURE = 0.8
"""From this share on a word is a speech verb that needs no relation to its content."""


@dataclass(frozen=True, slots=True)
class AttributionLexicon:
    """How sure a word is to be a cue: (lemma, part of speech) -> frame -> 0..1."""

    cues: Mapping[tuple[str, str], Mapping[str, float]]
    default: Mapping[str, float]
    threshold: float


def load_attribution_lexicon() -> AttributionLexicon:
    """Give the cue words that ship with the package.

    Raises: DataError when the table is broken.
    """
    cues: dict[tuple[str, str], dict[str, float]] = {}
    for row in read_table(data_path("lexicon", "attribution_cues.tsv")):
        shares = {frame: float(row[frame]) for frame in FRAMES if row[frame]}
        cues[row["lemma"], row["pos"]] = shares
    default = cues.pop(("*", "VERB"), {})
    return AttributionLexicon(cues, default, threshold=0.5)


def make_find_attributions(lexicon: AttributionLexicon) -> Callable[[Document], Document]:
    """Give the stage function that finds attributions with this lexicon."""

    def find(document: Document) -> Document:
        return find_attributions(document, lexicon)

    return find


def find_attributions(document: Document, lexicon: AttributionLexicon) -> Document:
    """List who says what: reported speech, quotations, stated views and wishes.

    Layers: reads sentences, tokens, words; writes attributions. Raises: MissingLayer.
    """
    if document.sentences is None or document.tokens is None or document.words is None:
        raise MissingLayer("find_attributions needs the layers sentences, tokens and words")
    view = SpeechView(document)
    drafts = [draft for head in view.heads() if (draft := _draft(head, view, lexicon))]
    drafts += list(_draft_colons(drafts, view))
    kept = drop_nested(drafts, view)
    found = join_quotations(kept, view)
    return replace(document, attributions=tuple(sorted(found, key=_position)))


def _position(attribution: Attribution) -> tuple[int, int]:
    starts = [span.start for span in attribution.content]
    if attribution.cue:
        starts.append(attribution.cue.start)
    return (min(starts), -max(span.end for span in attribution.content))


def _draft(head: int, view: SpeechView, lexicon: AttributionLexicon) -> Draft | None:
    if view.lower(head) == ACCORDING:
        return _draft_according(head, view)
    if view.words[head].upos == "VERB":
        return _draft_verb(head, view, lexicon)
    return _draft_noun(head, view, lexicon)


def _draft_verb(head: int, view: SpeechView, lexicon: AttributionLexicon) -> Draft | None:
    frame, content = find_frame(head, view)
    shares = lexicon.cues.get((view.lemma(head), "VERB"), lexicon.default)
    if frame in ("bare", "oblique") and shares.get("clause", 0.0) >= _SURE:
        rest = rest_before(head, view)
        frame, content = ("clause", rest) if rest else (frame, content)
    score = shares.get(frame, 0.0)
    if score < lexicon.threshold or not content:
        return None
    inverted = inverted_subject(head, view, content) if frame in ("quote", "clause") else None
    speaker = inverted if inverted is not None else find_speaker(head, view)
    cue = span_cue(head, view, content)
    return _make_draft(head, cue, speaker, content, score, view)


def _make_draft(
    head: int,
    cue: tuple[int, int],
    speaker: int | None,
    content: Sequence[tuple[int, int]],
    score: float,
    view: SpeechView,
) -> Draft:
    extent = extend_noun(speaker, view, head) if speaker is not None else None
    return Draft(head, cue, extent, speaker, tuple(content), score)


# Cues that are no verbs


def _draft_according(head: int, view: SpeechView) -> Draft | None:
    """ "According to X, ...": the rest of the sentence is the content."""
    first, last = view.bounds(head)
    if head + 1 >= last or view.lower(head + 1) not in ("to", "with"):
        return None
    source = _noun_after(head, view)
    if source is None:
        return None
    extent = extend_noun(source, view, head)
    extent = (max(extent[0], head + 2), _cut_source(source, extent[1], view))
    low, high = min(head, view.left[head]), max(extent[1], head + 2)
    host = _host_clause(head, view)
    begin, end = (view.left[host], view.right[host]) if host is not None else (first, last)
    pieces = [p for p in ((begin, head), (high, end)) if p[0] < p[1] and has_word(p, view)]
    if not pieces:
        pieces = [p for p in ((first, low), (high, last)) if p[0] < p[1] and has_word(p, view)]
    if not pieces:
        return None
    # "Reports by the Associated Press" quote the agency, not the reports.
    told_by = _find_maker(source, view) if view.words[source].upos == "NOUN" else None
    return Draft(head, (head, head + 2), extent, told_by or source, tuple(pieces), 1.0)


def _cut_source(source: int, last: int, view: SpeechView) -> int:
    """The source's end before a comma behind which the sentence itself goes on."""
    for comma in range(source + 1, last - 1):
        if view.lower(comma) == ",":
            after = [i for i in range(comma + 1, last) if view.left[i] == comma + 1]
            top = max(after, key=lambda index: view.right[index], default=None)
            if top is not None and view.words[top].deprel not in _TIED:
                return comma
    return last


def _draft_colons(drafts: Sequence[Draft], view: SpeechView) -> Iterator[Draft]:
    """ "Name: words" at a line's start, as transcripts have it, or before a quotation."""
    told = {index for draft in drafts for piece in draft.content for index in range(*piece)}
    for stop in range(1, len(view.tokens) - 1):
        if view.lower(stop) != ":" or stop + 1 in told or view.quoted[stop] >= 0:
            continue
        first = _name_before(stop, view)
        last = view.bounds(stop + 1)[1]
        if first == stop:
            continue
        if view.quoted[stop + 1] >= 0:
            yield _colon(first, stop, quotation_in(stop + 1, last, view))
        elif _begins_line(first, view) and last - stop > 2:
            yield _colon(first, stop, (stop + 1, last))


def _colon(first: int, stop: int, content: tuple[int, int]) -> Draft:
    return Draft(stop, (stop, stop + 1), (first, stop), stop - 1, (content,), 0.6)


def _name_before(stop: int, view: SpeechView) -> int:
    """Where the run of proper names that ends before a token begins; the token when there is none."""
    first = stop
    while first > view.bounds(stop)[0] and (
        view.words[first - 1].upos == "PROPN"
        or (first < stop and view.lower(first - 1) in ("and", "&"))
    ):
        first -= 1
    return first


def _begins_line(first: int, view: SpeechView) -> bool:
    start = view.tokens[first].start
    return start == 0 or view.text[start - 1] == "\n"


def _noun_after(head: int, view: SpeechView) -> int | None:
    """The noun that "according to" governs, whichever way the parser hangs it."""
    child = view.child(head, "obl", "nmod", "obj")
    if child is not None and child > head:
        return child
    upper = view.words[head].head
    if upper > head and view.words[head].deprel in ("case", "fixed", "mark"):
        return upper
    after = head + 2
    return after if after < len(view.words) and view.words[after].upos != "PUNCT" else None


def _host_clause(head: int, view: SpeechView) -> int | None:
    """The verb that "according to X" modifies."""
    at = view.words[head].head
    if view.words[head].deprel in ("case", "fixed", "mark") and at >= 0:
        at = view.words[at].head
    steps = 0
    while at >= 0 and view.words[at].upos not in ("VERB", "AUX") and steps < 4:
        if view.words[at].head < 0:
            break
        at, steps = view.words[at].head, steps + 1
    return at if at >= 0 else None


def _draft_noun(head: int, view: SpeechView, lexicon: AttributionLexicon) -> Draft | None:
    """ "X's claim that ...", "a statement from X that ..."."""
    shares = lexicon.cues.get((view.lemma(head), "NOUN"))
    if not shares:
        return None
    clause = view.child(head, "ccomp", "acl")
    holder = view.child(head, "nmod:poss")
    frame = "bare"
    content: list[tuple[int, int]] = []
    if clause is not None and clause > head:
        infinitive = any(
            view.lower(c) == "to" and view.words[c].deprel == "mark" for c in view.children[clause]
        )
        frame = "infinitive" if infinitive else "clause"
        content = right_of(head, (clause,), view)
    elif holder is not None:
        linked = next(
            (c for c in view.children[head] if c > head and view.words[c].deprel == "nmod"), None
        )
        if linked is not None:
            frame, content = "oblique", right_of(head, (linked,), view)
    score = shares.get(frame, 0.0)
    if score < lexicon.threshold or not content:
        return None
    if holder is None:
        holder = _maker(head, view)
    extent = extend_noun(holder, view, head) if holder is not None else None
    return Draft(head, (head, head + 1), extent, holder, tuple(content), score)


def _maker(head: int, view: SpeechView) -> int | None:
    """Whose claim it is: named with "by" or "from", or the subject of "made the claim"."""
    maker = _find_maker(head, view)
    verb = view.words[head]
    if maker is None and verb.deprel == "obj" and verb.head >= 0:
        return find_speaker(verb.head, view)
    return maker


def _find_maker(head: int, view: SpeechView) -> int | None:
    for child in view.children[head]:
        case = view.child(child, "case")
        by = case is not None and view.lower(case) in ("by", "from")
        if by and view.words[child].deprel == "nmod":
            return child
    return None
