"""A report and the layers that the stages add to it."""

from dataclasses import dataclass

from dragoman.records.event import EventMention
from dragoman.records.mention import (
    ActReading,
    Amount,
    Attribution,
    Entity,
    Mention,
    Name,
    Place,
    TimeExpression,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: code points ``start``..``end`` and tokens ``first``..``last``, half-open."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the treebanks cut it: ``text == document.text[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A token's lemma, UD and PTB tags, and its place in the parse.

    ``head`` is a document token index, -1 for a sentence's root.
    """

    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class Published:
    """When a report was published and how that is known.

    ``date`` is YYYY-MM-DD or ``None`` when unknown; ``basis`` is given | metadata | dateline |
    inferred | unknown; ``reason`` says in words what an inference rests on.
    """

    date: str | None
    basis: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One report. A layer is ``None`` until its stage ran; ``()`` means that it found nothing."""

    id: str
    text: str
    published: Published
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    sentences: tuple[Sentence, ...] | None = None
    tokens: tuple[Token, ...] | None = None
    words: tuple[Word, ...] | None = None
    names: tuple[Name, ...] | None = None
    acts: tuple[ActReading, ...] | None = None
    times: tuple[TimeExpression, ...] | None = None
    places: tuple[Place, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    mentions: tuple[Mention, ...] | None = None
    amounts: tuple[Amount, ...] | None = None
    attributions: tuple[Attribution, ...] | None = None
    events: tuple[EventMention, ...] | None = None
