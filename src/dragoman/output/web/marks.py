"""A report's text cut so that overlapping evidence can each be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.output.api.models import Support


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same evidence throughout.

    ``supports`` are indices of what its words support, ``anchors`` the names of the stretches that
    begin here, as links name them.
    """

    text: str
    start: int
    end: int
    supports: tuple[int, ...]
    anchors: tuple[str, ...]


def cut(text: str, supports: Sequence[Support]) -> tuple[Piece, ...]:
    """Give the text in pieces that join to it again, cut wherever evidence begins or ends."""
    inside = [(max(0, s.start), min(len(text), s.end)) for s in supports]
    edges = sorted({0, len(text), *(edge for pair in inside if pair[0] < pair[1] for edge in pair)})
    starting: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(inside):
        if start < end:
            starting.setdefault(start, []).append(number)
    pieces: list[Piece] = []
    open_: list[int] = []
    for start, end in pairwise(edges):
        open_ = [n for n in open_ if inside[n][1] > start] + starting.get(start, [])
        names = dict.fromkeys(f"w{start}-{inside[n][1]}" for n in starting.get(start, []))
        pieces.append(Piece(text[start:end], start, end, tuple(sorted(open_)), tuple(names)))
    return tuple(pieces)
