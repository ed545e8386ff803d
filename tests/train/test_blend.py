"""Fitting the blend of relation model and coder."""

from pathlib import Path

import numpy as np
import pytest

from dragoman.relations import FEATURES
from dragoman.train.blend import (
    Cases,
    cross_blend,
    fit_blend,
    score_shares,
    write_blend,
)

LABELS = ("AID", "ACCUSE")


def make_cases(trusted: str) -> Cases:
    """Give 40 cases in which only the ``trusted`` voice knows the gold class."""
    chance = np.random.default_rng(7)
    gold = np.arange(40) % 2
    features = np.zeros((40, len(FEATURES), 2), np.float32)
    features[:, 0] = np.log(chance.dirichlet([5, 5], 40))
    features[np.arange(40), FEATURES.index(trusted), gold] = 1.0
    return Cases(features, gold, np.arange(40) % 5)


def test_a_voice_that_is_right_gets_weight() -> None:
    blend = fit_blend(make_cases("between"), LABELS)
    assert blend.weights["between"] > 2
    assert blend.weights["elsewhere"] == 0


def test_no_voice_speaks_against_itself() -> None:
    cases = make_cases("between")
    wrong = Cases(cases.features[:, :, ::-1].copy(), cases.gold, cases.folds)
    assert min(fit_blend(wrong, LABELS).weights.values()) == 0


def test_each_fold_is_blended_by_weights_of_the_others() -> None:
    cases = make_cases("stated")
    shares = cross_blend(cases, LABELS)
    assert shares.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert score_shares(shares, cases.gold.tolist(), LABELS)["macro F1"] == 100


def test_the_table_keeps_its_head(tmp_path: Path) -> None:
    path = tmp_path / "relations.tsv"
    path.write_text("# head\nname\tweight\nmodel\t9\n", encoding="utf-8")
    write_blend(path, fit_blend(make_cases("between"), LABELS))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# head", "name\tweight"]
    assert [line.split("\t")[0] for line in lines[2:]] == [*FEATURES, *LABELS]
