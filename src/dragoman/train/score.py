"""Scores the shipped encoder on the development rows: gold tokens, raw text, names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.language.lemmas import apply_rule
from dragoman.language.parse import parse
from dragoman.language.tokens import find_tokens
from dragoman.models import Encoder
from dragoman.records.document import Document, Published, Sentence, Token, Word
from dragoman.train.corpus import read_blocks, read_development
from dragoman.train.rows import Row

_KINDS = ("PER", "ORG", "LOC")


@dataclass(frozen=True, slots=True)
class RawText:
    """A treebank document as running text, its tokens' offsets, heads (-1 root) and deprels."""

    text: str
    tokens: tuple[tuple[int, int], ...]
    heads: tuple[int, ...]
    deprels: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]


def score_encoder(encoder: Encoder, data: Path) -> dict[str, dict[str, float]]:
    """Give per cent scores, by development set and measure."""
    scores = {}
    for name, rows in read_development(data).items():
        document = parse(join_rows(rows), encoder)
        scores[name] = {**_score_words(rows, document), **_score_names(rows, document)}
    for name in ("ewt", "gum"):
        raw = read_raw(data / f"treebanks/en_{name}-dev.conllu.gz")
        scores[name] |= _score_raw(list(raw), encoder)
    return scores


def join_rows(rows: Sequence[Row]) -> Document:
    """Give the rows as one document with gold tokens and sentences."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    at = 0
    for row in rows:
        first, start = len(tokens), at
        for word in row.words:
            tokens.append(Token(at, at + len(word), word))
            at += len(word) + 1
        sentences.append(Sentence(start, at - 1, first, len(tokens)))
    text = " ".join(token.text for token in tokens)
    document = Document("gold", text, Published(None, "unknown"))
    return replace(document, tokens=tuple(tokens), sentences=tuple(sentences))


def read_raw(path: Path) -> Iterator[RawText]:
    """Give the documents of a CoNLL-U file as running text, a blank line between paragraphs."""
    pending: list[tuple[dict[str, str], list[str]]] = []
    for comments, lines in read_blocks(path):
        if "newdoc id" in comments and pending:
            yield _raw_text(pending)
            pending = []
        pending.append((comments, lines))
    yield _raw_text(pending)


def _raw_text(blocks: Iterable[tuple[dict[str, str], list[str]]]) -> RawText:
    text = ""
    tokens: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    heads: list[int] = []
    deprels: list[str] = []
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
    return RawText(text, tuple(tokens), tuple(heads), tuple(deprels), tuple(sentences))


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


def _score_words(rows: Sequence[Row], document: Document) -> dict[str, float]:
    words, hits, count, at = document.words or (), Counter[str](), 0, 0
    for row in rows:
        if row.tree:
            for index in range(len(row.words)):
                count += 1
                hits.update(_right(row, index, words[at + index], at))
        at += len(row.words)
    return {name: _share(hits[name], count) for name in _MEASURES} if count else {}


_MEASURES = ("upos", "xpos", "lemma", "uas", "las")


def _right(row: Row, index: int, word: Word, offset: int) -> Iterator[str]:
    """Give the measures by which the word is right; deprels count without their subtype."""
    tree = row.tree
    if tree is None:
        return
    head = word.head - offset if word.head >= 0 else -1
    if word.upos == tree.upos[index]:
        yield "upos"
    if word.xpos == tree.xpos[index]:
        yield "xpos"
    if word.lemma == apply_rule(tree.rules[index], row.words[index]):
        yield "lemma"
    if head == tree.heads[index]:
        yield "uas"
        if _universal(word.deprel) == _universal(tree.deprels[index]):
            yield "las"


def _score_names(rows: Sequence[Row], document: Document) -> dict[str, float]:
    gold, at = set(), 0
    for row in rows:
        gold |= {(at + a, at + b, kind) for a, b, kind in name_spans(row.names or ())}
        at += len(row.words)
    found = {(name.first, name.last, name.label) for name in document.names or ()}
    scores = {kind: _f1(_only(gold, {kind}), _only(found, {kind})) for kind in _KINDS}
    kinds = set(_KINDS)
    return {**scores, "names": _f1(_only(gold, kinds), _only(found, kinds))}


def name_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Give (first, last, kind) of the names in BIO tags."""
    joined = "".join(tag[0] if tag else "O" for tag in tags)
    for match in re.finditer(r"BI*", joined):
        yield match.start(), match.end(), tags[match.start()][2:]


def _only(spans: set[tuple[int, int, str]], kinds: set[str]) -> set[tuple[int, int, str]]:
    return {span for span in spans if span[2] in kinds}


def _score_raw(texts: Sequence[RawText], encoder: Encoder) -> dict[str, float]:
    gold: dict[str, set[object]] = {"tokens": set(), "sentences": set(), "las": set()}
    found: dict[str, set[object]] = {"tokens": set(), "sentences": set(), "las": set()}
    for number, raw in enumerate(texts):
        cut = find_tokens(Document("raw", raw.text, Published(None, "unknown")))
        document = parse(cut, encoder)
        own = [(token.start, token.end) for token in document.tokens or ()]
        words = document.words or ()
        sentences = [(s.start, s.end) for s in document.sentences or ()]
        heads, deprels = [word.head for word in words], [word.deprel for word in words]
        for side, parts in (
            (gold, (raw.tokens, raw.sentences, _arcs(raw.tokens, raw.heads, raw.deprels))),
            (found, (own, sentences, _arcs(own, heads, deprels))),
        ):
            for name, items in zip(side, parts, strict=True):
                side[name].update((number, item) for item in items)
    return {f"raw {name}": _f1(gold[name], found[name]) for name in gold}


def _arcs(
    spans: Sequence[tuple[int, int]], heads: Sequence[int], deprels: Sequence[str]
) -> Iterator[tuple[object, ...]]:
    for span, head, deprel in zip(spans, heads, deprels, strict=True):
        yield span, spans[head] if head >= 0 else None, _universal(deprel)


def _universal(deprel: str) -> str:
    return deprel.split(":")[0]


def _f1(gold: Set[object], found: Set[object]) -> float:
    return _share(2 * len(gold & found), len(gold) + len(found))


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
