"""The situation in the record: worked out for the dyads that a reading touches, asked by dyad.

``refresh_situations`` brings the stored situations up to the events; whoever writes to the record
calls it. Asking a record that was not brought up to date gives the same answer, more slowly.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import apsw

from dragoman.merge.fuse import fuse
from dragoman.records.event import Event, EventMention
from dragoman.records.situation import (
    Change,
    ChangeKind,
    Commitment,
    CommitmentState,
    Contradiction,
    Dyad,
    Situation,
)
from dragoman.situation.commitments import make_overdue
from dragoman.situation.machines import Machine, load_machines
from dragoman.situation.situations import make_situation, pass_day
from dragoman.situation.told import (
    ReportContext,
    Told,
    dyads_of,
    list_tellings,
    pair_of_report,
)
from dragoman.store.codec import dump_record, load_merged, load_record
from dragoman.store.rows import load_mentions, read_facts

_FORM = "1"  # raised when the rules of situation/ change, so that stored situations are made anew
_IN = "IN (SELECT value FROM json_each(?1))"


@dataclass(frozen=True, slots=True)
class DyadSummary:
    """A dyad in a list: how much is on record, what is open, where its tracks stand.

    ``commitments`` and ``contradictions`` count open ones; ``tracks`` pairs each track's name with
    the label of its state. Days are of publication.
    """

    dyad: Dyad
    events: int
    commitments: int
    contradictions: int
    changes: int
    tracks: tuple[tuple[str, str], ...]
    first_published: str | None
    last_published: str | None
    last_read_at: str


# --- asking


def list_dyads(connection: apsw.Connection, *, limit: int = 10_000) -> tuple[DyadSummary, ...]:
    """Give the dyads of the record, those with most events first."""
    rows = connection.execute(
        "SELECT dyad, events, commitments, contradictions, changes, tracks, first_published,"
        " last_published, last_read_at FROM situation ORDER BY events DESC, dyad LIMIT ?",
        (limit,),
    )
    return tuple(
        DyadSummary(
            dyad=split_dyad(dyad),
            events=events,
            commitments=commitments,
            contradictions=contradictions,
            changes=changes,
            tracks=tuple((track, state) for track, state in json.loads(tracks)),
            first_published=first,
            last_published=last,
            last_read_at=read_at,
        )
        for dyad, events, commitments, contradictions, changes, tracks, first, last, read_at in rows
    )


def read_situation(
    connection: apsw.Connection,
    dyad: Dyad,
    *,
    as_of: str | None = None,
    machines: tuple[Machine, ...] | None = None,
) -> Situation:
    """Give the situation of a dyad; an empty one where the record holds nothing of it.

    ``as_of`` (YYYY-MM-DD) shows it as the reports published on or before that day make it; it is
    also the day relative to which commitments are overdue. Without it that is the latest day of
    publication in the record.
    """
    machines = machines or load_machines()
    name = join_dyad(dyad)
    today = as_of or latest_day(connection)
    fresh = as_of is None and not _is_stale(connection, machines)
    row = (
        connection.execute("SELECT body FROM situation WHERE dyad = ?", (name,)).fetchone()
        if fresh
        else None
    )
    if row is not None:
        return pass_day(load_record(Situation, row[0]), today)
    return pass_day(_work_out(connection, dyad, machines, as_of), today)


def list_changes(
    connection: apsw.Connection,
    *,
    dyad: Dyad | None = None,
    published_since: str | None = None,
    read_since: str | None = None,
    until: str | None = None,
    kinds: Iterable[ChangeKind] = (),
    limit: int = 100_000,
) -> tuple[Change, ...]:
    """Give what reports altered, in the order of publication; the latest ``limit`` of them.

    ``published_since`` and ``until`` are days of publication, both included; ``read_since`` a
    moment (UTC, ISO 8601) from which on the report was read.
    """
    tests, values = _tests(
        ("dyad = ?", join_dyad(dyad) if dyad is not None else None),
        ("published >= ?", published_since),
        ("read_at >= ?", read_since),
        ("published <= ?", until),
    )
    wanted = [str(kind) for kind in kinds]
    if wanted:
        tests.append("kind IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(wanted))
    rows = connection.execute(
        f"SELECT body FROM situation_change{_where(tests)}"
        " ORDER BY published IS NULL DESC, published DESC, dyad DESC, position DESC LIMIT ?",
        (*values, limit),
    )
    return tuple(reversed([load_record(Change, body) for (body,) in rows]))


def list_commitments(
    connection: apsw.Connection,
    *,
    dyad: Dyad | None = None,
    states: Iterable[CommitmentState] = (),
    as_of: str | None = None,
    limit: int = 100_000,
) -> tuple[Commitment, ...]:
    """Give commitments by due day; ``states`` keeps those in one of these states.

    ``as_of`` is the day relative to which they are overdue; without it that is the latest day of
    publication in the record.
    """
    today = as_of or latest_day(connection)
    tests, values = _tests(("dyad = ?", join_dyad(dyad) if dyad is not None else None))
    wanted = frozenset(states)
    if wanted:
        stored = {str(s) for s in wanted} | (
            {"open"} if CommitmentState.OVERDUE in wanted else set()
        )
        tests.append("state IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(stored)))
    rows = connection.execute(
        f"SELECT body FROM situation_commitment{_where(tests)}"
        " ORDER BY due IS NULL, due, dyad, position",
        values,
    )
    found = (make_overdue(load_record(Commitment, b), today) for (b,) in rows)
    kept = (c for c in found if not wanted or c.state in wanted)
    return tuple(c for _, c in zip(range(limit), kept, strict=False))


def list_contradictions(
    connection: apsw.Connection,
    *,
    dyad: Dyad | None = None,
    open_only: bool = False,
    limit: int = 100_000,
) -> tuple[Contradiction, ...]:
    """Give contradictions by the day of their latest side; settled ones too unless ``open_only``."""
    tests, values = _tests(("dyad = ?", join_dyad(dyad) if dyad is not None else None))
    if open_only:
        tests.append("open = 1")
    rows = connection.execute(
        f"SELECT body FROM situation_contradiction{_where(tests)}"
        " ORDER BY published IS NULL, published, dyad, position LIMIT ?",
        (*values, limit),
    )
    return tuple(load_record(Contradiction, body) for (body,) in rows)


def load_dyad_events(
    connection: apsw.Connection, dyad: Dyad, *, as_of: str | None = None
) -> list[Event]:
    """Give the events of a dyad with mentions and sources, as its stored situation has them.

    ``as_of`` leaves out what was published later. Links name mentions.
    """
    events = _load_events(connection, _ids_of(connection, join_dyad(dyad)))
    return events if as_of is None else list(_known_by(connection, events, as_of))


def dyads_of_event(connection: apsw.Connection, event: str) -> tuple[Dyad, ...]:
    """Give the dyads to whose affairs an event belongs."""
    rows = connection.execute(
        "SELECT dyad FROM situation_event WHERE event = ? ORDER BY dyad", (event,)
    )
    return tuple(split_dyad(dyad) for (dyad,) in rows)


def latest_day(connection: apsw.Connection) -> str | None:
    """Give the latest day of publication in the record."""
    day: str | None = connection.execute("SELECT max(published) FROM report").get
    return day


def join_dyad(dyad: Dyad) -> str:
    """Give a dyad as it is stored and written: "USA-VEN"."""
    return "-".join(dyad)


def split_dyad(name: str) -> Dyad:
    """Give the dyad of a stored name."""
    return tuple(name.split("-")) if name else ()


def _tests(*pairs: tuple[str, str | None]) -> tuple[list[str], list[str]]:
    given = [(test, value) for test, value in pairs if value is not None]
    return [test for test, _ in given], [value for _, value in given]


def _where(tests: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(tests)}" if tests else ""


# --- keeping up


def refresh_situations(
    connection: apsw.Connection, machines: tuple[Machine, ...] | None = None
) -> tuple[Dyad, ...]:
    """Work out anew the situation of every dyad whose events have changed; give these dyads.

    All dyads are worked out anew when the tracks themselves have changed.
    """
    machines = machines or load_machines()
    with connection:
        digest, version = digest_machines(machines), _last_version(connection)
        mark = connection.execute("SELECT version, digest FROM situation_mark").fetchone()
        if mark is not None and mark[1] != digest:
            for table in ("situation", "situation_event", "situation_report"):
                connection.execute(f"DELETE FROM {table}")
            mark = None
        due = _assign_changed(connection, mark[0] if mark else 0, machines)
        for dyad in sorted(due):
            _write_situation(connection, split_dyad(dyad), machines)
        connection.execute(
            "INSERT OR REPLACE INTO situation_mark VALUES (1, ?, ?)", (version, digest)
        )
    return tuple(split_dyad(dyad) for dyad in sorted(due))


def digest_machines(machines: tuple[Machine, ...]) -> str:
    """Give a digest of the tracks, and of the form of what is made of them."""
    # Sets have no order of their own: their members are sorted, so that every process agrees.
    told = json.dumps(
        [asdict(machine) for machine in machines],
        default=_write_plain,
        ensure_ascii=False,
    )
    return hashlib.sha256(f"{_FORM}\n{told}".encode()).hexdigest()[:16]


def _write_plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return value.pattern if isinstance(value, re.Pattern) else str(value)


def _last_version(connection: apsw.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM event_version").get)


def _is_stale(connection: apsw.Connection, machines: tuple[Machine, ...]) -> bool:
    mark = connection.execute("SELECT version, digest FROM situation_mark").fetchone()
    return bool(mark != (_last_version(connection), digest_machines(machines)))


def _changed_events(connection: apsw.Connection, since: int) -> list[str]:
    rows = connection.execute(
        "SELECT DISTINCT event FROM event_version WHERE number > ? ORDER BY event", (since,)
    )
    return [event for (event,) in rows]


def _assign_changed(
    connection: apsw.Connection, since: int, machines: tuple[Machine, ...]
) -> set[str]:
    """Put every changed event to its dyads; give the dyads that it left or entered."""
    changed = _changed_events(connection, since)
    due = {
        dyad
        for (dyad,) in connection.execute(
            f"SELECT DISTINCT dyad FROM situation_event WHERE event {_IN}", (json.dumps(changed),)
        )
    }
    connection.execute(f"DELETE FROM situation_event WHERE event {_IN}", (json.dumps(changed),))
    for start in range(0, len(changed), _BATCH):
        assigned = _assign(connection, changed[start : start + _BATCH], machines)
        rows = [(join_dyad(dyad), event) for event, dyads in assigned.items() for dyad in dyads]
        connection.executemany("INSERT OR IGNORE INTO situation_event VALUES (?, ?)", rows)
        due |= {dyad for dyad, _ in rows}
    return due


_BATCH = 2_000


def _assign(
    connection: apsw.Connection, ids: Sequence[str], machines: tuple[Machine, ...]
) -> dict[str, tuple[Dyad, ...]]:
    events = _load_events(connection, ids)
    reports = _load_contexts(connection, events)
    pairs = _pairs(connection, reports)
    return {
        event.id: dyads_of(
            event,
            _sentence(event, reports),
            [pairs[m.report] for m in event.mentions if m.report in pairs],
            machines,
        )
        for event in events
    }


def _sentence(event: Event, reports: Mapping[str, ReportContext]) -> str:
    lead = next((m for m in event.mentions if m.id == event.lead), event.mentions[0])
    report = reports.get(lead.report)
    return report.text[lead.sentence.start : lead.sentence.end] if report else ""


def _pairs(connection: apsw.Connection, reports: Mapping[str, ReportContext]) -> dict[str, Dyad]:
    """The pair of countries that each report is about; worked out once for each coding."""
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT coding.report, coding.id, situation_report.pair FROM coding"
        " LEFT JOIN situation_report ON situation_report.report = coding.report"
        " AND situation_report.coding = coding.id"
        f" WHERE coding.current = 1 AND coding.report {_IN}",
        (json.dumps(sorted(reports)),),
    ).fetchall()
    pairs = {report: split_dyad(pair) for report, _, pair in rows if pair is not None}
    lacking = {coding: report for report, coding, pair in rows if pair is None}
    for coding, mentions in _mentions_by_coding(connection, lacking).items():
        report = lacking[coding]
        pairs[report] = pair_of_report(mentions, reports[report].countries)
        if not connection.readonly("main"):
            connection.execute(
                "INSERT OR REPLACE INTO situation_report VALUES (?, ?, ?)",
                (report, coding, join_dyad(pairs[report])),
            )
    return pairs


def _mentions_by_coding(
    connection: apsw.Connection, codings: Iterable[int]
) -> dict[int, list[EventMention]]:
    found: dict[int, list[EventMention]] = defaultdict(list)
    rows = connection.execute(
        f"SELECT coding, body FROM mention WHERE coding {_IN} ORDER BY coding, position",
        (json.dumps(sorted(codings)),),
    )
    for coding, body in rows:
        found[coding].append(load_record(EventMention, body))
    return found


def _write_situation(
    connection: apsw.Connection, dyad: Dyad, machines: tuple[Machine, ...]
) -> None:
    name = join_dyad(dyad)
    for table in ("commitment", "contradiction", "change"):
        connection.execute(f"DELETE FROM situation_{table} WHERE dyad = ?", (name,))
    connection.execute("DELETE FROM situation WHERE dyad = ?", (name,))
    ids = _ids_of(connection, name)
    if not ids:
        return
    events = _load_events(connection, ids)
    situation = _make(connection, dyad, events, machines)
    days = [s.published for e in events for s in e.sources if s.published]
    connection.execute(
        "INSERT INTO situation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name,
            len(events),
            sum(c.state is CommitmentState.OPEN for c in situation.commitments),
            sum(c.resolution is None for c in situation.contradictions),
            len(situation.changes),
            json.dumps([[t.track, t.state_label] for t in situation.tracks if t.state]),
            min(days, default=None),
            max(days, default=None),
            max(s.read_at for e in events for s in e.sources),
            dump_record(situation),
        ),
    )
    connection.executemany(
        "INSERT INTO situation_commitment VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (name, n, c.id, str(c.kind), str(c.state), c.due, dump_record(c))
            for n, c in enumerate(situation.commitments)
        ],
    )
    connection.executemany(
        "INSERT INTO situation_contradiction VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                name,
                n,
                c.id,
                c.field,
                int(c.resolution is None),
                c.sides[-1].basis.published,
                dump_record(c),
            )
            for n, c in enumerate(situation.contradictions)
        ],
    )
    connection.executemany(
        "INSERT INTO situation_change VALUES (?, ?, ?, ?, ?, ?)",
        [
            (name, n, str(c.kind), c.basis.published, c.read_at, dump_record(c))
            for n, c in enumerate(situation.changes)
        ],
    )


# --- working out


def _work_out(
    connection: apsw.Connection, dyad: Dyad, machines: tuple[Machine, ...], as_of: str | None
) -> Situation:
    """One dyad's situation from the record as it is, without writing anything."""
    ids = set(_ids_of(connection, join_dyad(dyad)))
    mark = connection.execute("SELECT version FROM situation_mark").fetchone()
    changed = _changed_events(connection, mark[0] if mark else 0)
    ids -= set(changed)
    for start in range(0, len(changed), _BATCH):
        assigned = _assign(connection, changed[start : start + _BATCH], machines)
        ids |= {event for event, dyads in assigned.items() if dyad in dyads}
    events = _load_events(connection, sorted(ids))
    if as_of is not None:
        events = list(_known_by(connection, events, as_of))
    return _make(connection, dyad, events, machines)


def _known_by(connection: apsw.Connection, events: Iterable[Event], day: str) -> Iterator[Event]:
    """The events as the reports published by a day tell them."""
    for event in events:
        known = [s for s in event.sources if s.published and s.published <= day]
        if len(known) == len(event.sources):
            yield event
        elif known:
            kept = {source.mention for source in known}
            mentions = [mention for mention in event.mentions if mention.id in kept]
            yield fuse(mentions, read_facts(connection, {m.report for m in mentions}))


def _make(
    connection: apsw.Connection,
    dyad: Dyad,
    events: Sequence[Event],
    machines: tuple[Machine, ...],
) -> Situation:
    reports = _load_contexts(connection, events)
    tellings: list[Told] = list_tellings(events, reports)
    return make_situation(dyad, tellings, reports, machines, today=None)


def _ids_of(connection: apsw.Connection, name: str) -> list[str]:
    rows = connection.execute(
        "SELECT event FROM situation_event WHERE dyad = ? ORDER BY event", (name,)
    )
    return [event for (event,) in rows]


def _load_events(connection: apsw.Connection, ids: Iterable[str]) -> list[Event]:
    rows = connection.execute(f"SELECT body FROM event WHERE id {_IN}", (json.dumps(sorted(ids)),))
    events = [load_merged(body) for (body,) in rows]
    mentions = load_mentions(connection, (s.mention for e in events for s in e.sources))
    return [
        replace(event, mentions=tuple(mentions[s.mention] for s in event.sources))
        for event in sorted(events, key=lambda event: event.id)
    ]


def _load_contexts(
    connection: apsw.Connection, events: Iterable[Event]
) -> dict[str, ReportContext]:
    wanted = sorted({mention.report for event in events for mention in event.mentions})
    rows = connection.execute(
        f"SELECT id, text, countries FROM report WHERE id {_IN}", (json.dumps(wanted),)
    )
    return {id_: ReportContext(id_, text, tuple(named.split())) for id_, text, named in rows}
