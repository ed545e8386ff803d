"""Clusters of mentions: by average link, within bars and decisions, whatever the order."""

import random
from collections.abc import Callable

import pytest

from dragoman.merge.clusters import Pair, cluster, find_components

HIGH = 0.9


def no_bar(_: Pair) -> bool:
    return False


def bar_of(*pairs: Pair) -> Callable[[Pair], bool]:
    return lambda pair: pair in pairs


CHAIN = {("a", "b"): HIGH, ("b", "c"): HIGH}
ALL = {**CHAIN, ("a", "c"): HIGH}


def test_components_are_what_pairs_connect() -> None:
    assert find_components("abcd", [("a", "c"), ("c", "x")]) == [["a", "c"], ["b"], ["d"]]


def test_a_chain_is_cut_where_the_average_falls_below() -> None:
    assert cluster("abc", CHAIN, no_bar, (), 0.5) == [["a", "b"], ["c"]]
    assert cluster("abc", CHAIN, no_bar, (), 0.4) == [["a", "b", "c"]]


def test_a_bar_keeps_two_apart_and_the_third_with_the_first_in_order() -> None:
    assert cluster("abc", ALL, bar_of(("a", "b")), (), 0.5) == [["a", "c"], ["b"]]


def test_joined_pairs_come_together_without_any_score() -> None:
    assert cluster("abc", {}, no_bar, [("a", "c")], 0.5) == [["a", "c"], ["b"]]


def test_a_join_does_not_bring_a_barred_pair_together() -> None:
    joined = [("a", "b"), ("b", "c")]
    assert cluster("abc", {}, bar_of(("a", "c")), joined, 0.5) == [["a", "b"], ["c"]]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_nodes_and_scores_plays_no_part(seed: int) -> None:
    chance = random.Random(seed)
    nodes = [f"{n:02}" for n in range(30)]
    scores = {
        (a, b): round(chance.random(), 3)
        for n, a in enumerate(nodes)
        for b in nodes[n + 1 :]
        if chance.random() < 0.4
    }
    bars = bar_of(*chance.sample(sorted(scores), 10))
    wanted = cluster(nodes, scores, bars, (), 0.5)
    items = list(scores.items())
    chance.shuffle(items)
    chance.shuffle(nodes)
    assert cluster(nodes, dict(items), bars, (), 0.5) == wanted
