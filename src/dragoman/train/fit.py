"""Fits the encoder and its heads to the rows, each head only where a row has its labels."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.models import (
    NO_ACT,
    ROLE_BIAS,
    ROLE_WIDTH,
    ROLES,
    SHAPES,
    STATEMENTS,
    Labels,
    WordPieces,
)
from dragoman.train.acts import number_of
from dragoman.train.corpus import NAME_TAGS
from dragoman.train.net import Network, Sizes
from dragoman.train.rows import UNSURE, Row, Tree

NO_LABEL = -100
_LONGEST = 250  # pieces; longer rows are left out of training
_WEIGHTS = {
    "upos": 0.5, "xpos": 0.5, "rules": 0.5, "names": 1.5, "arcs": 1.5, "deprels": 1.5,
    "acts": 1.5, "statuses": 1.0, "statements": 0.4, "background": 0.2, "roles": 1.2,
}  # fmt: skip
_ACT_SCORES = ("acts", "statuses", "statements", "background")
_LABELLED = ("upos", "xpos", "rules", "names", "arcs", "deprels", *_ACT_SCORES)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: passes over the rows, step sizes, rows a batch, seed.

    ``half`` computes matrix products in bfloat16: twice as fast where the processor has it.
    """

    passes: float = 7.0
    encoder_rate: float = 2.5e-4
    head_rate: float = 1.2e-3
    rows: int = 24
    seed: int = 20260110
    threads: int = 2
    half: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """A row as numbers. Word 0 is the root; label arrays have one entry a word, root included.

    ``roles`` gives, for an act's word, the words that may stand for each role, or ``None`` for a
    role that is not annotated.
    """

    ids: list[int]
    shapes: list[int]
    places: list[int]
    targets: dict[str, list[int]]
    roles: list[tuple[int, list[list[int] | None]]]


def fit(
    network: Network, rows: Sequence[Row], labels: Labels, pieces: WordPieces, plan: Plan
) -> Network:
    """Give the network trained further on ``rows``, from the weights that it has."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    examples = [encode(row, labels, pieces) for row in rows]
    network.encoder.pieces.weight.requires_grad_(requires_grad=False)
    steps = int(len(examples) / plan.rows * plan.passes)
    optimiser, schedule = make_optimiser(network, plan, steps)
    network.train()
    batches = _batches([e for e in examples if len(e.ids) <= _LONGEST], plan)
    start, total = time.monotonic(), 0.0
    for step in range(1, steps + 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.half):
            loss = _loss(network, next(batches))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        total += loss.item()
        if step % 50 == 0 or step == steps:
            minutes = (time.monotonic() - start) / 60
            print(f"step {step}/{steps} loss {total / 50:.3f} {minutes:.1f} min", flush=True)
            total = 0.0
    network.eval()
    return network


def sizes_of(labels: Labels) -> Sizes:
    """Give the number of outputs of each head."""
    return Sizes(
        len(labels.upos),
        len(labels.xpos),
        len(labels.rules),
        len(labels.deprels),
        len(labels.names),
        len(labels.acts),
        len(labels.statuses),
    )


def encode(row: Row, labels: Labels, pieces: WordPieces) -> Example:
    """Give the row as numbers, its missing labels as ``NO_LABEL``."""
    ids, shapes, places = [pieces.first], [0], [0]
    for word in row.words:
        own, shape = pieces.cut(word)
        places.append(len(ids))
        ids.extend(own)
        shapes.extend([shape] * len(own))
    targets = {
        **_tree_targets(row.tree, labels, len(row.words)),
        "names": _name_targets(row),
        **_act_targets(row, labels),
    }
    return Example([*ids, pieces.last], [*shapes, 0], places, targets, _role_targets(row))


def _act_targets(row: Row, labels: Labels) -> dict[str, list[int]]:
    size = len(row.words) + 1
    found = {name: [NO_LABEL] * size for name in _ACT_SCORES}
    if row.acts is None:
        return found
    if row.acts.whole:
        found["acts"] = [NO_LABEL, *[labels.acts.index(NO_ACT)] * len(row.words)]
    for act in row.acts.acts:
        place = act.word + 1
        found["acts"][place] = number_of(act.act, labels.acts)
        if act.status is not None:
            found["statuses"][place] = labels.statuses.index(act.status)
        if act.statement is not None:
            found["statements"][place] = STATEMENTS.index(act.statement)
        if act.background is not None:
            found["background"][place] = int(act.background)
    return found


def _role_targets(row: Row) -> list[tuple[int, list[list[int] | None]]]:
    acts = row.acts.acts if row.acts else ()
    return [
        (act.word + 1, [_heads(row, spans) for spans in (act.actors, act.recipients)])
        for act in acts
        if act.actors is not None or act.recipients is not None
    ]


def _heads(row: Row, spans: tuple[tuple[int, int], ...] | None) -> list[int] | None:
    """Give the words that head the participants' phrases, by the tree where there is one."""
    if spans is None:
        return None
    found = []
    for first, last in spans:
        inside = range(first, last)
        heads = row.tree.heads if row.tree else ()
        found.append(next((i for i in inside if heads and heads[i] not in inside), last - 1) + 1)
    return found


def _tree_targets(tree: Tree | None, labels: Labels, length: int) -> dict[str, list[int]]:
    if tree is None:
        names = ("upos", "xpos", "rules", "arcs", "deprels")
        return {name: [NO_LABEL] * (length + 1) for name in names}
    return {
        "upos": _numbers(tree.upos, labels.upos),
        "xpos": _numbers(tree.xpos, labels.xpos),
        "rules": _numbers(tree.rules, labels.rules),
        "arcs": [NO_LABEL, *(head + 1 for head in tree.heads)],
        "deprels": _numbers([_known(d, labels) for d in tree.deprels], labels.deprels),
    }


def _known(deprel: str, labels: Labels) -> str:
    return deprel if deprel in labels.deprels else deprel.split(":")[0]


def _numbers(values: Sequence[str], known: Sequence[str]) -> list[int]:
    index = {value: number for number, value in enumerate(known)}
    return [NO_LABEL, *(index.get(value, NO_LABEL) for value in values)]


UNSURE_NUMBER = -1


def _name_targets(row: Row) -> list[int]:
    if row.names is None:
        return [NO_LABEL] * (len(row.words) + 1)
    index = {tag: number for number, tag in enumerate(NAME_TAGS)}
    index[UNSURE] = UNSURE_NUMBER
    return [NO_LABEL, *(index[tag] for tag in row.names)]


def make_optimiser(
    network: nn.Module, plan: Plan, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    """Give AdamW with two step sizes, warmed up over a twelfth of the steps, then falling to 0."""
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    own = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in own]
    groups = [{"params": encoder, "lr": plan.encoder_rate}, {"params": heads, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    warm = max(1, steps // 12)

    def rate(step: int) -> float:
        return min(step / warm, max(0.0, (steps - step) / (steps - warm)) + 0.01)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, rate)


def _batches(examples: list[Example], plan: Plan) -> Iterator[dict[str, Tensor]]:
    """Give batches of rows of like length for ever, shuffled anew in each pass."""
    chance = random.Random(plan.seed)
    while True:
        order = sorted(examples, key=lambda e: len(e.ids) * chance.uniform(0.85, 1.15))
        groups = [order[i : i + plan.rows] for i in range(0, len(order), plan.rows)]
        chance.shuffle(groups)
        for group in groups:
            yield collate([_varied(example, chance) for example in group])


def _varied(example: Example, chance: random.Random) -> Example:
    """Give the row in headline case, in capitals or in small letters, or without its last stop."""
    roll = chance.random()
    recase = {1: 2} if roll < 0.04 else {1: 3, 2: 3, 5: 3} if roll < 0.06 else {}
    if 0.06 <= roll < 0.09:
        recase = {2: 1, 3: 1, 4: 1, 5: 1}
    if chance.random() < 0.07 and len(example.places) > 4:
        example = _without_stop(example)
    if not recase:
        return example
    shapes = [recase.get(shape, shape) for shape in example.shapes]
    targets = {**example.targets, "rules": [NO_LABEL] * len(example.places)}
    return replace(example, shapes=shapes, targets=targets)


def _without_stop(example: Example) -> Example:
    """Give the row without its last word when that is one piece of punctuation no word hangs on."""
    last = len(example.places) - 1
    one_piece = example.places[last] == len(example.ids) - 2
    if not one_piece or example.shapes[-2] != OTHER or last in example.targets["arcs"]:
        return example
    ids, shapes = [*example.ids[:-2], example.ids[-1]], [*example.shapes[:-2], 0]
    targets = {name: values[:-1] for name, values in example.targets.items()}
    return Example(ids, shapes, example.places[:-1], targets, example.roles)


OTHER = SHAPES.index("other")


def collate(group: Sequence[Example]) -> dict[str, Tensor]:
    """Give the rows as padded tensors, keyed by input and label name."""
    batch = {name: padded([getattr(e, name) for e in group], 0) for name in INPUTS}
    for name in _LABELLED:
        batch[name] = padded([e.targets[name] for e in group], NO_LABEL)
    places, targets = [], []
    width = batch["places"].shape[1]
    for number, example in enumerate(group):
        for word, roles in example.roles:
            places.append([number, word])
            targets.append([_role_row(role, len(example.places), width) for role in roles])
    batch["role_places"] = torch.tensor(places, dtype=torch.int64).reshape(-1, 2)
    batch["roles"] = torch.tensor(targets).reshape(-1, len(ROLES), width)
    return batch


def _role_row(role: list[int] | None, words: int, width: int) -> list[float]:
    """Give 1 for the words in a role, 0 for the others, -1 where nothing is known."""
    if role is None:
        return [-1.0] * width
    known = [float(word in role) for word in range(words)]
    return [-1.0, *known[1:], *[-1.0] * (width - words)]


INPUTS = ("ids", "shapes", "places")


def padded(rows: Sequence[list[int]], filler: int) -> Tensor:
    """Give the rows as one tensor, filled up at the end."""
    array = np.full((len(rows), max(map(len, rows))), filler, dtype=np.int64)
    for index, row in enumerate(rows):
        array[index, : len(row)] = row
    return torch.from_numpy(array)


def _loss(network: Network, batch: dict[str, Tensor]) -> Tensor:
    _, upos, xpos, rules, names, arcs, rel_word, rel_head, *read = network(
        *(batch[n] for n in INPUTS)
    )
    heads = batch["arcs"].clamp(min=0)
    index = heads[:, :, None].expand(-1, -1, rel_head.shape[2])
    deprels = network.scorer.relations(rel_word, torch.gather(rel_head, 1, index))
    empty = (batch["places"] == 0)[:, None, :].clone()
    empty[:, :, 0] = False
    scores = {
        "upos": upos,
        "xpos": xpos,
        "rules": rules,
        "arcs": arcs.masked_fill(empty, -1e4),
        "deprels": deprels,
    }
    losses = [_WEIGHTS[name] * _cross_entropy(s, batch[name]) for name, s in scores.items()]
    losses += _act_losses(read, batch)
    return sum(losses, _WEIGHTS["names"] * _name_loss(names, batch["names"]))


def _act_losses(read: Sequence[Tensor], batch: dict[str, Tensor]) -> list[Tensor]:
    acts, *states, role_act, role_word = read
    losses = [_WEIGHTS["acts"] * _act_loss(acts, batch["acts"])]
    for name, scores in zip(_ACT_SCORES[1:], states, strict=True):
        losses.append(_WEIGHTS[name] * _cross_entropy(scores, batch[name]))
    places = batch["role_places"]
    if len(places):
        asked = role_act[places[:, 0], places[:, 1]].unflatten(-1, (len(ROLES), ROLE_WIDTH))
        offered = role_word[places[:, 0]].unflatten(-1, (len(ROLES), ROLE_WIDTH))
        scores = torch.einsum("trd,twrd->trw", asked, offered).float() - ROLE_BIAS
        target = batch["roles"]
        known = target >= 0
        total = F.binary_cross_entropy_with_logits(scores[known], target[known], reduction="sum")
        losses.append(_WEIGHTS["roles"] * total / (3 * len(places)))
    return losses


_CALM = 0.04
"""Weight, in the count that the loss is divided by, of a word that names no act."""


def _act_loss(scores: Tensor, target: Tensor) -> Tensor:
    """Cross entropy over all words, divided by the number of acts rather than that of words:
    one word in twelve names an act, and the mean over words would hardly see it."""
    named = (target > 0).sum() + _CALM * (target == 0).sum()
    total = F.cross_entropy(
        scores.flatten(0, 1).float(), target.flatten(), ignore_index=NO_LABEL, reduction="sum"
    )
    return total / named.clamp(min=1)


def _cross_entropy(scores: Tensor, target: Tensor) -> Tensor:
    count = (target != NO_LABEL).sum().clamp(min=1)
    total = F.cross_entropy(
        scores.flatten(0, 1).float(), target.flatten(), ignore_index=NO_LABEL, reduction="sum"
    )
    return total / count


def _name_loss(scores: Tensor, target: Tensor) -> Tensor:
    """Cross entropy where an unsure word may be outside or in a name of the last kind, MISC."""
    logs, flat = scores.float().log_softmax(-1).flatten(0, 1), target.flatten()
    sure, unsure = flat >= 0, flat == UNSURE_NUMBER
    known = -logs[sure].gather(1, flat[sure, None]).sum()
    either = -torch.logsumexp(logs[unsure][:, [0, -2, -1]], dim=1).sum()
    return (known + either) / (sure | unsure).sum().clamp(min=1)
