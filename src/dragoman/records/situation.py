"""Where things stand, from the events of many reports: tracks, commitments, contradictions, change.

Every record names the event, the mention and the report that it rests on, so a view can always
quote the words. ``published`` is the day of that report's publication, YYYY-MM-DD or ``None``.
"""

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.event import Act, LinkKind, Status

Dyad = tuple[str, ...]
"""One or two ISO 3166-1 alpha-3 codes, in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The mention that a record of the situation rests on, and where its words stand."""

    event: str
    mention: str
    report: str
    published: str | None


@dataclass(frozen=True, slots=True)
class StateChange:
    """A step of a track: the state entered, since when, and the event that is its evidence.

    ``since`` is an ISO 8601 prefix (its length is its precision) or ``None`` when unknown;
    ``background`` tells a step that is history, told by the report but not its news. ``rule`` is
    the machine's rule that moved it; ``before`` the state left, ``None`` for the first.
    """

    state: str
    label: str
    since: str | None
    basis: Basis
    rule: str
    background: bool
    before: str | None


@dataclass(frozen=True, slots=True)
class TrackState:
    """A track of one dyad (or one country's own affairs): its standing and how it came to it.

    ``history`` is in the order of the days that the steps speak of; its last step is the present
    state. ``events`` are the ids of all events on the track, earliest told first. ``disputed``
    lists the open contradictions about the event that the present state rests on.
    """

    track: str
    label: str
    dyad: Dyad
    state: str | None
    state_label: str
    since: str | None
    history: tuple[StateChange, ...]
    events: tuple[str, ...]
    disputed: tuple[str, ...] = ()


class CommitmentKind(StrEnum):
    """What binds the owner: a promise to another, an announced plan, a threat; least, a prospect.

    A prospect is considered, explored or said to be possible: nobody is bound by it yet.
    """

    PROMISE = "promise"
    PLAN = "plan"
    THREAT = "threat"
    PROSPECT = "prospect"


class CommitmentState(StrEnum):
    """What has become of a commitment."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a commitment waits for: ``event`` where the record holds that act, else words alone.

    ``met`` is true when the act has occurred, false when it was refused or called off, ``None``
    while open. ``kind`` is conditional-on or requires.
    """

    kind: LinkKind
    event: str | None
    words: str
    met: bool | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class CommitmentStep:
    """A change of a commitment: the state entered, on which day, by which evidence and why.

    ``basis`` is ``None`` only for OVERDUE, which the calendar decides.
    """

    state: CommitmentState
    when: str | None
    basis: Basis | None
    why: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What would confirm or break an open commitment, in words for a watch list."""

    confirms: str
    breaks: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """Who owes what to whom, on which condition, by when, and what became of it.

    ``id`` is the id of the event that is owed, ``events`` the ids of all events that tell of it.
    ``label`` says in words what is owed ("Venezuela visits the United States"). ``owners`` and
    ``beneficiaries`` are names as a view shows them; ``due`` an ISO 8601 prefix or ``None``.
    ``history`` starts with OPEN.
    """

    id: str
    kind: CommitmentKind
    label: str
    dyad: Dyad
    track: str | None
    events: tuple[str, ...]
    owners: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    act: Act
    due: str | None
    conditions: tuple[Condition, ...]
    state: CommitmentState
    history: tuple[CommitmentStep, ...]
    expectation: Expectation
    basis: Basis


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a contradiction: what is said, by which outlet and speaker, in which words.

    ``start`` and ``end`` are offsets of ``words`` in the report's text. ``outlets`` includes those
    of near copies.
    """

    value: str
    basis: Basis
    outlets: tuple[str, ...]
    speaker: str | None
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Values that cannot both hold, for one event or one state.

    ``field`` is status | date | place | amount | actor. ``label`` says in words what it is about.
    ``events`` are the ids of the events compared: one where the reports were merged.
    ``resolution`` says in words what settled it and is ``None`` while open; ``settled`` is the
    basis of that. Resolved ones are kept.
    """

    id: str
    label: str
    dyad: Dyad
    event: str
    events: tuple[str, ...]
    field: str
    sides: tuple[Side, ...]
    resolution: str | None
    settled: Basis | None


class ChangeKind(StrEnum):
    """What a report altered in the situation."""

    TRACK = "track"
    COMMITMENT = "commitment"
    CONTRADICTION = "contradiction"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change feed: what a report altered, from what to what, and why.

    ``subject`` is the id of the event, commitment or contradiction, or the name of the track;
    ``label`` names it for a reader; ``before`` and ``after`` are labels of states, ``None`` where
    nothing stood before. ``read_at`` is when the report was read (UTC, ISO 8601).
    """

    kind: ChangeKind
    dyad: Dyad
    subject: str
    label: str
    before: str | None
    after: str
    why: str
    basis: Basis
    read_at: str


@dataclass(frozen=True, slots=True)
class DayScore:
    """What one side did to the other on one day, in PLOVER scores.

    ``cooperation`` and ``conflict`` are sums of the positive and of the negative scores of events
    that took place (or were said); ``counts`` is events by type, in the order of the ontology.
    """

    day: str
    source: str
    target: str
    cooperation: float
    conflict: float
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A step of one side that answers a step of the other.

    ``days`` is the time between them; ``told`` is true where a report says so (a link),
    false where it is only likely. ``probability`` is in 0..1.
    """

    step: str
    answer: str
    days: int | None
    told: bool
    probability: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Response:
    """How one side's net score answers the other's, some days later.

    ``coefficient`` is the change of the responder's net score for one point of the other's,
    ``low`` and ``high`` its 95 % interval, ``n`` the number of days; ``None`` when there are too
    few days to say.
    """

    responder: str
    initiator: str
    lag: int
    coefficient: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class DyadRecord:
    """How two countries treat each other over time and who answers whom."""

    dyad: Dyad
    days: tuple[DayScore, ...]
    responses: tuple[Response, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that stands, of one dyad: a pure function of the events and reports given.

    ``as_of`` is the last publication day that was taken in, ``None`` when no report has a day;
    ``other`` are the ids of the dyad's events that no track covers; ``statuses`` count its events
    by status, in the order of ``Status``.
    """

    dyad: Dyad
    as_of: str | None
    tracks: tuple[TrackState, ...]
    commitments: tuple[Commitment, ...]
    contradictions: tuple[Contradiction, ...]
    changes: tuple[Change, ...]
    record: DyadRecord
    other: tuple[str, ...]
    statuses: tuple[tuple[Status, int], ...]
