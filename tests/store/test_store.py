"""The record: what is added stays, reading again changes nothing, faults are said."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from dragoman.errors import InputError, StoreError
from dragoman.records.document import Document, Published
from dragoman.records.event import (
    Act,
    EventDate,
    EventMention,
    EventType,
    Evidence,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.failure import Failure
from dragoman.records.span import Span
from dragoman.store.codec import dump_event, load_event
from dragoman.store.connections import open_record
from dragoman.store.query import count, find_event, read_failures, read_mentions
from dragoman.store.write import Written, write_failure, write_report

NOW = datetime(2026, 1, 11, 8, tzinfo=UTC)
TEXT = "Iran attacked Iraq."


def make_event(id_: str = "e1", *, status: Status = Status.OCCURRED) -> EventMention:
    iran = Participant("Iran", Span(0, 4), "Iran", "country", "IRN", (), "IRN", None, "IRN")
    iraq = Participant("Iraq", Span(14, 18), "Iraq", "country", "IRQ", ("GOV",), "IRQ", None, "IRQ")
    return EventMention(
        id=id_,
        report="r1",
        type=EventType.ASSAULT,
        mode=None,
        act=Act(EventType.ASSAULT, "aerial"),
        contexts=("military",),
        cameo="190",
        quad="material-conflict",
        intensity=-9.0,
        actors=(iran,),
        recipients=(iraq,),
        trigger=Quoted("attacked", Span(5, 13)),
        sentence=Span(0, 19),
        status=status,
        background=False,
        date=EventDate("2026-01-09", "2026-01-09", None, None, "stated", "day"),
        place=None,
        attribution=(),
        amounts=(),
        links=(),
        confidence=0.8,
        method=(Evidence("type", "lexicon:x", (Quoted("attacked", Span(5, 13)),)),),
    )


def make_report(*events: EventMention) -> Document:
    published = Published("2026-01-10", "given")
    return Document(id="r1", text=TEXT, published=published, outlet="Wire", events=events)


def test_codec_loses_nothing() -> None:
    event = make_event()
    assert load_event(dump_event(event)) == event


def test_written_events_are_read_back_with_their_report(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db", write=True) as record:
        assert write_report(record, make_report(make_event()), version="1", now=NOW) is Written.NEW
        (stored,) = read_mentions(record)
    assert stored.event == make_event()
    assert (stored.report.text, stored.report.outlet) == (TEXT, "Wire")


def test_reading_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with open_record(path, write=True) as record:
        write_report(record, make_report(make_event()), version="1", now=NOW)
        before = list(record.execute("SELECT * FROM report, coding, mention"))
        again = write_report(record, make_report(make_event()), version="1", now=NOW)
        assert again is Written.KNOWN
        assert list(record.execute("SELECT * FROM report, coding, mention")) == before


def test_a_new_coder_adds_a_coding_and_keeps_the_old(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db", write=True) as record:
        write_report(record, make_report(make_event()), version="1", now=NOW)
        changed = make_report(make_event(status=Status.DENIED))
        assert write_report(record, changed, version="2", now=NOW) is Written.RECODED
        assert [s.event.status for s in read_mentions(record)] == [Status.DENIED]
        assert record.execute("SELECT count(*) FROM mention").get == 2
        assert count(record).events == 1


def test_find_event_takes_a_prefix(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db", write=True) as record:
        other = replace(make_event("abd2"), type=EventType.AID, act=None)
        report = make_report(make_event("abc1"), other)
        write_report(record, report, version="1", now=NOW)
        assert find_event(record, "abc").id == "abc1"
        with pytest.raises(InputError, match="more than one"):
            find_event(record, "ab")
        with pytest.raises(InputError, match="no event"):
            find_event(record, "*")


def test_failures_are_kept_once(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db", write=True) as record:
        for _ in range(2):
            write_failure(record, Failure(None, "a.txt", "empty"), now=NOW)
        assert read_failures(record) == [("a.txt", "empty")]


def test_words_of_reports_can_be_searched(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db", write=True) as record:
        write_report(record, make_report(), version="1", now=NOW)
        found = record.execute("SELECT count(*) FROM report_words WHERE report_words MATCH 'iraq'")
        assert found.get == 1


def test_a_missing_record_is_said_when_only_read(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="no record here yet"),
        open_record(tmp_path / "none.db", write=False),
    ):
        pass
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database at all, only some words" * 100)
    with (
        pytest.raises(StoreError, match="not a SQLite file"),
        open_record(tmp_path / "x.db", write=True),
    ):
        pass


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    connection = apsw.Connection(str(tmp_path / "x.db"))
    connection.execute("CREATE TABLE mine (a)")
    connection.close()
    with (
        pytest.raises(StoreError, match="no record of Dragoman's"),
        open_record(tmp_path / "x.db", write=True),
    ):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(StoreError, match="cannot be"), open_record(tmp_path / "r.db", write=True):
        pass


def test_a_newer_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with open_record(path, write=True) as record:
        record.pragma("user_version", 99)
    with pytest.raises(StoreError, match="update Dragoman"), open_record(path, write=True):
        pass
