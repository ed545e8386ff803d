"""Silver trees: what the encoder that training starts from makes of rows that have no gold.

Training the heads of acts on rows without trees makes the encoder forget the tags of just the words
that name acts, while the treebanks' development parts show nothing of it: every row has a tree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch

from dragoman.language.trees import decode_heads
from dragoman.models import Labels, WordPieces
from dragoman.train.fit import INPUTS, collate, encode
from dragoman.train.net import Network
from dragoman.train.rows import Row, Tree

_ROWS = 32


def add_trees(
    network: Network, rows: Sequence[Row], labels: Labels, pieces: WordPieces
) -> list[Row]:
    """Give the rows, each without a tree or names with those that the network predicts."""
    network.eval()
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].words))
    found: list[Row] = list(rows)
    for start in range(0, len(order), _ROWS):
        chosen = order[start : start + _ROWS]
        read = _read(network, [rows[n] for n in chosen], labels, pieces)
        for number, (tree, names) in zip(chosen, read, strict=True):
            row = rows[number]
            found[number] = replace(row, tree=row.tree or tree, names=row.names or names)
    return found


def _read(
    network: Network, rows: Sequence[Row], labels: Labels, pieces: WordPieces
) -> Iterator[tuple[Tree, tuple[str, ...]]]:
    batch = collate([encode(row, labels, pieces) for row in rows])
    with torch.no_grad():
        _, upos, xpos, rules, names, arcs, word, head, *_ = network(*(batch[n] for n in INPUTS))
        lengths = torch.tensor([len(row.words) for row in rows]).numpy()
        heads = torch.from_numpy(decode_heads(arcs.float().numpy(), lengths))
        index = heads[:, :, None].expand(-1, -1, head.shape[2])
        deprels = network.scorer.relations(word, torch.gather(head, 1, index))
    root = labels.deprels.index("root")
    deprels[:, :, root] = torch.where(heads == 0, 1e6, -1e6)
    best = [scores.argmax(-1).tolist() for scores in (upos, xpos, rules, deprels, names)]
    for number, row in enumerate(rows):
        own = slice(1, len(row.words) + 1)
        tags = [found[number][own] for found in best]
        yield (
            Tree(
                upos=tuple(labels.upos[t] for t in tags[0]),
                xpos=tuple(labels.xpos[t] for t in tags[1]),
                rules=tuple(labels.rules[t] for t in tags[2]),
                heads=tuple(h - 1 for h in heads[number, own].tolist()),
                deprels=tuple(labels.deprels[t] for t in tags[3]),
            ),
            tuple(labels.names[t] for t in tags[4]),
        )
