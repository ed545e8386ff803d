"""Folds events into tracks: per dyad what state each track is in, since when and by which event."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dragoman.records.event import EventMention
from dragoman.records.situation import Basis, StateChange, TrackState
from dragoman.situation.machines import Machine, Pattern

Dyad = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its sentence, and what is known of the report that tells it.

    ``report_dyad`` is the pair of countries that the report names most: an event that names
    one of them alone, or none, belongs to the tracks of that pair.
    """

    event: EventMention
    sentence: str
    published: str | None
    report_dyad: Dyad = ()


def fold_tracks(told: Iterable[Told], machines: tuple[Machine, ...]) -> tuple[TrackState, ...]:
    """Give every track of every dyad that the events touch, in the machines' order.

    Events are folded by the day they speak of (background first, then publication, then place in
    the text), so the order of reading does not change the result.
    """
    by_track: dict[tuple[int, Dyad], list[Told]] = defaultdict(list)
    for item in sorted(told, key=_sort_key):
        for number, machine in _by_claim(machines):
            if covers(machine, item):
                by_track[number, dyad_of(item.event, item.report_dyad)].append(item)
                break
    folded = [_fold(machines[number], dyad, items) for (number, dyad), items in by_track.items()]
    return tuple(sorted(folded, key=lambda t: (-len(t.events), t.dyad)))


def _by_claim(machines: tuple[Machine, ...]) -> list[tuple[int, Machine]]:
    """Give the machines, numbered, the one with the strongest claim on an event first."""
    return sorted(enumerate(machines), key=lambda pair: pair[1].claim)


def dyad_of(event: EventMention, report_dyad: Dyad = ()) -> Dyad:
    """Give the pair of countries that an event is between, in alphabetical order.

    An event that names fewer than two takes the report's pair when its own country is in it.
    """
    found = countries_of(event)
    if len(found) < 2 and set(found) <= set(report_dyad):
        return report_dyad
    return tuple(sorted(found[:2]))


def countries_of(event: EventMention) -> tuple[str, ...]:
    """Give the countries of an event's actors and recipients, each once, actors first."""
    people = (*event.actors, *event.recipients)
    return tuple(dict.fromkeys(person.country for person in people if person.country))


def covers(machine: Machine, item: Told) -> bool:
    """Tell whether an event belongs to a machine's track."""
    return any(fits(pattern, item) for pattern in machine.covers)


def fits(pattern: Pattern, item: Told) -> bool:
    """Tell whether an event is what a pattern asks for."""
    event = item.event
    act = event.act
    type_ = act.type if act else event.type
    mode = act.mode if act else event.mode
    speech = event.type if act else None
    return (
        (not pattern.types or type_ in pattern.types)
        and (not pattern.modes or mode in pattern.modes)
        and mode not in pattern.without_modes
        and (not pattern.status or event.status in pattern.status)
        and (not pattern.contexts or bool(pattern.contexts & set(event.contexts)))
        and (not pattern.speech or speech in pattern.speech)
        and (not pattern.words or _has_words(pattern.words, item.sentence))
    )


def _has_words(words: tuple[str, ...], sentence: str) -> bool:
    return _word_pattern(words).search(sentence.lower()) is not None


@cache
def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")


def _sort_key(item: Told) -> tuple[str, str, int, str]:
    event = item.event
    published = item.published or "9999"
    start = event.date.start if event.date and event.date.start else published
    day = start if event.background else published
    return (day, published, event.trigger.span.start, event.id)


def _fold(machine: Machine, dyad: Dyad, items: list[Told]) -> TrackState:
    history: list[StateChange] = []
    state: str | None = None
    for item in items:
        change = _change(machine, state, item)
        if change is not None and change.state != state:
            history.append(change)
            state = change.state
    return TrackState(
        track=machine.track,
        label=machine.label,
        dyad=dyad,
        state=state,
        state_label=machine.states[state] if state else "no state told",
        since=history[-1].since if history else None,
        history=tuple(history),
        events=tuple(item.event.id for item in items),
    )


def _change(machine: Machine, state: str | None, item: Told) -> StateChange | None:
    for rule in machine.rules:
        if fits(rule.pattern, item) and (not rule.only_from or state in rule.only_from):
            event = item.event
            since = event.date.start if event.date and event.date.start else item.published
            return StateChange(
                state=rule.to,
                label=machine.states[rule.to],
                since=since,
                basis=Basis(event.id, event.id, event.report, item.published),
                rule=f"{machine.track}:{rule.id}",
                background=event.background,
                before=state,
            )
    return None
