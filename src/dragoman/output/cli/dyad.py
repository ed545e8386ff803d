"""``dragoman dyad``: how two countries treat each other by day, and who answers whom."""

import csv
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.config import load_settings
from dragoman.output.briefing_words import name_dyad
from dragoman.output.cli.brief import read_day, read_dyad
from dragoman.output.plots import spark
from dragoman.output.terminal import printable
from dragoman.records.situation import Answer, DayScore, DyadRecord, Response
from dragoman.situation.series import FEWEST_ACTIVE, FEWEST_DAYS, net_series
from dragoman.situation.words import country_name, describe_event
from dragoman.store.connections import open_record
from dragoman.store.situation import load_dyad_events, read_situation

_WIDTH = 60


class DyadFormat(StrEnum):
    """How the series is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def dyad(
    name: str = typer.Argument(..., help="USA-VEN, or one code for affairs at home."),
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
    format_: DyadFormat = typer.Option(DyadFormat.TEXT, "--format", "-f", help="text, json, csv."),
    as_of: str | None = typer.Option(
        None, "--as-of", help="YYYY-MM-DD: only what was published by then."
    ),
) -> None:
    """Show a dyad's cooperation and conflict by day, and which steps answered which."""
    wanted = read_dyad(name)
    day = read_day(as_of, "--as-of")
    with open_record(record or load_settings().record, write=False) as connection:
        found = read_situation(connection, wanted, as_of=day).record
        events = {e.id: describe_event(e) for e in load_dyad_events(connection, wanted, as_of=day)}
    if format_ is DyadFormat.JSON:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    elif format_ is DyadFormat.CSV:
        _write_csv(found.days)
    else:
        _print(Console(), found, events)
    if not found.days:
        raise typer.Exit(3)


def _write_csv(days: Iterable[DayScore]) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("day", "source", "target", "cooperation", "conflict", "net", "counts"))
    for row in days:
        counts = " ".join(f"{type_}:{number}" for type_, number in row.counts)
        net = round(row.cooperation + row.conflict, 2)
        out.writerow((row.day, row.source, row.target, row.cooperation, row.conflict, net, counts))


def _print(console: Console, found: DyadRecord, events: dict[str, str]) -> None:
    console.print(Text(name_dyad(found.dyad), style="bold"))
    for source, target in sorted({(d.source, d.target) for d in found.days}):
        series = net_series(found.days, source, target)
        line = Text(f"{country_name(source)} → {country_name(target)}  ")
        line.append(spark(series, width=_WIDTH))
        line.append(f"  {min(series)} to {max(series)}", style="dim")
        console.print(line)
    console.print()
    console.print(_day_table(found.days))
    for response in found.responses:
        console.print(Text(describe_response(response)))
    if found.answers:
        console.print()
        console.print(Text("Steps and answers", style="bold underline"))
        for answer in found.answers:
            console.print(Text(printable(_describe_answer(answer, events))))


def _day_table(days: Iterable[DayScore]) -> Table:
    table = Table("day", "from", "to", box=None, pad_edge=False)
    for name in ("cooperation", "conflict", "net"):
        table.add_column(name, justify="right")
    table.add_column("events")
    for row in days:
        counts = ", ".join(f"{type_} {number}" for type_, number in row.counts)
        net = row.cooperation + row.conflict
        cells = (f"{row.cooperation:g}", f"{row.conflict:g}", f"{net:+g}")
        table.add_row(row.day, row.source, row.target, *cells, counts)
    return table


def describe_response(response: Response) -> str:
    """Give a response in words, with its interval, or why nothing can be said."""
    who = f"{response.responder} to {response.initiator}"
    days = "the day before" if response.lag == 1 else f"the {response.lag} days before"
    if response.coefficient is None or response.low is None or response.high is None:
        return (
            f"Reciprocity of {who}, {days}: too few days to say "
            f"({response.n}; needs {FEWEST_DAYS} with {FEWEST_ACTIVE} active on each side)"
        )
    sure = response.low > 0 or response.high < 0
    return (
        f"Reciprocity of {who}, {days}: {response.coefficient:+.2f} points a point "
        f"(95 % {response.low:+.2f} to {response.high:+.2f}; {response.n} days)"
        f"{'' if sure else '; no clear response'}"
    )


def _describe_answer(answer: Answer, events: dict[str, str]) -> str:
    step, done = (events.get(id_, id_[:8]) for id_ in (answer.step, answer.answer))
    days = "" if answer.days is None else f", {answer.days} days later"
    sure = "told" if answer.told else "likely"
    return f"{step} → {done}{days}; {sure}, {answer.probability:.2f}"
