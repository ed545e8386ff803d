"""A gate that holds, and one that fails when it should."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.bench import Bench
from dragoman.evaluate.figures import Figure
from dragoman.evaluate.gate import GATES, Gate, check, read_floors, update, write_floors

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "gold.txt").write_text("gold", encoding="utf-8")
    return Bench(data=tmp_path, gold=tmp_path, today=date(2026, 1, 10))


def gates(value: float) -> tuple[Gate, ...]:
    def measured(_: Bench, path: Path) -> Iterator[Figure]:
        yield Figure("own", "F1", value)
        yield Figure("own", "not pinned", 0.0)

    return (Gate("task", "gold.txt", measured, ("F1",)),)


def test_floors_are_a_little_below_and_hold(bench: Bench) -> None:
    pinned = update(gates(0.9), bench, {})
    assert pinned["task"].floors == {"F1": 0.885}
    assert check(gates(0.89), bench, pinned) == []


def test_a_figure_below_its_floor_fails(bench: Bench) -> None:
    pinned = update(gates(0.9), bench, {})
    assert check(gates(0.88), bench, pinned) == ["task: F1 is 0.880, its floor 0.885"]


def test_changed_gold_fails(bench: Bench) -> None:
    pinned = update(gates(0.9), bench, {})
    (bench.gold / "gold.txt").write_text("easier gold", encoding="utf-8")
    assert check(gates(1.0), bench, pinned) == ["task: gold.txt is not what the floors were set on"]


def test_gold_without_floor_fails(bench: Bench) -> None:
    assert check(gates(1.0), bench, {}) == ["task: no floor or no gold; run --update"]


def test_update_raises_and_never_lowers(bench: Bench) -> None:
    pinned = update(gates(0.9), bench, {})
    assert update(gates(0.8), bench, pinned)["task"].floors == {"F1": 0.885}
    assert update(gates(0.95), bench, pinned)["task"].floors == {"F1": 0.935}


def test_a_floor_falls_for_a_recorded_reason(bench: Bench) -> None:
    pinned = update(gates(0.9), bench, {})
    lowered = update(gates(0.8), bench, pinned, {"task": "harder gold"})["task"]
    assert (lowered.floors, lowered.lowered) == ({"F1": 0.785}, ["2026-01-10: harder gold"])
    assert update(gates(0.9), bench, {"task": lowered})["task"].lowered == lowered.lowered


def test_an_empty_reason_is_none(bench: Bench) -> None:
    with pytest.raises(InputError):
        update(gates(0.8), bench, update(gates(0.9), bench, {}), {"task": " "})


def test_floors_are_kept_in_a_file(bench: Bench) -> None:
    pinned, path = update(gates(0.9), bench, {}), bench.gold / "floors.json"
    assert read_floors(path) == {}
    write_floors(path, pinned)
    assert read_floors(path) == pinned


def test_every_gate_has_gold_and_floors_that_ship() -> None:
    gold = ROOT / "tests/gold"
    assert [gate.task for gate in GATES if not (gold / gate.file).is_file()] == []
    assert set(read_floors(gold / "floors.json")) == {gate.task for gate in GATES}
