"""Whether a frame's or a cue's conditions hold at a word of the parse."""

from collections.abc import Callable

from dragoman.coding.grammar import Tree, appositions, fillers, slots
from dragoman.lexicon import Condition, Frame

ClassTest = Callable[[int, str], bool]
"""Tells whether the word at a token index has a computed class (actor, armed, ...)."""


def satisfied(tree: Tree, index: int, condition: Condition, has_class: ClassTest | None) -> bool:
    """Tell whether a condition holds for the slots of the word at ``index``."""
    found = [f for f in fillers(tree, index, condition.path) if not _mere_container(tree, f)]
    if condition.anything:
        return bool(found) is not condition.negated
    hit = any(
        _fits(tree, named, condition, has_class)
        for filler in found
        for named in (filler, *appositions(tree, filler))
    )
    return hit is not condition.negated


def first_satisfied(
    tree: Tree, index: int, frames: tuple[Frame, ...], has_class: ClassTest
) -> Frame | None:
    """Give the most specific frame whose conditions all hold, or ``None``.

    ``frames`` come most specific first (see ``lexicon.load_lexicon``).
    """
    for frame in frames:
        if all(satisfied(tree, index, condition, has_class) for condition in frame.conditions):
            return frame
    return None


def _mere_container(tree: Tree, filler: int) -> bool:
    """In "a round of strikes" the strikes fill the slot, the round does not."""
    contained = tree.words[filler].lemma.lower() in tree.containers
    return contained and bool(slots(tree, filler).get("of"))


def _fits(tree: Tree, filler: int, condition: Condition, has_class: ClassTest | None) -> bool:
    word = tree.words[filler]
    if word.lemma.lower() in condition.lemmas:
        return True
    return has_class is not None and any(has_class(filler, name) for name in condition.classes)
