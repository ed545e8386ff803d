"""Events made by hand for the tests of situation and output."""

from dataclasses import replace

from dragoman.records.event import (
    Act,
    EventDate,
    EventMention,
    EventType,
    Evidence,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.span import Span

TEXT = "The United States attacked Venezuela on Friday."


def country(code: str, name: str, start: int = 4) -> Participant:
    """Give a country as actor or recipient."""
    span = Span(start, start + len(name))
    return Participant(name, span, name, "country", code, (), code, None, code)


USA, VEN = country("USA", "United States"), country("VEN", "Venezuela", 27)


def make_event(
    id_: str, type_: str, status: str = "occurred", *, day: str | None = None, **fields: object
) -> EventMention:
    """Give an event of the United States towards Venezuela; ``fields`` replace any other value."""
    quoted = Quoted("attacked", Span(18, 26))
    date = EventDate(day, day, day, None, "stated", "day") if day else None
    event = EventMention(
        id=id_,
        report="r",
        type=EventType(type_),
        mode=None,
        act=None,
        contexts=(),
        cameo=None,
        quad="verbal-cooperation",
        intensity=0.0,
        actors=(USA,),
        recipients=(VEN,),
        trigger=quoted,
        sentence=Span(0, len(TEXT)),
        status=Status(status),
        background=False,
        date=date,
        place=None,
        attribution=(),
        amounts=(),
        links=(),
        confidence=0.9,
        method=(Evidence("type", "lexicon:x", (quoted,)), Evidence("status", "tense")),
    )
    return replace(event, **fields)  # type: ignore[arg-type]  # the caller names the event's fields


def act(type_: str, mode: str | None = None) -> Act:
    """Give an act meant."""
    return Act(EventType(type_), mode)
