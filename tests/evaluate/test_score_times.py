"""Scores of time expressions."""

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.times import score_timenorm

GOLD = """1999-05-05\tDATE\t1999-05-05
last week\tDATE\t1999-WXX
the 1980s\tDATE\t198
three days\tDURATION\tP4D

1999-05-06\tDATE\t1999-05-06
March 1994\tDATE\t1994-03
the following month\tTIME\t1994-04
"""


def test_score_timenorm(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(GOLD, encoding="utf-8")
    assert score_timenorm(path) == {
        "expressions": 5.0,
        "type": 0.8,
        "value": 0.4,
        "type_in_order": 0.8,
        "value_in_order": 0.6,
        "value_exact_in_order": 0.4,
        "value_compatible_in_order": 0.8,
    }


def test_score_timenorm_refuses_other_rows(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text("1999-05-05\tDATE\n", encoding="utf-8")
    with pytest.raises(InputError):
        score_timenorm(path)
