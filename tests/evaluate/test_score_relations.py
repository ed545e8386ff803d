"""Scores of relations over PLV's classes."""

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.relations import read_plv, score_classes, score_relations
from dragoman.records.span import Span


def test_macro_f1_is_the_mean_over_gold_classes() -> None:
    scores = score_classes(["AID", "AID", "ACCUSE", "YIELD"], ["AID", "ACCUSE", "ACCUSE", "AID"])
    assert scores == pytest.approx({"accuracy": 0.5, "macro F1": (1 / 2 + 2 / 3 + 0) / 3})


def test_concede_and_retreat_are_one_class() -> None:
    pair = ("A left B", Span(0, 1), Span(7, 8), "YIELD")
    answers = iter(["CONCEDE", "RETREAT"])
    scores = score_relations([pair, pair], lambda *_: next(answers))
    assert scores == {"accuracy": 1.0, "macro F1": 1.0}


def test_a_table_without_plvs_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "other.tsv"
    path.write_text("text\tlabel\nx\ty\n", encoding="utf-8")
    with pytest.raises(InputError, match="gold_root"):
        list(read_plv(path))
