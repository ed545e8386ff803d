"""Many mentions into one event: status, sources, copies, links, confidence."""

from dataclasses import replace

import pytest

from dragoman.merge.fuse import ReportFacts, find_home, fuse, relink
from dragoman.records.event import (
    EventDate,
    EventMention,
    EventType,
    Link,
    LinkKind,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.span import Span

USA = Participant("Washington", Span(0, 10), "United States", "country", "USA", (), "", None, "USA")
MENTION = EventMention(
    id="m1",
    report="r1",
    type=EventType.RETREAT,
    mode="withdraw",
    act=None,
    contexts=(),
    cameo=None,
    quad="material-cooperation",
    intensity=5.0,
    actors=(USA,),
    recipients=(),
    trigger=Quoted("withdrew", Span(11, 19)),
    sentence=Span(0, 40),
    status=Status.OCCURRED,
    background=False,
    date=None,
    place=None,
    attribution=(),
    amounts=(),
    links=(),
    confidence=0.5,
    method=(),
)


def report(number: int, *, copies: tuple[str, ...] = ()) -> ReportFacts:
    """Give the facts of report ``number``, published on that day of January."""
    day = f"2026-01-{number:02}"
    return ReportFacts(f"r{number}", f"Outlet {number}", day, "now", ("USA", "VEN"), copies)


def mention(number: int, status: str = "occurred", **fields: object) -> EventMention:
    """Give the mention of report ``number``."""
    own = replace(MENTION, id=f"m{number}", report=f"r{number}", status=Status(status))
    return replace(own, **fields)  # type: ignore[arg-type]  # the caller names the fields


REPORTS = {f"r{number}": report(number) for number in range(1, 6)}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (["planned", "occurred"], "occurred"),
        (["occurred", "planned"], "occurred"),
        (["planned", "cancelled"], "cancelled"),
        (["possible", "planned"], "planned"),
        (["occurred", "denied"], "denied"),
        (["denied", "occurred"], "occurred"),
        (["occurred", "occurred", "denied"], "occurred"),
        (["ongoing", "occurred"], "occurred"),
    ],
    ids=" then ".join,
)
def test_status_of_several_tellings(told: list[str], status: str) -> None:
    mentions = [mention(number, each) for number, each in enumerate(told, 1)]
    assert fuse(mentions, REPORTS).status == status
    assert fuse(mentions[::-1], REPORTS) == fuse(mentions, REPORTS)


def test_news_outweighs_history() -> None:
    event = fuse([mention(1, "cancelled"), mention(2, background=True)], REPORTS)
    assert (event.status, event.background) == (Status.CANCELLED, False)


def test_near_copies_are_one_source_with_all_outlets() -> None:
    reports = {**REPORTS, "r1": report(1, copies=("r3",)), "r3": report(3, copies=("r1",))}
    event = fuse([mention(1), mention(2), mention(3)], reports)
    assert [m.id for m in event.mentions] == ["m1", "m2"]
    assert event.sources[0].outlets == ("Outlet 1", "Outlet 3")
    assert event.sources[0].copies == ("r3",)


def test_confidence_grows_with_reports_but_not_within_one() -> None:
    assert fuse([mention(1), mention(2)], REPORTS).confidence == 0.75
    twice = mention(1, id="m9")
    assert fuse([mention(1), twice], REPORTS).confidence == 0.5


def test_values_name_the_mention_that_they_are_from() -> None:
    stated = EventDate("2026-01-03", "2026-01-03", "Saturday", Span(20, 28), "stated", "day")
    event = fuse([mention(1), mention(2, date=stated)], REPORTS)
    assert event.date == stated
    assert {v.field: v.mention for v in event.values}["date"] == "m2"


def test_who_denies_does_not_date_the_act() -> None:
    act = EventDate("2026-01-03", "2026-01-03", None, None, "stated", "day")
    saying = replace(act, start="2026-01-05", end="2026-01-05")
    told = [mention(1, date=act), mention(2, "denied", date=saying)]
    event = fuse(told, REPORTS)
    assert (event.status, event.date) == (Status.DENIED, act)


def test_links_lead_to_events_and_never_to_itself() -> None:
    links = (Link(LinkKind.BECAUSE_OF, "x1"), Link(LinkKind.PURPOSE, "m2"))
    event = fuse([mention(1, links=links), mention(2)], REPORTS)
    found = relink(event, {"x1": "e7", "m2": event.id})
    assert found.links == (Link(LinkKind.BECAUSE_OF, "e7"),)
    assert [v.field for v in found.values if v.field.startswith("links")] == ["links.0"]


def test_an_event_of_one_country_belongs_to_its_reports_pair() -> None:
    assert find_home(fuse([mention(1)], REPORTS), REPORTS) == ("USA", "VEN")
