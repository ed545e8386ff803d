"""What the language layers find in a text: names, times, places, amounts, attributions."""

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.span import Span


class EntityKind(StrEnum):
    """Kinds of entity that the ``annotate`` contract names."""

    PERSON = "person"
    COUNTRY = "country"
    GOVERNMENT = "government"
    AGENCY = "agency"
    ARMED_FORCE = "armed-force"
    POLICE = "police"
    IGO = "igo"
    PARTY = "party"
    ARMED_GROUP = "armed-group"
    COMPANY = "company"
    MEDIA = "media"
    ORGANIZATION = "organization"
    GROUP = "group"
    PLACE = "place"


class MentionLevel(StrEnum):
    """How a mention refers: by a name, by a common noun, or by a pronoun."""

    NAMED = "named"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name as the encoder saw it, before it is looked up.

    ``label`` is PER, ORG, LOC or MISC; ``first`` and ``last`` are half-open token indices.
    """

    span: Span
    label: str
    score: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One mention of an actor or place, with what is known of whom it names.

    ``span`` is the maximal phrase worth quoting ("Acting Charge d'Affaires John McNamara" keeps
    the title out: it is ``role``); ``head`` is the document token index of its syntactic head;
    ``first`` and ``last`` are half-open token indices. ``country`` is ISO 3166-1 alpha-3.
    ``sectors`` are PLOVER/CAMEO sector codes (GOV, MIL, ...), primary first. ``key`` identifies
    the actor across reports (a data row's id, or a slug of the name); ``members`` lists the keys
    of a compound ("the two countries"). ``evidence`` says which row or rule decided.
    """

    span: Span
    first: int
    last: int
    head: int
    level: MentionLevel
    kind: EntityKind
    name: str
    country: str | None
    sectors: tuple[str, ...]
    role: str | None
    key: str
    evidence: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention's place in a coreference cluster.

    ``entity`` is an index into ``document.entities`` for named and nominal mentions, or ``None``
    for a pronoun. ``antecedents`` lists entity indices that the mention stands for: one for "he",
    several for "the two countries" or "both sides".
    """

    span: Span
    head: int
    cluster: int
    level: MentionLevel
    entity: int | None
    antecedents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3 time expression (TimeML 1.2.1).

    ``type`` is DATE, TIME, DURATION or SET; ``value`` the TIMEX3 value; ``start`` and ``end`` are
    the calendar interval as ISO 8601 prefixes (inclusive days), or ``None`` when it has none;
    ``precision`` is second | minute | hour | day | week | month | season | quarter | half | year |
    decade | century | vague. ``anchored`` is true when the value needed the publication date.
    ``modifier`` is the TIMEX3 mod ("APPROX", "BEFORE", "AFTER", "START", "END", ...) or ``None``.
    """

    span: Span
    type: str
    value: str
    start: str | None
    end: str | None
    precision: str
    anchored: bool
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place name, resolved to a gazetteer entry where one fits.

    ``use`` is literal | metonymic | adjectival; ``precision`` is city | region | country | feature;
    ``geonames`` is the GeoNames id; coordinates are WGS 84 degrees.
    """

    span: Span
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    precision: str
    use: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity: money, people, weapons, percentages.

    ``value`` is ``None`` for words without a number ("a significant number"); ``unit`` is an
    ISO 4217 code for money, ``percent``, or the counted noun's lemma ("prisoner");
    ``modifier`` is None | approximate | at-least | at-most | more-than | less-than | vague.
    """

    span: Span
    value: float | None
    unit: str
    approximate: bool
    modifier: str | None
    head: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: source, cue and content of an attribution (PDTB/PolNeAR scheme).

    ``content`` may have several pieces when the cue interrupts it; ``kind`` is direct | indirect |
    mixed. ``speaker`` is the source's span or ``None``; ``speaker_head`` its head token index.
    """

    content: tuple[Span, ...]
    cue: Span | None
    cue_head: int | None
    speaker: Span | None
    speaker_head: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class ActReading:
    """What the encoder makes of a word as the name of an act.

    ``token`` is a document token index; ``score`` the probability that the word names a political
    act at all. ``acts`` are the likeliest acts meant, as (PLOVER type, mode, probability given
    that it names one); ``statuses`` the probability of each status by name; ``statements`` of each
    kind of statement that may tell it ("-" for none); ``background`` that it is told as history.
    ``actors`` and ``recipients`` are (token, probability) of words of the sentence that stand for
    who does it and to whom.
    """

    token: int
    score: float
    acts: tuple[tuple[str, str | None, float], ...]
    statuses: tuple[tuple[str, float], ...]
    statements: tuple[tuple[str, float], ...]
    background: float
    actors: tuple[tuple[int, float], ...]
    recipients: tuple[tuple[int, float], ...]
