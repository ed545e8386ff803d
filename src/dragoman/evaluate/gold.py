"""Reads the own gold sets: sentences with their marks in square brackets.

``[PER|Ana Kova] met [LOC|Oslo]'s mayor.`` is a text with two labelled stretches. A line that begins
with ``#`` and an empty one are left out. Formats by task: see ``tests/gold/README.md``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import InputError
from dragoman.evaluate.bench import read_lines
from dragoman.evaluate.entities import NamedText
from dragoman.evaluate.places import GoldPlace, PlaceReport
from dragoman.evaluate.quotes import GoldAttribution, QuoteReport
from dragoman.evaluate.relations import MarkedText
from dragoman.records.span import Span

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]*)\]")
Marks = list[tuple[Span, str]]


def read_marks(line: str) -> tuple[str, Marks]:
    """Give a line's text without its brackets, and the marked stretches with their labels.

    Raises: InputError when a bracket is left over.
    """
    text, marks, at = "", Marks(), 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        marks.append((Span(len(text), len(text) + len(match[2])), match[1]))
        text += match[2]
        at = match.end()
    text += line[at:]
    if "[" in text or "]" in text:
        raise InputError(f"a bracket without [label|words]: {line[:120]!r}")
    return text, marks


def read_named(path: Path) -> Iterator[NamedText]:
    """Give sentences whose names are marked PER, ORG or LOC."""
    for line in read_lines(path):
        text, marks = read_marks(line)
        yield NamedText(text, frozenset((s.start, s.end, label) for s, label in marks))


def read_places(path: Path) -> Iterator[PlaceReport]:
    """Give sentences whose place names are marked with latitude and longitude."""
    for line in read_lines(path):
        text, marks = read_marks(line)
        yield PlaceReport(text, tuple(GoldPlace(s.start, s.end, _point(p)) for s, p in marks))


def read_quotes(path: Path) -> Iterator[QuoteReport]:
    """Give sentences with attributions: source ``s``, cue ``c`` and content ``q``.

    A number after the letter tells the attributions of one sentence apart (``s2``).
    """
    for number, line in enumerate(read_lines(path), 1):
        text, marks = read_marks(line)
        keys = sorted({label[1:] for _, label in marks})
        parts = (
            tuple(tuple(s for s, label in marks if label == role + key) for role in "scq")
            for key in keys
        )
        yield QuoteReport(str(number), text, tuple(GoldAttribution(*part) for part in parts))


def read_relations(path: Path) -> list[MarkedText]:
    """Give the pairs of lines ``CLASS<tab>sentence``; source is marked ``s``, target ``t``.

    Raises: InputError for a line without either mark.
    """
    pairs = []
    for line in read_lines(path):
        label, _, sentence = line.partition("\t")
        text, marks = read_marks(sentence)
        found = {name: span for span, name in marks}
        if found.keys() != {"s", "t"}:
            raise InputError(f"{path.name}: source and target are not both marked: {line[:120]!r}")
        pairs.append((text, found["s"], found["t"], label))
    return pairs


def _point(label: str) -> tuple[float, float] | None:
    latitude, _, longitude = label.partition(",")
    return (float(latitude), float(longitude)) if longitude else None
