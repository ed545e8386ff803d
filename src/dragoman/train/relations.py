"""Trains the relation model on marked sentences, and measures it by cross-validation."""

import csv
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from dragoman.models import Floats, Pair, WordPieces, mark_pair
from dragoman.records.span import Span
from dragoman.train.fit import Plan, make_optimiser, padded
from dragoman.train.net import RelationNetwork, load_encoder

FOLDS = 5
_SAME = 0.6  # share of words above which two sentences are copies of each other
_MARK = re.compile(r"<(/?)([st])>")
RELATION_PLAN = Plan(passes=8, encoder_rate=1.5e-4, head_rate=1e-3, rows=16)


@dataclass(frozen=True, slots=True)
class Marked:
    """A training sentence with its marked mentions and the event type between them."""

    pair: Pair
    label: str


@dataclass(frozen=True, slots=True)
class Crossed:
    """What cross-validation gave: scores (rows, labels) of rows never seen, and their labels."""

    scores: Floats
    gold: list[int]


def read_marked(path: Path) -> list[Marked]:
    """Give the rows of a TSV with the columns marked_sentence, source, target and gold_root.

    A row of which a mention is neither marked nor found in the sentence is left out.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [(_pair_of(row), row["gold_root"]) for row in csv.DictReader(stream, delimiter="\t")]
    return [Marked(pair, label) for pair, label in rows if pair]


def fit_relations(
    rows: Sequence[Marked], labels: Sequence[str], pieces: WordPieces, start: Path, plan: Plan
) -> RelationNetwork:
    """Give a relation network trained on ``rows``.

    ``start`` is an encoder folder, or a file of weights of an encoder that was trained here.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    network = RelationNetwork(len(labels))
    _start_from(network, start)
    network.encoder.pieces.weight.requires_grad_(requires_grad=False)
    steps = int(len(rows) / plan.rows * plan.passes)
    optimiser, schedule = make_optimiser(network, plan, steps)
    batches = _batches(rows, labels, pieces, plan)
    network.train()
    for _ in range(steps):
        *inputs, gold = next(batches)
        loss = F.cross_entropy(network(*inputs), gold, label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    network.eval()
    return network


def cross_validate(
    rows: Sequence[Marked],
    labels: Sequence[str],
    pieces: WordPieces,
    start: Path,
    plan: Plan,
    folds: Sequence[int] = range(FOLDS),
) -> Crossed:
    """Give scores for the rows of each fold from a network that was trained on the others."""
    places = assign_folds([row.pair.text for row in rows])
    scores: list[Floats] = []
    gold: list[int] = []
    for fold in folds:
        seen = [row for row, place in zip(rows, places, strict=True) if place != fold]
        held = [row for row, place in zip(rows, places, strict=True) if place == fold]
        network = fit_relations(seen, labels, pieces, start, plan)
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


def _pair_of(row: dict[str, str]) -> Pair | None:
    """Give the pair of a sentence marked ``<s>…</s> <t>…</t>``: the first of each counts."""
    marked, text, at = row["marked_sentence"], "", 0
    places: dict[str, int] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        places.setdefault(match[1] + match[2], len(text))
        at = match.end()
    text += marked[at:]
    source = _span_of(places, "s", text, row["source"])
    target = _span_of(places, "t", text, row["target"])
    return Pair(text, source, target) if source and target else None


def _span_of(places: dict[str, int], mark: str, text: str, mention: str) -> Span | None:
    if mark in places:
        return Span(places[mark], places[f"/{mark}"])
    at = text.lower().find(mention.lower()) if mention else -1
    return Span(at, at + len(mention)) if at >= 0 else None


def _start_from(network: RelationNetwork, start: Path) -> None:
    if start.is_dir():
        load_encoder(network.encoder, start)
        return
    saved = torch.load(start)
    state = network.encoder.state_dict()
    for name in state:
        value = saved[f"encoder.{name}"]
        state[name][: len(value)] = value
    network.encoder.load_state_dict(state)


def _batches(
    rows: Sequence[Marked], labels: Sequence[str], pieces: WordPieces, plan: Plan
) -> Iterator[tuple[Tensor, ...]]:
    chance = random.Random(plan.seed)
    marked = [(*mark_pair(row.pair, pieces), labels.index(row.label)) for row in rows]
    while True:
        order = sorted(marked, key=lambda row: len(row[0]) * chance.uniform(0.7, 1.3))
        groups = [order[i : i + plan.rows] for i in range(0, len(order), plan.rows)]
        chance.shuffle(groups)
        for group in groups:
            ids, shapes, places, gold = zip(*group, strict=True)
            yield padded(ids, 0), padded(shapes, 0), padded(places, 0), torch.tensor(gold)


def _score(network: RelationNetwork, rows: Sequence[Marked], pieces: WordPieces) -> Floats:
    scores = []
    with torch.no_grad():
        for row in rows:
            inputs = (torch.tensor([part]) for part in mark_pair(row.pair, pieces))
            scores.append(network(*inputs).numpy())
    found: Floats = np.concatenate(scores)
    return found
