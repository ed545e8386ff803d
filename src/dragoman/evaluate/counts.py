"""Counts of right, predicted and gold items, and the figures made of them."""

from collections.abc import Set


class Count:
    """Right, predicted and gold items, counted up over texts."""

    def __init__(self) -> None:
        self.right = self.predicted = self.gold = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        """Count so many more."""
        self.right += right
        self.predicted += predicted
        self.gold += gold

    def compare(self, predicted: Set[object], gold: Set[object]) -> None:
        """Count the items of two sets."""
        self.add(len(predicted & gold), len(predicted), len(gold))

    def precision(self) -> float:
        """Give the share of the predicted that are right."""
        return self.right / max(self.predicted, 1)

    def recall(self) -> float:
        """Give the share of the gold that were found."""
        return self.right / max(self.gold, 1)

    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        return 2 * self.right / max(self.predicted + self.gold, 1)
