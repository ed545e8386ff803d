"""Adding to the record: reports with their codings, and what could not be read."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import apsw

from dragoman.errors import MissingLayer
from dragoman.records.document import Document
from dragoman.records.event import EventMention
from dragoman.records.failure import Failure
from dragoman.records.mention import EntityKind
from dragoman.store.codec import dump_event
from dragoman.store.merging import merge_pending


class Written(StrEnum):
    """What adding a report did."""

    NEW = "new"
    RECODED = "recoded"
    KNOWN = "known"


def write_report(
    connection: apsw.Connection, document: Document, *, version: str, now: datetime
) -> Written:
    """Add a coded report and merge its events, in one transaction.

    A report coded by this version before is left as is.

    ``version`` names the coder that made the events; ``now`` is UTC.
    Raises: MissingLayer when the document was not coded.
    """
    (written,) = write_reports(connection, (document,), version=version, now=now)
    return written


def write_reports(
    connection: apsw.Connection, documents: Iterable[Document], *, version: str, now: datetime
) -> tuple[Written, ...]:
    """Add coded reports as ``write_report`` does, merged once at the end, in one transaction.

    The events are the same as if the reports had been added one by one.
    """
    with connection:
        done = tuple(_write_coded(connection, each, version, now) for each in documents)
        merge_pending(connection, now=now)
    return done


def _write_coded(
    connection: apsw.Connection, document: Document, version: str, now: datetime
) -> Written:
    """Add a report with its mentions, not merged yet."""
    if document.events is None:
        raise MissingLayer("write_report needs the layer events")
    moment = now.isoformat(timespec="seconds")
    known = _write_text(connection, document, moment)
    found = connection.execute(
        "SELECT 1 FROM coding WHERE report = ? AND version = ?", (document.id, version)
    ).get
    if found:
        return Written.KNOWN
    connection.execute("UPDATE coding SET current = 0 WHERE report = ?", (document.id,))
    connection.execute(
        "INSERT INTO coding (report, version, coded_at, current, merged) VALUES (?, ?, ?, 1, 0)",
        (document.id, version, moment),
    )
    coding = connection.last_insert_rowid()
    for position, event in enumerate(document.events):
        _write_mention(connection, coding, position, event, document.text)
    return Written.RECODED if known else Written.NEW


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an imported row comes from: the file's name, its form, the row's own id for its event."""

    file: str
    form: str
    row: str


def write_imported(
    connection: apsw.Connection, document: Document, origin: Origin, *, now: datetime
) -> Written:
    """Add the document of a row of others as a report of kind imported; else as ``write_report``."""
    with connection:
        connection.execute(
            "INSERT OR IGNORE INTO imported VALUES (?, ?, ?, ?)",
            (document.id, origin.file, origin.form, origin.row),
        )
        written = write_report(connection, document, version="import-1", now=now)
    return written  # noqa: RET504  # apsw's transaction might swallow an exception, says mypy


def write_failure(connection: apsw.Connection, failure: Failure, *, now: datetime) -> None:
    """Keep what could not be read and why, once."""
    connection.execute(
        "INSERT OR REPLACE INTO failure (source, message, read_at) VALUES (?, ?, ?)",
        (failure.source, failure.message, now.isoformat(timespec="seconds")),
    )


def _write_text(connection: apsw.Connection, document: Document, moment: str) -> bool:
    """Keep the report's text with its hash; tell whether it was there already."""
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    published = document.published
    connection.execute(
        "INSERT OR IGNORE INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            digest,
            document.text,
            document.title,
            document.outlet,
            document.url,
            published.date,
            published.basis,
            published.reason,
            moment,
            " ".join(countries_named(document)),
        ),
    )
    return connection.changes() == 0


def countries_named(document: Document) -> tuple[str, ...]:
    """Give the countries of the report's actors and places, most often named first."""
    if document.entities is None:
        # Nobody looked for names in a row of others: it has those who take part.
        people = [p for e in document.events or () for p in (*e.actors, *e.recipients)]
        return tuple(dict.fromkeys(p.country for p in people if p.country))
    named = Counter(
        entity.country
        for entity in document.entities or ()
        if entity.country and entity.kind not in {EntityKind.MEDIA, EntityKind.COMPANY}
    )
    return tuple(sorted(named, key=lambda country: (-named[country], country)))


def _write_mention(
    connection: apsw.Connection, coding: int, position: int, event: EventMention, text: str
) -> None:
    countries = [p.country for p in (*event.actors, *event.recipients) if p.country]
    connection.execute(
        "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            coding,
            event.id,
            position,
            str(event.type),
            event.mode,
            str(event.act.type) if event.act else None,
            str(event.status),
            int(event.background),
            event.date.start if event.date else None,
            event.date.end if event.date else None,
            countries[0] if countries else None,
            event.confidence,
            dump_event(event),
        ),
    )
    known = connection.execute(
        "SELECT 1 FROM mention WHERE id = ? AND coding <> ?", (event.id, coding)
    ).get
    if not known:
        connection.execute(
            "INSERT INTO mention_words (mention, sentence) VALUES (?, ?)",
            (event.id, text[event.sentence.start : event.sentence.end]),
        )
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        for number, person in enumerate(people):
            connection.execute(
                "INSERT INTO mention_participant VALUES (?, ?, ?, ?, ?, ?, ?)",
                (coding, event.id, role, number, person.id, person.name, person.country),
            )
