"""The shapes of the API's answers; the pages are drawn from the same."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A shape that is read from a record's fields or from JSON."""

    model_config = ConfigDict(from_attributes=True)


Item = TypeVar("Item")


class Page(Model, Generic[Item]):
    """One page of a list; ``next`` and ``previous`` are addresses, ``null`` at the ends."""

    items: list[Item]
    total: int
    page: int
    size: int
    next: str | None
    previous: str | None


class ProblemModel(Model):
    """Why a request was not met (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


# --- events


class Act(Model):
    """The act meant: PLOVER type and mode."""

    type: str
    mode: str | None


class Words(Model):
    """Words of a report and where they stand, in Unicode code points, half-open."""

    text: str
    start: int
    end: int


class Stretch(Model):
    """A stretch of a report's text, in Unicode code points, half-open."""

    start: int
    end: int


class Participant(Words):
    """An actor or recipient, as written and as resolved."""

    name: str
    kind: str
    country: str | None
    sectors: list[str]
    cameo: str | None
    role: str | None
    id: str
    via: str


class EventDate(Model):
    """When an act took, takes or would take place; ISO 8601 prefixes, inclusive."""

    start: str | None
    end: str | None
    text: str | None
    basis: str
    precision: str


class EventPlace(Words):
    """Where an act took place; WGS 84 degrees."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    precision: str


class Attribution(Model):
    """Who says so."""

    kind: str
    speaker: Participant | None = None
    outlet: str | None = None
    cue: Words | None = None


class Amount(Words):
    """An amount that belongs to an event."""

    value: float | None
    unit: str
    approximate: bool


class Link(Model):
    """How an event bears on another."""

    kind: str
    event: str
    evidence: Words | None = None


class Method(Model):
    """What decided a value, and the words that it rests on."""

    field: str
    rule: str
    words: list[Words]


class Mention(Model):
    """One act as one report tells it: the record's own shape."""

    id: str
    report: str
    type: str
    mode: str | None
    act: Act | None
    contexts: list[str]
    cameo: str | None
    quad: str
    intensity: float
    actors: list[Participant]
    recipients: list[Participant]
    trigger: Words
    sentence: Stretch
    status: str
    background: bool
    date: EventDate | None
    place: EventPlace | None
    attribution: list[Attribution]
    amounts: list[Amount]
    links: list[Link]
    confidence: float
    method: list[Method]


class Named(Model):
    """A participant in short."""

    id: str
    name: str
    country: str | None


class PlaceBrief(Model):
    """A place in short."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str


class EventBrief(Model):
    """An event as lists show it. ``day`` is that of the act, else of its first report."""

    id: str
    type: str
    mode: str | None
    act: Act | None
    status: str
    background: bool
    day: str
    date: EventDate | None
    actors: list[Named]
    recipients: list[Named]
    place: PlaceBrief | None
    dyad: list[str]
    quad: str
    intensity: float
    confidence: float
    sources: int
    first_published: str | None
    last_published: str | None
    quote: str
    outlet: str | None
    report: str | None


class Telling(Model):
    """One report's telling of an event: its words, its outlets, its own values."""

    report: str
    title: str | None
    url: str | None
    outlets: list[str]
    copies: list[str]
    published: str | None
    read_at: str
    sentence: str
    mention: Mention


class Value(Model):
    """One value of an event: what it is, the words behind it and what decided."""

    field: str
    value: str
    report: str | None
    words: list[Words]
    rule: str


class Feature(Model):
    """One line of a score."""

    name: str
    value: str
    weight: float


class Join(Model):
    """Two tellings that were compared, and why they tell one event."""

    first: str
    second: str
    score: float
    decided_by: str
    features: list[Feature]


class EventDetail(EventBrief):
    """An event with the words behind each value and every source."""

    contexts: list[str]
    cameo: str | None
    values: list[Value]
    tellings: list[Telling]
    links: list[Link]
    joins: list[Join]


# --- reports


class ReportBrief(Model):
    """A report in short."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    published_basis: str
    read_at: str


class Support(Model):
    """What a stretch of a report's words supports: a value of an event."""

    start: int
    end: int
    mention: str
    field: str
    says: str


class ReportDetail(ReportBrief):
    """A report with its text, its event mentions and every stretch of evidence."""

    text: str
    published_reason: str
    countries: list[str]
    copies: list[ReportBrief]
    events: dict[str, str] = Field(description="the event that each mention tells")
    mentions: list[Mention]
    supports: list[Support]


# --- timeline, map


class TimeBin(Model):
    """How many events of a type and status one stretch of time has."""

    day: str
    type: str
    status: str
    count: int


class TimePoint(Model):
    """One event on the timeline."""

    id: str
    day: str
    type: str
    mode: str | None
    status: str
    background: bool
    dyad: str
    label: str


class Timeline(Model):
    """Events in time: one by one in ``points`` where they are few, else counted in ``bins``."""

    first: str | None
    last: str | None
    total: int
    unit: str = Field(description="event, day, month or year")
    points: list[TimePoint]
    bins: list[TimeBin]


class MapPoint(Model):
    """A place with its number of events; ``real`` of them happened or are under way.

    ``uncertain`` is true where only a region or country is known: the point is its middle.
    """

    name: str
    country: str | None
    lat: float
    lon: float
    precision: str
    uncertain: bool
    count: int
    real: int
    last_day: str


class MapView(Model):
    """Places of events; ``placeless`` counts those that no report places."""

    places: list[MapPoint]
    total: int
    placeless: int


# --- actors


class CountryNode(Model):
    """A country in the network, with its number of events with others."""

    iso3: str
    name: str
    count: int


class CountryEdge(Model):
    """Two countries with their events: how many, and the mean PLOVER score (-10..10)."""

    dyad: list[str]
    count: int
    cooperation: int
    conflict: int
    mean: float


class ActorBrief(Model):
    """A participant of events."""

    id: str
    name: str
    country: str | None
    acting: int
    receiving: int


class ScoreDay(Model):
    """Sums of positive and negative PLOVER scores of what happened in a stretch of time."""

    day: str
    cooperation: float
    conflict: float
    count: int


class Network(Model):
    """Who deals with whom: countries and their dealings, strongest first."""

    nodes: list[CountryNode]
    edges: list[CountryEdge]


class Actors(Model):
    """The actors page: network, one dyad's series, and a page of actors."""

    network: Network
    dyad: list[str]
    series: list[ScoreDay]
    actors: Page[ActorBrief]


class Office(Model):
    """An office that a person held; an empty date is open or unknown."""

    title: str
    country: str | None
    start: str
    end: str


class ActorDetail(ActorBrief):
    """A participant with what is known of it and its latest events."""

    kind: str
    aliases: list[str]
    offices: list[Office]
    events: Page[EventBrief]


# --- board


class DyadBrief(Model):
    """A dyad with its numbers of events and of open commitments and contradictions.

    The latter two are ``null`` for a past day.
    """

    dyad: list[str]
    name: str
    events: int
    commitments: int | None
    contradictions: int | None


class Basis(Model):
    """The mention that a line of the situation rests on."""

    event: str
    mention: str
    report: str
    published: str | None


class StateChange(Model):
    """A step of a track."""

    state: str
    label: str
    since: str | None
    basis: Basis
    rule: str
    background: bool
    before: str | None


class TrackState(Model):
    """A track's standing and how it came to it."""

    track: str
    label: str
    dyad: list[str]
    state: str | None
    state_label: str
    since: str | None
    history: list[StateChange]
    events: list[str]
    disputed: list[str]


class Condition(Model):
    """What a commitment waits for."""

    kind: str
    event: str | None
    words: str
    met: bool | None
    basis: Basis


class CommitmentStep(Model):
    """A change of a commitment."""

    state: str
    when: str | None
    basis: Basis | None
    why: str


class Expectation(Model):
    """What would confirm or break a commitment."""

    confirms: str
    breaks: str


class Commitment(Model):
    """Who owes what to whom, on which condition, by when, and what became of it."""

    id: str
    kind: str
    label: str
    dyad: list[str]
    track: str | None
    events: list[str]
    owners: list[str]
    beneficiaries: list[str]
    act: Act
    due: str | None
    conditions: list[Condition]
    state: str
    history: list[CommitmentStep]
    expectation: Expectation
    basis: Basis


class Side(Model):
    """One value of a contradiction, with its source and words."""

    value: str
    basis: Basis
    outlets: list[str]
    speaker: str | None
    words: str
    start: int
    end: int


class Contradiction(Model):
    """Values that cannot both hold."""

    id: str
    label: str
    dyad: list[str]
    event: str
    events: list[str]
    field: str
    sides: list[Side]
    resolution: str | None
    settled: Basis | None


class Change(Model):
    """What a report altered, from what to what, and why."""

    kind: str
    dyad: list[str]
    subject: str
    label: str
    before: str | None
    after: str
    why: str
    basis: Basis
    read_at: str


class SituationView(Model):
    """Where one dyad stands."""

    dyad: list[str]
    as_of: str | None
    tracks: list[TrackState]
    commitments: list[Commitment]
    contradictions: list[Contradiction]
    changes: list[Change]


class Board(Model):
    """The board: every dyad by name, and one dyad's situation in full."""

    reports: int
    events: int
    failures: int
    last_read: str | None
    dyads: list[DyadBrief]
    situation: SituationView | None
    since: str | None


# --- adding


class NewReport(Model):
    """A report to be read."""

    text: str = Field(min_length=1, max_length=500_000)
    title: str | None = Field(default=None, max_length=500)
    outlet: str | None = Field(default=None, max_length=200)
    url: str | None = Field(default=None, max_length=2000)
    date: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")


class Preview(Model):
    """What keeping a report would change: nothing has been kept yet."""

    report: str
    known: bool
    published: str | None
    published_basis: str
    published_reason: str
    text: str
    mentions: list[Mention]
    supports: list[Support]
    joins: dict[str, str] = Field(description="mentions that tell an event already in the record")
    changes: list[Change]


class Kept(Model):
    """What became of a report that was to be kept: new, recoded or known."""

    report: str
    written: str
