"""A training sentence with the labels that its source gives."""

from dataclasses import dataclass

UNSURE = "?"
"""A name tag: not a person, body or place, so outside, or a name of another kind."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Gold grammar of a row; ``heads`` count words of the row, -1 for the root."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    rules: tuple[str, ...]
    heads: tuple[int, ...]
    deprels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActTarget:
    """What is known of the act that a word of a row names; ``None`` where it is not annotated.

    ``actors`` and ``recipients`` are spans of words of the row, half-open.
    """

    word: int
    act: str
    status: str | None
    statement: str | None
    background: bool | None
    actors: tuple[tuple[int, int], ...] | None
    recipients: tuple[tuple[int, int], ...] | None


@dataclass(frozen=True, slots=True)
class ActTargets:
    """The acts of a row; with ``whole`` false only the words named here are annotated at all."""

    acts: tuple[ActTarget, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence's words with the labels its source gives: ``None`` where it gives none."""

    id: str
    words: tuple[str, ...]
    tree: Tree | None
    names: tuple[str, ...] | None
    acts: ActTargets | None = None
