"""A small record made by hand: every status, hostile words, compound actors, coarse dates."""

from dataclasses import replace
from typing import Any

from dragoman.records.event import (
    Act,
    Event,
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
    Source,
    Status,
    ValueSource,
)
from dragoman.records.span import Span
from dragoman.store.query import StoredReport
from dragoman.store.streams import ToldEvent

TEXT = (
    "Envoys of Côte d'Ivoire met =cmd|' /C calc'!A0 in Caracas on Friday, the AP said.\n"
    'A second line, with a "quote",\ttab and <script>alert(1)</script>.'
)
REPORT = StoredReport(
    id="r1",
    sha256="0" * 64,
    text=TEXT,
    title='<b>"Talks"</b>, held',
    outlet="Wire; Post",
    url="https://example.org/1?a=1&b=2",
    published="2026-01-10",
    published_basis="given",
    published_reason="",
    read_at="2026-01-10T08:00:00+00:00",
    countries="VEN USA",
)


def quoted(words: str) -> Quoted:
    start = TEXT.index(words)
    return Quoted(words, Span(start, start + len(words)))


def person(words: str, name: str, code: str | None, **fields: Any) -> Participant:
    values = {"kind": "country", "sectors": (), "cameo": code, "role": None, "id": code or name}
    return Participant(words, quoted(words).span, name, country=code, **(values | fields))


IVORY = person("Côte d'Ivoire", "Ivory Coast", "CIV")
FORMULA = person(
    "=cmd|' /C calc'!A0",
    "=cmd|' /C calc'!A0",
    "VEN",
    kind="person",
    sectors=("GOV", "MIL"),
    cameo="VENGOVMIL",
    role="minister; acting",
    id="cmd",
)
USA = person("the AP", "United States", "USA")
CARACAS = EventPlace(
    "Caracas", quoted("Caracas").span, "Caracas", "VEN", 10.488, -66.8792, 3646738, "city"
)
FRIDAY = EventDate("2026-01-09", "2026-01-09", "Friday", quoted("Friday").span, "stated", "day")
MARCH = EventDate("2026-03", "2026-03", "Friday", quoted("Friday").span, "stated", "month")
MENTION = EventMention(
    id="aaaa000000000001",
    report="r1",
    type=EventType.CONSULT,
    mode="visit",
    act=None,
    contexts=("diplomatic", "economic"),
    cameo="042",
    quad="verbal-cooperation",
    intensity=4.0,
    actors=(IVORY,),
    recipients=(FORMULA,),
    trigger=quoted("met"),
    sentence=Span(0, TEXT.index("\n")),
    status=Status.OCCURRED,
    background=False,
    date=FRIDAY,
    place=CARACAS,
    attribution=(
        EventAttribution(
            person("the AP", "Associated Press", "USA", kind="media", id="ap"),
            None,
            quoted("said"),
            "indirect",
        ),
    ),
    amounts=(EventAmount(1e11, "USD", True, "second", quoted("second").span),),
    links=(Link(LinkKind.PURPOSE, "aaaa000000000003", None),),
    confidence=0.75,
    method=(
        Evidence("type", "lexicon:meet", (quoted("met"),)),
        Evidence("status", "tense", (quoted("met"),)),
    ),
)


def tell(**fields: Any) -> ToldEvent:
    """Give an event of one mention in the one report, some of its fields changed."""
    mention = replace(MENTION, **fields)
    event = Event(
        id=mention.id,
        lead=mention.id,
        **{
            name: getattr(mention, name)
            for name in (
                "type", "mode", "act", "contexts", "cameo", "quad", "intensity", "actors",
                "recipients", "status", "background", "date", "place", "amounts", "links",
                "confidence",
            )
        },
        mentions=(mention,),
        sources=(
            Source(mention.id, "r1", ("Wire; Post", "Echo"), ("r2",), "2026-01-10", REPORT.read_at),
        ),
        values=(ValueSource("type", mention.id, "the mention that tells most"),),
    )  # fmt: skip
    return ToldEvent(event, {"r1": REPORT})


MET = tell()
PLANNED = tell(
    id="aaaa000000000002",
    type=EventType.AGREE,
    mode=None,
    act=Act(EventType.CONSULT, "visit"),
    cameo="036",
    intensity=2.5,
    status=Status.PLANNED,
    date=MARCH,
    links=(),
)
CALLED_OFF = tell(
    id="aaaa000000000003",
    type=EventType.ASSAULT,
    mode="aerial",
    cameo="195",
    quad="material-conflict",
    intensity=-9.5,
    status=Status.CANCELLED,
    place=None,
    links=(),
)
BOTH = tell(id="aaaa000000000004", actors=(IVORY, USA), recipients=(), place=None, links=())
OLD = tell(
    id="aaaa000000000005",
    background=True,
    date=None,
    place=replace(CARACAS, name="Zulia", precision="region", lat=None, lon=None),
    links=(),
)
POSSIBLE = tell(
    id="aaaa000000000006",
    type=EventType.AID,
    mode=None,
    cameo="070",
    quad="material-cooperation",
    intensity=10.0,
    status=Status.POSSIBLE,
    date=None,
    links=(),
)
ALL = (MET, PLANNED, CALLED_OFF, BOTH, OLD, POSSIBLE)
