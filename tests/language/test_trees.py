"""Best trees from scores, against trying every tree."""

from itertools import product

import numpy as np
import pytest

from dragoman.language.trees import decode_heads


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(0) != 1:
        return False
    for word in range(1, len(heads) + 1):
        node, steps = word, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


def best_by_trying(scores: np.ndarray) -> float:
    size = len(scores) - 1
    trees = (h for h in product(range(size + 1), repeat=size) if is_tree(h))
    return max(total(scores, heads) for heads in trees)


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[i + 1, head] for i, head in enumerate(heads)))


@pytest.mark.parametrize("seed", range(40))
def test_heads_are_the_best_tree(seed: int) -> None:
    size = 1 + seed % 5
    arcs = np.random.default_rng(seed).normal(size=(1, size + 3, size + 3)).astype(np.float32)
    arcs[0, 1:, 0] += seed % 3 - 1  # many, some or no roots in the greedy heads
    found = tuple(decode_heads(arcs, np.array([size]))[0, 1 : size + 1].tolist())
    scores = arcs[0, : size + 1, : size + 1]
    assert is_tree(found)
    assert total(scores, found) == pytest.approx(best_by_trying(scores), abs=1e-4)


def test_padding_is_never_a_head() -> None:
    arcs = np.zeros((2, 4, 4), dtype=np.float32)
    arcs[:, :, 3] = 9
    heads = decode_heads(arcs, np.array([2, 3]))
    assert heads[0, 1:3].max() < 3
