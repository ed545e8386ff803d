"""Scores of relations between marked mentions: accuracy and macro F1 over PLV's classes."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dragoman.errors import InputError
from dragoman.records.span import Span
from dragoman.relations import class_of

MarkedText = tuple[str, Span, Span, str]
"""Text, source, target, and PLV's class of the event between them."""

_MARK = re.compile(r"<(/?)([st])>")
_COLUMNS = {"marked_sentence", "source", "target", "gold_root"}


def read_plv(path: Path) -> Iterator[tuple[MarkedText, Mapping[str, str]]]:
    """Give the pairs of a file of PLV's form, each with its row.

    A row of which a mention is neither marked nor found in the sentence is left out.
    Raises: InputError when the file has not the columns of that form.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        missing = _COLUMNS - set(rows.fieldnames or ())
        if missing:
            raise InputError(f"{path.name}: no columns {', '.join(sorted(missing))}")
        for row in rows:
            pair = _read_pair(row)
            if pair is not None:
                yield pair, row


def score_relations(
    pairs: Iterable[MarkedText], find: Callable[[str, Span, Span], str]
) -> dict[str, float]:
    """Give ``accuracy`` and ``macro F1`` of the classes that ``find`` gives."""
    gold, predicted = [], []
    for text, source, target, label in pairs:
        gold.append(label)
        predicted.append(class_of(find(text, source, target)))
    return score_classes(gold, predicted)


def score_classes(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """Give ``accuracy`` and ``macro F1``, the mean of F1 over the classes of the gold."""
    f1 = []
    for label in sorted(set(gold)):
        right = sum(g == p == label for g, p in zip(gold, predicted, strict=True))
        f1.append(2 * right / (gold.count(label) + predicted.count(label)))
    accuracy = sum(g == p for g, p in zip(gold, predicted, strict=True)) / max(len(gold), 1)
    return {"accuracy": accuracy, "macro F1": sum(f1) / max(len(f1), 1)}


def _read_pair(row: Mapping[str, str]) -> MarkedText | None:
    """Give the pair of a sentence marked ``<s>…</s> <t>…</t>``: the first of each counts."""
    marked, text, at = row["marked_sentence"], "", 0
    places: dict[str, int] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        places.setdefault(match[1] + match[2], len(text))
        at = match.end()
    text += marked[at:]
    source = _span_of(places, "s", text, row["source"])
    target = _span_of(places, "t", text, row["target"])
    return (text, source, target, row["gold_root"]) if source and target else None


def _span_of(places: Mapping[str, int], mark: str, text: str, mention: str) -> Span | None:
    if mark in places:
        return Span(places[mark], places[f"/{mark}"])
    at = text.lower().find(mention.lower()) if mention else -1
    return Span(at, at + len(mention)) if at >= 0 else None
