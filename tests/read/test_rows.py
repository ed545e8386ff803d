"""Rows of others: what they give, what is refused, and that a record comes back from its own export."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import apsw
import pytest

from dragoman.errors import InputError
from dragoman.output.exports.exporters import find_exporter, write_file
from dragoman.pipeline import Stage, run
from dragoman.read.files import read_path
from dragoman.read.rows import Row, read_rows
from dragoman.records.document import Document
from dragoman.records.event import Event, EventMention, Participant, Status
from dragoman.records.failure import Failure
from dragoman.store.connections import open_record
from dragoman.store.query import find_mention, read_events
from dragoman.store.streams import stream_events
from dragoman.store.write import Origin, Written, write_imported, write_report

NOW = datetime(2026, 2, 1, 8, tzinfo=UTC)
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
POLECAT = {
    "Event ID": "20180101-1-abc",
    "Event Date": "2018-01-01",
    "Event Type": "CONSULT",
    "Event Mode": "visit",
    "Contexts": "diplomatic;economic",
    "Actor Name": "Nicolás Maduro;Venezuela",
    "Actor Country": "VEN",
    "Actor Sectors": "GOV",
    "Actor Title": "President",
    "Recipient Name": "Cuba",
    "Recipient Country": "CUB",
    "Placename": "Havana",
    "City": "Havana",
    "Country": "CUB",
    "Latitude": "23.13",
    "Longitude": "-82.38",
    "GeoNames ID": "3553478",
    "Source": "Granma",
    "Publication Date": "2018-01-02",
}


def write_tsv(path: Path, *rows: dict[str, str]) -> Path:
    lines = ["\t".join(POLECAT), *("\t".join({**POLECAT, **row}.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_jsonl(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read_events_of(path: Path) -> list[EventMention]:
    return [event for row in read_rows(path) if isinstance(row, Row) for event in events_of(row)]


def events_of(row: Row) -> tuple[EventMention, ...]:
    return row.document.events or ()


def test_a_polecat_row_gives_an_event(tmp_path: Path) -> None:
    (row,) = read_rows(write_tsv(tmp_path / "p.tsv", {}))
    assert isinstance(row, Row)
    (event,) = events_of(row)
    assert (event.type, event.mode, event.cameo) == ("CONSULT", "visit", "042")
    assert (event.status, event.quad, event.intensity) == ("occurred", "verbal-cooperation", 4.0)
    assert [(p.name, p.country, p.kind, p.id) for p in (*event.actors, *event.recipients)] == [
        ("Nicolás Maduro", "VEN", "government", "VEN:nicolas-maduro"),
        ("Venezuela", "VEN", "country", "VEN"),
        ("Cuba", "CUB", "country", "CUB"),
    ]
    assert event.date is not None
    assert (event.date.start, event.date.precision) == ("2018-01-01", "day")
    assert event.place is not None
    assert (event.place.name, event.place.precision, event.place.lat) == ("Havana", "city", 23.13)
    assert (row.document.outlet, row.document.published.date) == ("Granma", "2018-01-02")
    assert (row.form, row.id) == ("polecat", "20180101-1-abc")


def test_every_span_is_in_the_rows_own_text(tmp_path: Path) -> None:
    (row,) = read_rows(write_tsv(tmp_path / "p.tsv", {}))
    assert isinstance(row, Row)
    (event,) = events_of(row)
    text = row.document.text
    words = [event.trigger, *(quoted for evidence in event.method for quoted in evidence.words)]
    words += [*event.actors, *event.recipients, event.date, event.place]
    assert [w.text for w in words] == [text[w.span.start : w.span.end] for w in words]
    assert {evidence.rule for evidence in event.method} == {
        "import:polecat",
        "import:polecat:p.tsv",
    }


def test_a_plain_plover_row_gives_an_event(tmp_path: Path) -> None:
    path = write_jsonl(
        tmp_path / "p.jsonl",
        {
            "id": "PHOXv1-20160724-0042",
            "date": "2016-07-24",
            "actor": [{"code": "USA"}],
            "recipient": [{"code": "CAN", "sector": ["GOV"], "identifier_text": "Ottawa"}],
            "event": ["CONSULT"],
        },
    )
    (event,) = read_events_of(path)
    assert [(p.name, p.country) for p in (*event.actors, *event.recipients)] == [
        ("USA", "USA"),
        ("Ottawa", "CAN"),
    ]
    assert event.date is not None
    assert event.date.start == "2016-07-24"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Event Type": "DANCE"}, "Event Type 'DANCE' is none of PLOVER's sixteen types"),
        ({"Event Mode": "waltz"}, "'waltz' is no mode of CONSULT"),
        ({"Event Date": "01/02/2018"}, "Event Date '01/02/2018' is no date"),
        ({"Event Date": ""}, "no Event Date"),
        ({"Event ID": ""}, "no Event ID"),
        ({"Latitude": "123"}, "Latitude 123.0 is not between -90 and 90"),
        ({"Latitude": "nan"}, "Latitude nan is not between -90 and 90"),
        ({"Contexts": "dancing"}, "'dancing' is no PLOVER context"),
        ({"Source": "one\ttoo many"}, "20 columns, the header has 19"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_the_rest_goes_on(
    change: dict[str, str], reason: str, tmp_path: Path
) -> None:
    path = write_tsv(tmp_path / "p.tsv", {}, change, {"Event ID": "2"})
    good, bad, also_good = read_rows(path)
    assert isinstance(good, Row)
    assert isinstance(also_good, Row)
    assert isinstance(bad, Failure)
    assert bad.source == f"{path}:3"
    assert bad.message.startswith(reason)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"id": "1", "event": ["AID"]}', "no date"),
        ('{"id": "1", "date": "2016", "event": ["AID"], "actor": [{}]}', "a participant without"),
        (
            '{"form": "dragoman-event/1", "id": "1", "type": "AID", "status": "done"}',
            "status 'done'",
        ),
        ('{"form": "dragoman-event/1", "id": "1", "type": "AID", "place": 3}', "status"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_bad_line_of_json_is_told(line: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "0", "date": "2016", "event": ["AID"]}\n' + line + "\n")
    good, bad = read_rows(path)
    assert isinstance(good, Row)
    assert isinstance(bad, Failure)
    assert bad.message.startswith(reason)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Title: A report\n\nTroops left.\n"])
def test_a_file_of_no_known_form_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text)
    with pytest.raises(InputError, match="neither PLOVER JSON lines nor POLECAT TSV"):
        list(read_rows(path))


# --- in the record


def take(connection: apsw.Connection, path: Path) -> list[Written]:
    rows = [row for row in read_rows(path) if isinstance(row, Row)]
    return [
        write_imported(connection, row.document, Origin(path.name, row.form, row.id), now=NOW)
        for row in rows
    ]


def test_rows_of_one_file_stay_apart_and_importing_again_changes_nothing(tmp_path: Path) -> None:
    path = write_tsv(tmp_path / "p.tsv", {}, {"Event ID": "2"})
    with open_record(tmp_path / "r.db", write=True) as connection:
        assert take(connection, path) == [Written.NEW, Written.NEW]
        before = list(read_events(connection))
        assert len(before) == 2
        assert take(connection, path) == [Written.KNOWN, Written.KNOWN]
        assert list(read_events(connection)) == before
        kinds = list(connection.execute("SELECT file, form, row FROM imported ORDER BY row"))
    assert kinds == [("p.tsv", "polecat", "2"), ("p.tsv", "polecat", "20180101-1-abc")]


def test_a_row_merges_with_a_report_that_tells_the_same(
    tmp_path: Path, read_report: Callable[..., Document]
) -> None:
    text = "HAVANA, Jan 2 — Venezuelan President Nicolas Maduro visited Havana, Cuba, on January 1."
    report = read_report(text, "2018-01-02")
    path = write_tsv(tmp_path / "p.tsv", {"Actor Name": "Venezuela"})
    with open_record(tmp_path / "r.db", write=True) as connection:
        write_report(connection, report, version="1", now=NOW)
        take(connection, path)
        (event,) = [e for e in read_events(connection) if e.type == "CONSULT"]
        assert len({source.report for source in event.sources}) == 2
        imported = next(m for m in event.mentions if m.report != "test")
        stored = find_mention(connection, imported.id)
    assert stored.report.text.splitlines()[0] == "CONSULT visit · 20180101-1-abc"


def plain(event: Event) -> dict[str, Any]:
    """Give all of an event that does not speak of where its words stand."""

    def people(found: Iterable[Participant]) -> list[tuple[object, ...]]:
        return [
            (p.text, p.name, p.kind, p.country, p.sectors, p.cameo, p.role, p.id) for p in found
        ]

    when, place = event.date, event.place
    return {
        "type": (event.type, event.mode, event.act, event.contexts, event.cameo, event.quad),
        "intensity": event.intensity,
        "sides": (people(event.actors), people(event.recipients)),
        "status": (event.status, event.background),
        "date": when and (when.start, when.end, when.basis, when.precision),
        "place": place and (place.name, place.country, place.lat, place.lon, place.geonames),
        "amounts": [(a.value, a.unit, a.approximate, a.text) for a in event.amounts],
        "confidence": event.confidence,
    }


def test_a_record_comes_back_from_its_own_export(tmp_path: Path, stages: tuple[Stage, ...]) -> None:
    path = tmp_path / "all.jsonl"
    with open_record(tmp_path / "a.db", write=True) as first:
        for item in read_path(EXAMPLES):
            assert isinstance(item, Document)
            write_report(first, run(item, stages), version="1", now=NOW)
        tally = write_file(find_exporter("plover-full"), stream_events(first), path)
        told = list(read_events(first))
    assert tally.written == len(told) > 30
    with open_record(tmp_path / "b.db", write=True) as second:
        assert set(take(second, path)) == {Written.NEW}
        back = list(read_events(second))
        again = list(stream_events(second, as_of=date(2026, 12, 31)))
    assert sorted(map(repr, map(plain, back))) == sorted(map(repr, map(plain, told)))
    assert {e.status for e in back} >= {Status.CANCELLED, Status.PLANNED, Status.OCCURRED}
    assert links(back) == links(told)
    assert len(again) == len(back)


def links(events: list[Event]) -> list[tuple[str, str, str]]:
    """Give each link as kind and what it joins, told by type, status and sides."""
    names = {e.id: repr(plain(e)) for e in events}
    return sorted(
        (str(link.kind), names[e.id], names[link.event])
        for e in events
        for link in e.links
        if link.event in names
    )


def test_the_command_counts_and_ends_with_4_where_rows_are_bad(
    dragoman: Callable[..., Any], tmp_path: Path
) -> None:
    path = write_tsv(tmp_path / "p.tsv", {}, {"Event ID": "2", "Event Type": "DANCE"})
    done = dragoman("import", "-r", tmp_path / "r.db", path)
    assert done.returncode == 4
    assert b"rows: 1 new, 1 not usable" in done.stderr
    assert f"{path}:3: Event Type 'DANCE'".encode() in done.stderr
    good = write_tsv(tmp_path / "good.tsv", {})
    assert dragoman("import", "-r", tmp_path / "r.db", good).returncode == 0
    why = dragoman("brief", "-r", tmp_path / "r.db").stdout.decode()
    assert "Venezuela" in why
