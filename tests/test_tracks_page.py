"""The worked example of docs/TRACKS.md: it loads, it is sound, and it does what the page says."""

import re
from pathlib import Path

import pytest

from dragoman.situation import machines
from dragoman.situation.machines import Machine, check_machines, load_machines

PAGE = Path(__file__).resolve().parents[1] / "docs" / "TRACKS.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the page's track."""
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "fisheries.yaml").write_text(example, encoding="utf-8")
    return tmp_path


def fisheries(folder: Path) -> Machine:
    return next(m for m in load_machines(folder) if m.track == "fisheries")


def test_the_example_is_sound(folder: Path) -> None:
    assert list(check_machines(folder)) == []
    assert list(fisheries(folder).states) == ["seized", "freed", "agreed"]


def test_the_example_takes_its_events_before_the_others(folder: Path) -> None:
    assert fisheries(folder).claim < min(m.claim for m in load_machines())


def test_every_key_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    keys = machines._MACHINE_KEYS | machines._RULE_KEYS | machines._COVER_KEYS
    assert [key for key in sorted(keys) if f"`{key}" not in text] == []


def test_the_tracks_command_checks_a_file(folder: Path, dragoman: object) -> None:
    assert callable(dragoman)
    done = dragoman("tracks", folder / "fisheries.yaml")
    assert done.returncode == 0
    assert "3 states, 3 rules" in done.stdout.decode()
    (folder / "bad.yaml").write_text("track: [", encoding="utf-8")
    bad = dragoman("tracks", folder / "bad.yaml")
    assert bad.returncode == 1
    assert "bad.yaml" in bad.stderr.decode()
