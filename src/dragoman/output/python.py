"""Dragoman from Python: open a record, read reports, ask for events, situations, evidence.

``import dragoman`` gives these names. They are thin: each calls what the command line calls.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

import apsw

from dragoman import __version__
from dragoman.config import load_settings
from dragoman.errors import ConfigError
from dragoman.output.api.evidence import find_supports
from dragoman.output.brief_page import render_page
from dragoman.output.briefing import Briefing, Scope, Since, load_briefing
from dragoman.output.briefing_views import to_json, to_markdown
from dragoman.output.contract import Json, annotate_line, code_line
from dragoman.output.exports.table import FIELDS, arrow_schema, batch_rows, load_arrow
from dragoman.output.notebook import show_events, show_report, show_why
from dragoman.pipeline import Stage, build_stages, load_resources, run
from dragoman.read.checks import check_text
from dragoman.read.files import read_bytes, read_text
from dragoman.records.document import Document, Published
from dragoman.records.event import Event, EventMention, EventType, Status
from dragoman.records.situation import Dyad, Situation
from dragoman.situation.machines import load_machines
from dragoman.store.connections import open_record
from dragoman.store.query import StoredReport, find_event, read_mentions, read_report, read_reports
from dragoman.store.situation import read_situation, refresh_situations
from dragoman.store.streams import ToldEvent, stream_events
from dragoman.store.write import write_report

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

DyadLike = str | Iterable[str]
Day = str | date
_Kind = TypeVar("_Kind", EventType, Status)


@dataclass(frozen=True, slots=True)
class Report:
    """A report with what it tells. In a notebook it shows its text with the evidence marked."""

    id: str
    text: str
    published: str | None
    title: str | None
    outlet: str | None
    url: str | None
    events: tuple[EventMention, ...]
    document: Document | None = field(default=None, repr=False)

    def json(self) -> Json:
        """Give what ``dragoman code`` writes for the report."""
        if self.document is not None:
            return code_line(self.document)
        published = Published(self.published, "given" if self.published else "unknown")
        return code_line(Document(self.id, self.text, published, events=self.events))

    def _repr_html_(self) -> str:
        return show_report(self.text, self.events, (self.title, self.outlet, self.published))


@dataclass(frozen=True, slots=True)
class Why:
    """An event and the words behind each of its values, telling by telling."""

    told: ToldEvent

    @property
    def event(self) -> Event:
        """Give the event itself."""
        return self.told.event

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Give (value, what it is, words, outlet) of every telling."""
        return [
            (support.field, support.says, report.text[support.start : support.end], outlet)
            for mention in self.told.event.mentions
            for report in [self.told.reports[mention.report]]
            for outlet in [report.outlet or report.id]
            for support in find_supports([mention])
        ]

    def _repr_html_(self) -> str:
        return show_why(self.told.event, self.rows)


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief, to be looked at or written out."""

    briefing: Briefing
    html: str = field(repr=False)

    @property
    def markdown(self) -> str:
        """Give it as Markdown."""
        return to_markdown(self.briefing)

    def json(self) -> Json:
        """Give it as JSON values."""
        return to_json(self.briefing)

    def _repr_markdown_(self) -> str:
        return self.markdown


@dataclass(frozen=True, slots=True)
class Events:
    """Events that fit what was asked for: read anew from the record at each pass."""

    _connection: apsw.Connection = field(repr=False)
    since: date | None = None
    as_of: date | None = None
    dyad: Dyad | None = None
    types: frozenset[EventType] = frozenset()
    statuses: frozenset[Status] = frozenset()

    def told(self) -> Iterator[ToldEvent]:
        """Give each event with the reports that tell it."""
        found = stream_events(self._connection, since=self.since, as_of=self.as_of, dyad=self.dyad)
        for told in found:
            event = told.event
            if self.types and event.type not in self.types:
                continue
            if not self.statuses or event.status in self.statuses:
                yield told

    def __iter__(self) -> Iterator[Event]:
        return (told.event for told in self.told())

    def __len__(self) -> int:
        return sum(1 for _ in self.told())

    def arrow(self) -> "pa.Table":
        """Give a table with a row an event (docs/EXPORTS.md, `parquet`).

        Raises: ConfigError that names the extra when pyarrow is missing.
        """
        arrow = load_arrow()
        schema = arrow_schema()
        batches = [arrow.Table.from_pylist(b, schema=schema) for b in batch_rows(self.told())]
        return arrow.concat_tables([schema.empty_table(), *batches])

    def df(self) -> "pd.DataFrame":
        """Give a pandas table with a row an event; codes stay text.

        Raises: ConfigError that names the extra when pandas is missing.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise ConfigError(
                "this needs pandas, which is not installed: pip install 'dragoman[pandas]'"
            ) from error
        rows = [row for batch in batch_rows(self.told()) for row in batch]
        frame = pd.DataFrame.from_records(rows, columns=[f.name for f in FIELDS])
        return frame.assign(day=pd.to_datetime(frame["day"]))

    def _repr_html_(self) -> str:
        return show_events(self.told())


class Record:
    """A record, open until it is closed; use it in a ``with`` statement."""

    def __init__(self, path: Path, *, write: bool) -> None:
        """Open the record at ``path``; with ``write`` it is made where there is none."""
        self.path = path
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(open_record(path, write=write))

    def __enter__(self) -> "Record":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Record({str(self.path)!r})"

    def close(self) -> None:
        """Close it; closing twice does no harm."""
        self._stack.close()

    def read(
        self,
        source: str | Path,
        *,
        date: Day | None = None,
        outlet: str | None = None,
        title: str | None = None,
        url: str | None = None,
    ) -> Report:
        """Read a report into the record and give it with its events.

        ``source`` is a file's path, or the text itself: a string is a path when a file lies there.
        Raises: InputError for what is no English text or no file; StoreError.
        """
        document = _load_document(source)
        document = replace(
            document,
            title=title or document.title,
            outlet=outlet or document.outlet,
            url=url or document.url,
            published=Published(_day(date), "given") if date else document.published,
        )
        document = replace(document, id=_make_id(document))
        done = run(document, _stages())
        write_report(self._connection, done, version=__version__, now=datetime.now(UTC))
        refresh_situations(self._connection)
        return _report(done)

    def events(
        self,
        *,
        since: Day | None = None,
        as_of: Day | None = None,
        dyad: DyadLike | None = None,
        type: str | Iterable[str] = (),
        status: str | Iterable[str] = (),
    ) -> Events:
        """Give events by day and id.

        ``since`` keeps acts of that day or later; ``as_of`` shows the record as the reports
        published on or before that day make it; ``dyad`` is "USA-VEN" or ("USA", "VEN").
        Raises: ConfigError for a day, type or status that is none.
        """
        return Events(
            self._connection,
            since=_as_date(since),
            as_of=_as_date(as_of),
            dyad=_dyad(dyad) if dyad is not None else None,
            types=frozenset(_members(type, EventType)),
            statuses=frozenset(_members(status, Status)),
        )

    def situation(self, dyad: DyadLike, *, as_of: Day | None = None) -> Situation:
        """Give where the tracks of a dyad stand, what is owed, what is disputed, what changed."""
        return read_situation(self._connection, _dyad(dyad), as_of=_day(as_of))

    def brief(
        self,
        *,
        since: Day | None = None,
        as_of: Day | None = None,
        dyad: DyadLike | None = None,
    ) -> Brief:
        """Give the brief: of all dyads or one; ``since`` a day of publication shows what is new."""
        scope = Scope(
            dyads=(_dyad(dyad),) if dyad is not None else (),
            since=Since(published=_day(since)),
            as_of=_day(as_of),
        )
        briefing = load_briefing(self._connection, load_machines(), scope)
        return Brief(briefing, render_page(self._connection, briefing))

    def reports(self) -> tuple[Report, ...]:
        """Give the reports by day of publication, each with the events that it tells."""
        told: dict[str, list[EventMention]] = {}
        for stored in read_mentions(self._connection):
            told.setdefault(stored.report.id, []).append(stored.event)
        return tuple(
            _stored(report, told.get(report.id, ())) for report in read_reports(self._connection)
        )

    def why(self, id: str) -> Why:
        """Give the event that has, or one of whose tellings has, an id starting so, with its words.

        Raises: InputError when none or several do.
        """
        event = find_event(self._connection, id)
        ids = {source.report for source in event.sources}
        return Why(ToldEvent(event, {i: read_report(self._connection, i) for i in ids}))


def open_path(path: str | Path | None = None, *, write: bool = True) -> Record:
    """Open a record, making it where there is none; without a path the user's own.

    ``write=False`` opens it for reading alone and makes no file.
    Raises: StoreError.
    """
    return Record(Path(path) if path is not None else load_settings().record, write=write)


def code(
    text: str, *, date: Day | None = None, title: str | None = None, outlet: str | None = None
) -> Report:
    """Give a text's events, keeping nothing. Raises: InputError for what is no English text."""
    return _report(run(_make_document(text, date, title, outlet), _stages()))


def annotate(text: str, *, date: Day | None = None) -> Json:
    """Give what ``dragoman annotate`` writes of a text: tokens, parse, names, times, places, quotes.

    Raises: InputError for what is no English text.
    """
    return annotate_line(run(_make_document(text, date, None, None), _stages()))


# --- pieces


@cache
def _stages() -> tuple[Stage, ...]:
    """Models and tables are loaded once, when they are first needed."""
    resources = load_resources(threads=load_settings().threads)
    return build_stages(resources, today=date.today())


def _load_document(source: str | Path) -> Document:
    path = _as_path(source)
    if path is not None:
        return read_text(read_bytes(path), source=str(path))
    return _make_document(str(source), None, None, None)


def _as_path(source: str | Path) -> Path | None:
    if isinstance(source, Path):
        return source
    if len(source) > 1024 or "\n" in source or "\0" in source:
        return None
    try:
        return Path(source) if Path(source).is_file() else None
    except OSError:
        return None


def _make_document(text: str, day: Day | None, title: str | None, outlet: str | None) -> Document:
    check_text(text)
    published = Published(_day(day), "given") if day else Published(None, "unknown")
    document = Document("", text, published, title, outlet)
    return replace(document, id=_make_id(document))


def _make_id(document: Document) -> str:
    """Give the id that the same report has when it is read from a file."""
    seed = f"{document.outlet or ''}\0{document.text}"
    return hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _report(document: Document) -> Report:
    return Report(
        id=document.id,
        text=document.text,
        published=document.published.date,
        title=document.title,
        outlet=document.outlet,
        url=document.url,
        events=document.events or (),
        document=document,
    )


def _stored(report: StoredReport, events: Iterable[EventMention]) -> Report:
    return Report(
        report.id, report.text, report.published, report.title, report.outlet, report.url,
        tuple(events),
    )  # fmt: skip


def _as_date(day: Day | None) -> date | None:
    if day is None or isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise ConfigError(f"{day!r} is not a day; write it as YYYY-MM-DD") from error


def _day(day: Day | None) -> str | None:
    found = _as_date(day)
    return found.isoformat() if found else None


def _dyad(dyad: DyadLike) -> Dyad:
    codes = dyad.split("-") if isinstance(dyad, str) else list(dyad)
    if not 1 <= len(codes) <= 2 or not all(len(c) == 3 and c.isalpha() for c in codes):
        raise ConfigError(f"{dyad!r} is no dyad; write one or two country codes, as USA-VEN")
    return tuple(sorted(c.upper() for c in codes))


def _members(values: str | Iterable[str], kind: type[_Kind]) -> Iterator[_Kind]:
    for value in [values] if isinstance(values, str) else values:
        try:
            yield kind(value.upper() if kind is EventType else value.lower())
        except ValueError as error:
            known = ", ".join(kind)
            raise ConfigError(f"{value!r} is none of {known}") from error
