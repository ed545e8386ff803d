"""Sentences with frozen parses and hand-laid entities, and the coder without any model."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from dragoman.coding.events import CodingResources, make_code_events
from dragoman.coding.participants import ActorNames
from dragoman.cuetables import load_cue_tables
from dragoman.lexicon import load_lexicon
from dragoman.ontology import load_ontology
from dragoman.records.document import Document
from dragoman.records.event import EventMention
from dragoman.records.mention import Entity, Mention, MentionLevel
from dragoman.records.span import Span
from make import make_document, make_entity, with_entities

_COUNTRIES = {"Iran": "IRN", "Iraq": "IRQ", "Kuwait": "KWT"}
_GROUPS = {"prisoners": ("group", ("OPP",)), "Police": ("police", ("COP",)), "troops": (
    "armed-force", ("MIL",)), "soldiers": ("armed-force", ("MIL",))}  # fmt: skip
_FIRST = "Iran"  # whom "it" stands for in every sentence


@cache
def _notations() -> dict[str, str]:
    text = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8")
    blocks = (block for block in text.split("\n\n") if block.startswith("# text = "))
    return {block.splitlines()[0].removeprefix("# text = "): block for block in blocks}


def frozen(text: str, *, date: str | None = "2026-01-10") -> Document:
    """Give the document of a frozen sentence, ready to be coded."""
    document = make_document(_notations()[text], date=date)
    document = with_entities(document, *_entities(document))
    return replace(
        document,
        mentions=(*(document.mentions or ()), *_pronouns(document)),
        times=(),
        places=(),
        amounts=(),
        attributions=(),
    )


def _entities(document: Document) -> list[Entity]:
    words = {token.text for token in document.tokens or ()}
    found = []
    for name, code in _COUNTRIES.items():
        for nth in range(sum(token.text == name for token in document.tokens or ())):
            found.append(make_entity(document, name, "country", nth=nth, country=code, key=code))
    for name, (kind, sectors) in _GROUPS.items():
        if name in words:
            found.append(make_entity(document, name, kind, level="nominal", sectors=sectors))
    return found


def _pronouns(document: Document) -> list[Mention]:
    entities = document.entities or ()
    first = next((n for n, entity in enumerate(entities) if entity.name == _FIRST), None)
    return [
        Mention(Span(token.start, token.end), index, 0, MentionLevel.PRONOUN, None, (first,))
        for index, token in enumerate(document.tokens or ())
        if token.text == "it" and first is not None
    ]


@cache
def coding_resources() -> CodingResources:
    """Give the shipped lexicon, ontology and cue tables; names of countries are their codes."""
    return CodingResources(
        ontology=load_ontology(),
        lexicon=load_lexicon(),
        tables=load_cue_tables(),
        names=ActorNames(
            cameo_code=lambda country, sectors: "".join((country or "", *sectors)) or None,
            country_name=lambda code: code,
        ),
    )


def code(document: Document) -> tuple[EventMention, ...]:
    """Give the document's events."""
    return make_code_events(coding_resources())(document).events or ()


def code_sentence(text: str) -> tuple[EventMention, ...]:
    """Give the events of a frozen sentence."""
    return code(frozen(text))


def event_at(events: tuple[EventMention, ...], trigger: str) -> EventMention:
    """Give the event whose trigger reads ``trigger``."""
    return next(event for event in events if event.trigger.text == trigger)


def people(event: EventMention) -> tuple[list[str], list[str]]:
    """Give the ids of an event's actors and of its recipients."""
    return [p.id for p in event.actors], [p.id for p in event.recipients]
