"""Reports, events and situations made by hand for the tests of situation, store and output."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.merge.fuse import ReportFacts, fuse
from dragoman.ontology import load_ontology
from dragoman.records.event import (
    Act,
    Event,
    EventAmount,
    EventAttribution,
    EventDate,
    EventMention,
    EventType,
    Evidence,
    Link,
    LinkKind,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.situation import Situation, TrackState
from dragoman.records.span import Span
from dragoman.situation.machines import Machine, load_machines
from dragoman.situation.situations import make_situations
from dragoman.situation.told import ReportContext

DYAD = ("USA", "VEN")


def party(name: str, code: str | None, kind: str = "country") -> Participant:
    """Give an actor or recipient; its id is its code, or its name where it is no country."""
    id_ = code if kind == "country" and code else name.lower().replace(" ", "-")
    return Participant(name, Span(0, len(name)), name, kind, code, (), code, None, id_)


USA, VEN = party("United States", "USA"), party("Venezuela", "VEN")
COL, ETH, ERI = party("Colombia", "COL"), party("Ethiopia", "ETH"), party("Eritrea", "ERI")
PRISONERS = party("prisoners", None, "group")


@dataclass(frozen=True, slots=True)
class Said:
    """A mention before it is put into a report: its values and the sentence that tells it."""

    mention: EventMention
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report made of sentences, one a mention."""

    id: str
    day: str | None
    outlet: str
    text: str
    mentions: tuple[EventMention, ...]
    countries: tuple[str, ...]
    read_at: str


def tell(
    id_: str,
    type_: str,
    status: str = "occurred",
    sentence: str = "They met.",
    *,
    trigger: str | None = None,
    day: str | None = None,
    by: Participant | None = None,
    **fields: object,
) -> Said:
    """Give a mention of an act of the United States towards Venezuela.

    ``type_`` is type or type/mode; ``day`` the day stated; ``by`` who says so. ``fields`` replace
    any other value. The trigger is the sentence's last word unless it is given.
    """
    type_, _, mode = type_.partition("/")
    word = trigger or sentence.rstrip(".").split()[-1]
    start = sentence.index(word)
    quoted = Quoted(word, Span(start, start + len(word)))
    date = EventDate(day, day, day, Span(0, 1), "stated", "day") if day else None
    said = () if by is None else (EventAttribution(by, None, None, "indirect"),)
    row = load_ontology().types[EventType(type_)]
    mention = EventMention(
        id=id_,
        report="",
        type=EventType(type_),
        mode=mode or None,
        act=None,
        contexts=(),
        cameo=None,
        quad=row.quad,
        intensity=load_ontology().score(EventType(type_), mode or None),
        actors=(USA,),
        recipients=(VEN,),
        trigger=quoted,
        sentence=Span(0, len(sentence)),
        status=Status(status),
        background=False,
        date=date,
        place=None,
        attribution=said,
        amounts=(),
        links=(),
        confidence=0.9,
        method=(Evidence("type", "lexicon:x", (quoted,)), Evidence("status", "tense")),
    )
    return Said(replace(mention, **fields), sentence)  # type: ignore[arg-type]  # fields are EventMention's


def act(name: str) -> Act:
    """Give an act meant: type or type/mode."""
    type_, _, mode = name.partition("/")
    return Act(EventType(type_), mode or None)


def amount(value: float, unit: str, text: str) -> EventAmount:
    """Give an amount in the words of the text."""
    return EventAmount(value, unit, False, text, Span(0, len(text)))


def link(kind: str, mention: str) -> Link:
    """Give a link to another mention."""
    return Link(LinkKind(kind), mention)


def report(
    day: str | None,
    *said: Said,
    outlet: str = "Wire",
    countries: Sequence[str] = DYAD,
    read_at: str = "2026-02-01T08:00:00+00:00",
) -> Report:
    """Give a report that says these things, a sentence each."""
    id_ = f"r-{'-'.join(one.mention.id for one in said)}"
    text, mentions = "", []
    for one in said:
        shift = len(text)
        mentions.append(
            replace(
                one.mention,
                report=id_,
                sentence=_moved(one.mention.sentence, shift),
                trigger=Quoted(one.mention.trigger.text, _moved(one.mention.trigger.span, shift)),
            )
        )
        text += one.sentence + " "
    return Report(id_, day, outlet, text, tuple(mentions), tuple(countries), read_at)


def _moved(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)


def merge(reports: Iterable[Report], same: Sequence[str] = ()) -> list[Event]:
    """Give the events of reports; each of ``same`` lists the mentions of one event ("a b c")."""
    reports = list(reports)
    facts = {r.id: ReportFacts(r.id, r.outlet, r.day, r.read_at, r.countries, ()) for r in reports}
    mentions = {m.id: m for r in reports for m in r.mentions}
    groups = [group.split() for group in same]
    joined = {id_ for group in groups for id_ in group}
    groups += [[id_] for id_ in mentions if id_ not in joined]
    return [fuse([mentions[id_] for id_ in group], facts) for group in groups]


def contexts(reports: Iterable[Report]) -> dict[str, ReportContext]:
    """Give what the situation needs of the reports."""
    return {r.id: ReportContext(r.id, r.text, r.countries) for r in reports}


def situations(
    *reports: Report,
    same: Sequence[str] = (),
    as_of: str | None = None,
    machines: tuple[Machine, ...] | None = None,
) -> dict[tuple[str, ...], Situation]:
    """Give the situations of all dyads that the reports touch."""
    known = machines or load_machines()
    made = make_situations(merge(reports, same), contexts(reports), known, as_of=as_of)
    return {situation.dyad: situation for situation in made}


def situation(*reports: Report, same: Sequence[str] = (), as_of: str | None = None) -> Situation:
    """Give the situation of the United States and Venezuela."""
    return situations(*reports, same=same, as_of=as_of)[DYAD]


def track(found: Situation, name: str) -> TrackState:
    """Give a track by its name."""
    return next(one for one in found.tracks if one.track == name)


def states(one: TrackState) -> list[str]:
    """Give the states of a track's history."""
    return [step.state for step in one.history]
