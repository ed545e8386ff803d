"""``dragoman changes``: what each report altered, and why."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import typer
from rich.console import Console

from dragoman.config import load_settings
from dragoman.output.briefing import load_change_lines
from dragoman.output.briefing_views import change_json
from dragoman.output.cli.brief import read_day, read_dyad, read_since
from dragoman.output.terminal import print_changes
from dragoman.store.connections import open_record
from dragoman.store.situation import list_changes, read_situation


class ChangesFormat(StrEnum):
    """How the changes are written."""

    TEXT = "text"
    JSON = "json"


def changes(
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
    since: str | None = typer.Option(
        None,
        "--since",
        help="From a day of publication, or a moment of reading, or today, yesterday, 3d.",
    ),
    as_of: str | None = typer.Option(
        None, "--as-of", help="YYYY-MM-DD: only what was published by then."
    ),
    dyad: str | None = typer.Option(None, "--dyad", help="Only this dyad: USA-VEN, or COL."),
    format_: ChangesFormat = typer.Option(ChangesFormat.TEXT, "--format", "-f", help="text, json."),
) -> None:
    """Show what each report altered: tracks, commitments, contradictions, statuses."""
    start = read_since(since, now=datetime.now(UTC))
    day = read_day(as_of, "--as-of")
    wanted = read_dyad(dyad) if dyad else None
    with open_record(record or load_settings().record, write=False) as connection:
        if wanted is not None and day is not None:
            known = read_situation(connection, wanted, as_of=day).changes
            found = tuple(
                c
                for c in known
                if (c.basis.published or "") >= (start.published or "")
                and c.read_at >= (start.read_at or "")
            )
        else:
            found = list_changes(
                connection,
                dyad=wanted,
                published_since=start.published,
                read_since=start.read_at,
                until=day,
            )
        lines = load_change_lines(connection, found)
    if format_ is ChangesFormat.JSON:
        print(json.dumps([change_json(line) for line in lines], ensure_ascii=False, indent=1))
    else:
        print_changes(Console(), lines)
    if not lines:
        raise typer.Exit(3)
