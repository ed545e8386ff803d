"""``dragoman split`` and ``dragoman join``: an analyst's decisions on what tells one event."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from dragoman.config import load_settings
from dragoman.store.connections import open_record
from dragoman.store.decisions import join_events, split_event, withdraw
from dragoman.store.query import find_event, find_mention

_RECORD = typer.Option(None, "--record", "-r", help="The record's file.")
_NOTE = typer.Option("", "--note", "-n", help="Why; kept with the decision.")
_WITHDRAW = typer.Option(False, "--withdraw", help="Take back the latest such decision instead.")


def split(
    event: str = typer.Argument(..., help="An event's id, or its first characters."),
    mentions: list[str] = typer.Argument(..., help="Mentions that tell another event."),
    note: str = _NOTE,
    withdrawn: bool = _WITHDRAW,
    record: Path | None = _RECORD,
) -> None:
    """Decide that mentions of an event tell another one; later reading heeds it."""
    now = datetime.now(UTC)
    with open_record(record or load_settings().record, write=True) as connection:
        named = [find_mention(connection, mention).event.id for mention in mentions]
        if withdrawn:
            decision = withdraw(connection, "split", named, note=note, now=now)
        else:
            found = find_event(connection, event)
            decision = split_event(connection, found, named, note=note, now=now)
        events = {find_event(connection, m).id for pair in decision.pairs for m in pair}
    _say("split", sorted(events), withdrawn=withdrawn)


def join(
    one: str = typer.Argument(..., help="An event's id, or its first characters."),
    other: str = typer.Argument(..., help="Another event's."),
    note: str = _NOTE,
    withdrawn: bool = _WITHDRAW,
    record: Path | None = _RECORD,
) -> None:
    """Decide that two events are one; later reading heeds it."""
    now = datetime.now(UTC)
    with open_record(record or load_settings().record, write=True) as connection:
        if withdrawn:
            named = [find_mention(connection, prefix).event.id for prefix in (one, other)]
            decision = withdraw(connection, "join", named, note=note, now=now)
        else:
            found = [find_event(connection, prefix) for prefix in (one, other)]
            decision = join_events(connection, *found, note=note, now=now)
        events = {find_event(connection, m).id for pair in decision.pairs for m in pair}
    _say("join", sorted(events), withdrawn=withdrawn)


def _say(kind: str, events: list[str], *, withdrawn: bool) -> None:
    done = f"{kind} withdrawn" if withdrawn else kind
    print(f"{done}: now {len(events)} event{'s' * (len(events) != 1)}: {' '.join(events)}")
