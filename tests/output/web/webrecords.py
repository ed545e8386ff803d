"""Records made by hand for the tests of the page: reports, and events told in their words."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

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
from dragoman.records.failure import Failure
from dragoman.records.span import Span
from dragoman.store.connections import open_record
from dragoman.store.situation import refresh_situations
from dragoman.store.write import write_failure, write_report

NOW = datetime(2026, 1, 20, 8, tzinfo=UTC)

VISIT = "A U.S. delegation arrived in Caracas on January 9, the State Department said."
ATTACK = "Donald Trump called off the planned attack on Venezuela because prisoners were freed."
SHIPS = "Two U.S. destroyers left the waters off Venezuela, two officials said."
DENIAL = "The Pentagon denied that two destroyers had left the waters off Venezuela."
RELEASE = "Venezuela released 120 political prisoners on January 13."


def quote(text: str, words: str) -> Quoted:
    """Give the first place of ``words`` in ``text``."""
    at = text.index(words)
    return Quoted(words, Span(at, at + len(words)))


def person(text: str, words: str, code: str, name: str, **fields: object) -> Participant:
    """Give a government as a participant, named by ``words`` in the text."""
    found = quote(text, words)
    made = Participant(
        words, found.span, name, "country", code, ("GOV",), f"{code}GOV", None, code, "",
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]  # the caller names the fields


def tell(
    text: str, trigger: str, type_: str, status: str, day: str | None = None, **fields: object
) -> EventMention:
    """Give an event told in ``text``, whose report is made with :func:`report_of`."""
    words = quote(text, trigger)
    usa = person(text, text.split()[1], "USA", "United States")
    mention = EventMention(
        id=_hash(text, trigger, type_),
        report=_hash(text),
        type=EventType(type_),
        mode=None,
        act=None,
        contexts=("diplomatic",),
        cameo="040",
        quad="verbal-cooperation",
        intensity=1.0,
        actors=(usa,),
        recipients=(),
        trigger=words,
        sentence=Span(0, len(text)),
        status=Status(status),
        background=False,
        date=EventDate(day, day, None, None, "context", "day") if day else None,
        place=None,
        attribution=(),
        amounts=(),
        links=(),
        confidence=0.9,
        method=(Evidence("type", f"lexicon:{trigger}", (words,)), Evidence("status", "tense")),
    )
    return replace(mention, **fields)  # type: ignore[arg-type]  # the caller names the fields


def report_of(text: str, *events: EventMention, **fields: object) -> Document:
    """Give the report with its events."""
    made = Document(
        id=_hash(text), text=text, published=Published("2026-01-09", "given"), title=text[:30],
        outlet="Wire", url="https://example.org/1", events=events,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]  # the caller names the fields


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write_record(path: Path, *reports: Document) -> Path:
    """Write the reports, merge them, work out the situation; give the path."""
    with open_record(path, write=True) as connection:
        for report in reports:
            write_report(connection, report, version="test", now=NOW)
        write_failure(connection, Failure(None, "lost.txt", "not text"), now=NOW)
        refresh_situations(connection)
    return path


def example_reports() -> tuple[Document, ...]:
    """Give five reports with a visit, a cancelled attack, ships that left or not, a release."""
    caracas = quote(VISIT, "Caracas")
    venezuela = person(ATTACK, "Venezuela", "VEN", "Venezuela")
    visit = tell(
        VISIT, "arrived", "CONSULT", "occurred", "2026-01-09", mode="visit",
        actors=(person(VISIT, "U.S. delegation", "USA", "United States"),),
        recipients=(person(VISIT, "Caracas", "VEN", "Venezuela"),),
        place=EventPlace("Caracas", caracas.span, "Caracas", "VEN", 10.49, -66.88, 3646738, "city"),
        attribution=(
            EventAttribution(
                person(VISIT, "State Department", "USA", "State Department", id="usa-state"),
                None, quote(VISIT, "said"), "indirect",
            ),
        ),
    )  # fmt: skip
    release = tell(
        RELEASE, "released", "RETREAT", "occurred", "2026-01-13", mode="release",
        actors=(person(RELEASE, "Venezuela", "VEN", "Venezuela"),),
        amounts=(
            EventAmount(120.0, "prisoner", False, "120", quote(RELEASE, "120").span),
        ),
        date=EventDate(
            "2026-01-13", "2026-01-13", "January 13", quote(RELEASE, "January 13").span, "stated",
            "day",
        ),
    )  # fmt: skip
    attack = tell(
        ATTACK, "attack", "ASSAULT", "cancelled", "2026-01-10",
        actors=(
            person(
                ATTACK, "Donald Trump", "USA", "Donald Trump", id="donald-trump", kind="person",
                role="president",
            ),
        ),
        recipients=(venezuela,),
        place=EventPlace(
            "Venezuela", venezuela.span, "Venezuela", "VEN", 8.0, -66.0, 3625428, "country"
        ),
        links=(Link(LinkKind.BECAUSE_OF, release.id, quote(ATTACK, "because")),),
        method=(
            Evidence("type", "lexicon:attack", (quote(ATTACK, "attack"),)),
            Evidence("status", "planned > cancelled", (
                quote(ATTACK, "called off"), quote(ATTACK, "planned"), quote(ATTACK, "planned attack"),
            )),
        ),
    )  # fmt: skip
    ships = tell(
        SHIPS, "left", "RETREAT", "occurred", "2026-01-14", mode="withdraw",
        actors=(person(SHIPS, "U.S. destroyers", "USA", "United States"),),
        recipients=(person(SHIPS, "Venezuela", "VEN", "Venezuela"),),
    )  # fmt: skip
    denial = tell(
        DENIAL, "left", "RETREAT", "denied", "2026-01-14", mode="withdraw",
        actors=(person(DENIAL, "Pentagon", "USA", "United States"),),
        recipients=(person(DENIAL, "Venezuela", "VEN", "Venezuela"),),
    )  # fmt: skip
    invited = tell(
        VISIT, "delegation", "AGREE", "planned", "2026-02-01", act=Act(EventType.CONSULT, "visit"),
        actors=(person(VISIT, "Caracas", "VEN", "Venezuela"),),
        recipients=(person(VISIT, "U.S. delegation", "USA", "United States"),),
    )  # fmt: skip
    return (
        report_of(VISIT, visit, invited),
        report_of(
            ATTACK, attack, published=Published("2026-01-10", "given"), outlet="Andean Dispatch"
        ),
        report_of(RELEASE, release, published=Published("2026-01-14", "given")),
        report_of(SHIPS, ships, published=Published("2026-01-15", "given"), outlet="Courier"),
        report_of(DENIAL, denial, published=Published("2026-01-16", "given"), outlet="Harbour"),
    )
