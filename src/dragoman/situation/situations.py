"""The situation of each dyad: tracks, commitments, contradictions, changes and series together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dragoman.records.event import Event, Status
from dragoman.records.situation import Contradiction, Dyad, Situation, TrackState
from dragoman.situation.changes import list_changes
from dragoman.situation.commitments import find_commitments, make_overdue, with_track_order
from dragoman.situation.contradictions import find_contradictions
from dragoman.situation.machines import Machine
from dragoman.situation.series import make_dyad_record
from dragoman.situation.told import (
    ReportContext,
    Told,
    dyads_of,
    last_day,
    list_tellings,
    report_pairs,
    until,
)
from dragoman.situation.tracks import fold_tracks


def make_situations(
    events: Iterable[Event],
    reports: Mapping[str, ReportContext],
    machines: tuple[Machine, ...],
    *,
    as_of: str | None = None,
) -> tuple[Situation, ...]:
    """Give the situation of every dyad that the events touch, the one with most events first.

    ``as_of`` (YYYY-MM-DD) leaves out what was published later, and is the day relative to which
    commitments are overdue; without it that is the latest day of publication.
    """
    events = list(events)
    known = until(list_tellings(events, reports), as_of)
    today = as_of or last_day(known)
    by_dyad = assign_dyads(events, known, reports, machines)
    made = [
        make_situation(dyad, tellings, reports, machines, today=today)
        for dyad, tellings in by_dyad.items()
    ]
    return tuple(sorted(made, key=lambda s: (-sum(n for _, n in s.statuses), s.dyad)))


def assign_dyads(
    events: Sequence[Event],
    tellings: Sequence[Told],
    reports: Mapping[str, ReportContext],
    machines: tuple[Machine, ...],
) -> dict[Dyad, list[Told]]:
    """Give the tellings by dyad, in the order of publication."""
    pairs = report_pairs(tellings, reports)
    sentences = {told.mention.id: told.sentence for told in tellings}
    dyads = {
        event.id: dyads_of(
            event,
            sentences.get(event.lead, ""),
            [pairs[m.report] for m in event.mentions if m.report in pairs],
            machines,
        )
        for event in events
    }
    by_dyad: dict[Dyad, list[Told]] = defaultdict(list)
    for told in tellings:
        for dyad in dyads[told.event.id]:
            by_dyad[dyad].append(told)
    return by_dyad


def make_situation(
    dyad: Dyad,
    tellings: Sequence[Told],
    reports: Mapping[str, ReportContext],
    machines: tuple[Machine, ...],
    *,
    today: str | None,
) -> Situation:
    """Give one dyad's situation from its tellings in the order of publication.

    ``today`` is the day relative to which commitments are overdue.
    """
    # What names no country has no affairs of its own: its events are listed, no more.
    tracks, track_changes = fold_tracks(tellings, machines, dyad) if dyad else ((), ())
    commitments = (
        find_commitments(tellings, dyad, machines=machines, reports=reports) if dyad else ()
    )
    contradictions = find_contradictions(tellings, dyad, reports)
    covered = {event for track in tracks for event in track.events}
    latest = {told.event.id: told.event for told in tellings}
    counts = Counter(event.status for event in latest.values())
    situation = Situation(
        dyad=dyad,
        as_of=None,
        tracks=tuple(_with_disputes(track, contradictions) for track in tracks),
        commitments=with_track_order(commitments, machines),
        contradictions=contradictions,
        changes=list_changes(tellings, track_changes, commitments, contradictions, dyad),
        record=make_dyad_record(tellings, dyad),
        other=tuple(event for event in latest if event not in covered),
        statuses=tuple((status, counts[status]) for status in Status if counts[status]),
    )
    return pass_day(situation, today)


def pass_day(situation: Situation, today: str | None) -> Situation:
    """Give the situation as it stands on a day: with the commitments that are overdue by then."""
    return replace(
        situation,
        as_of=today,
        commitments=tuple(make_overdue(c, today) for c in situation.commitments),
    )


def _with_disputes(track: TrackState, contradictions: Sequence[Contradiction]) -> TrackState:
    """Name the open contradictions about the event that the present state rests on."""
    if not track.history:
        return track
    event = track.history[-1].basis.event
    disputed = tuple(
        c.id for c in contradictions if event in (c.event, *c.events) and c.resolution is None
    )
    return replace(track, disputed=disputed)
