"""Events of a record in pages, each with the reports that tell it, so that memory stays small."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

import apsw

from dragoman.merge.fuse import day_of, relink
from dragoman.records.event import Event
from dragoman.store.asof import read_as_of
from dragoman.store.codec import load_merged
from dragoman.store.query import StoredReport, read_reports
from dragoman.store.rows import load_mentions

_PAGE = 200


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event with the reports that tell it, by id; near copies are not among them."""

    event: Event
    reports: Mapping[str, StoredReport]


def stream_events(
    connection: apsw.Connection,
    *,
    since: date | None = None,
    as_of: date | None = None,
    dyad: tuple[str, ...] | None = None,
) -> Iterator[ToldEvent]:
    """Give the events by day, then id.

    ``since`` keeps those of that day or later (of the act, else of its first report); ``as_of``
    and ``dyad`` are those of ``read_events``. A past day needs its events in memory at once.
    """
    if as_of is not None:
        events = read_as_of(connection, as_of, dyad)
        first = since.isoformat() if since else ""
        yield from _with_reports(connection, (e for e in events if day_of(e) >= first))
        return
    yield from _with_reports(connection, _read_pages(connection, since, dyad))


def _read_pages(
    connection: apsw.Connection, since: date | None, dyad: tuple[str, ...] | None
) -> Iterator[Event]:
    """Page by (day, id): no statement stays open while the caller works."""
    day, last = (since.isoformat() if since else ""), ""
    where = "" if dyad is None else " AND (home = ?3 OR dyad = ?3)"
    values = () if dyad is None else ("-".join(dyad),)
    while True:
        rows = list(
            connection.execute(
                f"SELECT day, id, body FROM event WHERE (day, id) > (?1, ?2){where}"
                f" ORDER BY day, id LIMIT {_PAGE}",
                (day, last, *values),
            )
        )
        yield from _complete(connection, [load_merged(body) for *_, body in rows])
        if len(rows) < _PAGE:
            return
        day, last, _ = rows[-1]


def _complete(connection: apsw.Connection, events: list[Event]) -> Iterator[Event]:
    """Give the events with their mentions, links pointing to events."""
    mentions = load_mentions(connection, [s.mention for e in events for s in e.sources])
    targets = sorted({link.event for event in events for link in event.links})
    event_of = dict(
        connection.execute(
            "SELECT mention, event FROM event_mention"
            " WHERE mention IN (SELECT value FROM json_each(?))",
            (json.dumps(targets),),
        )
    )
    for event in events:
        told = tuple(mentions[source.mention] for source in event.sources)
        yield relink(replace(event, mentions=told), event_of)


def _with_reports(connection: apsw.Connection, events: Iterable[Event]) -> Iterator[ToldEvent]:
    for page in _batch(events, _PAGE):
        ids = {source.report for event in page for source in event.sources}
        reports = {report.id: report for report in read_reports(connection, ids)}
        for event in page:
            yield ToldEvent(event, {s.report: reports[s.report] for s in event.sources})


def _batch(events: Iterable[Event], size: int) -> Iterator[list[Event]]:
    remaining = iter(events)
    while page := list(islice(remaining, size)):
        yield page
