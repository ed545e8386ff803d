"""Status and kind of statement, weighed: what the rules read off the cues and what the encoder says.

The rules' reading keeps its cues, owners and words: they are the evidence. Where the encoder is
surer of another status or statement than the rules' weight makes up for, its value is taken and the
method says so. Status and statement are chosen together, so that they always fit each other.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from dragoman.coding.readings import Reading
from dragoman.records.event import EventType, Status
from dragoman.records.mention import ActReading

_LEAST = 0.02
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_SURE = 0.6

_FITTING: Mapping[EventType | None, frozenset[Status]] = {
    None: frozenset(Status) - {Status.REQUESTED},
    EventType.REQUEST: frozenset({Status.REQUESTED, Status.DENIED}),
    EventType.REJECT: frozenset({Status.DENIED, Status.CANCELLED, Status.POSSIBLE}),
    EventType.THREATEN: frozenset(
        {Status.PLANNED, Status.CONDITIONAL, Status.POSSIBLE, Status.CANCELLED}
    ),
    EventType.ACCUSE: frozenset({Status.POSSIBLE, Status.DENIED, Status.ONGOING}),
}
"""Which statuses an act may have that is told by each kind of statement."""


def choose_status(
    reading: Reading, act: ActReading | None, type_: EventType, weights: Mapping[str, float]
) -> Reading:
    """Give the reading with the status and statement that both voices make likeliest.

    ``type_`` is the act's own: of an act that is itself a request, a refusal or a threat, the
    encoder says so through the act, not through a statement. What is told through the denial of its
    end ("have not been lifted") stands, whatever the encoder makes of it.
    """
    if act is None or reading.stands:
        return reading
    by_rules = weights[f"status.{reading.status}" if reading.cues else "status.tense"]
    likely = {Status(name): math.log(share + _LEAST) for name, share in act.statuses}
    stated = {
        EventType(name) if name != "-" else None: math.log(share + _LEAST)
        for name, share in act.statements
    }
    best = max(
        (
            (likely[status] + by_rules * (status is reading.status))
            + (stated[kind] + weights["statement.rules"] * (kind is reading.statement)),
            str(status),
            str(kind or ""),
        )
        for kind in stated
        for status in _fitting(kind, type_)
        if not _overdrawn(reading, act, status, kind)
    )
    status, statement = Status(best[1]), EventType(best[2]) if best[2] else None
    if (status, statement) == (reading.status, reading.statement):
        return reading
    return replace(reading, status=status, statement=statement, outvoted=str(reading.status))


def _overdrawn(reading: Reading, act: ActReading, status: Status, kind: EventType | None) -> bool:
    """Tell whether a choice claims more than the encoder alone can say.

    What cue words say is not done, it cannot call done at a word that it hardly reads as an act;
    and that an act is possible does not make its asker one who refuses it.
    """
    undone = bool(reading.cues) and reading.status not in _DONE
    if undone and status in _DONE and act.score < _SURE:
        return True
    refused = kind is EventType.REJECT and reading.statement is not EventType.REJECT
    return refused and status is Status.POSSIBLE


def _fitting(kind: EventType | None, type_: EventType) -> frozenset[Status]:
    if kind is None and type_ is EventType.REQUEST:
        return frozenset(Status)
    return _FITTING[kind]
