"""Merging in the record: the order of reading never matters, decisions last, days can be shown."""

import json
import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import apsw
import pytest

from dragoman.errors import InputError
from dragoman.pipeline import Stage, run
from dragoman.read.files import read_path
from dragoman.records.document import Document
from dragoman.records.event import Event
from dragoman.store.codec import dump_event, dump_merged
from dragoman.store.connections import open_record
from dragoman.store.decisions import join_events, read_decisions, split_event, withdraw
from dragoman.store.query import find_event, read_events, read_pairs, touched_dyads
from dragoman.store.write import Written, write_report, write_reports

NOW = datetime(2026, 1, 21, 8, tzinfo=UTC)
LATER = datetime(2026, 1, 22, 8, tzinfo=UTC)
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
Coded = tuple[Document, ...]


@pytest.fixture(scope="session")
def coded(stages: tuple[Stage, ...]) -> Coded:
    """The example reports, coded once."""
    reports = [item for item in read_path(EXAMPLES) if isinstance(item, Document)]
    return tuple(run(report, stages) for report in reports)


@pytest.fixture
def record(tmp_path: Path) -> Callable[[Sequence[Document]], apsw.Connection]:
    """Give a new record into which reports were read in the given order."""
    made = []

    def make(reports: Sequence[Document]) -> apsw.Connection:
        context = open_record(tmp_path / f"{len(made)}.db", write=True)
        connection = context.__enter__()
        made.append(context)
        add(connection, reports)
        return connection

    yield make
    for context in made:
        context.__exit__(None, None, None)


def add(connection: apsw.Connection, reports: Sequence[Document]) -> list[Written]:
    """Read reports into a record."""
    return [write_report(connection, r, version="1", now=NOW) for r in reports]


def export(events: Sequence[Event]) -> str:
    """Give events with all their mentions as sorted JSON, one a line."""
    lines = [
        json.dumps(
            [json.loads(dump_merged(e)), [dump_event(m) for m in e.mentions]], sort_keys=True
        )
        for e in events
    ]
    return "\n".join(sorted(lines))


def dump(connection: apsw.Connection) -> str:
    """Give all events of a record, and the pairs that hold each together."""
    events = list(read_events(connection))
    pairs = [repr(read_pairs(connection, event)) for event in events]
    return export(events) + "\n" + "\n".join(sorted(pairs))


def shuffled(reports: Coded, seed: int) -> list[Document]:
    """Give the reports in another order."""
    order = list(reports)
    random.Random(seed).shuffle(order)
    return order


def test_reports_added_together_give_the_same(coded: Coded, record: Callable) -> None:
    together = record(())
    write_reports(together, coded, version="1", now=NOW)
    assert dump(together) == dump(record(coded))


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_reading_does_not_matter(coded: Coded, record: Callable, seed: int) -> None:
    assert dump(record(shuffled(coded, seed))) == dump(record(coded))


def test_reading_again_in_between_does_not_matter(coded: Coded, record: Callable) -> None:
    order = shuffled(coded, 99)
    interleaved = [
        r for n, r in enumerate(order) for r in (*order[max(0, n - 3) : n + 1], order[0])
    ]
    assert dump(record(interleaved)) == dump(record(coded))


def test_reading_again_changes_no_row(coded: Coded, record: Callable) -> None:
    connection = record(coded)
    tables = ("event", "event_mention", "edge", "event_version", "participant", "copy", "telling")
    before = [list(connection.execute(f"SELECT * FROM {table}")) for table in tables]
    assert set(add(connection, coded)) == {Written.KNOWN}
    assert [list(connection.execute(f"SELECT * FROM {table}")) for table in tables] == before


def test_any_mention_finds_its_event(coded: Coded, record: Callable) -> None:
    connection = record(coded)
    event = max(read_events(connection), key=lambda e: len(e.mentions))
    assert {find_event(connection, m.id).id for m in event.mentions} == {event.id}
    assert event.id == min(m.id for m in event.mentions)


def test_as_of_is_the_record_without_later_reports(coded: Coded, record: Callable) -> None:
    day = date(2026, 1, 14)
    known = [r for r in coded if r.published.date and r.published.date <= day.isoformat()]
    assert 0 < len(known) < len(coded)
    events = list(read_events(record(coded), as_of=day))
    assert export(events) == export(list(read_events(record(known))))


def test_only_the_dyads_of_a_reading_are_touched(coded: Coded, record: Callable) -> None:
    connection = record(coded)
    assert ("USA", "VEN") in touched_dyads(connection, NOW.isoformat())
    assert touched_dyads(connection, LATER.isoformat()) == ()


def test_events_of_a_dyad(coded: Coded, record: Callable) -> None:
    connection = record(coded)
    every = {e.id for e in read_events(connection)}
    some = {e.id for e in read_events(connection, dyad=("USA", "VEN"))}
    assert some < every
    between = {
        e.id
        for e in read_events(connection)
        if {p.country for p in (*e.actors, *e.recipients)} == {"USA", "VEN"}
    }
    assert between <= some


def merged_event(connection: apsw.Connection) -> Event:
    """Give an event with several mentions."""
    return next(e for e in read_events(connection) if len(e.mentions) > 1)


def test_a_split_survives_later_reading_in_any_order(coded: Coded, record: Callable) -> None:
    connection = record(coded[:3])
    event = merged_event(connection)
    lone = event.mentions[-1].id
    split_event(connection, event, [lone[:8]], note="two acts", now=LATER)
    for reports in ((), coded):
        add(connection, reports)
        told = {m.id for m in find_event(connection, lone).mentions}
        assert told & {m.id for m in event.mentions} == {lone}
    (decision,) = read_decisions(connection)
    assert (decision.kind, decision.note, decision.withdrawn_at) == ("split", "two acts", None)


def test_a_join_survives_later_reading_in_any_order(coded: Coded, record: Callable) -> None:
    connection = record(coded[:3])
    one, other = [e for e in read_events(connection) if len(e.mentions) == 1][:2]
    join_events(connection, one, other, note="", now=LATER)
    add(connection, coded)
    assert find_event(connection, one.id).id == find_event(connection, other.id).id
    pair = next(p for p in read_pairs(connection, find_event(connection, one.id)))
    assert "join" in {p.decided_by for p in read_pairs(connection, find_event(connection, one.id))}
    assert pair.first < pair.second


@pytest.mark.parametrize("kind", ["split", "join"])
def test_what_is_withdrawn_is_undone(coded: Coded, record: Callable, kind: str) -> None:
    connection = record(coded[:3])
    before = dump(connection)
    if kind == "split":
        event = merged_event(connection)
        named = [event.mentions[0].id]
        split_event(connection, event, named, note="", now=NOW)
    else:
        one, other = list(read_events(connection))[:2]
        named = [one.id, other.id]
        join_events(connection, one, other, note="", now=NOW)
    assert dump(connection) != before
    withdraw(connection, kind, named, note="", now=NOW)
    assert dump(connection) == before
    with pytest.raises(InputError, match="in force"):
        withdraw(connection, kind, named, note="", now=NOW)


def test_a_later_decision_on_a_pair_counts(coded: Coded, record: Callable) -> None:
    connection = record(coded[:3])
    event = merged_event(connection)
    named = [m.id for m in event.mentions]
    split_event(connection, event, named[:1], note="", now=NOW)
    one, other = find_event(connection, named[0]), find_event(connection, named[1])
    join_events(connection, one, other, note="", now=NOW)
    assert find_event(connection, named[0]).id == find_event(connection, named[1]).id


def test_a_split_needs_some_but_not_all_mentions(coded: Coded, record: Callable) -> None:
    connection = record(coded[:3])
    event = merged_event(connection)
    with pytest.raises(InputError, match="not all"):
        split_event(connection, event, [m.id for m in event.mentions], note="", now=NOW)


def test_what_an_event_was_is_kept(coded: Coded, record: Callable) -> None:
    connection = record(coded)
    versions = connection.execute("SELECT count(*) FROM event_version").get
    assert versions >= connection.execute("SELECT count(*) FROM event").get
    event = merged_event(connection)
    split_event(connection, event, [event.mentions[0].id], note="", now=LATER)
    assert connection.execute("SELECT count(*) FROM event_version").get > versions
