"""What a cue governs: the content of an attribution as the parse and the quotation marks show it."""

from collections.abc import Iterable, Sequence

from dragoman.language.attribution_views import (
    PASSIVE_SUBJECTS,
    SHORT_QUOTATION,
    SUBJECTS,
    SpeechView,
)

FRAMES = ("quote", "clause", "infinitive", "object", "oblique", "bare")
"""A quotation, a finite clause, a to-infinitive, a noun, a preposition, nothing."""

_CUE_PARTS = frozenset({"aux", "aux:pass", "cop", "compound:prt"})
_TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight "
    "january february march april may june july august september october november december "
    "week month year day morning afternoon evening night time moment".split()
)
_CHARGE_WORDS = frozenset("of for as about over against".split())
_LONGEST_GAP = 3
"""Tokens between a cue or its subject and a quotation that no relation ties to it."""


def find_frame(head: int, view: SpeechView) -> tuple[str, list[tuple[int, int]]]:
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
    passive = view.child(head, *PASSIVE_SUBJECTS)
    subject = [(view.left[passive], view.right[passive])] if passive is not None else []
    infinitive = view.child(head, "xcomp")
    if infinitive is not None and infinitive > head:
        if view.child(infinitive, "mark") is not None:
            return "infinitive", [*subject, *right_of(head, (infinitive,), view)]
        return "object", right_of(head, (infinitive, *_objects(head, view)), view)
    objects = _objects(head, view)
    if objects:
        return "object", right_of(head, (*objects, *_charges(head, objects[-1], view)), view)
    if passive is not None:
        return "bare", [*subject, *right_of(head, _charges(head, head, view), view)]
    oblique = _oblique(head, view)
    if oblique is not None:
        return "oblique", right_of(head, (oblique,), view)
    return "bare", []


def _is_question_tag(clause: int, head: int, view: SpeechView) -> bool:
    return view.right[clause] - view.left[clause] < 2 and view.words[clause].upos == "PUNCT"


def _cut_clause(first: int, last: int, head: int, view: SpeechView) -> list[tuple[int, int]]:
    """A clause without the cue's own words, where the cue stands inside it."""
    if not first <= head < last:
        return [(first, last)]
    inner = [c for c in view.children[head] if view.words[c].deprel not in ("ccomp", "punct")]
    low = min([head, *(view.left[c] for c in inner)])
    high = max([head + 1, *(view.right[c] for c in inner if view.right[c] <= last)])
    return [piece for piece in ((first, low), (high, last)) if piece[0] < piece[1]]


def _surrounding_clause(head: int, view: SpeechView) -> list[tuple[int, int]]:
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
    return [piece for piece in pieces if has_word(piece, view)]


def _is_parenthesis(low: int, high: int, head: int, view: SpeechView) -> bool:
    """Subject and cue alone between commas: ", officials said," is no relative clause."""
    first, last = view.bounds(head)
    subject = view.child(head, *SUBJECTS)
    if subject is None or view.lower(subject) in ("who", "which", "that"):
        return False
    while low < head and view.words[low].upos == "PUNCT":
        low += 1
    while high - 1 > head and view.words[high - 1].upos == "PUNCT":
        high -= 1
    return low - 1 > first and high < last and view.lower(low - 1) == "," == view.lower(high)


def rest_before(head: int, view: SpeechView) -> list[tuple[int, int]]:
    """Give what stands before a final "he said" whose tie to it the parser lost."""
    first, last = view.bounds(head)
    subject = view.child(head, *SUBJECTS)
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


def has_word(piece: tuple[int, int], view: SpeechView) -> bool:
    """Tell whether a token range holds more than punctuation."""
    return any(view.words[index].upos != "PUNCT" for index in range(*piece))


def _touches_quotation(pieces: Iterable[tuple[int, int]], view: SpeechView) -> bool:
    return any(view.quoted[index] >= 0 for piece in pieces for index in range(*piece))


def _neighbouring_quotation(head: int, view: SpeechView) -> list[tuple[int, int]]:
    """A quotation in the sentence beside the cue's subject and verb that no relation ties to it."""
    told = view.child(head, *SUBJECTS, "obl:agent") is not None
    shared = view.words[head].deprel in ("advcl", "acl", "conj", "xcomp")
    if view.quoted[head] >= 0 or not (told or shared):
        return []
    first, last = view.bounds(head)
    after = next((i for i in range(head + 1, last) if view.quoted[i] >= 0), None)
    if after is not None and after - head <= _LONGEST_GAP and _is_utterance(after, head, view):
        return [quotation_in(after, last, view)]
    subject = view.child(head, *SUBJECTS)
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


def _is_utterance(after: int, head: int, view: SpeechView) -> bool:
    """Several words, or anything after a comma or colon: other quotation marks only flag a term."""
    span = view.quotations[view.quoted[after]]
    led = any(view.lower(index) in (",", ":") for index in range(head + 1, after))
    return led or view.text.count(" ", span.start, span.end) >= SHORT_QUOTATION


def _ends_utterance(before: int, view: SpeechView) -> bool:
    """A quotation that ends in a comma or another stop, as those do that a cue follows."""
    span = view.quotations[view.quoted[before]]
    return view.text[max(span.start, span.end - 3) : span.end + 1].rstrip("”\"' ")[-1:] in ",.?!"


def quotation_in(start: int, last: int, view: SpeechView) -> tuple[int, int]:
    """Give the tokens from ``start`` on that stand in its quotation, up to ``last``."""
    end = start
    while end < last and view.quoted[end] == view.quoted[start]:
        end += 1
    return start, end


def _objects(head: int, view: SpeechView) -> tuple[int, ...]:
    relations = ("obj", "iobj", "obl:npmod")
    return tuple(
        c
        for c in view.children[head]
        if view.words[c].deprel in relations and c > head and not _is_time(c, view)
    )


def _charges(head: int, after: int, view: SpeechView) -> tuple[int, ...]:
    """What somebody is accused of, praised for or described as: part of what is said."""
    found = []
    for child in view.children[head]:
        marker = view.child(child, "case", "mark")
        if child > after and marker is not None and view.lower(marker) in _CHARGE_WORDS:
            found.append(child)
    return tuple(found)


def _oblique(head: int, view: SpeechView) -> int | None:
    for child in view.children[head]:
        if (
            child > head
            and view.words[child].deprel in ("obl", "advcl")
            and not _is_time(child, view)
        ) and (view.words[child].deprel == "obl" or view.words[child].xpos == "VBG"):
            return child
    return None


def _is_time(index: int, view: SpeechView) -> bool:
    return view.words[index].deprel in ("obl:tmod", "nmod:tmod") or view.lower(index) in _TIME_WORDS


def right_of(head: int, parts: Sequence[int], view: SpeechView) -> list[tuple[int, int]]:
    """Give the token range that the parts' subtrees cover behind a head."""
    if not parts:
        return []
    first = min(view.left[part] for part in parts)
    last = max(view.right[part] for part in parts)
    first = max(first, head + 1)
    return [(first, last)] if first < last else []


def span_cue(head: int, view: SpeechView, content: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The cue with its auxiliaries, negation, adverbs and particle."""
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
