"""Coded events: PLOVER records with status, attribution, links and the words behind each value."""

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.span import Span


class EventType(StrEnum):
    """The sixteen PLOVER 0.8 event types."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Status(StrEnum):
    """Whether the act meant happened (DESIGN: status always speaks of the act meant)."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    REQUESTED = "requested"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    CANCELLED = "cancelled"
    DENIED = "denied"


class LinkKind(StrEnum):
    """How one event bears on another."""

    BECAUSE_OF = "because-of"
    IN_EXCHANGE_FOR = "in-exchange-for"
    CONDITIONAL_ON = "conditional-on"
    REQUIRES = "requires"
    PURPOSE = "purpose"
    CANCELS = "cancels"
    PART_OF = "part-of"


@dataclass(frozen=True, slots=True)
class Act:
    """The act meant by a statement: its type and mode."""

    type: EventType
    mode: str | None


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor or recipient of an event, as the text names it and as it resolves.

    ``span`` is the mention in the event's own sentence (a pronoun or nominal stays as written);
    ``name``, ``country`` and the rest are of whom it resolves to. ``via`` says how a mention was
    resolved ("coreference", "capital for government", ...), empty when it names itself.
    """

    text: str
    span: Span
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    cameo: str | None
    role: str | None
    id: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the text and where they stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an act took, takes or would take place; ISO 8601 prefixes, inclusive.

    ``basis`` is stated | context | published; ``precision`` as in TimeExpression.
    """

    start: str | None
    end: str | None
    text: str | None
    span: Span | None
    basis: str
    precision: str


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an act took place; fields as in Place."""

    text: str
    span: Span
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    precision: str


@dataclass(frozen=True, slots=True)
class EventAttribution:
    """Who says so; ``kind`` is direct | indirect | outlet; an outlet has no span in the text."""

    speaker: Participant | None
    outlet: str | None
    cue: Quoted | None
    kind: str


@dataclass(frozen=True, slots=True)
class EventAmount:
    """An amount that belongs to an event; fields as in Amount."""

    value: float | None
    unit: str
    approximate: bool
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one event to another of the same report, with the words that say so."""

    kind: LinkKind
    event: str
    evidence: Quoted | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value: the rule or model that decided and the words it rests on."""

    field: str
    rule: str
    words: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMention:
    """One act told once in one report.

    ``type`` is the PLOVER type of what was said or done, ``act`` the type and mode of the act
    meant where the two differ; ``status`` always speaks of the act meant. ``confidence`` is in
    0..1. ``method`` lists what decided each value.
    """

    id: str
    report: str
    type: EventType
    mode: str | None
    act: Act | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: str
    intensity: float
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    trigger: Quoted
    sentence: Span
    status: Status
    background: bool
    date: EventDate | None
    place: EventPlace | None
    attribution: tuple[EventAttribution, ...]
    amounts: tuple[EventAmount, ...]
    links: tuple[Link, ...]
    confidence: float
    method: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One telling of an event: which mention, in which report, by whom and when.

    ``outlets`` lists the report's outlet first, then those that printed near copies of it;
    ``copies`` are the ids of these near copies. ``published`` is YYYY-MM-DD or ``None``;
    ``read_at`` is UTC, ISO 8601.
    """

    mention: str
    report: str
    outlets: tuple[str, ...]
    copies: tuple[str, ...]
    published: str | None
    read_at: str


@dataclass(frozen=True, slots=True)
class ValueSource:
    """Which mention an event's value is taken from, and the rule that preferred it."""

    field: str
    mention: str
    rule: str


@dataclass(frozen=True, slots=True)
class Event:
    """One act in the world, as all reports of the record tell it.

    ``id`` is the smallest id of its mentions, so it depends on what was read, not on the order;
    any mention's id finds the event. ``mentions`` and ``sources`` are in step, by publication and
    report. ``lead`` is the mention that tells most; spans of a value are offsets in the report of
    the mention that ``values`` names for its field, of the lead where none is named. ``links``
    point to events. ``confidence`` is in 0..1: that at least one source tells it so.
    """

    id: str
    lead: str
    type: EventType
    mode: str | None
    act: Act | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: str
    intensity: float
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    status: Status
    background: bool
    date: EventDate | None
    place: EventPlace | None
    amounts: tuple[EventAmount, ...]
    links: tuple[Link, ...]
    confidence: float
    mentions: tuple[EventMention, ...]
    sources: tuple[Source, ...]
    values: tuple[ValueSource, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """One line of a score: what was compared, what was found, and its weight in the sum."""

    name: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class MentionPair:
    """Two mentions that were compared: whether they tell one event, and why.

    ``score`` is in 0..1; ``decided_by`` is "score" or the analyst's decision that overrides it.
    """

    first: str
    second: str
    score: float
    features: tuple[Feature, ...]
    decided_by: str
