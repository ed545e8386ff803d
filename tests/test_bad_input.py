"""Bad input through the command line: a clear message, all else is read, the exit code tells."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

GOOD = (
    b"Date: 2026-01-10\n\nIran attacked Iraq on Friday. The United States condemned the attack.\n"
)
OTHER = b"Date: 2026-01-10\n\nFrance released 12 Russian prisoners in Paris on January 8.\n"
SPANISH = (
    "El presidente de Venezuela recibió ayer en Caracas a una delegación del gobierno de "
    "Colombia para hablar de la frontera, según informó el ministerio en un comunicado."
)


def say(done: "subprocess.CompletedProcess[bytes]") -> str:
    """Give what was said on stderr."""
    return done.stderr.decode("utf-8")


def count_events(run: Run, record: Path) -> int:
    done = run("brief", "-r", record, "--format", "json")
    return int(json.loads(done.stdout)["counts"]["events"])


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "binary.txt": (bytes(range(32)) * 40 + b"PK\x03\x04", "binary|not UTF-8"),
    "image.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe" * 9, "binary|not UTF-8"),
    "latin1.txt": ("Der Präsident traf die Königin.".encode("latin-1"), "not UTF-8 at byte 6"),
    "digits.txt": (b"12345 67890 ... !!!", "no words"),
    "spanish.txt": (SPANISH.encode(), "Spanish"),
    "baddate.txt": (b"Date: tomorrow\n\nIran attacked Iraq.", "date 'tomorrow'"),
    "broken.jsonl": (b'{"id": "a", "text": \n', "not JSON"),
}


def test_each_bad_file_is_named_with_its_fault_and_the_good_are_read(
    dragoman: Run, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, (data, _) in BAD_FILES.items():
        (reports / name).write_bytes(data)
    (reports / "a-good.txt").write_bytes(GOOD)
    (reports / "z-good.txt").write_bytes(OTHER)
    missing = tmp_path / "missing.txt"
    done = dragoman("read", "-q", "-r", tmp_path / "r.db", missing, reports)
    lines = say(done).splitlines()
    for name, (_, fault) in BAD_FILES.items():
        about = [line for line in lines if name in line]
        assert len(about) == 1, (name, lines)
        assert re.search(fault, about[0]), (fault, about[0])
    assert any("missing.txt" in line and "no such file" in line for line in lines)
    assert f"2 new, {len(BAD_FILES) + 1} not read" in lines[-1]
    assert done.returncode == 4
    assert count_events(dragoman, tmp_path / "r.db") >= 2
    assert b"Traceback" not in done.stderr


def test_only_bad_input_ends_with_1(dragoman: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = dragoman("read", "-q", "-r", tmp_path / "r.db", tmp_path / "empty.txt")
    assert (done.returncode, b"empty.txt: the text is empty" in done.stderr) == (1, True)


def test_an_empty_folder_ends_with_3(dragoman: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert dragoman("read", "-q", "-r", tmp_path / "r.db", tmp_path / "none").returncode == 3


def test_jsonl_loses_only_its_bad_lines(dragoman: Run, tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    good = json.dumps({"id": "g", "text": "Iran attacked Iraq.", "date": "2026-01-10"}).encode()
    path.write_bytes(good + b"\n{\n\xff\n" + good.replace(b'"g"', b'"h"') + b"\n")
    done = dragoman("read", "-q", "-r", tmp_path / "r.db", path)
    assert done.returncode == 4
    assert [name in say(done) for name in ("jsonl:2", "jsonl:3", "2 new, 2 not read")] == [True] * 3


# --- long lines


def test_a_50_megabyte_line_is_refused_quickly(dragoman: Run, tmp_path: Path) -> None:
    long = b"Iran attacked Iraq. " * (50 * 1024 * 1024 // 20)
    (tmp_path / "long.txt").write_bytes(long)
    (tmp_path / "long.jsonl").write_bytes(b'{"id": "long", "text": "' + long + b'"}\n')
    (tmp_path / "good.txt").write_bytes(GOOD)
    begun = time.monotonic()
    names = ("long.txt", "long.jsonl", "good.txt")
    done = dragoman("read", "-q", "-r", tmp_path / "r.db", *(tmp_path / name for name in names))
    assert time.monotonic() - begun < 30
    about = [line for line in say(done).splitlines() if "long." in line]
    assert len(about) == 2
    assert all("more than" in line and "split" in line for line in about)
    assert (done.returncode, "1 new, 2 not read" in say(done)) == (4, True)


def test_a_50_megabyte_line_gives_an_error_line(dragoman: Run) -> None:
    long = b'{"id": "long", "text": "' + b"Iran attacked Iraq. " * 2_621_440 + b'"}\n'
    good = b'{"id": "good", "text": "Iran attacked Iraq."}\n'
    begun = time.monotonic()
    done = dragoman("code", stdin=long + good)
    assert time.monotonic() - begun < 30
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], "error" in row) for row in rows] == [("long", True), ("good", False)]
    assert len(done.stdout) < 100_000
    assert done.returncode == 1


# --- odd characters, dates


def test_nul_and_bidi_characters_are_kept_in_place(dragoman: Run) -> None:
    text = "Iran\u202e attacked\u2066 Iraq on\0 Friday, \u200fofficials\u2069 said.\u202c"
    stdin = json.dumps({"id": "x", "text": text, "date": "2026-01-10"}).encode() + b"\n"
    done = dragoman("annotate", stdin=stdin)
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert {text[e["start"] : e["end"]] for e in row["entities"]} >= {"Iran", "Iraq"}
    assert [(t["text"], t["value"]) for t in row["times"]] == [("Friday", "2026-01-09")]


ODD = (
    "Iran \u202eattacked\u202c Iraq\0 on \u2067Friday\u2069, \x1b[31mofficials said\x1b[0m. "
    + "The weather was mild and the garden looked lovely all week. " * 5
)


def test_nul_and_bidi_characters_in_a_file_are_read(dragoman: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text(ODD, encoding="utf-8")
    done = dragoman("read", "-q", "-r", tmp_path / "r.db", tmp_path / "odd.txt")
    assert (done.returncode, "1 new" in say(done)) == (0, True)


def test_characters_that_could_hide_words_do_not_reach_the_terminal(
    dragoman: Run, tmp_path: Path
) -> None:
    (tmp_path / "odd.txt").write_text(ODD, encoding="utf-8")
    done = dragoman("read", "-r", tmp_path / "r.db", tmp_path / "odd.txt")
    shown = done.stdout.decode("utf-8")
    assert not set("\0\x1b\u202e\u202c\u2067\u2069") & set(shown)


def published(run: Run, **fields: str) -> dict[str, str | None]:
    row = {"id": "x", **fields}
    done = run("code", stdin=json.dumps(row).encode() + b"\n")
    (out,) = done.stdout.splitlines()
    given: dict[str, str | None] = json.loads(out)["published"]
    return given


def test_a_missing_date_is_inferred_or_said_to_be_unknown(dragoman: Run) -> None:
    told = published(dragoman, text="Iran attacked Iraq on Friday (January 9), officials said.")
    assert told["basis"] == "inferred"
    assert (told["date"] or "").endswith("-01-09")
    untold = published(dragoman, text="Iran attacked Iraq, officials said.")
    assert (untold["date"], untold["basis"]) == (None, "unknown")


def test_no_event_is_dated_by_guess(dragoman: Run) -> None:
    stdin = b'{"id": "x", "text": "Iran attacked Iraq, officials said."}\n'
    (event,) = json.loads(dragoman("code", stdin=stdin).stdout)["events"]
    assert event["date"] is None


def test_a_future_date_is_read_as_given(dragoman: Run) -> None:
    told = published(dragoman, text="Iran attacked Iraq, officials said.", date="2199-01-01")
    assert (told["date"], told["basis"]) == ("2199-01-01", "given")


# --- the record


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_bytes(GOOD)
    return path


def test_a_folder_is_no_record(dragoman: Run, tmp_path: Path, good: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = dragoman("read", "-r", tmp_path / "folder", good)
    assert (done.returncode, b"folder" in done.stderr, done.stdout) == (5, True, b"")


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="no /proc here")
def test_a_place_that_cannot_be_written_is_said(dragoman: Run, good: Path) -> None:
    # Root writes past permissions, but not into /proc.
    done = dragoman("read", "-r", "/proc/dragoman.db", good)
    assert (done.returncode, b"/proc/dragoman.db" in done.stderr) == (5, True)
    assert b"Traceback" not in done.stderr


def test_a_corrupt_record_is_said_and_left_alone(dragoman: Run, tmp_path: Path, good: Path) -> None:
    record = tmp_path / "r.db"
    dragoman("read", "-q", "-r", record, good)
    data = record.read_bytes()
    record.write_bytes(b"SQLite format 3\0" + b"\xa5" * (len(data) - 16))
    before = record.read_bytes()
    for command in (("read", "-r", record, good), ("brief", "-r", record)):
        done = dragoman(*command)
        assert (done.returncode, b"r.db" in done.stderr) == (5, True)
        assert b"Traceback" not in done.stderr
    assert record.read_bytes() == before


def test_a_missing_record_is_said(dragoman: Run, tmp_path: Path) -> None:
    done = dragoman("brief", "-r", tmp_path / "none.db")
    assert (done.returncode, b"no record here yet" in done.stderr) == (5, True)


def test_a_record_without_events_ends_with_3(dragoman: Run, tmp_path: Path) -> None:
    dull = tmp_path / "dull.txt"
    dull.write_bytes(b"The weather was mild and the garden looked lovely all week.")
    assert dragoman("read", "-q", "-r", tmp_path / "r.db", dull).returncode == 0
    assert dragoman("brief", "-r", tmp_path / "r.db").returncode == 3


def test_reading_twice_changes_nothing(dragoman: Run, tmp_path: Path, good: Path) -> None:
    record = tmp_path / "r.db"
    assert dragoman("read", "-q", "-r", record, good).returncode == 0
    first = dragoman("brief", "-r", record, "--format", "json").stdout
    again = dragoman("read", "-q", "-r", record, good)
    assert (again.returncode, "1 known already" in say(again)) == (0, True)
    assert dragoman("brief", "-r", record, "--format", "json").stdout == first


# --- usage


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("read",),
        ("read", "--nonsense", "x.txt"),
        ("brief", "--since", "yesterdayish"),
        ("brief", "--format", "pdf"),
        ("code", "--jobs", "many"),
    ],
    ids=lambda words: " ".join(words),
)
def test_wrong_usage_ends_with_2(dragoman: Run, words: tuple[str, ...]) -> None:
    done = dragoman(*words)
    assert (done.returncode, done.stdout, bool(done.stderr)) == (2, b"", True)
    assert b"Traceback" not in done.stderr


def test_an_unknown_event_is_said(dragoman: Run, tmp_path: Path, good: Path) -> None:
    dragoman("read", "-q", "-r", tmp_path / "r.db", good)
    done = dragoman("why", "-r", tmp_path / "r.db", "zzzz")
    assert (done.returncode, b"no event" in done.stderr) == (1, True)
