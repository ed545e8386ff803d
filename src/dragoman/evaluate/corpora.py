"""Reads public corpora of words and names: CoNLL-U treebanks, Universal NER, CrossNER."""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import InputError

KINDS = ("PER", "ORG", "LOC")
"""Kinds of names that all corpora tell apart."""

CROSSNER_TYPES = {
    "politician": "PER",
    "person": "PER",
    "politicalparty": "ORG",
    "organisation": "ORG",
    "organization": "ORG",
    "country": "LOC",
    "location": "LOC",
    "election": "MISC",
    "event": "MISC",
    "misc": "MISC",
}
CROSSNER_DEV_TRAINED = 361
"""Of the 541 development rows of CrossNER politics, those the encoder is trained on: the first."""

Block = tuple[dict[str, str], list[str]]


@dataclass(frozen=True, slots=True)
class RawText:
    """A treebank document as running text.

    ``tokens`` are offsets; ``heads`` count tokens, -1 for a root; ``sentences`` are offsets and
    ``ids`` their names; ``firsts`` gives each sentence's first token.
    """

    text: str
    tokens: tuple[tuple[int, int], ...]
    heads: tuple[int, ...]
    deprels: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    ids: tuple[str, ...]
    firsts: tuple[int, ...]


def read_blocks(path: Path) -> Iterator[Block]:
    """Give the comments and the lines of each block of a CoNLL-like file, gzipped or not.

    Raises: InputError when there is no such file.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        blocks = stream.read().split("\n\n")
    for block in blocks:
        lines = [line for line in block.split("\n") if line]
        comments = [line[2:].partition(" = ") for line in lines if line.startswith("# ")]
        content = [line for line in lines if not line.startswith("# ")]
        if content:
            yield {name: value for name, _, value in comments}, content


def read_raw(path: Path) -> Iterator[RawText]:
    """Give the documents of a CoNLL-U file as running text, a blank line between paragraphs."""
    pending: list[Block] = []
    for comments, lines in read_blocks(path):
        if "newdoc id" in comments and pending:
            yield _raw_text(pending)
            pending = []
        pending.append((comments, lines))
    yield _raw_text(pending)


def read_uner(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Give sentence id, words and BIO tags of each sentence of a Universal NER file."""
    for comments, lines in read_blocks(path):
        fields = [line.split("\t") for line in lines]
        yield comments["sent_id"], [f[1] for f in fields], [f[2] for f in fields]


def read_crossner_rows(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Give the words and tags of each sentence of a CrossNER file, its types mapped to four."""
    for _, lines in read_blocks(path):
        pairs = [line.split() for line in lines]
        yield [pair[0] for pair in pairs], [_mapped(pair[1]) for pair in pairs]


def find_names(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Give (first, last, kind) of the names in BIO tags, half-open."""
    begun: int | None = None
    for index, tag in enumerate([*tags, "O"]):
        if begun is not None and not tag.startswith("I"):
            yield begun, index, tags[begun][2:]
            begun = None
        if tag.startswith("B"):
            begun = index


def join_words(words: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """Give words as running text, spaced as English is written, and where each lies in it."""
    text, spans, tight = "", list[tuple[int, int]](), True
    open_quote = False
    for word in words:
        closing = word in _CLOSING or word.startswith(("'s", "’s", "n't")) or word in {"'", "’"}
        if word == '"':
            closing, open_quote = open_quote, not open_quote
        if text and not tight and not closing:
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        tight = word in _OPENING or (word == '"' and open_quote)
    return text, spans


_CLOSING = frozenset([*".,;:!?)]}%…”"])
_OPENING = frozenset([*"([{$€£“"])


def _mapped(tag: str) -> str:
    kind = CROSSNER_TYPES.get(tag[2:])
    return f"{tag[:2]}{kind}" if kind else "O"


def _raw_text(blocks: Iterable[Block]) -> RawText:
    text = ""
    tokens: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    heads: list[int] = []
    deprels: list[str] = []
    ids: list[str] = []
    firsts: list[int] = []
    for comments, lines in blocks:
        if text and ("newpar" in comments or "newpar id" in comments):
            text = text.rstrip() + "\n\n"
        fields = [line.split("\t") for line in lines]
        offset, start = len(tokens), len(text)
        text, spans = _lay_out(text, fields)
        words = [f for f in fields if f[0].isdigit()]
        tokens += spans
        heads += [offset + int(f[6]) - 1 if f[6] != "0" else -1 for f in words]
        deprels += [f[7] for f in words]
        sentences.append((start, spans[-1][1]))
        ids.append(comments.get("sent_id", ""))
        firsts.append(offset)
    parts = (tuple(part) for part in (tokens, heads, deprels, sentences, ids, firsts))
    return RawText(text, *parts)  # type: ignore[arg-type]  # the order is that of the fields


def _lay_out(text: str, fields: Sequence[list[str]]) -> tuple[str, list[tuple[int, int]]]:
    """Give the text with a sentence's surface added, and where its words lie in it."""
    spans: list[tuple[int, int]] = []
    until, at = 0, 0
    for field in fields:
        blank = "" if "SpaceAfter=No" in field[9] else " "
        if "-" in field[0]:
            until, at = int(field[0].split("-")[1]), len(text)
            text += field[1] + blank
        elif field[0].isdigit() and int(field[0]) <= until:
            at = max(at, text.find(field[1], at))
            spans.append((at, at + len(field[1])))
            at += len(field[1])
        elif field[0].isdigit():
            spans.append((len(text), len(text) + len(field[1])))
            text += field[1] + blank
    return text, spans
