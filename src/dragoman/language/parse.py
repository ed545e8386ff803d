"""Words and names: lemma, tags, dependency tree and proper names from the encoder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dragoman.errors import MissingLayer
from dragoman.language.act_readings import read_acts
from dragoman.language.lemmas import find_lemma
from dragoman.language.trees import decode_heads
from dragoman.models import LONGEST_INPUT, Encoder, Floats, Integers, Reading, normalise_word
from dragoman.records.document import Document, Token, Word
from dragoman.records.mention import ActReading, Name
from dragoman.records.span import Span

METHOD = "parse.v1"
_BATCH = 1  # int8 is scaled per batch: read alone, a sentence parses the same in any report
_LONGEST = 160  # words of a sentence read at once; longer ones are read in parts
_LINK = "parataxis"  # how a later part of an over-long sentence hangs on its first part


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of document tokens read as one sentence."""

    first: int
    last: int
    begins: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What the batches have given so far: words by token, names and readings in any order."""

    words: list[Word | None]
    names: list[Name]
    acts: list[ActReading]


def make_parse(encoder: Encoder) -> Callable[[Document], Document]:
    """Give the stage function that parses with ``encoder``."""

    def parse_document(document: Document) -> Document:
        return parse(document, encoder)

    return parse_document


def parse(document: Document, encoder: Encoder) -> Document:
    """Give each token its lemma, tags and head; find proper names and words that may name acts.

    Layers: reads sentences, tokens; writes words, names, acts. Raises: MissingLayer.
    """
    if document.sentences is None or document.tokens is None:
        raise MissingLayer("parse needs the layers sentences and tokens: run find_tokens first")
    tokens = document.tokens
    found = _Found([None] * len(tokens), [], [])
    parts = [p for s in document.sentences for p in _cut(encoder, tokens, s.first, s.last)]
    for batch in _batches(parts):
        _read_batch(encoder, tokens, batch, found)
    return replace(
        document,
        words=tuple(_link_parts(parts, [word for word in found.words if word is not None])),
        names=tuple(sorted(found.names, key=lambda name: name.first)),
        acts=tuple(sorted(found.acts, key=lambda act: act.token)) if encoder.labels.acts else None,
    )


def _cut(encoder: Encoder, tokens: Sequence[Token], first: int, last: int) -> Iterator[_Part]:
    """Give the parts of a sentence: one, unless it is longer than the encoder reads at once."""
    start, pieces = first, 0
    for index in range(first, last):
        size = len(encoder.pieces.cut(tokens[index].text)[0])
        if index - start >= _LONGEST or pieces + size > LONGEST_INPUT - 2:
            yield _Part(start, index, start == first)
            start, pieces = index, 0
        pieces += size
    if start < last:
        yield _Part(start, last, start == first)


def _batches(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    ordered = sorted(parts, key=lambda part: part.last - part.first)
    for index in range(0, len(ordered), _BATCH):
        yield ordered[index : index + _BATCH]


def _read_batch(
    encoder: Encoder,
    tokens: Sequence[Token],
    batch: Sequence[_Part],
    found: _Found,
) -> None:
    reading = encoder.read([[t.text for t in tokens[p.first : p.last]] for p in batch])
    lengths: Integers = np.array([part.last - part.first for part in batch], dtype=np.int64)
    heads = decode_heads(reading.arcs, lengths)
    deprels = _find_deprels(encoder, reading, heads)
    tags, scores = _decode_names(reading.names, encoder.labels.names)
    rows = [x.tolist() for x in (reading.upos, reading.xpos, reading.rules, heads, deprels)]
    for index, part in enumerate(batch):
        columns = [row[index][1:] for row in rows]
        found.words[part.first : part.last] = _make_words(encoder, tokens, part, columns)
        own = slice(1, 1 + part.last - part.first)
        kinds = [encoder.labels.names[tag] for tag in tags[index, own]]
        found.names.extend(_make_names(tokens, part.first, kinds, scores[index, own]))
        length = part.last - part.first
        found.acts.extend(read_acts(reading, index, length, part.first, encoder.labels))


def _make_words(
    encoder: Encoder, tokens: Sequence[Token], part: _Part, columns: list[list[int]]
) -> list[Word]:
    labels, offset = encoder.labels, part.first - 1
    forms = [token.text for token in tokens[part.first : part.last]]
    return [
        Word(
            lemma=find_lemma(normalise_word(form), labels.upos[upos], labels.rules[rule]),
            upos=labels.upos[upos],
            xpos=labels.xpos[xpos],
            head=head + offset if head else -1,
            deprel=labels.deprels[deprel],
        )
        for form, upos, xpos, rule, head, deprel in zip(forms, *columns, strict=False)
    ]


def _find_deprels(encoder: Encoder, reading: Reading, heads: Integers) -> Integers:
    """Give label indices (batch, 1 + words); the root's own label goes to it and to no other."""
    batch, width = heads.shape
    chosen = np.take_along_axis(reading.rel_head, heads[:, :, None], axis=1)
    scores = encoder.relations(
        reading.rel_word.reshape(batch * width, -1), chosen.reshape(batch * width, -1)
    ).reshape(batch, width, -1)
    root = encoder.labels.deprels.index("root")
    scores[:, :, root] = np.where(heads == 0, 1e6, -1e6)
    deprels: Integers = scores.argmax(axis=2)
    return deprels


def _decode_names(logs: Floats, tags: Sequence[str]) -> tuple[Integers, Floats]:
    """Give the best legal tag of each word, and its log probability, by the Viterbi algorithm."""
    steps = _legal_steps(tags)
    best, back = logs[:, 0], []
    for index in range(1, logs.shape[1]):
        paths = best[:, :, None] + steps
        back.append(paths.argmax(axis=1))
        best = paths.max(axis=1) + logs[:, index]
    path = [best.argmax(axis=1)]
    for pointers in reversed(back):
        path.append(np.take_along_axis(pointers, path[-1][:, None], axis=1)[:, 0])
    found: Integers = np.stack(path[::-1], axis=1)
    return found, np.take_along_axis(logs, found[:, :, None], axis=2)[:, :, 0]


def _legal_steps(tags: Sequence[str]) -> Floats:
    steps = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for row, before in enumerate(tags):
        for column, tag in enumerate(tags):
            if tag.startswith("I-") and before[2:] != tag[2:]:
                steps[row, column] = -1e4
    return steps


def _make_names(
    tokens: Sequence[Token], offset: int, kinds: Sequence[str], scores: Floats
) -> Iterator[Name]:
    start: int | None = None
    for index, kind in enumerate([*kinds, "O"]):
        if start is not None and not kind.startswith("I-"):
            first, last = offset + start, offset + index
            span = Span(tokens[first].start, tokens[last - 1].end)
            score = round(float(np.exp(scores[start:index].mean())), 4)
            yield Name(span, kinds[start][2:], score, first, last)
            start = None
        if kind.startswith("B-"):
            start = index


def _link_parts(parts: Sequence[_Part], words: list[Word]) -> list[Word]:
    """Hang the later parts of over-long sentences on the first, so that each has one root."""
    root = -1
    for part in parts:
        own = next(i for i in range(part.first, part.last) if words[i].head == -1)
        if part.begins:
            root = own
        else:
            words[own] = replace(words[own], head=root, deprel=_LINK)
    return words
