"""The brief: per track what stands, what changed, and the words that say so.

One neutral structure (``Briefing``) is built from the record; text, Markdown and JSON are views of
it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.output.contract import Json, event_json
from dragoman.records.event import Event, EventAttribution, EventMention, Participant, Status
from dragoman.records.situation import StateChange, TrackState
from dragoman.situation.machines import Machine
from dragoman.situation.tracks import Dyad, Told, fold_tracks
from dragoman.store.query import Counts, StoredEvent, StoredReport

_OPEN = frozenset({Status.PLANNED, Status.REQUESTED, Status.POSSIBLE, Status.CONDITIONAL})
_STATUS_ORDER = tuple(Status)
_LONGEST_QUOTE = 180


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the brief shows it."""

    stored: StoredEvent
    who: str
    what: str
    when: str
    sources: tuple[str, ...]
    quote: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A track of a dyad: its state, its history, its events; open ones apart."""

    track: TrackState
    news: tuple[Line, ...]
    open: tuple[Line, ...]
    history: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """The whole brief; ``since`` is the moment from which on things count as new, or ``None``."""

    sections: tuple[Section, ...]
    other: tuple[Line, ...]
    reports: tuple[StoredReport, ...]
    counts: Counts
    since: str | None


def make_briefing(
    stored: Iterable[StoredEvent],
    machines: tuple[Machine, ...],
    counts: Counts,
    *,
    since: str | None = None,
) -> Briefing:
    """Give the brief of everything in the record; what was read from ``since`` on is new."""
    rows = list(stored)
    told = [_told(row) for row in rows]
    tracks = fold_tracks(told, machines)
    lines = {row.event.id: _line(row, since) for row in rows}
    covered = {event for track in tracks for event in track.events}
    sections = tuple(_section(track, lines) for track in tracks)
    reports = {row.report.id: row.report for row in rows}
    return Briefing(
        sections=tuple(sorted(sections, key=lambda s: _rank(s, machines, sections))),
        other=tuple(line for id_, line in lines.items() if id_ not in covered),
        reports=tuple(reports.values()),
        counts=counts,
        since=since,
    )


def _told(row: StoredEvent) -> Told:
    span = row.event.sentence
    return Told(
        event=row.event,
        sentence=row.report.text[span.start : span.end],
        published=row.report.published,
        report_dyad=tuple(sorted(row.report.countries.split()[:2])),
    )


def _rank(
    section: Section, machines: Sequence[Machine], sections: Sequence[Section]
) -> tuple[int, Dyad, int]:
    """The dyad with most events first; within it the machines' order."""
    dyad = section.track.dyad
    weight = sum(len(s.track.events) for s in sections if s.track.dyad == dyad)
    order = {machine.track: machine.order for machine in machines}
    return (-weight, dyad, order[section.track.track])


def _section(track: TrackState, lines: dict[str, Line]) -> Section:
    own = [lines[event] for event in track.events]
    history = tuple(line for line in own if line.stored.event.background)
    current = [line for line in own if not line.stored.event.background]
    return Section(
        track=track,
        news=tuple(line for line in current if line.stored.event.status not in _OPEN),
        open=tuple(line for line in current if line.stored.event.status in _OPEN),
        history=history,
    )


def _line(row: StoredEvent, since: str | None) -> Line:
    event = row.event
    return Line(
        stored=row,
        who=describe_sides(event),
        what=describe_act(event),
        when=describe_date(event),
        sources=tuple(_source(a) for a in event.attribution),
        quote=quote_sentence(event, row.report.text),
        is_new=since is not None and row.report.read_at >= since,
    )


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


def _source(attribution: EventAttribution) -> str:
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


# --- views


def to_json(briefing: Briefing) -> Json:
    """Give the brief as JSON values."""
    return {
        "since": briefing.since,
        "counts": {
            "reports": briefing.counts.reports,
            "events": briefing.counts.events,
            "failures": briefing.counts.failures,
        },
        "tracks": [_section_json(section) for section in briefing.sections],
        "other": [_line_json(line) for line in briefing.other],
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


def _section_json(section: Section) -> Json:
    track = section.track
    return {
        "track": track.track,
        "dyad": list(track.dyad),
        "state": track.state,
        "label": track.state_label,
        "since": track.since,
        "changes": [_change_json(change) for change in track.history],
        "news": [_line_json(line) for line in section.news],
        "open": [_line_json(line) for line in section.open],
        "history": [_line_json(line) for line in section.history],
    }


def _change_json(change: StateChange) -> Json:
    return {
        "state": change.state,
        "label": change.label,
        "since": change.since,
        "event": change.basis.event,
        "rule": change.rule,
        "background": change.background,
    }


def _line_json(line: Line) -> Json:
    report = line.stored.report
    return {
        **event_json(line.stored.event),
        "quote": line.quote,
        "new": line.is_new,
        "outlet": report.outlet,
        "published": report.published,
        "url": report.url,
    }


def to_markdown(briefing: Briefing) -> str:
    """Give the brief as Markdown."""
    out = [f"# Brief: {briefing.counts.reports} reports, {briefing.counts.events} events", ""]
    for section in briefing.sections:
        track = section.track
        out += [f"## {' – '.join(track.dyad) or 'no country'} · {track.label}: {track.state_label}"]
        out += ["", _history_words(track), ""] if track.history else [""]
        for name, lines in (
            ("", section.news),
            ("Open", section.open),
            ("History", section.history),
        ):
            out += [f"**{name}**", ""] if name and lines else []
            out += [_markdown_line(line) for line in lines]
            out += [""] if lines else []
    if briefing.other:
        out += ["## On no track", "", *(_markdown_line(line) for line in briefing.other), ""]
    return "\n".join(out)


def _history_words(track: TrackState) -> str:
    return " → ".join(
        f"{change.label}{f' ({change.since})' if change.since else ''}" for change in track.history
    )


def _markdown_line(line: Line) -> str:
    event = line.stored.event
    when = f", {line.when}" if line.when else ""
    said = f" — {', '.join(line.sources)}" if line.sources else ""
    quote = line.quote.replace("*", r"\*").replace("_", r"\_")
    new = "**new** " if line.is_new else ""
    return (
        f"- {new}**{event.status}** {line.what}: {line.who}{when}{said}  \n"
        f"  “{quote}” `{event.id[:8]}`"
    )
