"""Aims and other systems' figures, and what an evaluation of a task needs."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.bench import Bench
from dragoman.evaluate.figures import Aim, Figure, aim_of, load_aims, load_peers
from dragoman.evaluate.tasks import NOT_BUILT, TASKS, measure_task

NAMES = {task.name for task in TASKS}


@pytest.mark.parametrize(
    ("least", "value", "reached"),
    [(True, 0.8496, True), (True, 0.8494, False), (False, 0.8504, True), (False, 0.86, False)],
)
def test_aim_is_reached_to_three_places(least: bool, value: float, reached: bool) -> None:
    aim = Aim("task", "set", "measure", least, 0.85)
    assert aim.reached(Figure("set", "measure", value)) is reached


def test_aim_of_a_figure() -> None:
    aims = load_aims()
    assert aim_of("parse", Figure("UD EWT dev, raw text", "LAS", 0.9), aims) is not None
    assert aim_of("parse", Figure("elsewhere", "LAS", 0.9), aims) is None


def test_aims_and_peers_are_of_tasks() -> None:
    assert {aim.task for aim in load_aims()} | {peer.task for peer in load_peers()} <= NAMES


def test_a_set_is_found_below_beside_or_as_the_folder(tmp_path: Path) -> None:
    file = tmp_path / "places" / "lgl.xml"
    file.parent.mkdir()
    file.write_text("", encoding="utf-8")
    for data in (tmp_path, file.parent, file):
        bench = Bench(data=data, gold=tmp_path, today=date(2026, 1, 10))
        assert bench.find("places", "lgl.xml") == file
    assert bench.find("places", "GeoVirus.xml") is None


@pytest.mark.parametrize("task", [task for task in TASKS if task.name != "relations"])
def test_a_task_without_sets_says_so(task: object, tmp_path: Path) -> None:
    bench = Bench(data=tmp_path, gold=tmp_path, today=date(2026, 1, 10))
    with pytest.raises(InputError, match="DRAGOMAN_DATA"):
        measure_task(task, bench)  # type: ignore[arg-type]  # a Task


def test_what_is_not_built_is_no_task() -> None:
    assert not NAMES & set(NOT_BUILT)
