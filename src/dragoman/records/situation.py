"""Where things stand: each track's state with its history, from the events of many reports."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StateChange:
    """A step of a track: the state entered, since when, and the event that is its evidence.

    ``since`` is an ISO 8601 prefix (its length is its precision) or ``None`` when unknown;
    ``background`` tells a step that is history, told by the report but not its news.
    """

    state: str
    label: str
    since: str | None
    event: str
    report: str
    rule: str
    background: bool


@dataclass(frozen=True, slots=True)
class TrackState:
    """A track of one dyad (or one country's own affairs): its standing and how it came to it.

    ``dyad`` holds ISO 3166-1 alpha-3 codes in alphabetical order, one or two.
    """

    track: str
    label: str
    dyad: tuple[str, ...]
    state: str | None
    state_label: str
    since: str | None
    history: tuple[StateChange, ...]
    events: tuple[str, ...]
