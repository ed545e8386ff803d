"""Trains the relation model on marked sentences, and measures it by cross-validation."""

import copy
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
ACTS_PLAN = Plan(passes=1, encoder_rate=2e-4, head_rate=1e-3, rows=32)
RELATION_PLAN = Plan(passes=5, encoder_rate=1.8e-4, head_rate=1e-3, rows=32)
RARE = frozenset({"COOPERATE", "MOBILIZE", "PROTEST"})
"""Labels with fewer than twenty rows in PLV: annotated acts of these count as rows of it."""
_KEPT_UP = (160, 120, 80, 40, 0)
"""How many annotated acts are drawn beside each pass over PLV's rows: fewer and fewer."""
_ACTS_WEIGHT, _HINTS_WEIGHT = 0.5, 0.03
_SMOOTHING = 0.05
_FROZEN = 2
"""Blocks that the second course leaves as the first made them: a fifth less to compute."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What the network tells apart: PLV's labels, and the hints that its rows give besides."""

    labels: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crossed:
    """What cross-validation gave: scores (rows, labels) of rows never seen, and their labels."""

    scores: Floats
    gold: list[int]


def list_targets(rows: Sequence[Marked]) -> Targets:
    """Give what the network learns to tell apart, in order, from all of PLV's rows."""
    labels = tuple(sorted({row.label for row in rows}))
    return Targets(labels, tuple(sorted({hint for row in rows for hint in row.hints})))


def fit_acts(
    others: Sequence[Marked], targets: Targets, pieces: WordPieces, base: Path, plan: Plan
) -> RelationTraining:
    """Give a network that has learnt annotated acts and own pairs, and has seen no row of PLV.

    ``base`` is the folder of a BERT. This first course is the same for every fold.
    """
    torch.manual_seed(plan.seed)
    network = RelationTraining(len(targets.labels), len(targets.hints))
    load_encoder(network.encoder, base)
    encoded = [_encode(row, targets, pieces) for row in others]
    acts = sum(row.act != NO_LABEL for row in encoded)
    turns = range(int(plan.passes))
    _train(network, [b for turn in turns for b in _cut(encoded, acts, turn, plan)], plan)
    return network


def fit_relations(
    begun: RelationTraining,
    rows: Sequence[Marked],
    targets: Targets,
    pieces: WordPieces,
    plan: Plan,
) -> RelationNetwork:
    """Give the relation network trained on from ``begun``: ``rows`` are PLV's and the others."""
    torch.manual_seed(plan.seed)
    network = copy.deepcopy(begun)
    encoded = [_encode(row, targets, pieces) for row in rows]
    drawn = [_KEPT_UP[turn * len(_KEPT_UP) // int(plan.passes)] for turn in range(int(plan.passes))]
    batches = [b for turn, acts in enumerate(drawn) for b in _cut(encoded, acts, turn, plan)]
    _train(network, batches, plan, frozen=_FROZEN)
    model: RelationNetwork = network.model
    return model


def _train(
    network: RelationTraining, batches: Sequence[dict[str, Tensor]], plan: Plan, *, frozen: int = 0
) -> None:
    """Train on the batches in turn; word pieces, and all below block ``frozen``, stay as they are."""
    torch.set_num_threads(plan.threads)
    torch.set_flush_denormal(True)
    encoder = network.encoder
    below = [encoder.places, encoder.shapes, encoder.norm, *encoder.blocks[:frozen]]
    for part in (encoder.pieces, *(below if frozen else [])):
        part.requires_grad_(requires_grad=False)
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


def cross_validate(
    begun: RelationTraining,
    rows: Sequence[Marked],
    others: Sequence[Marked],
    pieces: WordPieces,
    plan: Plan,
) -> Crossed:
    """Give scores for PLV's rows, in order, each from a network that saw none of its fold.

    ``others`` are of no fold: all networks are trained on them, none is scored on them.
    """
    targets = list_targets(rows)
    places = assign_folds([row.pair.text for row in rows])
    scores = np.zeros((len(rows), len(targets.labels)), dtype=np.float32)
    for fold in range(FOLDS):
        seen = [row for row, place in zip(rows, places, strict=True) if place != fold]
        held = [index for index, place in enumerate(places) if place == fold]
        network = fit_relations(begun, [*seen, *others], targets, pieces, plan)
        scores[held] = score_rows(network, [rows[index] for index in held], pieces)
        gold = [targets.labels.index(rows[index].label) for index in held]
        own = macro_f1(Crossed(scores[held], gold))
        print(f"fold {fold}: {len(held)} rows, macro F1 {own:.4f}", flush=True)
    return Crossed(scores, [targets.labels.index(row.label) for row in rows])


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


def _encode(row: Marked, targets: Targets, pieces: WordPieces) -> _Encoded:
    number = targets.labels.index(row.label)
    known = [float(hint in row.hints) if row.hints else -1.0 for hint in targets.hints]
    label = number if not row.acts or row.label in RARE else NO_LABEL
    act = number if row.acts else NO_LABEL
    return _Encoded(*mark_pair(row.pair, pieces), label, act, known)


def _cut(
    rows: Sequence[_Encoded], drawn: int, turn: int, plan: Plan
) -> Iterator[dict[str, Tensor]]:
    """Give the batches of one pass: all rows but the annotated acts, and ``drawn`` of these, the
    rarer types the likelier."""
    chance = random.Random(plan.seed * 100 + turn)
    acts = [row for row in rows if row.act != NO_LABEL]
    counts = Counter(row.act for row in acts)
    keyed = [(chance.random() ** (counts[row.act] ** 0.5), row) for row in acts]
    keyed.sort(key=lambda pair: -pair[0])
    chosen = [row for row in rows if row.act == NO_LABEL] + [row for _, row in keyed[:drawn]]
    order = sorted(chosen, key=lambda row: len(row.ids) * chance.uniform(0.85, 1.15))
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


def score_rows(network: RelationNetwork, rows: Sequence[Marked], pieces: WordPieces) -> Floats:
    """Give scores (rows, labels)."""
    scores = []
    with torch.no_grad():
        for row in rows:
            inputs = (torch.tensor([part]) for part in mark_pair(row.pair, pieces))
            scores.append(network(*inputs).numpy())
    found: Floats = np.concatenate(scores)
    return found
