"""``dragoman brief``: the situation now, on a past day, or what is new."""

import json
import sys
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import typer
from rich.console import Console

from dragoman.config import load_settings
from dragoman.errors import ConfigError
from dragoman.output.brief_page import render_page
from dragoman.output.briefing import Scope, Since, load_briefing
from dragoman.output.briefing_views import to_json, to_markdown
from dragoman.output.terminal import print_briefing
from dragoman.records.situation import Dyad
from dragoman.situation.machines import load_machines
from dragoman.store.connections import open_record

_MANY = 1_000_000


class Format(StrEnum):
    """How the brief is written."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    HTML = "html"


def brief(
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
    format_: Format = typer.Option(Format.TEXT, "--format", "-f", help="text, md, json or html."),
    since: str | None = typer.Option(
        None,
        "--since",
        help="What is new: a day of publication, a moment of reading, or today, yesterday, 3d.",
    ),
    as_of: str | None = typer.Option(
        None, "--as-of", help="YYYY-MM-DD: the record as the reports published by then make it."
    ),
    dyad: list[str] = typer.Option([], "--dyad", help="Only this dyad: USA-VEN, or COL."),
    all_: bool = typer.Option(False, "--all", help="Every dyad and every event."),
) -> None:
    """Show per dyad where its tracks stand, what changed, what is owed and what is disputed."""
    settings = load_settings()
    machines = load_machines(settings.machines)
    most = _MANY if all_ else Scope().most_lines
    scope = Scope(
        dyads=tuple(read_dyad(name) for name in dyad),
        since=read_since(since, now=datetime.now(UTC)),
        as_of=read_day(as_of, "--as-of"),
        most_dyads=_MANY if all_ else Scope().most_dyads,
        most_lines=most,
    )
    with open_record(record or settings.record, write=False) as connection:
        briefing = load_briefing(connection, machines, scope)
        page = render_page(connection, briefing, all_=all_) if format_ is Format.HTML else ""
    if format_ is Format.HTML:
        sys.stdout.buffer.write(page.encode("utf-8", "replace"))
    elif format_ is Format.JSON:
        print(json.dumps(to_json(briefing), ensure_ascii=False, indent=1))
    elif format_ is Format.MD:
        print(to_markdown(briefing))
    else:
        print_briefing(Console(), briefing)
    if not briefing.dyads:
        raise typer.Exit(3)


def read_dyad(name: str) -> Dyad:
    """Give the dyad that is written "USA-VEN" or "ven-usa"; one code stands for affairs at home.

    Raises: ConfigError for anything else.
    """
    codes = name.upper().split("-")
    if not 1 <= len(codes) <= 2 or not all(len(c) == 3 and c.isalpha() for c in codes):
        raise ConfigError(f"{name!r} is no dyad; write one or two country codes, as USA-VEN")
    return tuple(sorted(codes))


def read_day(text: str | None, option: str) -> str | None:
    """Give a day as YYYY-MM-DD.

    Raises: ConfigError for what is no day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ConfigError(f"{option} {text!r} is not a day; write it as YYYY-MM-DD") from error


def read_since(text: str | None, *, now: datetime) -> Since:
    """Give from when on things are new.

    A day (YYYY-MM-DD) is a day of publication. A moment (YYYY-MM-DDTHH:MM, UTC unless it says
    otherwise) is one of reading; so are ``today`` and ``yesterday`` (from midnight UTC), ``3d``
    and ``12h`` (so long before ``now``).
    Raises: ConfigError for anything else.
    """
    if text is None:
        return Since()
    moment = _relative(text.strip().lower(), now)
    if moment is None:
        try:
            if len(text) == 10:
                return Since(published=date.fromisoformat(text).isoformat())
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ConfigError(
                f"--since {text!r} is no day and no moment; write 2026-01-12, 2026-01-12T08:00, "
                "yesterday or 3d"
            ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Since(read_at=moment.astimezone(UTC).isoformat(timespec="seconds"))


def _relative(text: str, now: datetime) -> datetime | None:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text in {"today", "yesterday"}:
        return midnight - timedelta(days=int(text == "yesterday"))
    number, unit = text[:-1], text[-1:]
    if number.isdigit() and unit in {"d", "h"}:
        return now - timedelta(**{"days" if unit == "d" else "hours": int(number)})
    return None
