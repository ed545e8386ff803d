"""Whom an attribution is told of: the subject of its cue, wherever the parse holds it."""

from collections.abc import Sequence

from dragoman.language.attribution_views import PASSIVE_SUBJECTS, SUBJECTS, SpeechView


def find_speaker(head: int, view: SpeechView, *, depth: int = 0) -> int | None:
    """The token of whom a verb's act is told: its subject, or that of the verb it hangs on."""
    agent = view.child(head, "obl:agent")
    if agent is not None:
        return agent
    subject = view.child(head, *SUBJECTS)
    if subject is not None:
        return _resolve_relative(subject, head, view)
    if view.child(head, *PASSIVE_SUBJECTS) is not None and view.child(head, "aux:pass") is not None:
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
            passive = view.child(word.head, *PASSIVE_SUBJECTS)
            if passive is not None:
                return passive
            return find_speaker(word.head, view, depth=depth + 1)
    return None


def inverted_subject(head: int, view: SpeechView, content: Sequence[tuple[int, int]]) -> int | None:
    """The noun behind a cue that follows its content, misread as its object: "...," said Ali."""
    if min(first for first, _ in content) > head or view.child(head, *SUBJECTS) is not None:
        return None
    for child in view.children[head]:
        if (
            view.words[child].deprel in ("obj", "iobj", "dep", "obl")
            and view.left[child] == head + 1
            and view.child(child, "case") is None
            and view.words[child].upos in ("PROPN", "NOUN", "PRON")
        ):
            return child
    return None


def _resolve_relative(subject: int, head: int, view: SpeechView) -> int:
    word = view.words[head]
    if view.lower(subject) in ("who", "which", "that") and word.deprel == "acl:relcl":
        return word.head
    return subject


def extend_noun(noun: int, view: SpeechView, head: int) -> tuple[int, int]:
    """The full noun phrase around a source, without the cue's clause and outer commas."""
    first, last = view.left[noun], view.right[noun]
    case = view.child(noun, "case")
    if case is not None and case == first and first < noun:
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


def _clause_start(head: int, noun: int, view: SpeechView) -> int:
    at = head
    while view.words[at].head not in (-1, noun):
        at = view.words[at].head
    start = view.left[at]
    while start - 1 > noun and view.words[start - 1].upos == "PUNCT":
        start -= 1
    return max(start, noun + 1)


def _is_outer(index: int, view: SpeechView) -> bool:
    return view.lower(index) in (",", ";", ":", "—", "–", "-", "--", ".")
