"""The brief: per dyad where its tracks stand, what changed, what is owed, what is disputed.

One neutral structure (``Briefing``) is built from the record; text, Markdown, JSON and HTML are
views of it. ``load_briefing`` fills it; ``make_briefing`` is the pure part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import apsw

from dragoman.output.contract import Json, event_json
from dragoman.records.event import Event, EventAttribution, EventMention, Participant, Status
from dragoman.records.situation import (
    Change,
    ChangeKind,
    Commitment,
    CommitmentState,
    Contradiction,
    Dyad,
    Side,
    Situation,
    TrackState,
)
from dragoman.situation.machines import Machine
from dragoman.situation.words import country_name
from dragoman.store.query import Counts, StoredReport, count, read_reports
from dragoman.store.rows import load_mentions
from dragoman.store.situation import list_dyads, load_dyad_events, read_situation

OPEN = frozenset({Status.PLANNED, Status.REQUESTED, Status.POSSIBLE, Status.CONDITIONAL})
_PENDING = frozenset({CommitmentState.OPEN, CommitmentState.OVERDUE})
_LONGEST_QUOTE = 180
NO_COUNTRY = "No country named"


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
    most_lines: int = 12


def load_briefing(
    connection: apsw.Connection, machines: tuple[Machine, ...], scope: Scope
) -> Briefing:
    """Give the brief of a record whose situations are up to date."""
    wanted = scope.dyads or tuple(summary.dyad for summary in list_dyads(connection))
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
        commitments=tuple(c for c in situation.commitments if c.state in _PENDING),
        settled=tuple(
            c for c in situation.commitments if c.state not in _PENDING and c.id in ended
        ),
        contradictions=situation.contradictions,
        other=tuple(shown),
        left_out=len(other) - len(shown),
    )


def name_dyad(dyad: Dyad) -> str:
    """Give a dyad's countries by name: "United States – Venezuela"."""
    return " – ".join(country_name(code) for code in dyad) or NO_COUNTRY


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
        said_by=tuple(dict.fromkeys(map(_speaker, lead.attribution))),
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


# --- an event in words


def describe_sides(event: Event | EventMention) -> str:
    """Give who did it to whom: "United States → Venezuela"; one side alone where the other is
    unknown."""
    actors, recipients = _names(event.actors), _names(event.recipients)
    if actors and recipients:
        return f"{actors} → {recipients}"
    return actors or f"? → {recipients}"


def _names(people: tuple[Participant, ...]) -> str:
    return ", ".join(dict.fromkeys(_name(person) for person in people))


def _name(person: Participant) -> str:
    known = person.country and person.country not in person.name
    return (
        f"{person.name} ({person.country})" if known and person.kind != "country" else person.name
    )


def describe_act(event: Event | EventMention) -> str:
    """Give type and mode, and the act meant where it differs: "REJECT/meet of CONSULT/visit"."""
    own = f"{event.type}/{event.mode}" if event.mode else str(event.type)
    if event.act is None:
        return own
    act = f"{event.act.type}/{event.act.mode}" if event.act.mode else str(event.act.type)
    return f"{own} of {act}"


def describe_date(event: Event | EventMention) -> str:
    """Give the day or range; "by DAY" where only the publication bounds it; empty if unknown."""
    date = event.date
    if date is None:
        return ""
    if date.basis == "published":
        return f"by {date.end}"
    if date.start == date.end or date.end is None:
        return date.start or ""
    return f"{date.start}..{date.end}"


def _speaker(attribution: EventAttribution) -> str:
    if attribution.speaker is not None:
        return attribution.speaker.name
    return attribution.outlet or "the report"


def quote_sentence(event: EventMention, text: str) -> str:
    """Give the sentence's own words around the trigger, cut at words to about 180 characters."""
    start, end = event.sentence.start, event.sentence.end
    if end - start <= _LONGEST_QUOTE:
        return " ".join(text[start:end].split())
    middle = (event.trigger.span.start + event.trigger.span.end) // 2
    left = max(start, min(middle - _LONGEST_QUOTE // 2, end - _LONGEST_QUOTE))
    right = min(end, left + _LONGEST_QUOTE)
    while left > start and not text[left - 1].isspace():
        left -= 1
    while right < end and not text[right].isspace():
        right += 1
    cut = " ".join(text[left:right].split())
    return f"{'… ' if left > start else ''}{cut}{' …' if right < end else ''}"


# --- parts of the situation in words


def describe_history(track: TrackState) -> str:
    """Give a track's way: "relations severed (2019) → in contact (2026-01-09)"."""
    return " → ".join(
        f"{step.label} ({step.since})" if step.since else step.label for step in track.history
    )


def describe_change(change: Change) -> str:
    """Give what changed: "Military: forces on standby → forces withdrawn"."""
    match change.kind:
        case ChangeKind.TRACK | ChangeKind.STATUS:
            before = f"{change.before} → " if change.before else ""
            return f"{change.label}: {before}{change.after}"
        case ChangeKind.COMMITMENT if change.before in (None, change.after):
            return f"{change.why}: {change.label}"
        case ChangeKind.COMMITMENT:
            return f"{change.after} ({change.why}): {change.label}"
        case ChangeKind.CONTRADICTION if change.before is None:
            return f"sources disagree: {change.label}: {change.why}"
        case ChangeKind.CONTRADICTION:
            return f"{change.after}: {change.label}: {change.why}"


def describe_due(commitment: Commitment) -> str:
    """Give by when: "by 2026-01-19", "in 2026-03", or nothing."""
    if commitment.due is None:
        return ""
    return f"by {commitment.due}" if len(commitment.due) == 10 else f"in {commitment.due}"


def describe_conditions(commitment: Commitment) -> str:
    """Give what it waits for, and which of that is met."""
    marks = {True: " (met)", False: " (failed)", None: ""}
    parts = [f"{_VERBS[c.kind]} {c.words}{marks[c.met]}" for c in commitment.conditions]
    return "; ".join(parts)


_VERBS = {"requires": "requires", "conditional-on": "on condition:"}


def describe_side(side: Side) -> str:
    """Give a value with who says so: "48 prisoners (Foro de Libertades, in Harbour News)"."""
    outlets = ", ".join(side.outlets)
    said = f"{side.speaker}, in {outlets}" if side.speaker and outlets else side.speaker or outlets
    return f"{side.value} ({said})" if said else side.value


# --- views


def to_json(briefing: Briefing) -> Json:
    """Give the brief as JSON values."""
    return {
        "since": {"published": briefing.since.published, "read_at": briefing.since.read_at},
        "as_of": briefing.as_of,
        "counts": {
            "reports": briefing.counts.reports,
            "events": briefing.counts.events,
            "failures": briefing.counts.failures,
        },
        "dyads": [_dyad_json(dyad) for dyad in briefing.dyads],
        "more": briefing.more,
        "reports": [
            {
                "id": r.id,
                "title": r.title,
                "outlet": r.outlet,
                "published": r.published,
                "url": r.url,
            }
            for r in briefing.reports
        ],
    }


def _dyad_json(brief: DyadBrief) -> Json:
    return {
        "dyad": list(brief.dyad),
        "name": brief.name,
        "tracks": [_section_json(section) for section in brief.sections],
        "changes": [change_json(line) for line in brief.changes],
        "commitments": [asdict(c) for c in (*brief.commitments, *brief.settled)],
        "contradictions": [asdict(c) for c in brief.contradictions],
        "other": [_line_json(line) for line in brief.other],
    }


def change_json(line: ChangeLine) -> Json:
    """Give a change as JSON values, with the outlet and the words that made it."""
    return {**asdict(line.change), "outlet": line.outlet, "quote": line.quote}


def _section_json(section: Section) -> Json:
    track = section.track
    return {
        "track": track.track,
        "name": track.label,
        "state": track.state,
        "label": track.state_label,
        "since": track.since,
        "disputed": list(track.disputed),
        "history": [asdict(step) for step in track.history],
        "news": [_line_json(line) for line in section.news],
        "open": [_line_json(line) for line in section.open],
        "background": [_line_json(line) for line in section.history],
        "left_out": section.left_out,
    }


def _line_json(line: Line) -> Json:
    lead = next(m for m in line.event.mentions if m.id == line.event.lead)
    return {
        **event_json(lead),
        "id": line.event.id,
        "mention": lead.id,
        "status": str(line.event.status),
        "quote": line.quote,
        "new": line.is_new,
        "outlets": list(line.outlets),
        "published": line.published,
        "url": line.url,
        "sources": [asdict(source) for source in line.event.sources],
    }


def to_markdown(briefing: Briefing) -> str:
    """Give the brief as Markdown."""
    counts = briefing.counts
    out = [f"# Brief: {counts.reports} reports, {counts.events} events", ""]
    if briefing.as_of:
        out += [f"As of {briefing.as_of}.", ""]
    for brief in briefing.dyads:
        out += [f"## {brief.name}", ""]
        out += [_track_markdown(section.track) for section in brief.sections if section.track.state]
        out += [""]
        out += _block("What changed", [_change_markdown(line) for line in brief.changes])
        out += _block("Open commitments", [_commitment_markdown(c) for c in brief.commitments])
        out += _block("Settled since", [_commitment_markdown(c) for c in brief.settled])
        out += _block("Watch", [_watch_markdown(c) for c in brief.commitments if is_watched(c)])
        out += _block("Contradictions", [_contradiction_markdown(c) for c in brief.contradictions])
        for section in brief.sections:
            lines = (*section.news, *section.open, *section.history)
            out += _block(section.track.label, [_markdown_line(line) for line in lines])
        out += _block("Other events", [_markdown_line(line) for line in brief.other])
    if briefing.more:
        out += [f"{briefing.more} more dyads are on record.", ""]
    return "\n".join(out)


def is_watched(commitment: Commitment) -> bool:
    """Tell whether a commitment belongs on the watch list: it binds someone and is not ended."""
    return commitment.state in _PENDING and commitment.kind != "prospect"


def _block(title: str, lines: Sequence[str]) -> list[str]:
    return [f"**{title}**", "", *lines, ""] if lines else []


def _escape(text: str) -> str:
    return text.replace("*", r"\*").replace("_", r"\_").replace("`", r"\`")


def _track_markdown(track: TrackState) -> str:
    since = f" since {track.since}" if track.since else ""
    disputed = " (disputed)" if track.disputed else ""
    way = f"  \n  {describe_history(track)}" if len(track.history) > 1 else ""
    return f"- **{track.label}**: {track.state_label}{since}{disputed}{way}"


def _change_markdown(line: ChangeLine) -> str:
    change = line.change
    quote = f"  \n  “{_escape(line.quote)}” {line.outlet or ''}" if line.quote else ""
    return f"- {change.basis.published or 'undated'} {_escape(describe_change(change))}{quote}"


def _commitment_markdown(commitment: Commitment) -> str:
    facts = [commitment.state, describe_due(commitment), describe_conditions(commitment)]
    words = "; ".join(fact for fact in facts if fact)
    return f"- {commitment.kind}: {_escape(commitment.label)} ({_escape(words)})"


def _watch_markdown(commitment: Commitment) -> str:
    expected = commitment.expectation
    return f"- kept if: {_escape(expected.confirms)}  \n  broken if: {_escape(expected.breaks)}"


def _contradiction_markdown(contradiction: Contradiction) -> str:
    sides = " against ".join(describe_side(side) for side in contradiction.sides)
    settled = f" Settled: {contradiction.resolution}." if contradiction.resolution else ""
    return f"- {_escape(contradiction.label)}: {_escape(sides)}.{_escape(settled)}"


def _markdown_line(line: Line) -> str:
    when = f", {line.when}" if line.when else ""
    said = f" — {', '.join(line.said_by)}" if line.said_by else ""
    new = "**new** " if line.is_new else ""
    more = f" ({len(line.event.sources)} sources)" if len(line.event.sources) > 1 else ""
    return (
        f"- {new}**{line.event.status}** {line.what}: {line.who}{when}{said}{more}  \n"
        f"  “{_escape(line.quote)}” `{line.event.id[:8]}`"
    )
