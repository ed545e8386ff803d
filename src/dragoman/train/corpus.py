"""Training rows from the treebanks and the name corpora, each with the labels that it has."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dragoman.evaluate.corpora import (
    CROSSNER_DEV_TRAINED,
    KINDS,
    read_blocks,
    read_crossner_rows,
    read_uner,
)
from dragoman.language.lemmas import find_rule
from dragoman.models import Labels, normalise_word
from dragoman.train.acts import STATUSES, find_act_labels
from dragoman.train.rows import UNSURE, Row, Tree

NAME_TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")

_GUM_TYPES = {
    "person": "PER",
    "organization": "ORG",
    "place": "LOC",
    "event": "MISC",
    "object": "MISC",
    "abstract": UNSURE,
}
_JOINERS = {"PER": set("-.") | {"de", "la", "von", "van", "al", "bin", "der", "el"}}
_BODY_JOINERS = {"of", "the", "for", "and", "on", "to", "&", "-", "'s", "’s", "in", "'", "."}
_TITLES = {
    *("mr.", "mrs.", "ms.", "dr.", "president", "prime", "minister", "senator", "sen.", "king"),
    *("queen", "prince", "princess", "sir", "lord", "pope", "captain", "general", "gen.", "judge"),
    *("professor", "prof.", "chancellor", "secretary", "governor", "gov.", "mr", "mrs", "dr"),
}
_ENTITY = re.compile(r"\((?P<open>[^()]+)(?P<single>\))?|(?P<close>[^()]+)\)")


def read_training(data: Path) -> list[Row]:
    """Give all rows to train on, from the folder that holds treebanks/ and entities/."""
    names = dict(_uner_names(data / "entities/uner_ewt/en_ewt-ud-train.iob2.gz"))
    ewt = [
        replace(row, names=_names_of(row, names))
        for row in read_treebank(data / "treebanks/en_ewt-train.conllu.gz")
    ]
    gum = read_treebank(data / "treebanks/en_gum-train.conllu.gz")
    politics = read_crossner(data / "entities/crossner_politics/train.txt")
    more = read_crossner(data / "entities/crossner_politics/dev.txt")
    return [*ewt, *gum, *politics, *more[:CROSSNER_DEV_TRAINED]]


def read_development(data: Path) -> dict[str, list[Row]]:
    """Give the rows to score on, by source: ewt, gum, politics."""
    names = dict(_uner_names(data / "entities/uner_ewt/en_ewt-ud-dev.iob2"))
    ewt = [
        replace(row, names=_names_of(row, names))
        for row in read_treebank(data / "treebanks/en_ewt-dev.conllu.gz")
    ]
    gum = list(read_treebank(data / "treebanks/en_gum-dev.conllu.gz"))
    politics = read_crossner(data / "entities/crossner_politics/dev.txt")
    return {"ewt": ewt, "gum": gum, "politics": politics[CROSSNER_DEV_TRAINED:]}


def read_treebank(path: Path) -> Iterator[Row]:
    """Give the sentences of a CoNLL-U file; names come from GUM's Entity annotation if present."""
    for comments, lines in read_blocks(path):
        fields = [f for f in (line.split("\t") for line in lines) if f[0].isdigit()]
        words = tuple(normalise_word(f[1]) for f in fields)
        names = _gum_names(fields) if any("Entity=" in f[9] for f in fields) else None
        yield Row(comments.get("sent_id", ""), words, _tree(fields, words), names)


def read_crossner(path: Path) -> list[Row]:
    """Give the sentences of a CrossNER politics file with its types mapped to ours."""
    return [
        Row(f"{path.stem}-{index}", tuple(map(normalise_word, words)), None, tuple(tags))
        for index, (words, tags) in enumerate(read_crossner_rows(path))
    ]


def build_labels(rows: Sequence[Row]) -> Labels:
    """Give the label sets of the training rows, the rare lemma rules and deprels left out."""
    trees = [row.tree for row in rows if row.tree]
    rules = Counter(rule for tree in trees for rule in tree.rules)
    deprels = Counter(deprel for tree in trees for deprel in tree.deprels)
    return Labels(
        upos=tuple(sorted({tag for tree in trees for tag in tree.upos})),
        xpos=tuple(sorted({tag for tree in trees for tag in tree.xpos})),
        rules=tuple(rule for rule, count in rules.most_common() if count > 2),
        deprels=tuple(sorted(name for name, count in deprels.items() if count > 20)),
        names=NAME_TAGS,
        acts=find_act_labels(rows),
        statuses=STATUSES,
    )


def _tree(fields: list[list[str]], words: tuple[str, ...]) -> Tree:
    lemmas = [f[2] if f[2] != "_" or f[1] == "_" else f[1] for f in fields]
    return Tree(
        upos=tuple(f[3] for f in fields),
        xpos=tuple(f[4] for f in fields),
        rules=tuple(
            find_rule(word, normalise_word(lemma))
            for word, lemma in zip(words, lemmas, strict=True)
        ),
        heads=tuple(int(f[6]) - 1 for f in fields),
        deprels=tuple(f[7] for f in fields),
    )


def _uner_names(path: Path) -> Iterator[tuple[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    for id_, words, given in read_uner(path):
        tags = tuple(tag if tag[2:] in KINDS else UNSURE for tag in given)
        yield id_, (tuple(map(normalise_word, words)), tags)


def _names_of(
    row: Row, names: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> tuple[str, ...] | None:
    words, tags = names.get(row.id, ((), ()))
    return tags if words == row.words else None


def _gum_names(fields: list[list[str]]) -> tuple[str, ...]:
    """Give BIO tags for the mentions whose head is a proper noun, outermost first."""
    tags = ["O"] * len(fields)
    mentions = sorted(_gum_mentions(fields), key=lambda m: (m[0] - m[1], m[0]))
    for first, last, kind, head in mentions:
        start, end = _name_bounds(fields, first, last, head, kind)
        if start < end and all(tag == "O" for tag in tags[start:end]):
            tags[start:end] = _tags(kind, end - start)
    return tuple(tags)


def _tags(kind: str, length: int) -> list[str]:
    if kind == UNSURE:
        return [UNSURE] * length
    return [f"B-{kind}", *[f"I-{kind}"] * (length - 1)]


def _gum_mentions(fields: list[list[str]]) -> Iterator[tuple[int, int, str, int]]:
    """Give (first, last, type, head) of the named mentions that begin and end in the sentence."""
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    for index, field in enumerate(fields):
        entity = re.search(r"Entity=([^|]+)", field[9])
        for match in _ENTITY.finditer(entity[1] if entity else ""):
            if match["open"]:
                parts = match["open"].split("-")
                opened.setdefault(parts[0], []).append((index, parts))
            key = match["close"] or (parts[0] if match["single"] else "")
            if opened.get(key):
                first, mention = opened[key].pop()
                yield from _named(fields, first, index + 1, mention)


def _named(
    fields: list[list[str]], first: int, last: int, parts: list[str]
) -> Iterator[tuple[int, int, str, int]]:
    kind = _GUM_TYPES.get(parts[1]) if len(parts) > 5 else None
    minimal = [first + int(n) - 1 for n in parts[5].split(",") if n.isdigit()] if kind else []
    tag = fields[minimal[0]][4] if minimal and minimal[0] < last else ""
    if kind and (tag == "NNP" or (tag == "NNPS" and kind != "PER")):
        yield first, last, kind, minimal[0]


def _name_bounds(
    fields: list[list[str]], first: int, last: int, head: int, kind: str
) -> tuple[int, int]:
    start, end = head, head + 1
    joiners = _JOINERS.get(kind, _BODY_JOINERS)
    for step, limit in ((-1, first - 1), (1, last)):
        for index in range(head + step, limit, step):
            if fields[index][4] in ("NNP", "NNPS"):
                start, end = min(start, index), max(end, index + 1)
            elif fields[index][1].lower() not in joiners:
                break
    while kind == "PER" and start < end - 1 and fields[start][1].lower() in _TITLES:
        start += 1
    return start, end
