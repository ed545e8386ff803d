"""``dragoman export``: the record in the formats of others."""

import sys
from datetime import date
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.config import load_settings
from dragoman.errors import ConfigError
from dragoman.output.cli.brief import read_day, read_dyad
from dragoman.output.exports.columns import Exporter, Tally
from dragoman.output.exports.exporters import EXPORTERS, find_exporter, write_file
from dragoman.store.connections import open_record
from dragoman.store.streams import stream_events


def export(
    to: str = typer.Option("", "--to", "-t", help="The format; --list shows all."),
    out: Path | None = typer.Option(None, "--output", "-o", help="A file; else stdout."),
    since: str | None = typer.Option(
        None, "--since", help="YYYY-MM-DD: acts of that day or later."
    ),
    as_of: str | None = typer.Option(
        None, "--as-of", help="YYYY-MM-DD: the record as the reports published by then make it."
    ),
    dyad: str | None = typer.Option(None, "--dyad", help="Only these countries: USA-VEN, or COL."),
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
    list_: bool = typer.Option(False, "--list", help="Show the formats and stop."),
) -> None:
    """Write events in another format: PLOVER, POLECAT, GDELT, ICEWS, CSV, Parquet, and more."""
    if list_:
        _print_formats(Console())
        return
    if not to:
        raise ConfigError("--to is missing; `dragoman export --list` shows the formats")
    exporter = find_exporter(to)
    with open_record(record or load_settings().record, write=False) as connection:
        events = stream_events(
            connection,
            since=_day(since, "--since"),
            as_of=_day(as_of, "--as-of"),
            dyad=read_dyad(dyad) if dyad else None,
        )
        if out is not None and str(out) != "-":
            tally = write_file(exporter, events, out)
        else:
            tally = Tally()
            exporter.write(events, sys.stdout.buffer, tally)
            sys.stdout.buffer.flush()
    _say(exporter, tally)
    if not tally.written:
        raise typer.Exit(3)


def _day(text: str | None, option: str) -> date | None:
    day = read_day(text, option)
    return date.fromisoformat(day) if day else None


def _say(exporter: Exporter, tally: Tally) -> None:
    print(f"dragoman: {exporter.name}: {tally.written} written", file=sys.stderr)
    for reason, number in sorted(tally.left_out.items()):
        print(f"dragoman: {number} events left out: {reason}", file=sys.stderr)


def _print_formats(console: Console) -> None:
    table = Table("format", "extension", "what", "status", "needs", box=None, pad_edge=False)
    for exporter in EXPORTERS:
        status = "kept" if exporter.keeps_status else "statements only"
        needs = f"dragoman[{exporter.extra}]" if exporter.extra else ""
        cells = (exporter.name, exporter.extension, exporter.summary, status, needs)
        table.add_row(*map(Text, cells))
    console.print(table)
