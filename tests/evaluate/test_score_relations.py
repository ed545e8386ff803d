"""Scores of relations over PLV's classes."""

import pytest

from dragoman.evaluate.relations import score_classes, score_relations
from dragoman.records.span import Span


def test_macro_f1_is_the_mean_over_gold_classes() -> None:
    scores = score_classes(["AID", "AID", "ACCUSE", "YIELD"], ["AID", "ACCUSE", "ACCUSE", "AID"])
    assert scores == pytest.approx({"accuracy": 0.5, "macro F1": (1 / 2 + 2 / 3 + 0) / 3})


def test_concede_and_retreat_are_one_class() -> None:
    pair = ("A left B", Span(0, 1), Span(7, 8), "YIELD")
    answers = iter(["CONCEDE", "RETREAT"])
    scores = score_relations([pair, pair], lambda *_: next(answers))
    assert scores == {"accuracy": 1.0, "macro F1": 1.0}
