"""Situations in the record: kept per dyad, the same whether refreshed or worked out when asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from dragoman.records.document import Document, Published
from dragoman.records.event import (
    Act,
    EventDate,
    EventMention,
    EventType,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.situation import CommitmentState
from dragoman.records.span import Span
from dragoman.store.connections import open_record
from dragoman.store.situation import (
    list_changes,
    list_commitments,
    list_contradictions,
    list_dyads,
    read_situation,
    refresh_situations,
)
from dragoman.store.write import write_report

DYAD = ("USA", "VEN")
NOW = datetime(2026, 2, 1, 8, tzinfo=UTC)
TEXT = "Venezuela will visit the United States."


def country(code: str) -> Participant:
    return Participant(code, Span(0, 3), code, "country", code, (), code, None, code)


def mention(id_: str, status: str, *, day: str | None = None) -> EventMention:
    """A visit of Venezuela to the United States, planned or told as done."""
    planned = status == "planned"
    return EventMention(
        id=id_,
        report="",
        type=EventType.AGREE if planned else EventType.CONSULT,
        mode=None if planned else "visit",
        act=Act(EventType.CONSULT, "visit") if planned else None,
        contexts=("diplomatic",),
        cameo=None,
        quad="verbal-cooperation",
        intensity=2.5,
        actors=(country("VEN"),),
        recipients=(country("USA"),),
        trigger=Quoted("visit", Span(15, 20)),
        sentence=Span(0, len(TEXT)),
        status=Status(status),
        background=False,
        date=EventDate(day, day, day, Span(0, 1), "stated", "day") if day else None,
        place=None,
        attribution=(),
        amounts=(),
        links=(),
        confidence=0.9,
        method=(),
    )


def report(id_: str, day: str, *said: EventMention) -> Document:
    events = tuple(replace(m, report=id_) for m in said)
    published = Published(day, "given")
    return Document(id=id_, text=TEXT, published=published, outlet=f"Wire {id_}", events=events)


PLANNED = report("r1", "2026-01-10", mention("aaaa000000000001", "planned", day="2026-01-19"))
DONE = report("r2", "2026-01-19", mention("bbbb000000000002", "occurred", day="2026-01-19"))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[apsw.Connection]:
    """A record with the planned visit, brought up to date."""
    with open_record(tmp_path / "r.db", write=True) as connection:
        add(connection, PLANNED)
        refresh_situations(connection)
        yield connection


def add(connection: apsw.Connection, document: Document) -> None:
    write_report(connection, document, version="1", now=NOW)


def test_a_dyad_is_listed_with_what_is_open(record: apsw.Connection) -> None:
    (summary,) = list_dyads(record)
    assert (summary.dyad, summary.events, summary.commitments) == (DYAD, 1, 1)
    assert (summary.first_published, summary.last_published) == ("2026-01-10", "2026-01-10")


def test_asking_without_refreshing_gives_the_same(record: apsw.Connection) -> None:
    add(record, DONE)
    stale = read_situation(record, DYAD)
    assert refresh_situations(record) == (DYAD,)
    assert read_situation(record, DYAD) == stale


def test_only_touched_dyads_are_worked_out(record: apsw.Connection) -> None:
    assert refresh_situations(record) == ()
    add(record, PLANNED)
    assert refresh_situations(record) == ()


def test_lists_by_dyad_day_and_state(record: apsw.Connection) -> None:
    add(record, DONE)
    refresh_situations(record)
    changes = list_changes(record, dyad=DYAD)
    assert [c.basis.published for c in changes if c.kind == "commitment"] == [
        "2026-01-10",
        "2026-01-19",
    ]
    assert list_changes(record, published_since="2026-01-19") == tuple(
        c for c in changes if c.basis.published == "2026-01-19"
    )
    assert list_changes(record, read_since="2026-02-02T00:00:00+00:00") == ()
    assert [c.state for c in list_commitments(record)] == ["kept"]
    assert list_commitments(record, states=[CommitmentState.OPEN]) == ()
    assert list_contradictions(record, open_only=True) == ()


def test_a_past_day_and_a_day_to_come(record: apsw.Connection) -> None:
    add(record, DONE)
    refresh_situations(record)
    assert [c.state for c in read_situation(record, DYAD, as_of="2026-01-12").commitments] == [
        "open"
    ]
    assert read_situation(record, DYAD, as_of="2026-01-01").commitments == ()


def test_overdue_is_worked_out_when_asked(record: apsw.Connection) -> None:
    (late,) = list_commitments(record, as_of="2026-01-20", states=[CommitmentState.OVERDUE])
    assert late.state == "overdue"
    assert list_commitments(record, states=[CommitmentState.OVERDUE]) == ()


def test_a_dyad_that_is_not_on_record_has_an_empty_situation(record: apsw.Connection) -> None:
    found = read_situation(record, ("COL", "VEN"))
    assert (found.tracks, found.statuses) == ((), ())
