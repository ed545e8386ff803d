"""Adding a report: what it would change, and keeping it."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock

import apsw

from dragoman import __version__
from dragoman.errors import InputError
from dragoman.output.api import models
from dragoman.output.api.briefs import show_mention
from dragoman.output.api.evidence import find_supports
from dragoman.pipeline import Stage, WorkerOptions, run_safely
from dragoman.read.files import read_text, split_head
from dragoman.records.document import Document
from dragoman.records.failure import Failure
from dragoman.records.situation import Change
from dragoman.store.connections import open_record
from dragoman.store.situation import list_changes, refresh_situations
from dragoman.store.write import write_report

Coder = Callable[[Document], Document | Failure]
"""Gives a report with its events, or why it could not be read."""

WAIT_SECONDS = 20.0
"""So long a request waits for another one's report to be read."""

_FIELDS = (("title", "Title"), ("outlet", "Outlet"), ("date", "Date"), ("url", "URL"))


class Busy(Exception):
    """Another report is being read."""


def code_report(document: Document) -> Document | Failure:
    """Give the report coded by the shipped models, which the first call loads."""
    return run_safely(document, _stages(date.today()))


@cache
def _stages(today: date) -> Sequence[Stage]:
    return WorkerOptions(today=today).build()


def take_report(new: models.NewReport) -> Document:
    """Give the report; fields given beside the text win over those in the text's own head.

    Raises: InputError for a text that is none.
    """
    head, text = split_head(new.text)
    for name, _ in _FIELDS:
        given = getattr(new, name)
        if given and given.strip():
            head[name] = " ".join(given.split())
    lines = [f"{label}: {head[name]}" for name, label in _FIELDS if head.get(name)]
    whole = "\n".join([*lines, "", text]) if lines else text
    try:
        return read_text(whole.encode("utf-8"), source="-")
    except UnicodeEncodeError as error:
        raise InputError("half a character in the text; copy it again") from error


def preview(record: Path, new: models.NewReport, coder: Coder, reading: Lock) -> models.Preview:
    """Give what keeping the report would change; the record stays as it is.

    Raises: InputError for a report that cannot be read, Busy.
    """
    document = _code(take_report(new), coder, reading)
    with _copy_of(record) as copy, open_record(copy, write=True) as connection:
        known = connection.execute("SELECT 1 FROM report WHERE id = ?", (document.id,)).get
        now = datetime.now(UTC)
        write_report(connection, document, version=__version__, now=now)
        refresh_situations(connection)
        changes = list(_changes(connection, document.id, now)) if not known else []
        joins = _joins(connection, document.id)
    events = document.events or ()
    return models.Preview(
        report=document.id,
        known=bool(known),
        published=document.published.date,
        published_basis=document.published.basis,
        published_reason=document.published.reason,
        text=document.text,
        mentions=[show_mention(event) for event in events],
        supports=list(find_supports(events)),
        joins=joins,
        changes=[models.Change.model_validate(change) for change in changes],
    )


def keep(record: Path, new: models.NewReport, coder: Coder, reading: Lock) -> models.Kept:
    """Write the report into the record.

    Raises: InputError for a report that cannot be read, Busy.
    """
    document = _code(take_report(new), coder, reading)
    with open_record(record, write=True) as connection:
        written = write_report(connection, document, version=__version__, now=datetime.now(UTC))
        refresh_situations(connection)
    return models.Kept(report=document.id, written=str(written))


def _code(document: Document, coder: Coder, reading: Lock) -> Document:
    if not reading.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        done = coder(document)
    finally:
        reading.release()
    if isinstance(done, Failure):
        raise InputError(done.message)
    return done


@contextmanager
def _copy_of(record: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        path = Path(folder) / "copy.db"
        with open_record(record, write=False) as source:
            target = apsw.Connection(str(path))
            with target.backup("main", source, "main") as backup:
                backup.step()
            target.close()
        yield path


def _changes(connection: apsw.Connection, report: str, now: datetime) -> Iterator[Change]:
    """Give the changes that rest on the report."""
    since = now.isoformat(timespec="seconds")
    for change in list_changes(connection, read_since=since):
        if change.basis.report == report:
            yield change


def _joins(connection: apsw.Connection, report: str) -> dict[str, str]:
    """Give the mentions of a report that tell an event which another report tells too."""
    rows = connection.execute(
        "SELECT mention, event FROM telling JOIN event_mention USING (mention)"
        " WHERE telling.report = ? AND event IN (SELECT event FROM event_mention AS other"
        " JOIN telling AS told ON told.mention = other.mention WHERE told.report <> ?)",
        (report, report),
    )
    return dict(rows)
