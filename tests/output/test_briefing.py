"""The brief of a small record, as text, Markdown and JSON; and the rows of ``why``."""

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
import pytest
from rich.console import Console

from dragoman.errors import ConfigError
from dragoman.merge.fuse import ReportFacts, fuse
from dragoman.output.briefing import Briefing, Scope, Since, load_briefing
from dragoman.output.briefing_views import to_json, to_markdown
from dragoman.output.briefing_words import describe_act, describe_date, describe_sides
from dragoman.output.cli.brief import read_dyad, read_since
from dragoman.output.cli.why import _rows
from dragoman.output.terminal import print_briefing
from dragoman.records.document import Document, Published
from dragoman.records.event import (
    Act,
    Event,
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
from dragoman.records.span import Span
from dragoman.situation.machines import load_machines
from dragoman.store.connections import open_record
from dragoman.store.situation import refresh_situations
from dragoman.store.write import write_report

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
TEXT = "Trump called off the planned attack on Venezuela on Friday, the AP said. Caracas will send envoys."
EARLY, LATE = datetime(2026, 1, 10, 8, tzinfo=UTC), datetime(2026, 1, 12, 8, tzinfo=UTC)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def quoted(words: str) -> Quoted:
    return Quoted(words, span(words))


def person(words: str, name: str, code: str, **fields: Any) -> Participant:
    values = {"kind": "country", "sectors": (), "cameo": code, "role": None, "id": code} | fields
    return Participant(text=words, span=span(words), name=name, country=code, **values)


TRUMP = person(
    "Trump", "Donald Trump", "USA", kind="person", cameo="USAGOV", role="president", id="trump"
)
VENEZUELA = person("Venezuela", "Venezuela", "VEN")
CARACAS = person("Caracas", "Venezuela", "VEN", via="seat for its government")
ATTACK = EventMention(
    id="aaaa000000000001",
    report="r1",
    type=EventType.ASSAULT,
    mode="aerial",
    act=None,
    contexts=("military",),
    cameo="195",
    quad="material-conflict",
    intensity=-10.0,
    actors=(TRUMP,),
    recipients=(VENEZUELA,),
    trigger=quoted("attack"),
    sentence=Span(0, TEXT.index(" Caracas")),
    status=Status.CANCELLED,
    background=False,
    date=EventDate("2026-01-09", "2026-01-09", "Friday", span("Friday"), "stated", "day"),
    place=None,
    attribution=(
        EventAttribution(
            person("AP", "Associated Press", "USA", kind="media"), None, quoted("said"), "indirect"
        ),
    ),
    amounts=(),
    links=(Link(LinkKind.BECAUSE_OF, "bbbb000000000002", None),),
    confidence=0.75,
    method=(
        Evidence("type", "lexicon:assault.attack.n1", (quoted("attack"),)),
        Evidence("status", "planned(mod) > cancelled(noun)", (quoted("planned"), quoted("called"))),
    ),
)
VISIT = EventMention(
    id="bbbb000000000002",
    report="r1",
    type=EventType.AGREE,
    mode=None,
    act=Act(EventType.CONSULT, "visit"),
    contexts=("diplomatic",),
    cameo="030",
    quad="verbal-cooperation",
    intensity=2.5,
    actors=(CARACAS,),
    recipients=(),
    trigger=quoted("send"),
    sentence=Span(TEXT.index("Caracas"), len(TEXT)),
    status=Status.PLANNED,
    background=False,
    date=None,
    place=None,
    attribution=(),
    amounts=(),
    links=(),
    confidence=0.9,
    method=(
        Evidence("type", "lexicon:consult.send.v1", (quoted("send"),)),
        Evidence("status", "tense", ()),
    ),
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[tuple[Path, apsw.Connection]]:
    path = tmp_path / "r.db"
    report = Document(
        id="r1",
        text=TEXT,
        published=Published("2026-01-10", "given"),
        title="Attack *off*",
        outlet="Wire",
        url="https://example.org/1",
        events=(ATTACK, VISIT),
    )
    with open_record(path, write=True) as connection:
        write_report(connection, report, version="1", now=EARLY)
        refresh_situations(connection)
        yield path, connection


@pytest.fixture
def briefing(record: tuple[Path, apsw.Connection]) -> Briefing:
    return brief(record[1])


def brief(connection: apsw.Connection, since: datetime | None = None, **scope: Any) -> Briefing:
    moment = Since(read_at=since.isoformat(timespec="seconds")) if since else Since()
    return load_briefing(connection, load_machines(), Scope(since=moment, **scope))


def test_a_dyad_has_its_tracks_and_their_events(briefing: Briefing) -> None:
    (dyad,) = briefing.dyads
    assert (dyad.dyad, dyad.name) == (("USA", "VEN"), "United States – Venezuela")
    found = {section.track.track: section for section in dyad.sections}
    assert found["military"].track.state == "de-escalating"
    assert [line.event.id for line in found["military"].news] == [ATTACK.id]
    assert [line.event.id for line in found["diplomatic"].open] == [VISIT.id]
    assert (briefing.counts.reports, briefing.counts.events) == (1, 2)
    assert briefing.as_of == "2026-01-10"


def test_changes_and_commitments_are_told_with_their_words(briefing: Briefing) -> None:
    (dyad,) = briefing.dyads
    assert [c.label for c in dyad.commitments] == ["Venezuela: send envoys"]
    kinds = [str(line.change.kind) for line in dyad.changes]
    assert kinds.count("track") == 1
    assert kinds.count("commitment") == 1
    assert all(line.quote.strip("… ") in TEXT and line.outlet == "Wire" for line in dyad.changes)


def test_a_line_quotes_the_words_that_say_so(briefing: Briefing) -> None:
    for section in briefing.dyads[0].sections:
        for line in (*section.news, *section.open):
            assert line.quote.strip("… ") in TEXT
            assert line.event.mentions[0].trigger.text in line.quote


def test_only_what_was_read_since_is_new(record: tuple[Path, apsw.Connection]) -> None:
    def news(since: datetime | None) -> list[bool]:
        sections = [s for d in brief(record[1], since).dyads for s in d.sections]
        return [line.is_new for s in sections for line in (*s.news, *s.open)]

    assert set(news(EARLY)) == {True}
    assert news(LATE) == []
    assert set(news(None)) == {False}


def test_since_a_day_is_of_publication(record: tuple[Path, apsw.Connection]) -> None:
    machines = load_machines()
    for day, dyads in (("2026-01-10", 1), ("2026-01-11", 0)):
        found = load_briefing(record[1], machines, Scope(since=Since(published=day)))
        assert len(found.dyads) == dyads, day


def test_as_of_a_day_before_the_report_there_is_nothing(
    record: tuple[Path, apsw.Connection],
) -> None:
    assert brief(record[1], as_of="2026-01-09").dyads == ()
    assert len(brief(record[1], as_of="2026-01-10").dyads) == 1


def test_one_dyad_can_be_asked_for(record: tuple[Path, apsw.Connection]) -> None:
    assert len(brief(record[1], dyads=(("USA", "VEN"),)).dyads) == 1
    assert brief(record[1], dyads=(("COL", "VEN"),)).dyads == ()


NOW = datetime(2026, 1, 12, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, Since()),
        ("2026-01-10", Since(published="2026-01-10")),
        ("2026-01-10T08:00", Since(read_at="2026-01-10T08:00:00+00:00")),
        ("2026-01-10T08:00+02:00", Since(read_at="2026-01-10T06:00:00+00:00")),
        ("yesterday", Since(read_at="2026-01-11T00:00:00+00:00")),
        ("today", Since(read_at="2026-01-12T00:00:00+00:00")),
        ("3d", Since(read_at="2026-01-09T08:30:00+00:00")),
        ("12h", Since(read_at="2026-01-11T20:30:00+00:00")),
    ],
)
def test_since_is_a_day_of_publication_or_a_moment_of_reading(
    text: str | None, expected: Since
) -> None:
    assert read_since(text, now=NOW) == expected


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "d", "", "10.1.2026"])
def test_since_refuses_what_is_no_time(text: str) -> None:
    with pytest.raises(ConfigError, match="--since"):
        read_since(text, now=NOW)


def test_a_dyad_is_written_either_way() -> None:
    assert read_dyad("ven-usa") == ("USA", "VEN")
    assert read_dyad("COL") == ("COL",)
    with pytest.raises(ConfigError, match="no dyad"):
        read_dyad("United States")


def test_json_holds_the_whole_event(briefing: Briefing) -> None:
    told = json.loads(json.dumps(to_json(briefing)))
    assert told["counts"] == {"reports": 1, "events": 2, "failures": 0}
    (report,) = told["reports"]
    assert (report["outlet"], report["url"]) == ("Wire", "https://example.org/1")
    (dyad,) = told["dyads"]
    (attack,) = [line for track in dyad["tracks"] for line in track["news"]]
    assert (attack["status"], attack["type"], attack["mode"]) == ("cancelled", "ASSAULT", "aerial")
    assert (attack["outlets"], attack["published"]) == (["Wire"], "2026-01-10")
    start, end = attack["trigger"]["start"], attack["trigger"]["end"]
    assert TEXT[start:end] == "attack"


def test_markdown_has_a_heading_a_track_and_a_line_an_event(briefing: Briefing) -> None:
    told = to_markdown(briefing)
    assert told.startswith("# Brief: 1 reports, 2 events")
    assert sum(line.startswith("## ") for line in told.splitlines()) == 1
    assert "- **Military**: de-escalating since 2026-01-10" in told
    assert "- **cancelled** ASSAULT/aerial: Donald Trump (USA) → Venezuela, 2026-01-09" in told
    assert "- plan: Venezuela: send envoys (open)" in told
    assert "Associated Press" in told
    assert "`aaaa0000`" in told


def test_text_names_status_sides_day_and_source(briefing: Briefing) -> None:
    console = Console(record=True, width=160, file=open("/dev/null", "w"))  # noqa: SIM115
    print_briefing(console, briefing)
    console.file.close()
    told = console.export_text()
    for words in (
        "United States – Venezuela",
        "Military: de-escalating since 2026-01-10",
        "planned: Venezuela: send envoys",
        "kept if",
        "cancelled",
        "planned",
        "Donald Trump",
        "2026-01-09",
    ):
        assert words in told
    assert "1 reports, 2 events" in told


def test_an_empty_record_gives_an_empty_brief(tmp_path: Path) -> None:
    with open_record(tmp_path / "none.db", write=True) as connection:
        empty = brief(connection)
    assert (empty.dyads, empty.counts.events) == ((), 0)
    assert to_json(empty)["dyads"] == []


def test_descriptions() -> None:
    assert describe_sides(ATTACK) == "Donald Trump (USA) → Venezuela"
    assert describe_sides(VISIT) == "Venezuela"
    assert describe_act(VISIT) == "AGREE of CONSULT/visit"
    assert describe_act(ATTACK) == "ASSAULT/aerial"
    assert describe_date(ATTACK) == "2026-01-09"
    assert describe_date(VISIT) == ""


# --- why


def event_of(mention: EventMention) -> Event:
    facts = ReportFacts("r1", "Wire", "2026-01-10", "2026-01-10T08:00:00+00:00", (), ())
    return fuse([mention], {"r1": facts})


def test_why_has_a_row_for_each_value() -> None:
    rows = list(_rows(event_of(ATTACK)))
    assert [row[0] for row in rows] == [
        "type", "status", "actor", "recipient", "date", "said by", "because-of", "confidence",
    ]  # fmt: skip
    by_name = {row[0]: row for row in rows}
    assert by_name["type"] == (
        "type",
        "ASSAULT/aerial",
        "“attack”",
        "lexicon:assault.attack.n1",
    )
    assert by_name["status"][1:] == (
        "cancelled",
        "“planned” … “called”",
        "planned(mod) > cancelled(noun)",
    )
    assert by_name["actor"] == (
        "actor",
        "Donald Trump, USAGOV, president",
        "“Trump”",
        "names itself",
    )
    assert by_name["said by"][1:] == ("Associated Press", "“said”", "indirect")


def test_why_tells_how_a_mention_was_resolved() -> None:
    (actor,) = [row for row in _rows(event_of(VISIT)) if row[0] == "actor"]
    assert actor[2:] == ("“Caracas”", "seat for its government")


def test_why_takes_the_first_characters_of_an_id(
    dragoman: Run, record: tuple[Path, apsw.Connection]
) -> None:
    done = dragoman("why", "-r", record[0], "aaaa")
    told = done.stdout.decode("utf-8")
    assert done.returncode == 0
    for words in (ATTACK.id, "cancelled", "Wire", "planned(mod) > cancelled(noun)", "names itself"):
        assert words in told


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_brief_prints_each_form(
    dragoman: Run, record: tuple[Path, apsw.Connection], form: str
) -> None:
    done = dragoman("brief", "-r", record[0], "--format", form)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "de-escalating" in done.stdout.decode("utf-8")
    assert form != "json" or json.loads(done.stdout)["counts"]["events"] == 2
