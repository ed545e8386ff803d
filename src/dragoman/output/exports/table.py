"""One flat row an event, nothing left out: CSV, typed Parquet, and the tables of the Python API."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from dragoman.errors import ConfigError
from dragoman.output.exports.columns import Column, Tally, first, write_csv
from dragoman.output.exports.statements import find_day, lead_of, sentence_words
from dragoman.records.event import Event, EventAmount, EventDate, EventPlace, Participant
from dragoman.store.streams import ToldEvent

if TYPE_CHECKING:
    import pyarrow as pa

Value = str | int | float | bool | date | list[str] | None
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the table; ``kind`` is string, strings, float, int, bool or date."""

    name: str
    kind: str
    meaning: str
    value: Callable[[ToldEvent], Value]


def write_csv_table(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write RFC 4180 CSV with a header; several values share a cell, separated by ``;``."""
    columns = [Column(f.name, f.meaning, _flat(f)) for f in FIELDS]
    write_csv(events, columns, out, tally)


def _flat(field: Field) -> Callable[[ToldEvent], str | int | float | bool | None]:
    def cell(told: ToldEvent) -> str | int | float | bool | None:
        value = field.value(told)
        if isinstance(value, list):
            return ";".join(value)
        return value.isoformat() if isinstance(value, date) else value

    return cell


def write_parquet(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write Parquet with the types of ``FIELDS``, in row groups of 2,000 events.

    Raises: ConfigError when pyarrow is missing.
    """
    arrow = load_arrow()
    from pyarrow import parquet

    with parquet.ParquetWriter(out, arrow_schema(), compression="zstd") as writer:
        for batch in batch_rows(events):
            writer.write_table(arrow.Table.from_pylist(batch, schema=arrow_schema()))
            tally.written += len(batch)


def batch_rows(events: Iterable[ToldEvent]) -> Iterator[list[dict[str, Value]]]:
    """Give the events' rows in lists of at most 2,000."""
    remaining = iter(events)
    while page := list(islice(remaining, _BATCH)):
        yield [table_row(told) for told in page]


def table_row(told: ToldEvent) -> dict[str, Value]:
    """Give an event's row by column names."""
    return {field.name: field.value(told) for field in FIELDS}


def arrow_schema() -> "pa.Schema":
    """Give the table's schema with each column's meaning as its metadata.

    Raises: ConfigError when pyarrow is missing.
    """
    arrow = load_arrow()
    types = {
        "string": arrow.string(),
        "strings": arrow.list_(arrow.string()),
        "float": arrow.float64(),
        "int": arrow.int64(),
        "bool": arrow.bool_(),
        "date": arrow.date32(),
    }
    return arrow.schema(
        [arrow.field(f.name, types[f.kind], metadata={"meaning": f.meaning}) for f in FIELDS]
    )


def load_arrow() -> Any:
    """Give pyarrow. Raises: ConfigError that names the extra when it is missing."""
    try:
        import pyarrow as arrow
    except ImportError as error:
        raise ConfigError(
            "this needs pyarrow, which is not installed: pip install 'dragoman[parquet]'"
        ) from error
    return arrow


# --- values


def _people(
    side: str, value: Callable[[Participant], str | None]
) -> Callable[[ToldEvent], list[str]]:
    """Give a list in step with the participants: ``""`` where one has no value."""

    def cells(told: ToldEvent) -> list[str]:
        event = told.event
        people = event.actors if side == "actor" else event.recipients
        return [value(person) or "" for person in people]

    return cells


def _side(side: str, who: str) -> tuple[Field, ...]:
    return (
        Field(f"{side}s", "strings", f"names of {who}", _people(side, lambda p: p.name)),
        Field(
            f"{side}_ids", "strings", "Dragoman's ids, in step with the names",
            _people(side, lambda p: p.id),
        ),
        Field(
            f"{side}_countries", "strings", "ISO 3166-1 alpha-3, in step with the names",
            _people(side, lambda p: p.country),
        ),
        Field(
            f"{side}_sectors", "strings", "sector codes separated by commas, in step with the names",
            _people(side, lambda p: ",".join(p.sectors)),
        ),
        Field(
            f"{side}_cameo", "strings", "CAMEO codes, in step with the names",
            _people(side, lambda p: p.cameo),
        ),
        Field(
            f"{side}_kinds", "strings", "person, country, government, …, in step with the names",
            _people(side, lambda p: p.kind),
        ),
        Field(
            f"{side}_roles", "strings", "offices and titles, in step with the names",
            _people(side, lambda p: p.role),
        ),
    )  # fmt: skip


def _date(value: Callable[[EventDate], str | None]) -> Callable[[ToldEvent], str | None]:
    return lambda told: value(told.event.date) if told.event.date else None


def _place(value: Callable[[EventPlace], Value]) -> Callable[[ToldEvent], Value]:
    return lambda told: value(told.event.place) if told.event.place else None


def _day(told: ToldEvent) -> date | None:
    day = find_day(told.event)
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def describe_amount(amount: EventAmount) -> str:
    """Give an amount as "about 100000000000 USD"; the words where it has no number."""
    if amount.value is None:
        return amount.text
    return f"{'about ' if amount.approximate else ''}{amount.value:.15g} {amount.unit}"


def _speakers(event: Event) -> list[str]:
    names = (
        said.speaker.name if said.speaker else said.outlet
        for mention in event.mentions
        for said in mention.attribution
    )
    return list(dict.fromkeys(name for name in names if name))


def _published(told: ToldEvent) -> list[str]:
    return sorted(s.published for s in told.event.sources if s.published)


def _quote(told: ToldEvent) -> str:
    mention, _, report = lead_of(told)
    return sentence_words(mention, report)


FIELDS: tuple[Field, ...] = (
    Field("id", "string", "the event's id, hexadecimal", lambda t: t.event.id),
    Field("type", "string", "PLOVER type of what was said or done", lambda t: str(t.event.type)),
    Field("mode", "string", "PLOVER mode", lambda t: t.event.mode),
    Field(
        "act_type", "string", "type of the act meant, where it differs from the statement's",
        lambda t: str(t.event.act.type) if t.event.act else None,
    ),
    Field(
        "act_mode", "string", "mode of the act meant",
        lambda t: t.event.act.mode if t.event.act else None,
    ),
    Field(
        "status", "string", "whether the act meant happened: one of the eight statuses",
        lambda t: str(t.event.status),
    ),
    Field("background", "bool", "told as history by every report", lambda t: t.event.background),
    Field("contexts", "strings", "PLOVER contexts", lambda t: list(t.event.contexts)),
    Field("cameo", "string", "CAMEO code, with its leading zero", lambda t: t.event.cameo),
    Field("quad", "string", "verbal or material, cooperation or conflict", lambda t: t.event.quad),
    Field("intensity", "float", "PLOVER score, -10 to 10", lambda t: float(t.event.intensity)),
    Field(
        "day", "date", "first day of the act, else of the first report; empty for undated history",
        _day,
    ),
    Field("date_start", "string", "ISO 8601 prefix as precise as it is known", _date(lambda d: d.start)),
    Field("date_end", "string", "last day, ISO 8601 prefix, inclusive", _date(lambda d: d.end)),
    Field("date_basis", "string", "stated, context or published", _date(lambda d: d.basis)),
    Field("date_precision", "string", "day, week, month, …", _date(lambda d: d.precision)),
    *_side("actor", "who did it"),
    *_side("recipient", "whom it was directed at"),
    Field("place", "string", "name of the place", _place(lambda p: p.name)),
    Field("place_country", "string", "its country, ISO 3166-1 alpha-3", _place(lambda p: p.country)),
    Field("lat", "float", "WGS 84 degrees", _place(lambda p: p.lat)),
    Field("lon", "float", "WGS 84 degrees", _place(lambda p: p.lon)),
    Field("geonames", "int", "GeoNames id", _place(lambda p: p.geonames)),
    Field("place_precision", "string", "city, region, country or feature", _place(lambda p: p.precision)),
    Field(
        "amounts", "strings", "value and unit of each amount",
        lambda t: [describe_amount(amount) for amount in t.event.amounts],
    ),
    Field("said_by", "strings", "who says so, by all reports", lambda t: _speakers(t.event)),
    Field(
        "links", "strings", "kind and event of each link, as kind:id",
        lambda t: [f"{link.kind}:{link.event}" for link in t.event.links],
    ),
    Field(
        "confidence", "float", "0 to 1: that at least one report tells it so",
        lambda t: t.event.confidence,
    ),
    Field(
        "reports", "int", "how many reports tell it",
        lambda t: len({s.report for s in t.event.sources}),
    ),
    Field(
        "outlets", "strings", "who published them, near copies too",
        lambda t: list(dict.fromkeys(o for s in t.event.sources for o in s.outlets)),
    ),
    Field("first_published", "string", "day of the first report", lambda t: first(_published(t))),
    Field(
        "last_published", "string", "day of the last report",
        lambda t: first(reversed(_published(t))),
    ),
    Field("quote", "string", "the sentence of the report that tells most", _quote),
    Field("title", "string", "its title", lambda t: lead_of(t)[2].title),
    Field("url", "string", "its address", lambda t: lead_of(t)[2].url),
)  # fmt: skip
MEANINGS = tuple((field.name, field.meaning) for field in FIELDS)
