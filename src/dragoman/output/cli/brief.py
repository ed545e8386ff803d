"""``dragoman brief``: the situation now."""

import json
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path

import typer
from rich.console import Console

from dragoman.config import load_settings
from dragoman.errors import ConfigError
from dragoman.output.briefing import make_briefing, to_json, to_markdown
from dragoman.output.terminal import print_briefing
from dragoman.situation.machines import load_machines
from dragoman.store.connections import open_record
from dragoman.store.query import count, read_mentions


class Format(StrEnum):
    """How the brief is written."""

    TEXT = "text"
    MD = "md"
    JSON = "json"


def brief(
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
    format_: Format = typer.Option(Format.TEXT, "--format", "-f", help="text, md or json."),
    since: str | None = typer.Option(None, "--since", help="YYYY-MM-DD: mark what is read since."),
) -> None:
    """Show per track what stands and what changed, with status, date, actors and the words."""
    moment = _moment(since)
    with open_record(record or load_settings().record, write=False) as connection:
        briefing = make_briefing(
            read_mentions(connection), load_machines(), count(connection), since=moment
        )
    if format_ is Format.JSON:
        print(json.dumps(to_json(briefing), ensure_ascii=False, indent=1))
    elif format_ is Format.MD:
        print(to_markdown(briefing))
    else:
        print_briefing(Console(), briefing)
    if not briefing.counts.events:
        raise typer.Exit(3)


def _moment(since: str | None) -> str | None:
    if since is None:
        return None
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise ConfigError(f"--since {since!r} is not a day; write it as YYYY-MM-DD") from error
    return datetime.combine(day, time(), UTC).isoformat(timespec="seconds")
