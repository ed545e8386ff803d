"""Folds tellings into tracks: what state each track of a dyad is in, since when, by what evidence.

A track has two times. Its history is in the order of the days that the tellings speak of, so that
"closed since 2019", read today, is history. Its changes are in the order of publication: each is
what one report altered.
"""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from dragoman.records.event import EventMention
from dragoman.records.situation import Change, ChangeKind, Dyad, StateChange, TrackState
from dragoman.situation.machines import Machine, Rule
from dragoman.situation.told import Told, fits, home_machine

NO_STATE = "no state told"

_Key = tuple[str, int, str, str, int, str]


def fold_tracks(
    tellings: Iterable[Told], machines: tuple[Machine, ...], dyad: Dyad
) -> tuple[tuple[TrackState, ...], tuple[Change, ...]]:
    """Give a dyad's tracks in the machines' order, and what each report altered in them.

    ``tellings`` are those of the dyad's events in the order of publication.
    """
    tellings = list(tellings)
    home = _homes(tellings, machines)
    by_machine: dict[str, list[Told]] = {machine.track: [] for machine in machines}
    for told in tellings:
        for machine in machines:
            if machine.track == home.get(told.event.id) or _shares(machine, told):
                by_machine[machine.track].append(told)
    tracks: list[TrackState] = []
    changes: list[Change] = []
    for machine in machines:
        items = by_machine[machine.track]
        if items:
            track, altered = _fold(machine, dyad, items)
            tracks.append(track)
            changes += altered
    return tuple(tracks), tuple(changes)


def _homes(tellings: Iterable[Told], machines: tuple[Machine, ...]) -> dict[str, str]:
    """The track of each event: of those that cover one of its tellings, that of strongest claim."""
    found: dict[str, Machine] = {}
    for told in tellings:
        covering = home_machine(told.mention, told.sentence, machines)
        if covering is not None:
            known = found.get(told.event.id)
            if known is None or covering[0].claim < known.claim:
                found[told.event.id] = covering[0]
    return {event: machine.track for event, machine in found.items()}


def _shares(machine: Machine, told: Told) -> bool:
    return machine.shares and any(
        fits(pattern, told.mention, told.sentence) for pattern in machine.covers
    )


@dataclass(slots=True)
class _Fold:
    """A fold in progress: the evidence in the order of the days it speaks of, and the result."""

    machine: Machine
    evidence: list[tuple[_Key, Told, tuple[Rule, ...]]] = field(default_factory=list)
    history: list[StateChange] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)

    @property
    def state(self) -> str | None:
        """The state after the last step."""
        return self.history[-1].state if self.history else None


def _fold(machine: Machine, dyad: Dyad, items: list[Told]) -> tuple[TrackState, tuple[Change, ...]]:
    fold = _Fold(machine)
    changes: list[Change] = []
    known: set[tuple[str, str, str]] = set()
    for _, group in groupby(items, key=lambda told: (told.published, told.mention.report)):
        before = fold.history[-1] if fold.history else None
        _add_report(fold, list(group), known)
        after = fold.history[-1] if fold.history else None
        moved = after is not None and (before is None or before.state != after.state)
        if moved and after is not None and not after.background:
            if before is None:
                # What stood before is told by the same report, as history.
                before = next((step for step in reversed(fold.history) if step.background), None)
            changes.append(_change(machine, dyad, before, after, items))
    state = fold.history[-1] if fold.history else None
    track = TrackState(
        track=machine.track,
        label=machine.label,
        dyad=dyad,
        state=state.state if state else None,
        state_label=state.label if state else NO_STATE,
        since=state.since if state else None,
        history=tuple(fold.history),
        events=tuple(dict.fromkeys(told.event.id for told in items)),
    )
    return track, tuple(changes)


def _add_report(fold: _Fold, items: list[Told], known: set[tuple[str, str, str]]) -> None:
    """Add one report's tellings; fold anew only where one speaks of an earlier day."""
    anew = False
    for told in items:
        # The same said again of the same event is no new evidence.
        said = (told.event.id, str(told.mention.type), str(told.mention.status))
        if said in known:
            continue
        known.add(said)
        rules = tuple(
            rule for rule in fold.machine.rules if fits(rule.pattern, told.mention, told.sentence)
        )
        if not rules:
            continue
        entry = (_key(told), told, rules)
        if anew or (fold.evidence and entry[0] < fold.evidence[-1][0]):
            insort(fold.evidence, entry, key=lambda e: e[0])
            anew = True
        else:
            fold.evidence.append(entry)
            _step(fold, told, rules)
    if anew:
        fold.history, fold.used = [], set()
        for _, told, rules in fold.evidence:
            _step(fold, told, rules)


def _key(told: Told) -> _Key:
    """History before the news of its day; then by publication, report and place in the text."""
    mention = told.mention
    return (
        told.day,
        0 if mention.background else 1,
        told.published,
        mention.report,
        mention.trigger.span.start,
        mention.id,
    )


LEAST_CONFIDENCE = 0.15
"""A mention that is hardly sure to be an act of its kind is listed, but moves no track."""


def _step(fold: _Fold, told: Told, rules: tuple[Rule, ...]) -> None:
    if told.mention.confidence < LEAST_CONFIDENCE:
        return
    state = fold.state
    rule = next((rule for rule in rules if _applies(rule, state)), None)
    if rule is None or rule.to == state or (told.event.id, rule.id) in fold.used:
        return
    fold.used.add((told.event.id, rule.id))
    mention = told.mention
    news_before = any(not step.background for step in fold.history)
    if mention.background and not told.dated and news_before:
        # History without a date cannot be put in order: it never overturns news.
        return
    fold.history.append(
        StateChange(
            state=rule.to,
            label=fold.machine.states[rule.to],
            since=_since(mention, told),
            basis=told.basis,
            rule=f"{fold.machine.track}:{rule.id}",
            background=mention.background or _is_past(told),
            before=state,
        )
    )


def _applies(rule: Rule, state: str | None) -> bool:
    return (not rule.only_from or state in rule.only_from) and state not in rule.except_from


def _since(mention: EventMention, told: Told) -> str | None:
    """The day told, with its precision; the day of publication where the text gives none."""
    date = mention.date
    if told.dated and date is not None and date.start and told.day < told.published:
        return date.start if date.start.startswith(told.day[:4]) else told.day
    if told.day != told.published:
        return told.day
    return told.source.published


def _is_past(told: Told) -> bool:
    """A state that began in a year before the report's is history, however it is told."""
    return told.day[:4] < told.published[:4] and told.day != told.published


def _change(
    machine: Machine, dyad: Dyad, before: StateChange | None, after: StateChange, items: list[Told]
) -> Change:
    told = next(told for told in items if told.mention.id == after.basis.mention)
    return Change(
        kind=ChangeKind.TRACK,
        dyad=dyad,
        subject=machine.track,
        label=machine.label,
        before=before.label if before else None,
        after=after.label,
        why=after.rule,
        basis=after.basis,
        read_at=told.source.read_at,
    )
