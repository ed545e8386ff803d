"""The table of formats, and the one function that writes a record in one of them."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from dragoman.errors import ConfigError, InputError
from dragoman.output.exports import (
    calendars,
    followthemoney,
    gdelt,
    geojson,
    icews,
    jsonld,
    plover,
    polecat,
    table,
)
from dragoman.output.exports.columns import Exporter, Tally
from dragoman.store.streams import ToldEvent

EXPORTERS: tuple[Exporter, ...] = (
    Exporter(
        "plover-full", "jsonl", "all that the record knows of an event; `import` reads it back",
        plover.FULL_FIELDS, plover.write_full, keeps_status=True,
    ),
    Exporter(
        "plover", "jsonl", "the plain fields of the PLOVER manual",
        plover.PLAIN_FIELDS, plover.write_plain, keeps_status=False,
    ),
    Exporter(
        "polecat", "tsv", "POLECAT's 40 columns; `import` reads it back",
        polecat.FIELDS, polecat.write, keeps_status=False,
    ),
    Exporter(
        "gdelt", "tsv", "GDELT 2.0 events, 61 columns, no header",
        gdelt.EVENT_FIELDS, gdelt.write_events, keeps_status=False,
    ),
    Exporter(
        "gdelt-mentions", "tsv", "GDELT 2.0 mentions, 16 columns, no header",
        gdelt.MENTION_FIELDS, gdelt.write_mentions, keeps_status=False,
    ),
    Exporter(
        "icews", "tsv", "ICEWS's 20 columns", icews.FIELDS, icews.write, keeps_status=False,
    ),
    Exporter(
        "csv", "csv", "one flat row an event, for spreadsheets",
        table.MEANINGS, table.write_csv_table, keeps_status=True,
    ),
    Exporter(
        "parquet", "parquet", "the same table, typed",
        table.MEANINGS, table.write_parquet, keeps_status=True, extra="parquet",
    ),
    Exporter(
        "geojson", "geojson", "a point for each event whose place is known",
        geojson.FIELDS, geojson.write, keeps_status=True,
    ),
    Exporter(
        "ical", "ics", "a calendar of what is planned, asked for, possible or called off",
        calendars.FIELDS, calendars.write, keeps_status=True,
    ),
    Exporter(
        "ftm", "ftm.jsonl", "FollowTheMoney entities",
        followthemoney.FIELDS, followthemoney.write, keeps_status=True,
    ),
    Exporter(
        "jsonld", "jsonld", "schema.org Event, Claim and NewsArticle",
        jsonld.FIELDS, jsonld.write, keeps_status=True,
    ),
)  # fmt: skip


def find_exporter(name: str) -> Exporter:
    """Give the format of that name. Raises: ConfigError that lists the names for any other."""
    for exporter in EXPORTERS:
        if exporter.name == name:
            return exporter
    names = ", ".join(exporter.name for exporter in EXPORTERS)
    raise ConfigError(f"--to {name!r} is no format; choose one of {names}")


def write_file(exporter: Exporter, events: Iterable[ToldEvent], path: Path) -> Tally:
    """Write the events to a file, which takes its place only when it is whole.

    Raises: InputError when the file cannot be written.
    """
    tally = Tally()
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as out:
            exporter.write(events, out, tally)
        os.chmod(draft, 0o666 & ~_umask())
        os.replace(draft, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        Path(draft).unlink(missing_ok=True)
    return tally


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
