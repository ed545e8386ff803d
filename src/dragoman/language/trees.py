"""Dependency trees from head scores: the best tree with one root.

Greedy heads are kept where they form a tree; the others get the maximum spanning tree of
Chu and Liu (1965) and Edmonds (1967).
"""

import numpy as np

from dragoman.models import Floats, Integers

_NEVER = -1e6
_ROOTS_TRIED = 5


def decode_heads(arcs: Floats, lengths: Integers) -> Integers:
    """Give each word's head, (batch, 1 + words); 0 is the root, rows hold ``lengths`` words.

    ``arcs`` (batch, 1 + words, 1 + words) scores word (row) and head (column).
    """
    scores = _masked(arcs, lengths)
    heads: Integers = scores.argmax(axis=2)
    heads[:, 0] = 0
    for index in np.nonzero(~_are_trees(heads, lengths))[0]:
        size = int(lengths[index]) + 1
        heads[index, :size] = _best_tree(scores[index, :size, :size])
    return heads


def _masked(arcs: Floats, lengths: Integers) -> Floats:
    width = arcs.shape[1]
    scores: Floats = arcs.copy()
    padded = np.arange(width)[None, :] > lengths[:, None]
    scores.transpose(0, 2, 1)[padded] = _NEVER
    scores[:, np.arange(1, width), np.arange(1, width)] = _NEVER
    return scores


def _are_trees(heads: Integers, lengths: Integers) -> np.typing.NDArray[np.bool_]:
    """Tell which rows have one root and no cycle: every word reaches 0 by doubling its jumps."""
    width = heads.shape[1]
    real = np.arange(width)[None, :] <= lengths[:, None]
    jumps = np.where(real, heads, 0)
    roots = ((jumps == 0) & real).sum(axis=1) - 1
    for _ in range(int(np.ceil(np.log2(max(width, 2)))) + 1):
        jumps = np.take_along_axis(jumps, jumps, axis=1)
    trees: np.typing.NDArray[np.bool_] = (roots == 1) & (jumps == 0).all(axis=1)
    return trees


def _best_tree(scores: Floats) -> Integers:
    """Give the best tree of one sentence, trying the likeliest words as its root."""
    likely = np.argsort(-(scores[1:, 0] - scores[1:, 1:].max(axis=1, initial=_NEVER)))
    tried = [int(index) + 1 for index in likely[:_ROOTS_TRIED]]
    trees = [_tree_with_root(scores, root) for root in tried]
    totals = [scores[np.arange(1, len(tree)), tree[1:]].sum() for tree in trees]
    return trees[int(np.argmax(totals))]


def _tree_with_root(scores: Floats, root: int) -> Integers:
    fixed = scores.astype(np.float64)
    fixed[:, 0] = 10 * _NEVER
    fixed[root] = 10 * _NEVER
    fixed[root, 0] = 0.0
    heads = _spanning_tree(fixed)
    heads[0] = 0
    return heads


def _spanning_tree(scores: np.typing.NDArray[np.float64]) -> Integers:
    """Give the heads of the maximum spanning tree from node 0, contracting cycles one by one."""
    heads: Integers = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    rest = np.array([node for node in range(len(heads)) if node not in set(cycle)])
    kept = scores[inside, heads[inside]]
    enter = scores[np.ix_(inside, rest)] - kept[:, None]
    leave = scores[np.ix_(rest, inside)]
    small = np.full((len(rest) + 1, len(rest) + 1), 100.0 * _NEVER)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    small[-1, :-1] = enter.max(axis=0)
    small[:-1, -1] = leave.max(axis=1)
    found = _spanning_tree(small)
    return _expanded(heads, found, (inside, rest), enter.argmax(axis=0), leave.argmax(axis=1))


def _expanded(
    heads: Integers,
    found: Integers,
    nodes: tuple[Integers, Integers],
    entered: Integers,
    left: Integers,
) -> Integers:
    """Give the heads of all nodes from those of the contracted graph; its last is the cycle."""
    inside, rest = nodes
    result = heads.copy()
    for index, head in enumerate(found[:-1]):
        result[rest[index]] = inside[left[index]] if head == len(rest) else rest[head]
    result[inside[entered[found[-1]]]] = rest[found[-1]]
    return result


def _find_cycle(heads: Integers) -> list[int]:
    state = [0] * len(heads)  # 0 new, 1 on the present path, 2 leads to the root
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        for done in path:
            state[done] = 2
    return []
