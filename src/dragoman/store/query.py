"""Asking the record: reports, events with all their sources, mentions, counts.

``read_events`` and ``find_event`` give merged events; ``read_mentions`` and ``find_mention`` give
what each report tells by itself.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import apsw

from dragoman.errors import InputError
from dragoman.merge.fuse import relink
from dragoman.records.event import Event, EventMention, Feature, MentionPair
from dragoman.store.asof import read_as_of
from dragoman.store.codec import load_event, load_merged
from dragoman.store.rows import load_mentions, read_decided


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as the record keeps it.

    ``read_at`` is UTC, ISO 8601; ``countries`` are ISO 3166-1 alpha-3 codes separated by blanks,
    most often named first.
    """

    id: str
    sha256: str
    text: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    published_basis: str
    published_reason: str
    read_at: str
    countries: str


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event mention with the report that tells it."""

    event: EventMention
    report: StoredReport


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds; ``events`` are merged ones."""

    reports: int
    events: int
    failures: int
    mentions: int = 0


_MENTIONS = """
SELECT mention.body, report.* FROM mention
JOIN coding ON coding.id = mention.coding AND coding.current = 1
JOIN report ON report.id = coding.report
"""
_ORDER = " ORDER BY report.published IS NULL, report.published, report.id, mention.position"


def read_events(
    connection: apsw.Connection, *, as_of: date | None = None, dyad: tuple[str, ...] | None = None
) -> Iterator[Event]:
    """Give the events with mentions and sources, by day, then id.

    ``as_of`` gives the record as the reports published on or before that day make it (the day of
    reading stands for an unknown day of publication); ``dyad`` the events whose participants are
    of these countries or that belong to their affairs.
    """
    if as_of is not None:
        yield from read_as_of(connection, as_of, dyad)
        return
    where, values = "", tuple[str, ...]()
    if dyad is not None:
        where, values = " WHERE home = ?1 OR dyad = ?1", ("-".join(dyad),)
    rows = connection.execute(f"SELECT body FROM event{where} ORDER BY day, id", values)
    for (body,) in list(rows):
        yield _load(connection, body)


def find_event(connection: apsw.Connection, prefix: str) -> Event:
    """Give the one event that has, or one of whose mentions has, an id starting with ``prefix``.

    Raises: InputError when none or several do.
    """
    # Ids are hexadecimal: every id with the prefix sorts before the prefix followed by "g".
    rows = list(
        connection.execute(
            "SELECT DISTINCT event FROM event_mention WHERE mention >= ? AND mention < ? LIMIT 2",
            (prefix, prefix + "g"),
        )
    )
    if len(rows) != 1:
        found = "no event's id starts" if not rows else "more than one event's id starts"
        raise InputError(f"{found} with {prefix!r}; `dragoman brief` shows the ids")
    body = connection.execute("SELECT body FROM event WHERE id = ?", rows[0]).get
    return _load(connection, body)


def touched_dyads(connection: apsw.Connection, since: str) -> tuple[tuple[str, ...], ...]:
    """Give the dyads to whose affairs an event belongs that changed at or after ``since``.

    ``since`` is UTC, ISO 8601, as ``write_report`` was given it.
    """
    rows = connection.execute(
        "SELECT DISTINCT home FROM event_version WHERE read_at >= ? ORDER BY home", (since,)
    )
    return tuple(tuple(home.split("-")) if home else () for (home,) in rows)


def read_report(connection: apsw.Connection, id_: str) -> StoredReport:
    """Give a report. Raises: InputError when the record has none of that id."""
    row = connection.execute("SELECT * FROM report WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise InputError(f"no report has the id {id_!r}")
    return StoredReport(*row)


def read_reports(
    connection: apsw.Connection, ids: Iterable[str] | None = None
) -> Iterator[StoredReport]:
    """Give all reports, or those of ``ids``, by publication and id; unknown days come last."""
    where, values = "", tuple[str, ...]()
    if ids is not None:
        where = " WHERE id IN (SELECT value FROM json_each(?))"
        values = (json.dumps(sorted(set(ids))),)
    order = " ORDER BY published IS NULL, published, id"
    for row in connection.execute(f"SELECT * FROM report{where}{order}", values):
        yield StoredReport(*row)


def read_mentions(
    connection: apsw.Connection, *, read_since: str | None = None
) -> Iterator[StoredEvent]:
    """Give the current event mentions by publication date, report and place in the text.

    ``read_since`` keeps those of reports read at or after that UTC moment (ISO 8601).
    """
    where = " WHERE report.read_at >= ?" if read_since else ""
    values = (read_since,) if read_since else ()
    for body, *report in connection.execute(_MENTIONS + where + _ORDER, values):
        yield StoredEvent(event=load_event(body), report=StoredReport(*report))


def find_mention(connection: apsw.Connection, prefix: str) -> StoredEvent:
    """Give the one event mention whose id starts with ``prefix``.

    Raises: InputError when none or several do.
    """
    where = " WHERE mention.id >= ? AND mention.id < ? LIMIT 2"
    rows = list(connection.execute(_MENTIONS + where, (prefix, prefix + "g")))
    if len(rows) != 1:
        found = "no mention's id starts" if not rows else "more than one mention's id starts"
        raise InputError(f"{found} with {prefix!r}; `dragoman why` shows the ids")
    body, *report = rows[0]
    return StoredEvent(event=load_event(body), report=StoredReport(*report))


def read_pairs(connection: apsw.Connection, event: Event) -> tuple[MentionPair, ...]:
    """Give the pairs of an event's mentions that were compared, most alike first."""
    ids = [m for (m,) in connection.execute(
        "SELECT mention FROM event_mention WHERE event = ?", (event.id,)
    )]  # fmt: skip
    inside = json.dumps(ids)
    scored = {
        (a, b): (score, features)
        for a, b, score, features in connection.execute(
            "SELECT a, b, score, features FROM edge WHERE a IN (SELECT value FROM json_each(?1))"
            " AND b IN (SELECT value FROM json_each(?1))",
            (inside,),
        )
    }
    decided = {
        (a, b): kind for kind, a, b in read_decided(connection, ids) if a in ids and b in ids
    }
    pairs = [
        MentionPair(
            first=a,
            second=b,
            score=scored.get((a, b), (0.0, "[]"))[0],
            features=load_features(scored.get((a, b), (0.0, "[]"))[1]),
            decided_by=decided.get((a, b), "score"),
        )
        for a, b in sorted({*scored, *decided})
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair.score))


def load_features(text: str) -> tuple[Feature, ...]:
    """Give the features of an edge as they are stored."""
    return tuple(Feature(name, value, weight) for name, value, weight in json.loads(text))


def count(connection: apsw.Connection) -> Counts:
    """Give the numbers of reports, events, failures and current mentions."""
    one = connection.execute(
        "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM event),"
        " (SELECT count(*) FROM failure), (SELECT count(*) FROM event_mention)"
    ).get
    return Counts(*one)


def read_failures(connection: apsw.Connection) -> list[tuple[str, str]]:
    """Give source and message of everything that could not be read."""
    return list(connection.execute("SELECT source, message FROM failure ORDER BY source"))


def _load(connection: apsw.Connection, body: str) -> Event:
    event = load_merged(body)
    found = load_mentions(connection, [source.mention for source in event.sources])
    mentions = tuple(found[source.mention] for source in event.sources)
    event_of = _events_of(connection, [link.event for link in event.links])
    return relink(replace(event, mentions=mentions), event_of)


def _events_of(connection: apsw.Connection, mentions: list[str]) -> Mapping[str, str]:
    if not mentions:
        return {}
    return dict(
        connection.execute(
            "SELECT mention, event FROM event_mention"
            " WHERE mention IN (SELECT value FROM json_each(?))",
            (json.dumps(mentions),),
        )
    )
