"""What a row of others says, checked, and the document that it becomes."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from dragoman.actors import load_actors
from dragoman.errors import InputError
from dragoman.folding import fold
from dragoman.ontology import load_ontology
from dragoman.records.document import Document, Published
from dragoman.records.event import (
    Act,
    EventAmount,
    EventAttribution,
    EventDate,
    EventMention,
    EventPlace,
    EventType,
    Evidence,
    Link,
    LinkKind,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.mention import EntityKind
from dragoman.records.span import Span

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_LINE_ENDS = re.compile(r"[\r\n\t\x00-\x1f\x85\u2028\u2029]+")
_KINDS = frozenset(EntityKind)
_BY_SECTOR = {
    "GOV": "government",
    "JUD": "agency",
    "LEG": "agency",
    "MIL": "armed-force",
    "COP": "police",
    "REB": "armed-group",
    "PTY": "party",
    "OPP": "party",
    "IGO": "igo",
    "MED": "media",
    "BUS": "company",
    "MNC": "company",
    "NGO": "organization",
}


@dataclass(frozen=True, slots=True)
class RowPerson:
    """An actor or recipient as a row gives it; empty where it says nothing."""

    name: str
    text: str = ""
    country: str | None = None
    sectors: tuple[str, ...] = ()
    kind: str = ""
    cameo: str | None = None
    role: str | None = None
    id: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class RowDate:
    """A date as a row gives it: ISO 8601 prefixes."""

    start: str | None
    end: str | None
    basis: str = "stated"
    precision: str = "day"
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A place as a row gives it."""

    name: str
    text: str = ""
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    precision: str = "feature"


@dataclass(frozen=True, slots=True)
class RowAmount:
    """An amount as a row gives it."""

    value: float | None
    unit: str
    approximate: bool
    text: str


@dataclass(frozen=True, slots=True)
class RowEvent:
    """All that a row says of one event, checked; ``text`` is what stands for the report's text.

    ``speakers`` are those who say so; ``links`` are (kind, id of the other row's event); ``words``
    is the sentence, where the row has it.
    """

    form: str
    id: str
    type: EventType
    mode: str | None
    act: Act | None = None
    status: Status = Status.OCCURRED
    background: bool = False
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    intensity: float | None = None
    actors: tuple[RowPerson, ...] = ()
    recipients: tuple[RowPerson, ...] = ()
    date: RowDate | None = None
    place: RowPlace | None = None
    amounts: tuple[RowAmount, ...] = ()
    speakers: tuple[tuple[RowPerson, str], ...] = ()
    links: tuple[tuple[LinkKind, str], ...] = ()
    confidence: float = 0.5
    trigger: str = ""
    words: str = ""
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None

    @property
    def text(self) -> str:
        """Give the row's text: a line for each thing that it says."""
        return _lay_out(self).text


# --- checks


def check_type(value: object, what: str = "event type") -> EventType:
    """Give a PLOVER type. Raises: InputError for anything else."""
    try:
        return EventType(str(value).strip().upper())
    except ValueError as error:
        raise InputError(f"{what} {value!r} is none of PLOVER's sixteen types") from error


def check_mode(type_: EventType, value: object) -> str | None:
    """Give a mode of the type, ``None`` for nothing. Raises: InputError for one it does not have."""
    mode = str(value or "").strip().lower().replace(" ", "-")
    if not mode or mode == "none":
        return None
    if mode not in load_ontology().types[type_].modes:
        raise InputError(f"{mode!r} is no mode of {type_}; see docs/ONTOLOGY.md")
    return mode


def check_day(value: object, what: str) -> str | None:
    """Give an ISO 8601 prefix, ``None`` for nothing. Raises: InputError for anything else."""
    text = str(value or "").strip()
    if not text or text == "None":
        return None
    if not _DATE.fullmatch(text):
        raise InputError(f"{what} {text!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    return text


def check_number(value: object, what: str, low: float, high: float) -> float | None:
    """Give a number in the range, ``None`` for nothing. Raises: InputError for anything else."""
    if value is None or str(value).strip() in ("", "None"):
        return None
    try:
        number = float(str(value))
    except ValueError as error:
        raise InputError(f"{what} {value!r} is no number") from error
    if not low <= number <= high:
        raise InputError(f"{what} {number} is not between {low:g} and {high:g}")
    return number


def check_country(value: object) -> str | None:
    """Give a country by its ISO alpha-3 code; ``None`` for what is none."""
    code = str(value or "").strip().upper()
    return code if code in load_actors().countries else None


def check_contexts(values: Iterable[object]) -> tuple[str, ...]:
    """Give PLOVER contexts, sorted. Raises: InputError for one that PLOVER does not have."""
    names = {str(value).strip().lower().replace("-", "_").replace(" ", "_") for value in values}
    names -= {"", "none"}
    unknown = sorted(names - set(load_ontology().contexts))
    if unknown:
        raise InputError(f"{unknown[0]!r} is no PLOVER context; see docs/ONTOLOGY.md")
    return tuple(sorted(names))


def clean(value: object) -> str:
    """Give a value as one line of text."""
    return _LINE_ENDS.sub(" ", str(value if value is not None else "")).strip()


# --- the document


def make_document(row: RowEvent, id_: str, dataset: str, mentions: Mapping[str, str]) -> Document:
    """Give the coded document of a row.

    ``id_`` is the event's id in the record; ``mentions`` gives that of each row's event, for links.
    """
    laid = _lay_out(row)
    report = hashlib.sha256(f"imported\0{id_}".encode()).hexdigest()[:16]
    return Document(
        id=report,
        text=laid.text,
        published=Published(row.published, "given" if row.published else "unknown"),
        title=row.title or f"Row {row.id} of {dataset}",
        outlet=row.outlet,
        url=row.url,
        events=(_make_mention(row, laid, dataset, (id_, report), mentions),),
    )


@dataclass(slots=True)
class _Layout:
    """A row's text and where each thing stands in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: dict[str, Quoted] = field(default_factory=dict)

    def add(self, name: str, value: str, rest: str = "") -> None:
        value = clean(value)
        self.spans[name] = Quoted(value, Span(self.length, self.length + len(value)))
        line = value + clean_rest(rest)
        self.parts.append(line)
        self.length += len(line) + 1

    @property
    def text(self) -> str:
        return "\n".join(self.parts)


def clean_rest(rest: str) -> str:
    """Give what follows a value on its line."""
    return f" · {clean(rest)}" if clean(rest) else ""


def _lay_out(row: RowEvent) -> _Layout:
    laid = _Layout()
    laid.add("trigger", row.trigger or f"{row.type} {row.mode or ''}".strip(), row.id)
    laid.add("type", f"{row.type} {row.mode or ''}".strip(), row.cameo or "")
    act = f"of {row.act.type} {row.act.mode or ''}".strip() if row.act else ""
    laid.add("status", str(row.status), " · ".join(filter(None, (act, "history" * row.background))))
    for side, people in (("actor", row.actors), ("recipient", row.recipients)):
        for number, person in enumerate(people):
            rest = (person.name, person.country, ",".join(person.sectors), person.role)
            laid.add(f"{side}.{number}", person.text or person.name, _join(rest))
    if row.date:
        laid.add("date", row.date.text or row.date.start or row.date.end or "", _ends(row.date))
    if row.place:
        place = (row.place.name, row.place.country, row.place.lat, row.place.lon)
        laid.add("place", row.place.text or row.place.name, _join(place))
    for number, amount in enumerate(row.amounts):
        laid.add(f"amount.{number}", amount.text or f"{amount.value} {amount.unit}")
    for number, (speaker, kind) in enumerate(row.speakers):
        laid.add(f"speaker.{number}", speaker.text or speaker.name, _join((speaker.name, kind)))
    if row.contexts:
        laid.add("contexts", ";".join(row.contexts))
    for number, (kind, other) in enumerate(row.links):
        laid.add(f"link.{number}", str(kind), other)
    if row.words:
        laid.add("words", row.words)
    return laid


def _join(values: Iterable[object]) -> str:
    return " · ".join(clean(value) for value in values if value not in (None, ""))


def _ends(date: RowDate) -> str:
    return "" if date.start == date.end else _join((date.start, date.end))


def _make_mention(
    row: RowEvent, laid: _Layout, dataset: str, ids: tuple[str, str], mentions: Mapping[str, str]
) -> EventMention:
    ontology = load_ontology()
    whole = Span(0, len(laid.text))
    return EventMention(
        id=ids[0],
        report=ids[1],
        type=row.type,
        mode=row.mode,
        act=row.act,
        contexts=row.contexts,
        cameo=row.cameo or ontology.cameo(row.type, row.mode),
        quad=ontology.types[row.type].quad,
        intensity=ontology.score(row.type, row.mode) if row.intensity is None else row.intensity,
        actors=_people(row.actors, "actor", laid),
        recipients=_people(row.recipients, "recipient", laid),
        trigger=laid.spans["trigger"],
        sentence=laid.spans["words"].span if row.words else whole,
        status=row.status,
        background=row.background,
        date=_date(row.date, laid) if row.date else None,
        place=_place(row.place, laid) if row.place else None,
        attribution=tuple(
            EventAttribution(_person(speaker, laid.spans[f"speaker.{n}"]), None, None, kind)
            for n, (speaker, kind) in enumerate(row.speakers)
        ),
        amounts=tuple(
            EventAmount(a.value, a.unit, a.approximate, q.text, q.span)
            for a, q in ((a, laid.spans[f"amount.{n}"]) for n, a in enumerate(row.amounts))
        ),
        links=tuple(
            Link(kind, mentions[other], laid.spans[f"link.{n}"])
            for n, (kind, other) in enumerate(row.links)
            if other in mentions
        ),
        confidence=row.confidence,
        method=_method(row, laid, dataset),
    )


def _method(row: RowEvent, laid: _Layout, dataset: str) -> tuple[Evidence, ...]:
    rule = f"import:{row.form}"
    named = [name for name in ("type", "status", "date", "place", "contexts") if name in laid.spans]
    values = [Evidence(name, rule, (laid.spans[name],)) for name in named]
    return (*values, Evidence("row", f"{rule}:{dataset}", (laid.spans["trigger"],)))


def _people(people: tuple[RowPerson, ...], side: str, laid: _Layout) -> tuple[Participant, ...]:
    return tuple(_person(p, laid.spans[f"{side}.{n}"]) for n, p in enumerate(people))


def _person(person: RowPerson, quoted: Quoted) -> Participant:
    country = person.country or _country_named(person.name)
    kind = person.kind if person.kind in _KINDS else _guess_kind(person, country)
    return Participant(
        text=quoted.text,
        span=quoted.span,
        name=person.name,
        kind=kind,
        country=country,
        sectors=person.sectors,
        cameo=person.cameo or _cameo(country, person.sectors),
        role=person.role,
        id=person.id or _make_id(person, kind, country),
        via=person.via or "row of a file",
    )


def _country_named(name: str) -> str | None:
    return _names().get(name.casefold())


@cache
def _names() -> Mapping[str, str]:
    return {c.name.casefold(): iso3 for iso3, c in load_actors().countries.items()}


def _guess_kind(person: RowPerson, country: str | None) -> str:
    if country and _country_named(person.name) == country:
        return "country"
    return next((_BY_SECTOR[s[:3]] for s in person.sectors if s[:3] in _BY_SECTOR), "organization")


def _cameo(country: str | None, sectors: tuple[str, ...]) -> str | None:
    return "".join((country or "", *(sector[:3] for sector in sectors[:2]))) or None


def _make_id(person: RowPerson, kind: str, country: str | None) -> str:
    if kind == "country" and country:
        return country
    plain = re.sub(r"[^a-z0-9]+", "-", fold(person.name).lower()).strip("-") or "unnamed"
    return f"{country}:{plain}" if country else plain


def _date(date: RowDate, laid: _Layout) -> EventDate:
    quoted = laid.spans["date"]
    return EventDate(date.start, date.end, quoted.text, quoted.span, date.basis, date.precision)


def _place(place: RowPlace, laid: _Layout) -> EventPlace:
    quoted = laid.spans["place"]
    return EventPlace(
        quoted.text, quoted.span, place.name, place.country, place.lat, place.lon,
        place.geonames, place.precision,
    )  # fmt: skip
