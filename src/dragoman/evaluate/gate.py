"""The gate of ``make check``: own gold is unchanged, and no figure on it falls below its floor.

``python -m dragoman.evaluate.gate`` checks; ``--update`` raises floors to a little below today's
figures, and takes new gold in; ``--lower TASK REASON`` lets one task's floors fall, the reason
kept beside them.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dragoman.errors import InputError
from dragoman.evaluate.bench import Bench
from dragoman.evaluate.events import score_events
from dragoman.evaluate.figures import Figure
from dragoman.evaluate.tasks import (
    event_figures,
    own_names,
    own_places,
    own_quotes,
    own_relations,
    own_times,
    status_figures,
)

_MARGIN = 0.015
"""How far below today's figure a floor is set: a correction elsewhere may cost a little."""
_SAMPLE = 6
"""One text in so many of the events' gold is coded in the gate: the whole takes a minute."""

Measure = Callable[[Bench, Path], Iterator[Figure]]


@dataclass(frozen=True, slots=True)
class Gate:
    """A gold file under the folder of gold, and how Dragoman is measured on it."""

    task: str
    file: str
    measure: Measure
    floored: tuple[str, ...]
    """The measures that have a floor."""


@dataclass(slots=True)
class Floors:
    """What is pinned for one task: the gold's digest, the floors, and why one was lowered."""

    sha256: str
    floors: dict[str, float]
    lowered: list[str] = field(default_factory=list)


def check(gates: Sequence[Gate], bench: Bench, pinned: Mapping[str, Floors]) -> list[str]:
    """Give what is wrong, a line each; nothing when every floor holds."""
    problems: list[str] = []
    for gate in gates:
        path, floors = bench.gold / gate.file, pinned.get(gate.task)
        if floors is None or not path.is_file():
            problems.append(f"{gate.task}: no floor or no gold; run --update")
        elif digest(path) != floors.sha256:
            problems.append(f"{gate.task}: {gate.file} is not what the floors were set on")
        else:
            figures = measure(gate, bench)
            problems += [
                f"{gate.task}: {name} is {figures[name]:.3f}, its floor {floor:.3f}"
                for name, floor in floors.floors.items()
                if figures[name] < floor
            ]
    return problems


def update(
    gates: Sequence[Gate],
    bench: Bench,
    pinned: Mapping[str, Floors],
    lower: Mapping[str, str] | None = None,
) -> dict[str, Floors]:
    """Give the floors raised to a little below today's figures; none falls but those of the tasks
    in ``lower``, which names the reason.

    Raises: InputError for a reason that says nothing.
    """
    reasons = dict(lower or {})
    if not all(reason.strip() for reason in reasons.values()):
        raise InputError("a floor is lowered for a reason: say which")
    return {gate.task: _raised(gate, bench, pinned.get(gate.task), reasons) for gate in gates}


def _raised(gate: Gate, bench: Bench, old: Floors | None, reasons: Mapping[str, str]) -> Floors:
    figures = measure(gate, bench)
    floors = {name: round(max(0.0, value - _MARGIN), 3) for name, value in figures.items()}
    lowered = list(old.lowered) if old else []
    if gate.task in reasons:
        lowered.append(f"{bench.today.isoformat()}: {reasons[gate.task]}")
    elif old:
        floors = {name: max(value, old.floors.get(name, 0.0)) for name, value in floors.items()}
    return Floors(digest(bench.gold / gate.file), floors, lowered)


def measure(gate: Gate, bench: Bench) -> dict[str, float]:
    """Give the figures of a gate that have floors; shares of errors count as what is left."""
    figures = {f.measure: f.value for f in gate.measure(bench, bench.gold / gate.file)}
    return {name: figures[name] for name in gate.floored}


def read_floors(path: Path) -> dict[str, Floors]:
    """Give the pinned floors by task; none when there is no such file."""
    if not path.is_file():
        return {}
    stored: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return {task: Floors(**fields) for task, fields in stored.items()}


def write_floors(path: Path, floors: Mapping[str, Floors]) -> None:
    """Write the floors by task."""
    stored = {task: asdict(own) for task, own in floors.items()}
    path.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _events(bench: Bench, path: Path) -> Iterator[Figure]:
    """Measure events and status on a sample of the gold."""
    lines = path.read_text(encoding="utf-8").splitlines()
    with TemporaryDirectory() as folder:
        sample = Path(folder) / path.name
        sample.write_text("\n".join(lines[::_SAMPLE]) + "\n", encoding="utf-8")
        scores = score_events(sample, bench.coded)
    yield from event_figures(scores)
    for figure in status_figures(scores):
        yield Figure(figure.set, f"status {figure.measure}", figure.value)
    yield Figure("own sentences", "not happened not called happened", 1 - scores["false_happened"])


GATES = (
    Gate("times", "times/times.tsv", own_times, ("value", "type")),
    Gate("places", "places/places.txt", own_places, ("F1", "near")),
    Gate("quotes", "quotes/quotes.txt", own_quotes, ("cue F1", "content F1", "source F1")),
    Gate("entities", "entities/entities.txt", own_names, ("F1", "F1, as annotate lists them")),
    Gate("relations", "relations/relations.txt", own_relations, ("accuracy", "macro F1")),
    Gate(
        "events",
        "events/events.jsonl",
        _events,
        (
            "trigger precision",
            "trigger recall",
            "trigger F1",
            "type, of found",
            "status, of found",
            "type, mode, act and status right, of all",
            "not happened not called happened",
        ),
    ),
)
"""The own gold sets, in the order in which they are measured."""


def main(words: Sequence[str] | None = None) -> int:
    """Check or update; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.evaluate.gate", description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("tests/gold"), help="the own gold")
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--lower", nargs=2, action="append", default=[], metavar=("TASK", "REASON"))
    given = parser.parse_args(words)
    bench = Bench(data=Path(), gold=given.gold, today=date.today())
    path = given.gold / "floors.json"
    if given.update or given.lower:
        write_floors(path, update(GATES, bench, read_floors(path), dict(given.lower)))
        return 0
    problems = check(GATES, bench, read_floors(path))
    sys.stdout.write(
        "".join(f"{line}\n" for line in [*problems, f"gate: {len(problems)} problems"])
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
