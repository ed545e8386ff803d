"""Quotations in a text: where quotation marks open and close, over paragraphs too."""

import re

from dragoman.records.span import Span

_MARK = re.compile(r"[\"“”„«»]|``|''|(?<!\w)‘|(?<=[\w.,!?])’(?!\w)")
_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_OPENING = frozenset({"“", "„", "«", "``", "‘"})
_TOGGLES = frozenset({'"', "''"})
_CLOSING = {"“": "”", "„": "“", "«": "»", "``": "''", "‘": "’", '"': '"', "''": "''"}
_LONGEST = 6_000


def find_quotations(text: str) -> tuple[Span, ...]:
    """Give the outermost quotations with their marks, in order, none overlapping another.

    A quotation that its paragraph leaves open goes on in the next one when that begins with an
    opening mark, as English news prints long quotations; each paragraph is then a span of its own.
    """
    found: list[Span] = []
    for start, end in _paragraphs(text):
        found += _read_paragraph(text, start, end)
    return tuple(found)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    edges = [0]
    for gap in _PARAGRAPH.finditer(text):
        edges += [gap.start(), gap.end()]
    edges.append(len(text))
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2) if edges[i] < edges[i + 1]]


def _read_paragraph(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    opened: int | None = None
    wanted = ""
    for mark in _MARK.finditer(text, start, end):
        sign = mark.group()
        if opened is None:
            if sign in _OPENING or (sign in _TOGGLES and _may_open(text, mark.end(), end)):
                opened, wanted = mark.start(), _CLOSING[sign]
        elif sign == wanted or (sign in '”"' and wanted in ("”", '"')):
            if wanted != "’" or _is_phrase(text, opened, mark.end()):
                found.append(Span(opened, mark.end()))
            opened = None
    if opened is not None and wanted != "’" and end - opened <= _LONGEST:
        stop = len(text[:end].rstrip())
        found.append(Span(opened, stop))
    return found


def _may_open(text: str, after: int, end: int) -> bool:
    """An ASCII mark opens when something stands right behind it."""
    return after < end and not text[after].isspace()


def _is_phrase(text: str, start: int, end: int) -> bool:
    """Single marks are often apostrophes: only several words make a quotation."""
    return text.count(" ", start, end) >= 2
