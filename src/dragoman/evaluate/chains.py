"""Scores of coreference: MUC, B-cubed, CEAF-e and their mean, the CoNLL F1.

MUC: Vilain et al. 1995; B-cubed: Bagga and Baldwin 1998; CEAF: Luo 2005; the mean: Pradhan et al.
2012. Both clusterings are of the same mentions (gold mentions), singletons included.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dragoman.evaluate.stories import score_bcubed
from dragoman.merge.stories import join_pairs


def score_chains(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> dict[str, float]:
    """Give the F1 of MUC, B-cubed and CEAF-e, and their mean ``conll``, 0 to 1."""
    muc = score_muc(gold, predicted)
    bcubed = score_bcubed(gold, predicted)["f1"]
    ceaf = score_ceaf(gold, predicted)
    return {"muc": muc, "bcubed": bcubed, "ceafe": ceaf, "conll": (muc + bcubed + ceaf) / 3}


def score_muc(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> float:
    """Give the F1 of MUC: the links that both share."""
    recall, precision = _count_links(gold, predicted), _count_links(predicted, gold)
    return _harmonic(
        precision[0] / precision[1] if precision[1] else 0.0,
        recall[0] / recall[1] if recall[1] else 0.0,
    )


def _count_links(key: Sequence[Hashable], response: Sequence[Hashable]) -> tuple[int, int]:
    parts: dict[Hashable, set[Hashable]] = defaultdict(set)
    for want, guess in zip(key, response, strict=True):
        parts[want].add(guess)
    sizes = Counter(key)
    found = sum(sizes[chain] - len(parts[chain]) for chain in sizes)
    return found, sum(size - 1 for size in sizes.values())


def score_ceaf(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> float:
    """Give the F1 of CEAF-e: chains paired one to one so that they overlap most (phi-4)."""
    overlaps = Counter(zip(gold, predicted, strict=True))
    golds, guesses = Counter(gold), Counter(predicted)
    rows = {name: n for n, name in enumerate(sorted(golds, key=str))}
    columns = {name: n for n, name in enumerate(sorted(guesses, key=str))}
    values = {
        (rows[want], columns[guess]): 2 * n / (golds[want] + guesses[guess])
        for (want, guess), n in overlaps.items()
    }
    total = _assign_all(values, len(rows), len(columns))
    return _harmonic(total / max(len(columns), 1), total / max(len(rows), 1))


def _assign_all(values: Mapping[tuple[int, int], float], rows: int, columns: int) -> float:
    """Give the best total of an assignment, solved for each group of chains that overlap."""
    groups = join_pairs(rows + columns, ((row, rows + column) for row, column in values))
    home = {node: n for n, group in enumerate(groups) for node in group}
    cells: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for (row, column), value in values.items():
        cells[home[row]].append((row, column, value))
    total = 0.0
    for group in cells.values():
        left = {row: n for n, row in enumerate(sorted({cell[0] for cell in group}))}
        right = {column: n for n, column in enumerate(sorted({cell[1] for cell in group}))}
        matrix = np.zeros((len(left), len(right)))
        for row, column, value in group:
            matrix[left[row], right[column]] = value
        total += assign(matrix)
    return total


def assign(values: npt.NDArray[np.float64]) -> float:
    """Give the largest total of a one-to-one assignment of rows to columns.

    Shortest augmenting paths (Jonker and Volgenant 1987), in the form with row and column prices.
    """
    if values.shape[0] > values.shape[1]:
        values = values.T
    rows, columns = values.shape
    cost = np.zeros((rows + 1, columns + 1))
    cost[1:, 1:] = -values
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    owner, way = np.zeros(columns + 1, dtype=np.int64), np.zeros(columns + 1, dtype=np.int64)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least = np.full(columns + 1, np.inf)
        used = np.zeros(columns + 1, dtype=bool)
        while owner[column]:
            used[column] = True
            reduced = cost[owner[column]] - row_price[owner[column]] - column_price
            better = ~used & (reduced < least)
            least[better], way[better] = reduced[better], column
            following = int(np.argmin(np.where(used, np.inf, least)))
            step = least[following]
            row_price[owner[used]] += step
            column_price[used] -= step
            least[~used] -= step
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = int(way[column])
    pairs = [(owner[column], column) for column in range(1, columns + 1) if owner[column]]
    return float(sum(values[row - 1, column - 1] for row, column in pairs))


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
