"""How well the network reads acts in rows that it was not trained on."""

from collections.abc import Sequence

import torch

from dragoman.models import ROLE_BIAS, ROLE_WIDTH, ROLES, Labels, WordPieces
from dragoman.train.fit import INPUTS, collate, encode
from dragoman.train.net import Network
from dragoman.train.rows import Row

_HAPPENED = frozenset({"occurred", "ongoing"})
_ROWS = 32


def score_acts(
    network: Network, rows: Sequence[Row], labels: Labels, pieces: WordPieces
) -> dict[str, float]:
    """Give per cent figures of the reader of acts alone, trigger words compared exactly.

    ``threshold`` is the probability at which F1 of finding acts is best on these rows; type, mode
    and status are over the annotated acts, found or not; ``false happened`` is the share of acts
    that did not happen which are read as occurred or ongoing; role scores are F1 of words.
    """
    network.eval()
    finds: list[tuple[float, bool]] = []
    hits: dict[str, list[bool]] = {
        name: [] for name in ("type", "mode", "status", "false happened")
    }
    roles = {name: [0, 0, 0] for name in ROLES}
    for start in range(0, len(rows), _ROWS):
        batch = collate([encode(row, labels, pieces) for row in rows[start : start + _ROWS]])
        with torch.no_grad():
            *_, acts, statuses, _, _, role_act, role_word = network(*(batch[n] for n in INPUTS))
        shares = acts.softmax(-1)
        known = batch["acts"] >= 0
        named = (batch["acts"][known] > 0).tolist()
        finds += zip((1 - shares[known][:, 0]).tolist(), named, strict=True)
        for place in (batch["acts"] > 0).nonzero().tolist():
            gold, status = batch["acts"][*place], int(batch["statuses"][*place])
            guess = int(shares[*place][1:].argmax()) + 1
            hits["type"].append(_type(labels, guess) == _type(labels, int(gold)))
            hits["mode"].append(guess == int(gold))
            if status >= 0:
                said = labels.statuses[int(statuses[*place].argmax())]
                hits["status"].append(said == labels.statuses[status])
                if labels.statuses[status] not in _HAPPENED:
                    hits["false happened"].append(said in _HAPPENED)
        for (row, word), target in zip(batch["role_places"].tolist(), batch["roles"], strict=True):
            asked = role_act[row, word].unflatten(-1, (len(ROLES), ROLE_WIDTH))
            offered = role_word[row].unflatten(-1, (len(ROLES), ROLE_WIDTH))
            found = torch.einsum("rd,wrd->rw", asked, offered) - ROLE_BIAS > 0
            for number, name in enumerate(ROLES):
                annotated = target[number] >= 0
                got, want = found[number] & annotated, target[number] > 0
                counts = (int((got & want).sum()), int(got.sum()), int(want.sum()))
                roles[name] = [a + b for a, b in zip(roles[name], counts, strict=True)]
    return {**_best_cut(finds), **{n: _share(v) for n, v in hits.items()}, **_role_f1(roles)}


def _type(labels: Labels, number: int) -> str:
    return labels.acts[number].partition("/")[0]


def _best_cut(finds: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """Give the threshold with the best F1, and precision, recall and F1 there."""
    gold = sum(named for _, named in finds)
    best = {"threshold": 0.5, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    right = 0
    for count, (score, named) in enumerate(sorted(finds, reverse=True), 1):
        right += named
        f1 = 200 * right / (count + gold)
        if f1 > best["f1"]:
            best = {
                "threshold": round(score, 3),
                "precision": round(100 * right / count, 1),
                "recall": round(100 * right / gold, 1),
                "f1": round(f1, 1),
            }
    return best


def _role_f1(roles: dict[str, list[int]]) -> dict[str, float]:
    return {
        name: round(200 * right / max(1, found + gold), 1)
        for name, (right, found, gold) in roles.items()
    }


def _share(outcomes: Sequence[bool]) -> float:
    return round(100 * sum(outcomes) / max(1, len(outcomes)), 1)
