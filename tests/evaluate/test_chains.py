"""Scores of coreference, against values worked out by hand."""

from itertools import permutations

import numpy as np
import pytest

from dragoman.evaluate.chains import assign, score_ceaf, score_chains, score_muc

GOLD = ["a", "a", "a", "b", "b", "c"]


def test_equal_clusterings_score_one() -> None:
    assert score_chains(GOLD, [1, 1, 1, 2, 2, 3]) == {
        "muc": 1.0,
        "bcubed": 1.0,
        "ceafe": 1.0,
        "conll": 1.0,
    }


def test_muc_counts_links() -> None:
    # Three links in gold, of which two are found; three are given, of which two are right.
    assert score_muc(GOLD, [1, 1, 2, 2, 2, 3]) == pytest.approx(2 / 3)


def test_ceaf_pairs_chains_one_to_one() -> None:
    assert score_ceaf(GOLD, [1, 1, 2, 2, 2, 3]) == pytest.approx((0.8 + 0.8 + 1.0) / 3)


def test_ceaf_gives_one_big_cluster_one_chain_only() -> None:
    assert score_ceaf(["a", "a", "b", "b"], [1, 1, 1, 1]) == pytest.approx(2 * (2 / 3) / 3)


@pytest.mark.parametrize("seed", range(20))
def test_the_best_assignment_is_found(seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.random(tuple(random.integers(1, 6, 2)))
    wide = values if values.shape[0] <= values.shape[1] else values.T
    rows, columns = wide.shape
    best = max(
        sum(wide[row, order[row]] for row in range(rows))
        for order in permutations(range(columns), rows)
    )
    assert assign(values) == pytest.approx(best)
