"""Scores of relations between marked mentions: accuracy and macro F1 over PLV's classes."""

from collections.abc import Callable, Iterable, Sequence

from dragoman.records.span import Span
from dragoman.relations import class_of

MarkedText = tuple[str, Span, Span, str]
"""Text, source, target, and PLV's class of the event between them."""


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
