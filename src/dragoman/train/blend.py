"""Fits the weights by which relation model and coder are blended (``data/lexicon/relations.tsv``).

A conditional logit over PLV's classes, with a ridge: a weight a voice, shared by all classes, and a
weight a class. Fitted on scores of rows that the model had not seen, and measured by leaving out
one fold in turn.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dragoman.evaluate.relations import score_classes
from dragoman.models import Floats
from dragoman.pipeline import Stage, run
from dragoman.records.document import Document, Published
from dragoman.relations import FEATURES, Blend, measure_pair
from dragoman.train.pairs import Marked

_RIDGE, _CLASS_RIDGE = 0.5, 8.0
_STEPS, _RATE = 600, 0.05

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cases:
    """Features (rows, voices, classes), gold class numbers (rows) and folds of the rows."""

    features: Floats
    gold: npt.NDArray[np.int64]
    folds: npt.NDArray[np.int64]


def code_rows(rows: Iterable[Marked], stages: Sequence[Stage]) -> list[Document]:
    """Give the rows' texts, coded."""
    unknown = Published(None, "unknown")
    return [run(Document("pair", row.pair.text, unknown), stages) for row in rows]


def make_cases(
    rows: Sequence[Marked],
    documents: Sequence[Document],
    shares: Floats,
    labels: Sequence[str],
    folds: Sequence[int],
) -> Cases:
    """Give the cases of coded rows with the model's probabilities (rows, labels)."""
    features = [
        measure_pair(document, row.pair.source, row.pair.target, labels, own)
        for row, document, own in zip(rows, documents, shares, strict=True)
    ]
    gold = [labels.index(row.label) for row in rows]
    return Cases(np.array(features, np.float32), np.array(gold), np.array(folds))


def fit_blend(cases: Cases, labels: Sequence[str]) -> Blend:
    """Give the weights that make the gold classes likeliest (Adam on the whole set)."""
    voices = cases.features.astype(np.float64)
    picked = np.eye(len(labels))[cases.gold]
    weights = np.concatenate([[1.0], np.full(len(FEATURES) - 1, 0.5), np.zeros(len(labels))])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        gradient = _gradient(weights, voices, picked)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        scale = np.sqrt(second / (1 - 0.99**step)) + 1e-8
        weights = weights - _RATE * first / (1 - 0.9**step) / scale
        # No voice may speak against what it says.
        weights[: len(FEATURES)] = np.maximum(weights[: len(FEATURES)], 0.0)
    own = dict(zip(FEATURES, weights.round(3).tolist(), strict=False))
    return Blend(own, dict(zip(labels, weights[len(FEATURES) :].round(3).tolist(), strict=True)))


def _gradient(weights: Doubles, voices: Doubles, picked: Doubles) -> Doubles:
    count = len(FEATURES)
    logits = np.einsum("v,rvc->rc", weights[:count], voices) + weights[count:]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    missed = powers / powers.sum(axis=1, keepdims=True) - picked
    by_voice = np.einsum("rc,rvc->v", missed, voices) + _RIDGE * weights[:count]
    by_class = missed.sum(axis=0) + _CLASS_RIDGE * weights[count:]
    return np.concatenate([by_voice, by_class])


def cross_blend(cases: Cases, labels: Sequence[str]) -> Floats:
    """Give blended probabilities (rows, labels), the weights of each fold fitted on the others."""
    shares = np.zeros((len(cases.gold), len(labels)), np.float32)
    for fold in sorted(set(cases.folds.tolist())):
        held = cases.folds == fold
        seen = Cases(cases.features[~held], cases.gold[~held], cases.folds[~held])
        blend = fit_blend(seen, labels)
        for row in np.flatnonzero(held):
            shares[row] = blend.shares(cases.features[row], labels)
    return shares


def score_shares(shares: Floats, gold: Sequence[int], labels: Sequence[str]) -> dict[str, float]:
    """Give accuracy and macro F1 per cent, and the mean gap of confidence and accuracy."""
    best = shares.argmax(axis=1)
    scores = score_classes([labels[g] for g in gold], [labels[p] for p in best])
    right, sure = best == np.array(gold), shares.max(axis=1)
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        float((bins == b).mean() * abs(sure[bins == b].mean() - right[bins == b].mean()))
        for b in set(bins.tolist())
    ]
    half = np.argsort(-sure)[: len(sure) // 2]
    return {
        "accuracy": 100 * scores["accuracy"],
        "macro F1": 100 * scores["macro F1"],
        "calibration error": 100 * sum(gaps),
        "accuracy of the surer half": 100 * float(right[half].mean()),
    }


def write_blend(path: Path, blend: Blend) -> None:
    """Write the weights into the table, under the head that it has."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    rows: Mapping[str, float] = {**blend.weights, **blend.classes}
    body = [f"{name}\t{weight:g}" for name, weight in rows.items()]
    path.write_text("\n".join([*head, "name\tweight", *body]) + "\n", encoding="utf-8")
