"""The brief: per dyad where its tracks stand, what changed, what is owed, what is disputed.

One neutral structure (``Briefing``) is built from the record; text, Markdown, JSON and HTML are
views of it. ``load_briefing`` asks the record; ``make_dyad_brief`` is the pure part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import apsw

from dragoman.output.briefing_words import (
    PENDING,
    describe_act,
    describe_date,
    describe_sides,
    name_dyad,
    name_speaker,
    quote_sentence,
)
from dragoman.records.event import Event, EventMention, Status
from dragoman.records.situation import (
    Change,
    Commitment,
    Contradiction,
    Dyad,
    Situation,
    TrackState,
)
from dragoman.situation.machines import Machine
from dragoman.store.query import Counts, StoredReport, count, read_reports
from dragoman.store.rows import load_mentions
from dragoman.store.situation import list_dyads, load_dyad_events, read_situation

OPEN = frozenset({Status.PLANNED, Status.REQUESTED, Status.POSSIBLE, Status.CONDITIONAL})


@dataclass(frozen=True, slots=True)
class Since:
    """From when on things count as new: a day of publication, or a moment of reading (UTC)."""

    published: str | None = None
    read_at: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self.published is not None or self.read_at is not None


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the brief shows it; ``quote`` is from the report of its lead mention."""

    event: Event
    who: str
    what: str
    when: str
    said_by: tuple[str, ...]
    outlets: tuple[str, ...]
    published: str | None
    url: str | None
    quote: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A track of a dyad: its state and history, its events by what came of them."""

    track: TrackState
    news: tuple[Line, ...]
    open: tuple[Line, ...]
    history: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change with the words of the report that made it."""

    change: Change
    outlet: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class DyadBrief:
    """Everything that the brief says of one dyad, in the order in which it is read.

    ``commitments`` are the open and overdue ones, ``settled`` those that ended among the changes
    shown; ``contradictions`` hold resolved ones too.
    """

    dyad: Dyad
    name: str
    situation: Situation
    sections: tuple[Section, ...]
    changes: tuple[ChangeLine, ...]
    commitments: tuple[Commitment, ...]
    settled: tuple[Commitment, ...]
    contradictions: tuple[Contradiction, ...]
    other: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Briefing:
    """The whole brief; ``more`` counts the dyads that it leaves out."""

    dyads: tuple[DyadBrief, ...]
    reports: tuple[StoredReport, ...]
    counts: Counts
    since: Since
    as_of: str | None
    more: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What a brief is asked to hold: which dyads, since when, as of which day, how much of it.

    ``dyads`` empty means all, of which the first ``most_dyads``; ``most_lines`` bounds the events
    of each track.
    """

    dyads: tuple[Dyad, ...] = ()
    since: Since = Since()
    as_of: str | None = None
    most_dyads: int = 12
    most_lines: int = 4


def load_briefing(
    connection: apsw.Connection, machines: tuple[Machine, ...], scope: Scope
) -> Briefing:
    """Give the brief of a record whose situations are up to date."""
    known = sorted((summary.dyad for summary in list_dyads(connection)), key=lambda d: not d)
    wanted = scope.dyads or tuple(known)
    found: list[Situation] = []
    more = 0
    for dyad in wanted:
        if len(found) >= scope.most_dyads and not scope.dyads:
            more += 1
            continue
        situation = read_situation(connection, dyad, as_of=scope.as_of, machines=machines)
        if not situation.statuses or (scope.since and not _new_changes(situation, scope.since)):
            continue
        found.append(situation)
    events = {s.dyad: load_dyad_events(connection, s.dyad, as_of=scope.as_of) for s in found}
    ids = {source.report for own in events.values() for event in own for source in event.sources}
    reports = {report.id: report for report in read_reports(connection, ids)}
    briefs = [make_dyad_brief(s, events[s.dyad], reports, scope) for s in found]
    return Briefing(
        dyads=tuple(briefs),
        reports=tuple(reports.values()),
        counts=count(connection),
        since=scope.since,
        as_of=found[0].as_of if found else scope.as_of,
        more=more,
    )


def make_dyad_brief(
    situation: Situation,
    events: Iterable[Event],
    reports: Mapping[str, StoredReport],
    scope: Scope,
) -> DyadBrief:
    """Give what the brief says of one dyad.

    ``reports`` holds every report that tells one of the events.
    """
    lines = {event.id: _line(event, reports, scope.since) for event in events}
    mentions = {m.id: m for line in lines.values() for m in line.event.mentions}
    changes = _new_changes(situation, scope.since) if scope.since else situation.changes
    ended = {change.subject for change in changes}
    other = [lines[event] for event in situation.other if event in lines]
    shown = _shown(other, scope)
    return DyadBrief(
        dyad=situation.dyad,
        name=name_dyad(situation.dyad),
        situation=situation,
        sections=tuple(_section(track, lines, scope) for track in situation.tracks),
        changes=tuple(_change_line(change, mentions, reports) for change in changes),
        commitments=tuple(c for c in situation.commitments if c.state in PENDING),
        settled=tuple(c for c in situation.commitments if c.state not in PENDING and c.id in ended),
        contradictions=situation.contradictions,
        other=tuple(shown),
        left_out=len(other) - len(shown),
    )


def is_new(since: Since, published: str | None, read_at: str) -> bool:
    """Tell whether a report counts as new."""
    if since.read_at is not None:
        return read_at >= since.read_at
    return since.published is not None and (published or "") >= since.published


def _new_changes(situation: Situation, since: Since) -> list[Change]:
    return [c for c in situation.changes if is_new(since, c.basis.published, c.read_at)]


def _section(track: TrackState, lines: Mapping[str, Line], scope: Scope) -> Section:
    own = [lines[event] for event in track.events if event in lines]
    history = [line for line in own if line.event.background]
    news = [ln for ln in own if not ln.event.background and ln.event.status not in OPEN]
    pending = [ln for ln in own if not ln.event.background and ln.event.status in OPEN]
    shown = [tuple(_shown(part, scope)) for part in (news, pending, history)]
    left_out = len(own) - sum(map(len, shown))
    return Section(track, shown[0], shown[1], shown[2], left_out)


def _shown(lines: Sequence[Line], scope: Scope) -> list[Line]:
    """The latest lines; only new ones where the brief is of what is new."""
    kept = [line for line in lines if line.is_new or not scope.since]
    return kept[-scope.most_lines :]


def _line(event: Event, reports: Mapping[str, StoredReport], since: Since) -> Line:
    lead = next((m for m in event.mentions if m.id == event.lead), event.mentions[0])
    report = reports[lead.report]
    outlets = dict.fromkeys(outlet for source in event.sources for outlet in source.outlets)
    return Line(
        event=event,
        who=describe_sides(event),
        what=describe_act(event),
        when=describe_date(event),
        said_by=tuple(dict.fromkeys(map(name_speaker, lead.attribution))),
        outlets=tuple(outlets),
        published=event.sources[0].published,
        url=report.url,
        quote=quote_sentence(lead, report.text),
        is_new=any(is_new(since, s.published, s.read_at) for s in event.sources),
    )


def _change_line(
    change: Change, mentions: Mapping[str, EventMention], reports: Mapping[str, StoredReport]
) -> ChangeLine:
    mention = mentions.get(change.basis.mention)
    report = reports.get(change.basis.report)
    quote = quote_sentence(mention, report.text) if mention and report else ""
    return ChangeLine(change, report.outlet if report else None, quote)


def load_change_lines(
    connection: apsw.Connection, changes: Iterable[Change]
) -> tuple[ChangeLine, ...]:
    """Give changes with the words that made them."""
    changes = list(changes)
    mentions = load_mentions(connection, {change.basis.mention for change in changes})
    ids = {change.basis.report for change in changes}
    reports = {report.id: report for report in read_reports(connection, ids)}
    return tuple(_change_line(change, mentions, reports) for change in changes)
