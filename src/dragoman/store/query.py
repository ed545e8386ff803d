"""Asking the record: reports, events with their reports, counts."""

from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from dragoman.errors import InputError
from dragoman.records.event import EventMention
from dragoman.store.codec import load_event


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
    """An event with the report that tells it."""

    event: EventMention
    report: StoredReport


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds."""

    reports: int
    events: int
    failures: int


_EVENTS = """
SELECT event.body, report.* FROM event
JOIN coding ON coding.id = event.coding AND coding.current = 1
JOIN report ON report.id = coding.report
"""
_ORDER = " ORDER BY report.published IS NULL, report.published, report.id, event.position"


def read_events(
    connection: apsw.Connection, *, read_since: str | None = None
) -> Iterator[StoredEvent]:
    """Give the current events by publication date, report and place in the text.

    ``read_since`` keeps the events of reports read at or after that UTC moment (ISO 8601).
    """
    where = " WHERE report.read_at >= ?" if read_since else ""
    values = (read_since,) if read_since else ()
    for body, *report in connection.execute(_EVENTS + where + _ORDER, values):
        yield StoredEvent(event=load_event(body), report=StoredReport(*report))


def find_event(connection: apsw.Connection, prefix: str) -> StoredEvent:
    """Give the one event whose id starts with ``prefix``.

    Raises: InputError when none or several do.
    """
    # Ids are hexadecimal: every id with the prefix sorts before the prefix followed by "g".
    where = " WHERE event.id >= ? AND event.id < ? LIMIT 2"
    rows = list(connection.execute(_EVENTS + where, (prefix, prefix + "g")))
    if len(rows) != 1:
        found = "no event's id starts" if not rows else "more than one event's id starts"
        raise InputError(f"{found} with {prefix!r}; `dragoman brief` shows the ids")
    body, *report = rows[0]
    return StoredEvent(event=load_event(body), report=StoredReport(*report))


def count(connection: apsw.Connection) -> Counts:
    """Give the numbers of reports, current events and failures."""
    one = connection.execute(
        "SELECT (SELECT count(*) FROM report),"
        " (SELECT count(*) FROM event JOIN coding ON coding.id = event.coding AND current = 1),"
        " (SELECT count(*) FROM failure)"
    ).get
    return Counts(*one)


def read_failures(connection: apsw.Connection) -> list[tuple[str, str]]:
    """Give source and message of everything that could not be read."""
    return list(connection.execute("SELECT source, message FROM failure ORDER BY source"))
