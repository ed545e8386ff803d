"""Trains the relation model on marked sentences, and measures it by cross-validation."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from dragoman.models import Floats, WordPieces, mark_pair
from dragoman.train.fit import INPUTS, NO_LABEL, Plan, make_optimiser, padded
from dragoman.train.net import RelationNetwork, RelationTraining, load_encoder
from dragoman.train.pairs import Marked

FOLDS = 5
_SAME = 0.6  # share of words above which two sentences are copies of each other
RELATION_PLAN = Plan(passes=8, encoder_rate=2e-4, head_rate=1e-3, rows=32)
RARE = frozenset({"COOPERATE", "MOBILIZE", "PROTEST"})
"""Labels with fewer than twenty rows in PLV: annotated acts of these count as rows of it."""
_ACTS_BY_PASS = (1500, 1200, 800, 500, 300, 200, 0, 0)
"""How many annotated acts are drawn beside each pass over PLV's rows: fewer and fewer."""
_ACTS_WEIGHT, _HINTS_WEIGHT = 0.5, 0.03
_SMOOTHING = 0.05


@dataclass(frozen=True, slots=True)
class Crossed:
    """What cross-validation gave: scores (rows, labels) of rows never seen, and their labels."""

    scores: Floats
    gold: list[int]


def fit_relations(
    rows: Sequence[Marked], labels: Sequence[str], pieces: WordPieces, start: Path, plan: Plan
) -> RelationNetwork:
    """Give a relation network trained on ``rows``; ``start`` is the folder of a BERT."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    torch.set_flush_denormal(True)
    hints = sorted({hint for row in rows for hint in row.hints})
    network = RelationTraining(len(labels), len(hints))
    load_encoder(network.encoder, start)
    network.encoder.pieces.weight.requires_grad_(requires_grad=False)
    encoded = [_encode(row, labels, hints, pieces) for row in rows]
    batches = [batch for turn in range(int(plan.passes)) for batch in _batches(encoded, turn, plan)]
    optimiser, schedule = make_optimiser(network, plan, len(batches))
    network.train()
    for batch in batches:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.half):
            loss = _loss(network, batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    network.eval()
    model: RelationNetwork = network.model
    return model


def cross_validate(
    rows: Sequence[Marked],
    labels: Sequence[str],
    pieces: WordPieces,
    start: Path,
    plan: Plan,
    others: Sequence[Marked] = (),
) -> Crossed:
    """Give scores for the rows of each fold from a network that was trained on the others.

    ``others`` are rows of no fold: all networks are trained on them, none is scored on them.
    """
    places = assign_folds([row.pair.text for row in rows])
    scores: list[Floats] = []
    gold: list[int] = []
    for fold in range(FOLDS):
        seen = [row for row, place in zip(rows, places, strict=True) if place != fold]
        held = [row for row, place in zip(rows, places, strict=True) if place == fold]
        network = fit_relations([*seen, *others], labels, pieces, start, plan)
        scores.append(_score(network, held, pieces))
        gold.extend(labels.index(row.label) for row in held)
        done = Crossed(np.concatenate(scores), gold)
        print(f"fold {fold}: {len(held)} rows, macro F1 so far {macro_f1(done):.4f}", flush=True)
    return done


def assign_folds(texts: Sequence[str]) -> list[int]:
    """Give each text its fold; copies, or near copies, of a text share one."""
    words = [frozenset(re.findall(r"\w+", text.lower())) for text in texts]
    group = list(range(len(texts)))
    for right in range(len(texts)):
        for left in range(right):
            shared = len(words[left] & words[right])
            if shared > _SAME * len(words[left] | words[right]):
                group[right] = group[left]
                break
    order = sorted(set(group))
    random.Random(7).shuffle(order)
    folds = {name: index % FOLDS for index, name in enumerate(order)}
    return [folds[name] for name in group]


def macro_f1(crossed: Crossed) -> float:
    """Give the mean over the labels that occur of F1, between 0 and 1."""
    names = [str(index) for index in range(crossed.scores.shape[1])]
    scores = label_f1(crossed, names)
    return float(np.mean([scores[str(index)] for index in set(crossed.gold)])) / 100


def find_temperature(crossed: Crossed) -> float:
    """Give the divisor of the scores that makes the gold labels likeliest (Guo et al., 2017)."""
    logits, gold = torch.tensor(crossed.scores), torch.tensor(crossed.gold)
    tried = np.arange(0.3, 4.0, 0.02)
    losses = [F.cross_entropy(logits / float(t), gold).item() for t in tried]
    return round(float(tried[int(np.argmin(losses))]), 2)


def summarise(
    crossed: Crossed, labels: Sequence[str], temperature: float
) -> dict[str, dict[str, float]]:
    """Give per cent scores: accuracy, macro F1, calibration error, and F1 by label."""
    gold, predicted = np.array(crossed.gold), crossed.scores.argmax(axis=1)
    shares = torch.tensor(crossed.scores / temperature).softmax(1).numpy().max(axis=1)
    right = predicted == gold
    sure = np.argsort(-shares)[: len(shares) // 2]
    whole = {
        "accuracy": 100 * float(right.mean()),
        "macro F1": 100 * macro_f1(crossed),
        "calibration error": 100 * _calibration_error(shares, right),
        "accuracy of the surer half": 100 * float(right[sure].mean()),
    }
    return {"cross-validation": whole, "F1 by type:": label_f1(crossed, labels)}


def label_f1(crossed: Crossed, labels: Sequence[str]) -> dict[str, float]:
    """Give the F1 of each label, per cent."""
    predicted, gold = crossed.scores.argmax(axis=1), np.array(crossed.gold)
    found = {}
    for index, label in enumerate(labels):
        hits = int(((predicted == index) & (gold == index)).sum())
        total = int((predicted == index).sum()) + int((gold == index).sum())
        found[label] = round(200 * hits / total, 1) if total else 0.0
    return found


def _calibration_error(shares: Floats, right: np.typing.NDArray[np.bool_]) -> float:
    """Give the mean gap between confidence and accuracy over ten bins of confidence."""
    bins = np.minimum((shares * 10).astype(int), 9)
    gaps = [
        (bins == b).mean() * abs(shares[bins == b].mean() - right[bins == b].mean())
        for b in set(bins.tolist())
    ]
    return float(sum(gaps))


@dataclass(frozen=True, slots=True)
class _Encoded:
    """A row as numbers; ``label`` is that of PLV, ``act`` that of an annotated act, or -100."""

    ids: list[int]
    shapes: list[int]
    places: list[int]
    label: int
    act: int
    hints: list[float]


def _encode(
    row: Marked, labels: Sequence[str], hints: Sequence[str], pieces: WordPieces
) -> _Encoded:
    number = labels.index(row.label)
    known = [float(hint in row.hints) if row.hints else -1.0 for hint in hints]
    label = number if not row.acts or row.label in RARE else NO_LABEL
    act = number if row.acts else NO_LABEL
    return _Encoded(*mark_pair(row.pair, pieces), label, act, known)


def _batches(rows: Sequence[_Encoded], turn: int, plan: Plan) -> Iterator[dict[str, Tensor]]:
    """Give the batches of one pass: all rows of PLV's kind, and a draw of the annotated acts."""
    chance = random.Random(plan.seed * 100 + turn)
    acts = [row for row in rows if row.act != NO_LABEL]
    counts = Counter(row.act for row in acts)
    drawn = int(_ACTS_BY_PASS[turn * len(_ACTS_BY_PASS) // int(plan.passes)])
    keys = {id(row): chance.random() ** (counts[row.act] ** 0.5) for row in acts}
    chosen = sorted(acts, key=lambda row: -keys[id(row)])[:drawn]
    chosen += [row for row in rows if row.act == NO_LABEL]
    order = sorted(chosen, key=lambda row: len(row.ids) * chance.uniform(0.7, 1.3))
    groups = [order[i : i + plan.rows] for i in range(0, len(order), plan.rows)]
    chance.shuffle(groups)
    for group in groups:
        batch = {name: padded([getattr(r, name) for r in group], 0) for name in INPUTS}
        batch["labels"] = torch.tensor([row.label for row in group])
        batch["acts"] = torch.tensor([row.act for row in group])
        batch["hints"] = torch.tensor([row.hints for row in group])
        yield batch


def _loss(network: RelationTraining, batch: dict[str, Tensor]) -> Tensor:
    scores, acts, hints = (part.float() for part in network(*(batch[n] for n in INPUTS)))
    loss = _share_loss(scores, batch["labels"]) + _ACTS_WEIGHT * _share_loss(acts, batch["acts"])
    known = batch["hints"] >= 0
    if known.any():
        total = F.binary_cross_entropy_with_logits(
            hints[known], batch["hints"][known], reduction="sum"
        )
        loss = loss + _HINTS_WEIGHT * total / len(batch["labels"])
    return loss


def _share_loss(scores: Tensor, gold: Tensor) -> Tensor:
    """Give the summed cross entropy of the rows that have a label, by rows of the batch."""
    total = F.cross_entropy(
        scores, gold, ignore_index=NO_LABEL, label_smoothing=_SMOOTHING, reduction="sum"
    )
    return total / len(gold)


def _score(network: RelationNetwork, rows: Sequence[Marked], pieces: WordPieces) -> Floats:
    scores = []
    with torch.no_grad():
        for row in rows:
            inputs = (torch.tensor([part]) for part in mark_pair(row.pair, pieces))
            scores.append(network(*inputs).numpy())
    found: Floats = np.concatenate(scores)
    return found
