"""Scores the shipped encoder on the development rows: gold tokens, raw text, names."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path

from dragoman.evaluate.corpora import KINDS, find_names, read_raw
from dragoman.evaluate.parse import score_parse
from dragoman.language.lemmas import apply_rule
from dragoman.language.parse import parse
from dragoman.language.tokens import find_tokens
from dragoman.models import Encoder
from dragoman.records.document import Document, Published, Sentence, Token, Word
from dragoman.train.corpus import read_development
from dragoman.train.rows import Row


def score_encoder(encoder: Encoder, data: Path) -> dict[str, dict[str, float]]:
    """Give per cent scores, by development set and measure."""
    scores = {}
    for name, rows in read_development(data).items():
        document = parse(join_rows(rows), encoder)
        scores[name] = {**_score_words(rows, document), **_score_names(rows, document)}
    for name in ("ewt", "gum"):
        scores[name] |= _score_raw(data / f"treebanks/en_{name}-dev.conllu.gz", encoder)
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
        gold |= {(at + a, at + b, kind) for a, b, kind in find_names(row.names or ())}
        at += len(row.words)
    found = {(name.first, name.last, name.label) for name in document.names or ()}
    scores = {kind: _f1(_only(gold, {kind}), _only(found, {kind})) for kind in KINDS}
    kinds = set(KINDS)
    return {**scores, "names": _f1(_only(gold, kinds), _only(found, kinds))}


def _only(spans: set[tuple[int, int, str]], kinds: set[str]) -> set[tuple[int, int, str]]:
    return {span for span in spans if span[2] in kinds}


def _score_raw(path: Path, encoder: Encoder) -> dict[str, float]:
    def read(text: str) -> Document:
        return parse(find_tokens(Document("raw", text, Published(None, "unknown"))), encoder)

    scores = score_parse(read_raw(path), read)
    return {f"raw {name}": round(100 * scores[name], 2) for name in ("tokens", "sentences", "las")}


def _universal(deprel: str) -> str:
    return deprel.split(":")[0]


def _f1(gold: Set[object], found: Set[object]) -> float:
    return _share(2 * len(gold & found), len(gold) + len(found))


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
