"""Attributions: who says, thinks or wants what, with source, cue and content (PolNeAR's scheme)."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.datafiles import data_path, read_table
from dragoman.errors import MissingLayer
from dragoman.language.quotations import find_quotations
from dragoman.records.document import Document, Word
from dragoman.records.mention import Attribution
from dragoman.records.span import Span

METHOD = "attribution.v1"

FRAMES = ("quote", "clause", "infinitive", "object", "oblique", "bare")
"""What a cue governs: a quotation, a finite clause, a to-infinitive, a noun, a preposition, nothing."""

_SUBJECTS = ("nsubj", "csubj")
_PASSIVE_SUBJECTS = ("nsubj:pass", "csubj:pass")
_CUE_PARTS = frozenset({"aux", "aux:pass", "cop", "compound:prt"})
_TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight "
    "january february march april may june july august september october november december "
    "week month year day morning afternoon evening night time moment".split()
)
_TRIMMED = " \t\r\n,;:—–-"
_CLOSERS = ".?!"
_TIED = frozenset({"conj", "appos", "acl:relcl", "amod", "nummod", "compound", "flat"})
_LONGEST_GAP = 3
_SHORT_QUOTATION = 3
_ACCORDING = "according"
_SURE = 0.8
"""From this share on a word is a speech verb that needs no relation to its content."""


@dataclass(frozen=True, slots=True)
class AttributionLexicon:
    """How sure a word is to be a cue: (lemma, part of speech) -> frame -> 0..1."""

    cues: Mapping[tuple[str, str], Mapping[str, float]]
    default: Mapping[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class _Draft:
    """An attribution before its content is joined with quotations: token ranges, half-open."""

    head: int
    cue: tuple[int, int]
    speaker: tuple[int, int] | None
    speaker_head: int | None
    content: tuple[tuple[int, int], ...]
    score: float


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
    view = _View(document)
    drafts = [draft for head in view.heads() if (draft := _draft(head, view, lexicon))]
    drafts += list(_draft_colons(drafts, view))
    kept = _drop_nested(drafts, view)
    found = _join_quotations(kept, view)
    return replace(document, attributions=tuple(sorted(found, key=_position)))


def _position(attribution: Attribution) -> tuple[int, int]:
    starts = [span.start for span in attribution.content]
    if attribution.cue:
        starts.append(attribution.cue.start)
    return (min(starts), -max(span.end for span in attribution.content))


class _View:
    """A report's tree laid out for quick questions: children, subtrees, quotations by token."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.tokens = document.tokens or ()
        self.words: Sequence[Word] = document.words or ()
        self.children: list[list[int]] = [[] for _ in self.words]
        self.sentence_of = [0] * len(self.words)
        self.sentences = document.sentences or ()
        for index, word in enumerate(self.words):
            if word.head >= 0:
                self.children[word.head].append(index)
        for number, sentence in enumerate(self.sentences):
            for index in range(sentence.first, sentence.last):
                self.sentence_of[index] = number
        self.left, self.right = self._measure_subtrees()
        self.ends = [token.end for token in self.tokens]
        self.quotations = find_quotations(document.text)
        self.quoted = self._place_quotations()

    def _measure_subtrees(self) -> tuple[list[int], list[int]]:
        left = list(range(len(self.words)))
        right = [index + 1 for index in left]
        for sentence in self.sentences:
            for start in range(sentence.first, sentence.last):
                at, steps = self.words[start].head, 0
                while at >= 0 and steps <= sentence.last - sentence.first:
                    left[at] = min(left[at], start)
                    right[at] = max(right[at], start + 1)
                    at, steps = self.words[at].head, steps + 1
        return left, right

    def _place_quotations(self) -> list[int]:
        """For each token the number of the quotation that it stands in, or -1."""
        quoted = [-1] * len(self.tokens)
        at = 0
        for number, span in enumerate(self.quotations):
            while at < len(self.tokens) and self.tokens[at].end <= span.start:
                at += 1
            while at < len(self.tokens) and self.tokens[at].start < span.end:
                quoted[at] = number
                at += 1
        return quoted

    def heads(self) -> Iterator[int]:
        """Tokens that may be the head of a cue."""
        for index, word in enumerate(self.words):
            cue = word.upos in ("VERB", "NOUN") or self.lower(index) == _ACCORDING
            if cue and not self._is_cited(index):
                yield index

    def _is_cited(self, index: int) -> bool:
        """Inside a quotation of several words: what the quoted one says of others is not listed."""
        number = self.quoted[index]
        if number < 0:
            return False
        span = self.quotations[number]
        return self.text.count(" ", span.start, span.end) >= _SHORT_QUOTATION

    def child(self, index: int, *relations: str) -> int | None:
        """The first child that stands in one of the relations."""
        words = self.words
        return next((c for c in self.children[index] if words[c].deprel in relations), None)

    def lemma(self, index: int) -> str:
        return self.words[index].lemma.lower()

    def lower(self, index: int) -> str:
        return self.tokens[index].text.lower()

    def span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def bounds(self, index: int) -> tuple[int, int]:
        sentence = self.sentences[self.sentence_of[index]]
        return sentence.first, sentence.last


def _draft(head: int, view: _View, lexicon: AttributionLexicon) -> _Draft | None:
    if view.lower(head) == _ACCORDING:
        return _draft_according(head, view)
    if view.words[head].upos == "VERB":
        return _draft_verb(head, view, lexicon)
    return _draft_noun(head, view, lexicon)


def _draft_verb(head: int, view: _View, lexicon: AttributionLexicon) -> _Draft | None:
    frame, content = find_frame(head, view)
    shares = lexicon.cues.get((view.lemma(head), "VERB"), lexicon.default)
    if frame in ("bare", "oblique") and shares.get("clause", 0.0) >= _SURE:
        rest = _rest_before(head, view)
        frame, content = ("clause", rest) if rest else (frame, content)
    score = shares.get(frame, 0.0)
    if score < lexicon.threshold or not content:
        return None
    inverted = _inverted_subject(head, view, content) if frame in ("quote", "clause") else None
    speaker = inverted if inverted is not None else _find_speaker(head, view)
    cue = _span_cue(head, view, content, speaker)
    return _make_draft(head, cue, speaker, content, score, view)


def _make_draft(
    head: int,
    cue: tuple[int, int],
    speaker: int | None,
    content: Sequence[tuple[int, int]],
    score: float,
    view: _View,
) -> _Draft:
    extent = _extend_noun(speaker, view, head) if speaker is not None else None
    return _Draft(head, cue, extent, speaker, tuple(content), score)


# What a cue governs


def find_frame(head: int, view: _View) -> tuple[str, list[tuple[int, int]]]:
    """Give the frame in which a verb stands and the token ranges of what it governs."""
    clause = view.child(head, "ccomp")
    if clause is not None and not _is_question_tag(clause, head, view):
        pieces = _cut_clause(view.left[clause], view.right[clause], head, view)
        if pieces:
            return ("quote" if _touches_quotation(pieces, view) else "clause"), pieces
    around = _surrounding_clause(head, view)
    if around:
        return ("quote" if _touches_quotation(around, view) else "clause"), around
    nearby = _neighbouring_quotation(head, view)
    if nearby:
        return "quote", nearby
    infinitive = view.child(head, "xcomp")
    if infinitive is not None and infinitive > head:
        if view.child(infinitive, "mark") is not None:
            return "infinitive", _right_of(head, (infinitive,), view)
        return "object", _right_of(head, (infinitive, *_objects(head, view)), view)
    objects = _objects(head, view)
    if objects:
        return "object", _right_of(head, objects, view)
    passive = view.child(head, *_PASSIVE_SUBJECTS)
    if passive is not None:
        return "bare", [(view.left[passive], view.right[passive])]
    oblique = _oblique(head, view)
    if oblique is not None:
        return "oblique", _right_of(head, (oblique,), view)
    return "bare", []


def _is_question_tag(clause: int, head: int, view: _View) -> bool:
    return view.right[clause] - view.left[clause] < 2 and view.words[clause].upos == "PUNCT"


def _cut_clause(first: int, last: int, head: int, view: _View) -> list[tuple[int, int]]:
    """A clause without the cue's own words, where the cue stands inside it."""
    if not first <= head < last:
        return [(first, last)]
    inner = [c for c in view.children[head] if view.words[c].deprel not in ("ccomp", "punct")]
    low = min([head, *(view.left[c] for c in inner)])
    high = max([head + 1, *(view.right[c] for c in inner if view.right[c] <= last)])
    return [piece for piece in ((first, low), (high, last)) if piece[0] < piece[1]]


def _surrounding_clause(head: int, view: _View) -> list[tuple[int, int]]:
    """The host sentence of a parenthetical cue: "..., he said, ..."."""
    word = view.words[head]
    if word.head < 0 or view.child(head, "obj", "ccomp", "xcomp") is not None:
        return []
    low, high = view.left[head], view.right[head]
    host = word.head
    if word.deprel in ("acl", "acl:relcl", "appos", "dep"):
        if not _is_parenthesis(low, high, head, view):
            return []
        while view.words[host].upos in ("NOUN", "PROPN", "PRON") and view.words[host].head >= 0:
            host = view.words[host].head
    elif word.deprel == "advcl":
        mark = view.child(head, "mark")
        if mark is None or view.lower(mark) != "as":
            return []
    elif word.deprel not in ("parataxis", "discourse"):
        return []
    first, last = view.left[host], view.right[host]
    pieces = [(first, low), (high, last)]
    return [piece for piece in pieces if _has_word(piece, view)]


def _is_parenthesis(low: int, high: int, head: int, view: _View) -> bool:
    """Subject and cue alone between commas: ", officials said," is no relative clause."""
    first, last = view.bounds(head)
    subject = view.child(head, *_SUBJECTS)
    if subject is None or view.lower(subject) in ("who", "which", "that"):
        return False
    while low < head and view.words[low].upos == "PUNCT":
        low += 1
    while high - 1 > head and view.words[high - 1].upos == "PUNCT":
        high -= 1
    return low - 1 > first and high < last and view.lower(low - 1) == "," == view.lower(high)


def _rest_before(head: int, view: _View) -> list[tuple[int, int]]:
    """What stands before a final "he said" whose tie to it the parser lost."""
    first, last = view.bounds(head)
    subject = view.child(head, *_SUBJECTS)
    if subject is None:
        return []
    start = min(head, view.left[subject])
    if start == first and first > 0 and view.quoted[first - 1] >= 0:
        low = first - 1
        bottom = view.bounds(low)[0]
        while low > bottom and view.quoted[low - 1] == view.quoted[first - 1]:
            low -= 1
        return [(low, first)]
    after = list(range(max(head, view.right[subject] - 1) + 1, last))
    if start - 1 <= first or view.lower(start - 1) not in (",", "”", '"', "''", "?", "!"):
        return []
    if any(view.words[i].upos == "VERB" for i in after):
        return []
    return [(first, start)]


def _has_word(piece: tuple[int, int], view: _View) -> bool:
    return any(view.words[index].upos != "PUNCT" for index in range(*piece))


def _touches_quotation(pieces: Iterable[tuple[int, int]], view: _View) -> bool:
    return any(view.quoted[index] >= 0 for piece in pieces for index in range(*piece))


def _neighbouring_quotation(head: int, view: _View) -> list[tuple[int, int]]:
    """A quotation in the sentence beside the cue's subject and verb that no relation ties to it."""
    if view.quoted[head] >= 0 or view.child(head, *_SUBJECTS, "obl:agent") is None:
        if view.words[head].deprel not in ("advcl", "acl", "conj", "xcomp"):
            return []
    if view.quoted[head] >= 0:
        return []
    first, last = view.bounds(head)
    after = next((i for i in range(head + 1, last) if view.quoted[i] >= 0), None)
    if after is not None and after - head <= _LONGEST_GAP and _is_utterance(after, head, view):
        return [_quotation_in(after, last, view)]
    subject = view.child(head, *_SUBJECTS)
    if subject is None:
        return []
    start = min(head, view.left[subject])
    before = next((i for i in range(start - 1, first - 1, -1) if view.quoted[i] >= 0), None)
    if before is not None and start - before <= _LONGEST_GAP and _ends_utterance(before, view):
        low = before
        while low > first and view.quoted[low - 1] == view.quoted[before]:
            low -= 1
        return [(low, before + 1)]
    return []


def _is_utterance(after: int, head: int, view: _View) -> bool:
    """Several words, or anything after a comma or colon: other quotation marks only flag a term."""
    span = view.quotations[view.quoted[after]]
    led = any(view.lower(index) in (",", ":") for index in range(head + 1, after))
    return led or view.text.count(" ", span.start, span.end) >= _SHORT_QUOTATION


def _ends_utterance(before: int, view: _View) -> bool:
    """A quotation that ends in a comma or another stop, as those do that a cue follows."""
    span = view.quotations[view.quoted[before]]
    return view.text[max(span.start, span.end - 3) : span.end + 1].rstrip("”\"' ")[-1:] in ",.?!"


def _quotation_in(start: int, last: int, view: _View) -> tuple[int, int]:
    end = start
    while end < last and view.quoted[end] == view.quoted[start]:
        end += 1
    return start, end


def _objects(head: int, view: _View) -> tuple[int, ...]:
    relations = ("obj", "iobj", "obl:npmod")
    return tuple(
        c
        for c in view.children[head]
        if view.words[c].deprel in relations and c > head and not _is_time(c, view)
    )


def _oblique(head: int, view: _View) -> int | None:
    for child in view.children[head]:
        if (
            child > head
            and view.words[child].deprel in ("obl", "advcl")
            and not _is_time(child, view)
        ) and (view.words[child].deprel == "obl" or view.words[child].xpos == "VBG"):
            return child
    return None


def _is_time(index: int, view: _View) -> bool:
    return view.words[index].deprel in ("obl:tmod", "nmod:tmod") or view.lower(index) in _TIME_WORDS


def _right_of(head: int, parts: Sequence[int], view: _View) -> list[tuple[int, int]]:
    first = min(view.left[part] for part in parts)
    last = max(view.right[part] for part in parts)
    first = max(first, head + 1)
    return [(first, last)] if first < last else []


# The cue's words


def _span_cue(
    head: int, view: _View, content: Sequence[tuple[int, int]], speaker: int | None
) -> tuple[int, int]:
    """The cue with its auxiliaries, negation, adverbs and a preposition that leads its content."""
    covered = {index for piece in content for index in range(*piece)}
    first, last = head, head + 1
    parts = {
        child
        for child in view.children[head]
        if view.words[child].deprel in _CUE_PARTS
        or (view.words[child].deprel == "advmod" and child < head)
    }
    while first - 1 in parts and first - 1 not in covered:
        first -= 1
    while last in parts and last not in covered:
        last += 1
    return first, last


# The source


def _find_speaker(head: int, view: _View, *, depth: int = 0) -> int | None:
    """The token of whom a verb's act is told: its subject, or that of the verb it hangs on."""
    agent = view.child(head, "obl:agent")
    if agent is not None:
        return agent
    subject = view.child(head, *_SUBJECTS)
    if subject is not None:
        return _resolve_relative(subject, head, view)
    if (
        view.child(head, *_PASSIVE_SUBJECTS) is not None
        and view.child(head, "aux:pass") is not None
    ):
        return None
    word = view.words[head]
    if word.head < 0 or depth > 4:
        return None
    if word.deprel in ("acl", "acl:relcl"):
        return word.head if word.xpos in ("VBG", "VB") or word.deprel == "acl:relcl" else None
    if word.deprel in ("conj", "xcomp", "advcl", "parataxis", "ccomp"):
        upper = view.child(word.head, "obj") if word.deprel == "xcomp" else None
        if upper is not None and upper < head:
            return upper
        if view.words[word.head].upos in ("VERB", "ADJ", "NOUN", "AUX"):
            passive = view.child(word.head, *_PASSIVE_SUBJECTS)
            if passive is not None:
                return passive
            return _find_speaker(word.head, view, depth=depth + 1)
    return None


def _inverted_subject(head: int, view: _View, content: Sequence[tuple[int, int]]) -> int | None:
    """The noun behind a cue that follows its content, misread as its object: "...," said Ali."""
    if min(first for first, _ in content) > head or view.child(head, *_SUBJECTS) is not None:
        return None
    for child in view.children[head]:
        if view.words[child].deprel in ("obj", "iobj", "dep", "obl") and child > head:
            if (
                view.child(child, "case") is None
                and view.left[child] == head + 1
                and view.words[child].upos in ("PROPN", "NOUN", "PRON")
            ):
                return child
    return None


def _resolve_relative(subject: int, head: int, view: _View) -> int:
    word = view.words[head]
    if view.lower(subject) in ("who", "which", "that") and word.deprel == "acl:relcl":
        return word.head
    return subject


def _extend_noun(noun: int, view: _View, head: int) -> tuple[int, int]:
    """The full noun phrase around a source, without the cue's clause and outer commas."""
    first, last = view.left[noun], view.right[noun]
    case = view.child(noun, "case")
    if case is not None and case == first and view.lower(case) in ("by", "to", "from"):
        first = case + 1
    if first <= head < last:
        if head > noun:
            last = min(last, _clause_start(head, noun, view))
        else:
            first = max(first, head + 1)
    while last - 1 > noun and view.words[last - 1].upos == "PUNCT" and _is_outer(last - 1, view):
        last -= 1
    while first < noun and view.words[first].upos == "PUNCT" and view.lower(first) in ",;:—–-":
        first += 1
    return first, last


def _clause_start(head: int, noun: int, view: _View) -> int:
    at = head
    while view.words[at].head not in (-1, noun):
        at = view.words[at].head
    start = view.left[at]
    while start - 1 > noun and view.words[start - 1].upos == "PUNCT":
        start -= 1
    return max(start, noun + 1)


def _is_outer(index: int, view: _View) -> bool:
    return view.lower(index) in (",", ";", ":", "—", "–", "-", "--", ".")


# Cues that are no verbs


def _draft_according(head: int, view: _View) -> _Draft | None:
    """ "According to X, ...": the rest of the sentence is the content."""
    first, last = view.bounds(head)
    if head + 1 >= last or view.lower(head + 1) not in ("to", "with"):
        return None
    source = _noun_after(head, view)
    if source is None:
        return None
    extent = _extend_noun(source, view, head)
    extent = (max(extent[0], head + 2), _cut_source(source, extent[1], view))
    low, high = min(head, view.left[head]), max(extent[1], head + 2)
    host = _host_clause(head, view)
    begin, end = (view.left[host], view.right[host]) if host is not None else (first, last)
    pieces = [p for p in ((begin, head), (high, end)) if p[0] < p[1] and _has_word(p, view)]
    if not pieces:
        pieces = [p for p in ((first, low), (high, last)) if p[0] < p[1] and _has_word(p, view)]
    if not pieces:
        return None
    return _Draft(head, (head, head + 2), extent, source, tuple(pieces), 1.0)


def _cut_source(source: int, last: int, view: _View) -> int:
    """The source's end before a comma behind which the sentence itself goes on."""
    for index in range(source + 1, last):
        if view.lower(index) == "," and index + 1 < last:
            tied = next((c for c in view.children[source] if view.left[c] == index + 1), None)
            if tied is None or view.words[tied].deprel not in _TIED:
                return index if tied is not None else last
    return last


def _draft_colons(drafts: Sequence[_Draft], view: _View) -> Iterator[_Draft]:
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
            yield _colon(first, stop, _quotation_in(stop + 1, last, view))
        elif _begins_line(first, view) and last - stop > 2:
            yield _colon(first, stop, (stop + 1, last))


def _colon(first: int, stop: int, content: tuple[int, int]) -> _Draft:
    return _Draft(stop, (stop, stop + 1), (first, stop), stop - 1, (content,), 0.6)


def _name_before(stop: int, view: _View) -> int:
    """Where the run of proper names that ends before a token begins; the token when there is none."""
    first = stop
    while first > view.bounds(stop)[0] and (
        view.words[first - 1].upos == "PROPN"
        or (first < stop and view.lower(first - 1) in ("and", "&"))
    ):
        first -= 1
    return first


def _begins_line(first: int, view: _View) -> bool:
    start = view.tokens[first].start
    return start == 0 or view.text[start - 1] == "\n"


def _noun_after(head: int, view: _View) -> int | None:
    """The noun that "according to" governs, whichever way the parser hangs it."""
    child = view.child(head, "obl", "nmod", "obj")
    if child is not None and child > head:
        return child
    upper = view.words[head].head
    if upper > head and view.words[head].deprel in ("case", "fixed", "mark"):
        return upper
    after = head + 2
    return after if after < len(view.words) and view.words[after].upos != "PUNCT" else None


def _host_clause(head: int, view: _View) -> int | None:
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


def _draft_noun(head: int, view: _View, lexicon: AttributionLexicon) -> _Draft | None:
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
        content = _right_of(head, (clause,), view)
    elif holder is not None:
        linked = next(
            (c for c in view.children[head] if c > head and view.words[c].deprel == "nmod"), None
        )
        if linked is not None:
            frame, content = "oblique", _right_of(head, (linked,), view)
    score = shares.get(frame, 0.0)
    if score < lexicon.threshold or not content:
        return None
    if holder is None:
        holder = _maker(head, view)
    extent = _extend_noun(holder, view, head) if holder is not None else None
    return _Draft(head, (head, head + 1), extent, holder, tuple(content), score)


def _maker(head: int, view: _View) -> int | None:
    for child in view.children[head]:
        case = view.child(child, "case")
        if view.words[child].deprel == "nmod" and case is not None:
            if view.lower(case) in ("by", "from"):
                return child
    verb = view.words[head]
    if verb.deprel == "obj" and verb.head >= 0:
        return _find_speaker(verb.head, view)
    return None


# Joining with quotations


def _drop_nested(drafts: Sequence[_Draft], view: _View) -> list[_Draft]:
    """Attributions that are not told inside another's content; PolNeAR lists only the outer one."""
    owner: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        for piece in draft.content:
            for index in range(*piece):
                if not draft.cue[0] <= index < draft.cue[1]:
                    owner.setdefault(index, number)
    kept = []
    for number, draft in enumerate(drafts):
        outer = owner.get(draft.head)
        if outer is None or outer == number or _contains_back(draft, drafts[outer]):
            kept.append(draft)
    return kept


def _contains_back(draft: _Draft, outer: _Draft) -> bool:
    """Whether each lies in the other's content, as parse errors make of parentheticals."""
    inside = any(first <= outer.head < last for first, last in draft.content)
    return inside and draft.score > outer.score


def _join_quotations(drafts: Sequence[_Draft], view: _View) -> list[Attribution]:
    """Attributions whose direct content reaches over the whole quotation, and what follows it."""
    taken: set[int] = set()
    pieces: list[list[Span]] = []
    for draft in drafts:
        spans = [view.span(*piece) for piece in draft.content]
        numbers = {
            view.quoted[i] for piece in draft.content for i in range(*piece) if view.quoted[i] >= 0
        }
        fresh = {number for number in numbers if number not in taken}
        taken |= fresh
        pieces.append(
            _widen(spans, [view.quotations[number] for number in sorted(fresh)], draft, view)
        )
    _attach_loose(drafts, pieces, taken, view)
    finished = [_finish(draft, spans, view) for draft, spans in zip(drafts, pieces, strict=True)]
    return [attribution for attribution in finished if attribution.content]


def _widen(
    spans: Sequence[Span], quotations: Sequence[Span], draft: _Draft, view: _View
) -> list[Span]:
    """Content spans reaching over whole quotations, but not over the cue and its source."""
    own = [view.span(*draft.cue)]
    if draft.speaker is not None:
        own.append(view.span(*draft.speaker))
    widened = []
    for span in spans:
        start, end = span.start, span.end
        for quotation in quotations:
            if quotation.start < end and start < quotation.end:
                start, end = min(start, quotation.start), max(end, quotation.end)
        for other in own:
            if start < other.end and other.start < end:
                start, end = span.start, span.end
        widened.append(Span(start, end))
    return widened


def _attach_loose(
    drafts: Sequence[_Draft], pieces: list[list[Span]], taken: set[int], view: _View
) -> None:
    """Give a quotation without a cue of its own to the attribution just before it."""
    for number, quotation in enumerate(view.quotations):
        if number in taken or not _is_sentence_like(quotation, view):
            continue
        best = _find_previous(quotation, drafts, pieces, view)
        if best is not None:
            pieces[best].append(quotation)
            taken.add(number)


def _find_previous(
    quotation: Span, drafts: Sequence[_Draft], pieces: list[list[Span]], view: _View
) -> int | None:
    """The direct attribution that ends in the sentence before a quotation that opens its own."""
    first = bisect_right(view.ends, quotation.start)
    number = view.sentence_of[first]
    sentence = view.sentences[number]
    if view.text[sentence.start : quotation.start].strip():
        return None
    best: tuple[int, int] | None = None
    for index, draft in enumerate(drafts):
        spans = [*pieces[index], view.span(*draft.cue)]
        end = max(span.end for span in spans)
        if end > quotation.start or number == 0 or not _is_direct(pieces[index], view):
            continue
        if end >= view.sentences[number - 1].start:
            best = max(best or (0, 0), (end, index))
    return best[1] if best else None


def _is_sentence_like(quotation: Span, view: _View) -> bool:
    words = view.text[quotation.start : quotation.end].split()
    return len(words) >= 3


def _is_direct(spans: Sequence[Span], view: _View) -> bool:
    return any(
        quotation.start < span.end and span.start < quotation.end
        for span in spans
        for quotation in view.quotations
    )


def _finish(draft: _Draft, spans: Sequence[Span], view: _View) -> Attribution:
    trimmed = [piece for span in spans if (piece := _trim(span, view))]
    content = tuple(_merge(sorted(trimmed)))
    return Attribution(
        content=content,
        cue=view.span(*draft.cue),
        cue_head=draft.head,
        speaker=view.span(*draft.speaker) if draft.speaker else None,
        speaker_head=draft.speaker_head,
        kind=_tell_kind(content, view),
    )


def _merge(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans without overlaps."""
    held: Span | None = None
    for span in spans:
        if held is not None and span.start <= held.end:
            held = Span(held.start, max(held.end, span.end))
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _trim(span: Span, view: _View) -> Span | None:
    """The span without outer blanks and commas; a full stop stays only inside quotation marks."""
    start, end = span.start, span.end
    while start < end and view.text[start] in _TRIMMED:
        start += 1
    while end > start and view.text[end - 1] in _TRIMMED + ".":
        end -= 1
    return Span(start, end) if start < end else None


def _tell_kind(content: Sequence[Span], view: _View) -> str:
    """direct: all of it is quoted; mixed: some of it; indirect: none."""
    total = quoted = 0
    for span in content:
        total += span.end - span.start
        for quotation in view.quotations:
            quoted += max(0, min(span.end, quotation.end) - max(span.start, quotation.start))
    if quoted >= 0.9 * total:
        return "direct"
    return "mixed" if quoted else "indirect"
