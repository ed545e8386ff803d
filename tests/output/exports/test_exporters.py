"""What holds of every format: documented, deterministic, streaming, statements where needed."""

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import apsw
import pytest
from told import ALL, MENTION, REPORT, TEXT

from dragoman.errors import ConfigError, InputError
from dragoman.output.exports.columns import Tally
from dragoman.output.exports.exporters import EXPORTERS, find_exporter, write_file
from dragoman.records.document import Document, Published
from dragoman.store.connections import open_record
from dragoman.store.streams import ToldEvent, stream_events
from dragoman.store.write import write_report

NAMES = [exporter.name for exporter in EXPORTERS]
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "EXPORTS.md").read_text(encoding="utf-8")
NOT_DONE = "did not happen, and the format has no status"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[tuple[Path, apsw.Connection]]:
    path = tmp_path / "r.db"
    report = Document(
        "r1", TEXT, Published("2026-01-10", "given"), REPORT.title, REPORT.outlet, REPORT.url
    )
    with open_record(path, write=True) as connection:
        coded = Document(
            report.id, TEXT, report.published, report.title, report.outlet, report.url,
            events=tuple(told.event.mentions[0] for told in ALL[:2]),
        )  # fmt: skip
        write_report(connection, coded, version="1", now=datetime(2026, 1, 10, 8, tzinfo=UTC))
        yield path, connection


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_in_the_page(name: str) -> None:
    section = re.search(rf"^## `{name}`.*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section, f"docs/EXPORTS.md has no section ## `{name}`"
    rows = [f"| `{field}` | {meaning} |" for field, meaning in find_exporter(name).fields]
    assert [row for row in rows if row not in section[0]] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_same_events_give_the_same_bytes(name: str, write: Callable) -> None:
    assert write(name, ALL)[0] == write(name, iter(ALL))[0]


@pytest.mark.parametrize("name", [n for n in NAMES if n != "parquet"])
def test_no_events_give_a_whole_file(name: str, write: Callable) -> None:
    data, tally = write(name, ())
    assert tally.written == 0
    assert data.count(b"\n") <= 4 or name == "ical"


@pytest.mark.parametrize("name", ["plover", "polecat"])
def test_a_format_without_status_has_statements_and_what_happened(
    name: str, write: Callable
) -> None:
    data, tally = write(name, ALL)
    assert [
        id_ for id_ in (f"aaaa00000000000{n}" for n in range(1, 7)) if id_.encode() in data
    ] == [
        "aaaa000000000001",
        "aaaa000000000002",
        "aaaa000000000004",
    ]
    assert tally.left_out == {NOT_DONE: 2, "no day is known": 1}
    assert b"AGREE" in data
    assert b"ASSAULT" not in data


@pytest.mark.parametrize("name", [e.name for e in EXPORTERS if e.keeps_status and not e.extra])
def test_a_format_with_status_says_it(name: str, write: Callable) -> None:
    assert b"cancelled" in write(name, ALL)[0] or name == "geojson"
    assert b"planned" in write(name, ALL)[0]


@pytest.mark.parametrize("name", ["polecat", "gdelt", "gdelt-mentions", "icews"])
def test_a_line_of_a_tsv_is_one_row(name: str, write: Callable) -> None:
    lines = write(name, ALL)[0].decode().splitlines()
    width = len(find_exporter(name).fields)
    assert {line.count("\t") for line in lines} == {width - 1}


def test_an_unknown_format_is_told_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="'xml' is no format; choose one of plover-full, plover"):
        find_exporter("xml")


def test_a_file_that_fails_half_way_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def broken() -> Iterator:
        yield ALL[0]
        raise InputError("gone")

    with pytest.raises(InputError, match="gone"):
        write_file(find_exporter("csv"), broken(), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


# --- from a record


def test_events_come_by_day_with_mentions_and_reports(
    record: tuple[Path, apsw.Connection],
) -> None:
    found = list(stream_events(record[1]))
    assert [told.event.date.start for told in found if told.event.date] == ["2026-01-09", "2026-03"]
    assert all(told.reports["r1"].text == TEXT for told in found)
    assert found[0].event.mentions[0].trigger == MENTION.trigger


def test_since_dyad_and_as_of(record: tuple[Path, apsw.Connection]) -> None:
    connection = record[1]
    assert len(list(stream_events(connection, since=date(2026, 2, 1)))) == 1
    assert len(list(stream_events(connection, dyad=("CIV", "VEN")))) == 2
    assert list(stream_events(connection, dyad=("CHN", "VEN"))) == []
    assert list(stream_events(connection, as_of=date(2026, 1, 9))) == []
    late = list(stream_events(connection, as_of=date(2026, 1, 11)))
    assert late == list(stream_events(connection))
    assert (
        len(list(stream_events(connection, as_of=date(2026, 1, 11), since=date(2026, 2, 1)))) == 1
    )


def test_pages_join_without_gap_or_repeat(
    record: tuple[Path, apsw.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(stream_events(record[1]))
    monkeypatch.setattr("dragoman.store.streams._PAGE", 1)
    assert list(stream_events(record[1])) == whole


def test_the_command_writes_a_file_and_says_what_it_left_out(
    dragoman: Callable[..., "subprocess.CompletedProcess[bytes]"],
    record: tuple[Path, apsw.Connection],
    tmp_path: Path,
) -> None:
    done = dragoman("export", "-r", record[0], "--to", "geojson", "-o", tmp_path / "x.geojson")
    assert done.returncode == 0
    assert done.stdout == b""
    assert b"geojson: 2 written" in done.stderr
    assert (tmp_path / "x.geojson").read_bytes().startswith(b'{"type":"FeatureCollection"')
    listed = dragoman("export", "--list").stdout.decode()
    assert [name for name in NAMES if name not in listed] == []
    none = dragoman("export", "-r", record[0], "--to", "csv", "--since", "2030-01-01")
    assert none.returncode == 3
    wrong = dragoman("export", "-r", record[0], "--to", "xml")
    assert wrong.returncode == 2


@pytest.mark.parametrize("name", NAMES)
def test_a_format_writes_while_it_reads(name: str) -> None:
    sink, written = io.BytesIO(), []
    total = 2_100 if name == "parquet" else 240  # more than one row group of Parquet

    def events() -> Iterator[ToldEvent]:
        for number in range(total):
            if number == total - 40:
                written.append(sink.tell())
            yield ALL[number % len(ALL)]

    find_exporter(name).write(events(), sink, Tally())
    # Parquet ends with its schema, which weighs more than these rows.
    assert written[0] > (1_000 if name == "parquet" else sink.tell() // 3)
