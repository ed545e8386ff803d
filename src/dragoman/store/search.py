"""Asking the record for what a page shows: pages of events, counts, days, places, actors.

Every answer is a page, an aggregate or a few rows, so that it stays quick in a large record; the
indexes that this rests on are in migrations/0002 and 0003.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import apsw

from dragoman.merge.fuse import fuse
from dragoman.records.event import Event, EventType, Status
from dragoman.store.codec import dump_merged
from dragoman.store.rows import load_mentions, read_facts

OPEN = (Status.PLANNED, Status.REQUESTED, Status.POSSIBLE, Status.CONDITIONAL)
"""Statuses of acts that may yet happen."""
MAX_POINTS = 1_500
"""So many events are drawn one by one; more are drawn as counts."""


class Order(StrEnum):
    """What a list of events is sorted by."""

    DAY = "day"
    TYPE = "type"
    STATUS = "status"
    CONFIDENCE = "confidence"
    SOURCES = "sources"
    READ = "read"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are asked for; an empty field asks for all.

    ``dyad`` is a dyad to whose affairs an event belongs, "USA-VEN"; ``country`` an ISO 3166-1
    alpha-3 code of a participant; ``actor`` a participant's id; ``since`` and ``until`` bound the
    day of the act (or of its first report); ``as_of`` keeps what reports published up to that
    day tell, with the values that they give it (the other fields ask for the present ones).
    ``text`` is words, all of which a sentence that tells the event must hold.
    """

    text: str = ""
    dyad: str = ""
    country: str = ""
    actor: str = ""
    types: tuple[EventType, ...] = ()
    statuses: tuple[Status, ...] = ()
    outlet: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event as a list shows it; ``body`` is its JSON, as the store keeps it."""

    id: str
    type: str
    mode: str | None
    status: str
    background: bool
    day: str
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    dyad: str
    home: str
    confidence: float
    sources: int
    first_published: str | None
    last_published: str | None
    last_read_at: str
    body: dict[str, Any]
    sentence: str
    outlet: str | None
    report: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """A value and how many events have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Events of one stretch of time, type and status."""

    day: str
    type: str
    status: str
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """One event on a timeline."""

    id: str
    day: str
    type: str
    mode: str | None
    status: str
    background: bool
    home: str
    label: str


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place with its events; ``real`` of them have happened or are under way."""

    name: str
    country: str | None
    lat: float
    lon: float
    precision: str
    count: int
    real: int
    last_day: str


@dataclass(frozen=True, slots=True)
class Edge:
    """Events of one type and mode between two countries."""

    dyad: str
    type: str
    mode: str | None
    count: int


@dataclass(frozen=True, slots=True)
class ActorCount:
    """A participant with the number of events in which it acts and is acted on."""

    id: str
    name: str
    country: str | None
    acting: int
    receiving: int


_LISTED = """
SELECT e.id, e.type, e.mode, e.status, e.background, e.day, e.place, e.country, e.lat, e.lon,
  e.dyad, e.home, e.confidence, e.sources, e.first_published, e.last_published, e.last_read_at,
  e.body,
  substr(report.text, json_extract(lead.body, '$.sentence.start') + 1,
    json_extract(lead.body, '$.sentence.end') - json_extract(lead.body, '$.sentence.start')),
  report.outlet, report.id
FROM ({rows}) AS e
LEFT JOIN telling ON telling.mention = e.lead
LEFT JOIN mention AS lead ON lead.coding = telling.coding AND lead.id = e.lead
LEFT JOIN report ON report.id = telling.report
"""
_SORT = {
    Order.DAY: "{p}day {d}, {p}id {d}",
    Order.TYPE: "{p}type {d}, {p}day {d}, {p}id {d}",
    Order.STATUS: "{p}status {d}, {p}day {d}, {p}id {d}",
    Order.CONFIDENCE: "{p}confidence {d}, {p}id {d}",
    Order.SOURCES: "{p}sources {d}, {p}day {d}, {p}id {d}",
    Order.READ: "{p}last_read_at {d}, {p}id {d}",
}


def list_events(
    connection: apsw.Connection,
    wanted: EventFilter,
    *,
    order: Order = Order.DAY,
    descending: bool = True,
    page: slice = slice(0, 50),
) -> list[ListedEvent]:
    """Give one page (its first and one past its last row) of the events asked for, in order."""
    where, values = _where(wanted)
    inner, outer = (
        _SORT[order].format(p=table, d="DESC" if descending else "ASC") for table in ("", "e.")
    )
    # Ids first: an index answers that without the rows. A join keeps no order: it is asked again.
    ids = f"SELECT id FROM event WHERE {where} ORDER BY {inner} LIMIT ? OFFSET ?"
    rows = f"SELECT * FROM event WHERE id IN ({ids})"
    found = connection.execute(
        f"{_LISTED.format(rows=rows)} ORDER BY {outer}",
        (*values, page.stop - page.start, page.start),
    )
    return _known_by(connection, [_listed(row) for row in found], wanted.as_of)


def _known_by(
    connection: apsw.Connection, listed: list[ListedEvent], day: str
) -> list[ListedEvent]:
    """Give the events as the reports published up to a day tell them."""
    late = [event.id for event in listed if day and (event.last_published or "") > day]
    if not late:
        return listed
    told: dict[str, list[str]] = {}
    for event, mention in connection.execute(
        "SELECT event, mention FROM event_mention JOIN telling USING (mention)"
        " JOIN report ON report.id = telling.report"
        " WHERE event IN (SELECT value FROM json_each(?))"
        " AND coalesce(published, substr(read_at, 1, 10)) <= ?",
        (json.dumps(late), day),
    ):
        told.setdefault(event, []).append(mention)
    bodies = load_mentions(connection, [m for mentions in told.values() for m in mentions])
    facts = read_facts(connection, {body.report for body in bodies.values()})
    fused = {id_: fuse([bodies[m] for m in mentions], facts) for id_, mentions in told.items()}
    return [_as_fused(event, fused[event.id]) if event.id in fused else event for event in listed]


def _as_fused(listed: ListedEvent, event: Event) -> ListedEvent:
    return replace(
        listed,
        type=str(event.type),
        mode=event.mode,
        status=str(event.status),
        background=event.background,
        confidence=event.confidence,
        sources=len({source.report for source in event.sources}),
        body=json.loads(dump_merged(event)),
    )


def _listed(row: Sequence[Any]) -> ListedEvent:
    values = list(row)
    values[4] = bool(values[4])
    values[17] = json.loads(values[17])
    values[18] = " ".join((values[18] or "").split())
    return ListedEvent(*values)


def count_events(connection: apsw.Connection, wanted: EventFilter) -> int:
    """Give how many events are asked for."""
    where, values = _where(wanted)
    return int(connection.execute(f"SELECT count(*) FROM event WHERE {where}", values).get)


def find_listed(connection: apsw.Connection, ids: Sequence[str]) -> dict[str, ListedEvent]:
    """Give the events with these ids, by id; an id that none has is left out."""
    marks = ",".join("?" * len(ids))
    rows = f"SELECT * FROM event WHERE id IN ({marks})"
    found = (_listed(row) for row in connection.execute(_LISTED.format(rows=rows), tuple(ids)))
    return {event.id: event for event in found}


def find_events_of(connection: apsw.Connection, report: str) -> dict[str, str]:
    """Give the current mentions of a report, each with the event that it tells."""
    rows = connection.execute(
        "SELECT mention, event FROM telling JOIN event_mention USING (mention) WHERE report = ?",
        (report,),
    )
    return dict(rows)


# --- counts


def tally_dyads(connection: apsw.Connection, *, as_of: str = "") -> list[Tally]:
    """Give the dyads with their numbers of events, most first; "" gathers those of none."""
    where, values = _where(EventFilter(as_of=as_of))
    known = f"WHERE event IN (SELECT id FROM event WHERE {where})" if as_of else ""
    rows = connection.execute(
        f"SELECT dyad, count(*) AS n FROM situation_event {known}"
        " GROUP BY dyad ORDER BY n DESC, dyad",
        values,
    )
    return [Tally(value, number) for value, number in rows]


def tally_outlets(connection: apsw.Connection, *, limit: int = 200) -> list[Tally]:
    """Give the outlets with their numbers of reports, most first."""
    rows = connection.execute(
        "SELECT outlet, count(*) AS n FROM report WHERE outlet IS NOT NULL"
        " GROUP BY outlet ORDER BY n DESC, outlet LIMIT ?",
        (limit,),
    )
    return [Tally(outlet, number) for outlet, number in rows]


def last_read(connection: apsw.Connection) -> str | None:
    """Give the moment at which the newest report was read (UTC, ISO 8601)."""
    moment: str | None = connection.execute("SELECT max(read_at) FROM report").get
    return moment


# --- time


def read_bins(connection: apsw.Connection, wanted: EventFilter, *, length: int) -> list[Bin]:
    """Give counts by day, month or year, type and status: ``length`` is 10, 7 or 4 characters."""
    where, values = _where(wanted)
    rows = connection.execute(
        f"SELECT substr(day, 1, {int(length)}) AS bin, type, status, count(*) FROM event"
        f" WHERE {where} GROUP BY bin, type, status ORDER BY bin",
        values,
    )
    return [Bin(*row) for row in rows]


def read_points(connection: apsw.Connection, wanted: EventFilter) -> list[Point]:
    """Give the events one by one for a timeline, by day, at most MAX_POINTS."""
    listed = list_events(connection, wanted, descending=False, page=slice(0, MAX_POINTS))
    return [
        Point(e.id, e.day, e.type, e.mode, e.status, e.background, e.home, describe(e.body))
        for e in listed
    ]


def days_spanned(connection: apsw.Connection, wanted: EventFilter) -> tuple[str, str] | None:
    """Give the first and last day of the events asked for, or ``None`` when there are none."""
    where, values = _where(wanted)
    first, last = connection.execute(
        f"SELECT min(day), max(day) FROM event WHERE {where}", values
    ).get
    return None if first is None else (first, last)


# --- places


def read_places(
    connection: apsw.Connection, wanted: EventFilter, *, limit: int = 2_000
) -> list[MapPlace]:
    """Give the places of the events asked for, those with most events first."""
    where, values = _where(wanted)
    # The precision is in the event's JSON: it is looked up once a place, not once an event.
    rows = connection.execute(
        "SELECT place, country, lat, lon, (SELECT json_extract(body, '$.place.precision')"
        " FROM event WHERE id = one), n, real, last FROM (SELECT place, country, lat, lon,"
        " min(id) AS one, count(*) AS n, sum(status IN ('occurred', 'ongoing')) AS real,"
        f" max(day) AS last FROM event WHERE lat IS NOT NULL AND {where}"
        " GROUP BY place, country, lat, lon ORDER BY n DESC, place LIMIT ?)",
        (*values, limit),
    )
    return [MapPlace(*row) for row in rows]


def count_placed(connection: apsw.Connection, wanted: EventFilter) -> int:
    """Give how many of the events asked for have a place on the map."""
    where, values = _where(wanted)
    return int(
        connection.execute(
            f"SELECT count(*) FROM event WHERE lat IS NOT NULL AND {where}", values
        ).get
    )


# --- actors


def read_edges(connection: apsw.Connection, wanted: EventFilter) -> list[Edge]:
    """Give the counts of events between two countries, by dyad, type and mode."""
    where, values = _where(wanted)
    rows = connection.execute(
        "SELECT dyad, type, mode, count(*) FROM event"
        f" WHERE length(dyad) = 7 AND {where} GROUP BY dyad, type, mode",
        values,
    )
    return [Edge(*row) for row in rows]


def read_scores(
    connection: apsw.Connection, dyad: str, *, length: int
) -> list[tuple[str, str, str | None, int]]:
    """Give what two countries did or said to each other: (day, type, mode, count).

    ``length`` is 10, 7 or 4 characters of the day. History is left out, and so are acts that have
    not happened unless saying so is itself the event.
    """
    rows = connection.execute(
        f"SELECT substr(day, 1, {int(length)}) AS bin, type, mode, count(*) FROM event"
        " WHERE dyad = ? AND NOT background AND (status IN ('occurred', 'ongoing')"
        " OR type IN ('AGREE', 'REQUEST', 'REJECT', 'THREATEN', 'ACCUSE'))"
        " GROUP BY bin, type, mode",
        (dyad,),
    )
    return [(day, type_, mode, count) for day, type_, mode, count in rows]


def list_actors(
    connection: apsw.Connection, *, text: str = "", limit: int = 50, offset: int = 0
) -> list[ActorCount]:
    """Give the participants by their number of events; ``text`` is a part of the name."""
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"
    named = (
        "WHERE actor IN (SELECT actor FROM participant WHERE name LIKE ? ESCAPE '\\')"
        if text
        else ""
    )
    values: tuple[object, ...] = (pattern, limit, offset) if text else (limit, offset)
    rows = connection.execute(
        "SELECT actor, sum(role = 'actor'), sum(role = 'recipient') FROM participant"
        f" {named} GROUP BY actor ORDER BY count(*) DESC, actor LIMIT ? OFFSET ?",
        values,
    )
    return [_actor(connection, *row) for row in rows]


def find_actor(connection: apsw.Connection, actor: str) -> ActorCount | None:
    """Give one participant by its id, or ``None``."""
    acting, receiving = connection.execute(
        "SELECT sum(role = 'actor'), sum(role = 'recipient') FROM participant WHERE actor = ?",
        (actor,),
    ).get
    return None if acting is None else _actor(connection, actor, acting, receiving)


def count_actors(connection: apsw.Connection, *, text: str = "") -> int:
    """Give how many participants there are."""
    if not text:
        return int(connection.execute("SELECT count(DISTINCT actor) FROM participant").get)
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"
    return int(
        connection.execute(
            "SELECT count(DISTINCT actor) FROM participant WHERE name LIKE ? ESCAPE '\\'",
            (pattern,),
        ).get
    )


def _actor(connection: apsw.Connection, actor: str, acting: int, receiving: int) -> ActorCount:
    name, country = connection.execute(
        "SELECT name, country FROM participant WHERE actor = ? ORDER BY event LIMIT 1", (actor,)
    ).get
    return ActorCount(actor, name, country, acting, receiving)


# --- words


def describe(body: dict[str, Any]) -> str:
    """Give who did it to whom, from an event's JSON."""
    actors, recipients = (
        ", ".join(dict.fromkeys(person["name"] for person in body[side]))
        for side in ("actors", "recipients")
    )
    if actors and recipients:
        return f"{actors} → {recipients}"
    return actors or (f"? → {recipients}" if recipients else "?")


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MOST_WORDS = 12


def match_expression(text: str) -> str:
    """Give the FTS5 expression that asks for every word of ``text``; "" when it has none."""
    return " AND ".join(f'"{word}"' for word in _WORD.findall(text)[:_MOST_WORDS])


def _where(wanted: EventFilter) -> tuple[str, tuple[object, ...]]:
    """Give the WHERE clause on table ``event`` and its values."""
    parts = list(_conditions(wanted))
    clause = " AND ".join(part for part, _ in parts) or "1"
    return clause, tuple(value for _, values in parts for value in values)


def _conditions(wanted: EventFilter) -> Iterator[tuple[str, tuple[object, ...]]]:
    if wanted.text.strip():
        yield (
            "id IN (SELECT event FROM event_mention WHERE mention IN"
            " (SELECT mention FROM mention_words WHERE mention_words MATCH ?))",
            (match_expression(wanted.text) or '""',),
        )
    if wanted.dyad:
        yield "id IN (SELECT event FROM situation_event WHERE dyad = ?)", (wanted.dyad,)
    if wanted.place:
        yield "place = ?", (wanted.place,)
    for column, value in (("country", wanted.country), ("actor", wanted.actor)):
        if value:
            yield f"id IN (SELECT event FROM participant WHERE {column} = ?)", (value,)
    for column, values in (("type", wanted.types), ("status", wanted.statuses)):
        if values:
            marks = ",".join("?" * len(values))
            yield f"{column} IN ({marks})", tuple(str(value) for value in values)
    if wanted.outlet:
        yield (
            "id IN (SELECT event FROM event_mention JOIN telling USING (mention)"
            " WHERE telling.report IN (SELECT id FROM report WHERE outlet = ?))",
            (wanted.outlet,),
        )
    if wanted.since:
        yield "day >= ?", (wanted.since,)
    if wanted.until:
        yield "substr(day, 1, ?) <= ?", (len(wanted.until), wanted.until)
    if wanted.as_of:
        yield "coalesce(first_published, substr(first_read_at, 1, 10)) <= ?", (wanted.as_of,)


# --- reports


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report as a list shows it."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    published_basis: str
    read_at: str


def list_reports(
    connection: apsw.Connection, *, limit: int = 50, offset: int = 0
) -> list[ListedReport]:
    """Give a page of the reports, newest first."""
    rows = connection.execute(
        "SELECT id, title, outlet, url, published, published_basis, read_at FROM report"
        " ORDER BY published DESC, id DESC LIMIT ? OFFSET ?",
        (limit, offset),
    )
    return [ListedReport(*row) for row in rows]


def count_reports(connection: apsw.Connection) -> int:
    """Give the number of reports."""
    return int(connection.execute("SELECT count(*) FROM report").get)
