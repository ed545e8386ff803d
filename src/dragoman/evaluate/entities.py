"""Scores of names from raw text: exact spans with their kind, PER, ORG or LOC (CoNLL 2003 F1)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.evaluate.corpora import (
    CROSSNER_DEV_TRAINED,
    KINDS,
    find_names,
    join_words,
    read_crossner_rows,
    read_raw,
    read_uner,
)
from dragoman.evaluate.counts import Count
from dragoman.records.document import Document
from dragoman.records.mention import Entity, EntityKind, MentionLevel

NamedSpan = tuple[int, int, str]

_ENTITY_KINDS = {
    EntityKind.PERSON: "PER",
    EntityKind.COUNTRY: "LOC",
    EntityKind.PLACE: "LOC",
    EntityKind.GROUP: None,
}
"""What an entity's kind is in the corpora; kinds that are not named here are ORG."""


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text and the offsets and kinds of its gold names."""

    text: str
    names: frozenset[NamedSpan]


def read_uner_texts(treebank: Path, names: Path) -> Iterator[NamedText]:
    """Give the documents of a treebank as running text with Universal NER's names."""
    tags = {id_: (words, tags) for id_, words, tags in read_uner(names)}
    for raw in read_raw(treebank):
        found: set[NamedSpan] = set()
        ends = [*raw.firsts[1:], len(raw.tokens)]
        for id_, first, end in zip(raw.ids, raw.firsts, ends, strict=True):
            own = tags.get(id_, ([], []))[1]
            if len(own) == end - first:
                found |= set(_place(find_names(own), raw.tokens[first:end]))
        yield NamedText(raw.text, frozenset(found))


def read_crossner_texts(path: Path, *, skip: int = CROSSNER_DEV_TRAINED) -> Iterator[NamedText]:
    """Give the sentences of a CrossNER file but the first ``skip``: by default, those of its
    development part on which the encoder was trained."""
    for number, (words, tags) in enumerate(read_crossner_rows(path)):
        if number >= skip:
            text, spans = join_words(words)
            yield NamedText(text, frozenset(_place(find_names(tags), spans)))


def score_names(
    texts: Iterable[NamedText], find: Callable[[str], Iterable[NamedSpan]]
) -> dict[str, float]:
    """Give the F1 of all names and of each kind; names of other kinds count on neither side."""
    counts = {kind: Count() for kind in (*KINDS, "all")}
    for text in texts:
        found = {span for span in find(text.text) if span[2] in KINDS}
        gold = {span for span in text.names if span[2] in KINDS}
        counts["all"].compare(found, gold)
        for kind in KINDS:
            counts[kind].compare(
                {span for span in found if span[2] == kind},
                {span for span in gold if span[2] == kind},
            )
    return {name: count.f1() for name, count in counts.items()}


def encoder_names(document: Document) -> Iterator[NamedSpan]:
    """Give the names that the encoder saw."""
    for name in document.names or ():
        yield name.span.start, name.span.end, name.label


def entity_names(document: Document) -> Iterator[NamedSpan]:
    """Give the names among the document's entities, as ``annotate`` lists them."""
    for entity in document.entities or ():
        kind = _kind_of(entity)
        if entity.level is MentionLevel.NAMED and kind:
            yield entity.span.start, entity.span.end, kind


def _kind_of(entity: Entity) -> str | None:
    return _ENTITY_KINDS.get(entity.kind, "ORG")


def _place(
    names: Iterable[tuple[int, int, str]],
    spans: "list[tuple[int, int]] | tuple[tuple[int, int], ...]",
) -> Iterator[NamedSpan]:
    for first, last, kind in names:
        yield spans[first][0], spans[last - 1][1], kind
