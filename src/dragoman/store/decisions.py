"""An analyst's decisions on what tells one event: kept for good, heeded by all later merging."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

import apsw

from dragoman.errors import InputError
from dragoman.merge.clusters import Pair, make_pair
from dragoman.records.event import Event
from dragoman.store.merging import rebuild_events


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: ``kind`` is join or split; ``withdrawn_at`` is ``None`` while it is in force."""

    id: int
    kind: str
    note: str
    made_at: str
    withdrawn_at: str | None
    pairs: tuple[Pair, ...]


def split_event(
    connection: apsw.Connection, event: Event, mentions: Sequence[str], *, note: str, now: datetime
) -> Decision:
    """Decide that the mentions tell another event than the rest of the event's.

    The rest of the mentions stay as merging has them. Raises: InputError when a mention is not of
    the event, or none or all of them are given.
    """
    with connection:
        own = _mentions_of(connection, event)
        chosen = {_find(own, prefix) for prefix in mentions}
        if not chosen or chosen == own:
            raise InputError(
                f"event {event.id[:8]} has {len(own)} mentions; give some of them, not all"
            )
        pairs = {make_pair(a, b) for a in chosen for b in own - chosen}
        number = _decide(connection, "split", pairs, note, now)
    return _read_decision(connection, number)


def join_events(
    connection: apsw.Connection, one: Event, other: Event, *, note: str, now: datetime
) -> Decision:
    """Decide that all mentions of two events tell one. Raises: InputError when they are one."""
    if one.id == other.id:
        raise InputError(f"{one.id[:8]} and {other.id[:8]} are one event already")
    with connection:
        both = _mentions_of(connection, one) | _mentions_of(connection, other)
        number = _decide(connection, "join", set(combinations(sorted(both), 2)), note, now)
    return _read_decision(connection, number)


def withdraw(
    connection: apsw.Connection, kind: str, mentions: Iterable[str], *, note: str, now: datetime
) -> Decision:
    """Take back the latest decision of that kind which is in force and names all the mentions.

    Raises: InputError when there is none.
    """
    wanted = set(mentions)
    for decision in reversed(read_decisions(connection)):
        named = {mention for pair in decision.pairs for mention in pair}
        if decision.kind == kind and decision.withdrawn_at is None and wanted <= named:
            with connection:
                moment = now.isoformat(timespec="seconds")
                connection.execute(
                    "INSERT INTO withdrawal VALUES (?, ?, ?)", (decision.id, note, moment)
                )
                rebuild_events(connection, named, now=now)
            return decision
    raise InputError(f"no {kind} in force names {', '.join(sorted(m[:8] for m in wanted))}")


def read_decisions(connection: apsw.Connection) -> tuple[Decision, ...]:
    """Give all decisions in the order in which they were made, withdrawn ones too."""
    pairs: dict[int, list[Pair]] = {}
    for number, a, b in connection.execute("SELECT decision, a, b FROM decision_pair"):
        pairs.setdefault(number, []).append((a, b))
    rows = connection.execute(
        "SELECT decision.id, kind, decision.note, decision.made_at, withdrawal.made_at"
        " FROM decision LEFT JOIN withdrawal ON decision = decision.id ORDER BY decision.id"
    )
    return tuple(
        Decision(id_, kind, note, made, gone, tuple(sorted(pairs.get(id_, ()))))
        for id_, kind, note, made, gone in rows
    )


def _decide(
    connection: apsw.Connection, kind: str, pairs: set[Pair], note: str, now: datetime
) -> int:
    moment = now.isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO decision (kind, note, made_at) VALUES (?, ?, ?)", (kind, note, moment)
    )
    number = connection.last_insert_rowid()
    connection.executemany(
        "INSERT INTO decision_pair VALUES (?, ?, ?)", ((number, *pair) for pair in sorted(pairs))
    )
    rebuild_events(connection, {m for pair in pairs for m in pair}, now=now)
    return number


def _read_decision(connection: apsw.Connection, number: int) -> Decision:
    return next(d for d in read_decisions(connection) if d.id == number)


def _mentions_of(connection: apsw.Connection, event: Event) -> set[str]:
    rows = connection.execute("SELECT mention FROM event_mention WHERE event = ?", (event.id,))
    return {mention for (mention,) in rows}


def _find(mentions: set[str], prefix: str) -> str:
    found = [mention for mention in mentions if mention.startswith(prefix)]
    if len(found) != 1:
        raise InputError(f"{len(found)} mentions of the event start with {prefix!r}")
    return found[0]
