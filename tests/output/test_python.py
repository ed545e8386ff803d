"""Dragoman from Python: the calls, what they refuse, and how things look in a notebook."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import pyarrow as pa
import pytest

import dragoman
from dragoman.errors import ConfigError, InputError, StoreError
from dragoman.output.notebook import show_report

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator["dragoman.Record"]:
    with dragoman.open(tmp_path_factory.mktemp("python") / "r.db") as record:
        record.read(EXAMPLES / "01-us-team-in-caracas.txt")
        record.read(str(EXAMPLES / "02-second-wave-called-off.txt"))
        yield record


def test_importing_it_loads_nothing() -> None:
    code = (
        "import sys, dragoman; print(sorted(m for m in sys.modules if m.startswith('dragoman.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_name_is_there_and_no_other() -> None:
    for name in dragoman.__all__:
        assert getattr(dragoman, name)
    assert set(dragoman.__all__) < set(dir(dragoman))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dragoman.nothing  # type: ignore[attr-defined]


def test_every_public_call_is_in_the_page() -> None:
    page = (ROOT / "docs" / "PYTHON.md").read_text(encoding="utf-8")
    methods = [name for name in vars(dragoman.Record) if not name.startswith("_")]
    assert [name for name in methods if f"`{name}(" not in page] == []
    assert [name for name in dragoman.__all__ if name not in page] == []


def test_a_path_and_its_text_are_the_same_report(record: "dragoman.Record") -> None:
    first = record.reports()[0]
    again = record.read(first.text, date="2026-01-09", outlet=first.outlet)
    assert again.id == first.id
    assert len(record.reports()) == 2


def test_events_can_be_asked_for(record: "dragoman.Record") -> None:
    cancelled = list(record.events(type="assault", status="cancelled"))
    assert [str(event.status) for event in cancelled] == ["cancelled"]
    every = record.events()
    assert len(every) == len(list(every)) >= len(record.events(dyad=("VEN", "usa"))) > 3
    assert len(record.events(dyad="CHN-VEN")) == 0
    assert len(record.events(as_of=date(2026, 1, 9))) < len(every)
    assert all(
        (e.date is None) or (e.date.end or "9") >= "2026" for e in record.events(since="2026-01-01")
    )


def test_tables_keep_codes_as_text(record: "dragoman.Record") -> None:
    frame, table = record.events().df(), record.events().arrow()
    assert (len(frame), table.num_rows) == (len(record.events()),) * 2
    assert list(frame.columns) == table.column_names
    assert all(isinstance(code, str) and code[0] in "012" for code in frame["cameo"])
    assert pd.api.types.is_datetime64_any_dtype(frame["day"])
    assert table.schema.field("day").type == pa.date32()


def test_tables_of_nothing_have_their_columns(record: "dragoman.Record") -> None:
    none = record.events(since="2090-01-01")
    assert (none.arrow().num_rows, len(none.df())) == (0, 0)
    assert "status" in none.df().columns


def test_a_missing_extra_is_named(
    record: "dragoman.Record", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"dragoman\[pandas\]"):
        record.events().df()
    with pytest.raises(ConfigError, match=r"dragoman\[parquet\]"):
        record.events().arrow()


def test_situation_brief_and_why(record: "dragoman.Record") -> None:
    states = {track.track: track.state for track in record.situation("USA-VEN").tracks}
    assert {"diplomatic", "military"} <= states.keys()
    brief = record.brief(dyad="USA-VEN")
    assert brief.html.startswith("<!doctype html>")
    assert brief.markdown.startswith("# Brief")
    assert json.dumps(brief.json())
    (attack,) = record.events(type="ASSAULT", status="cancelled")
    why = record.why(attack.id[:8])
    assert why.event.id == attack.id
    assert {"act", "status", "actor"} <= {row[0] for row in why.rows}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"since": "yesterday"}, "'yesterday' is not a day"),
        ({"dyad": "USA-VEN-CUB"}, "is no dyad"),
        ({"type": "DANCE"}, "'DANCE' is none of AGREE"),
        ({"status": ["planned", "done"]}, "'done' is none of occurred"),
    ],
)
def test_what_is_no_day_dyad_type_or_status_is_refused(
    record: "dragoman.Record", asked: dict[str, str], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        record.events(**asked)


def test_what_cannot_be_read_is_refused(record: "dragoman.Record", tmp_path: Path) -> None:
    with pytest.raises(InputError):
        record.read(tmp_path / "none.txt")
    with pytest.raises(InputError):
        dragoman.code("")
    with pytest.raises(StoreError):
        dragoman.open(tmp_path / "none.db", write=False)
    with pytest.raises(InputError, match="no event's id starts with 'ffffffffffffffff'"):
        record.why("f" * 16)


def test_code_and_annotate_keep_nothing() -> None:
    told = dragoman.code("Iran attacked Iraq on Friday.", date="2026-01-10")
    assert [str(event.type) for event in told.events] == ["ASSAULT"]
    assert told.json()["published"]["date"] == "2026-01-10"
    assert dragoman.annotate("Iran attacked Iraq.")["tokens"]


def test_a_report_shows_its_words_coloured_and_escaped() -> None:
    told = dragoman.code(
        f"Iran attacked Iraq {HOSTILE} on Friday.", date="2026-01-10", title=HOSTILE
    )
    html = told._repr_html_()
    assert "<img" not in html
    assert 'title="act: ' in html
    assert ">attacked</span>" in html
    assert show_report("a < b", ()).count("&lt;") == 1


def test_events_and_why_show_as_tables(record: "dragoman.Record") -> None:
    html = record.events()._repr_html_()
    assert html.count("<tr>") == len(record.events()) + 1
    assert "<i>no events</i>" in record.events(since="2090-01-01")._repr_html_()
    (attack,) = record.events(type="ASSAULT", status="cancelled")
    assert "called off" in record.why(attack.id)._repr_html_() or "cancelled" in html


def test_the_notebook_is_whole_small_and_clean() -> None:
    path = ROOT / "docs" / "notebook.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert path.stat().st_size < 100_000
    numbers = [cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.slow
def test_the_notebook_runs_and_shows_what_it_says() -> None:
    command = [sys.executable, str(ROOT / "tools" / "make_notebook.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
