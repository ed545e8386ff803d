"""Loads and checks data/machines: tracks, their states, and the evidence that moves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dragoman.datafiles import data_path
from dragoman.errors import DataError
from dragoman.records.event import EventType, Status


@dataclass(frozen=True, slots=True)
class Pattern:
    """What an event must be to fit: every filled field must hold, an empty one always does.

    ``types`` are of the act meant; ``speech`` of the statement where it differs (``None`` in it
    stands for no statement); ``words`` any of which stands in the event's sentence.
    """

    types: frozenset[EventType]
    modes: frozenset[str]
    without_modes: frozenset[str]
    status: frozenset[Status]
    contexts: frozenset[str]
    words: tuple[str, ...]
    speech: frozenset[EventType | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """An event that fits moves the track to ``to``, from the states in ``only_from`` if any."""

    id: str
    pattern: Pattern
    to: str
    only_from: frozenset[str | None]


@dataclass(frozen=True, slots=True)
class Machine:
    """A track as a state machine.

    ``order`` is its place in a brief; an event that several tracks cover goes to the one with the
    lowest ``claim``.
    """

    track: str
    label: str
    order: int
    claim: int
    covers: tuple[Pattern, ...]
    states: Mapping[str, str]
    rules: tuple[Rule, ...]


@cache
def load_machines() -> tuple[Machine, ...]:
    """Give the shipped machines in the order in which a brief shows them.

    Raises: DataError naming file and rule for an unknown state, type, status or key.
    """
    machines = [_read(path) for path in sorted(data_path("machines").glob("*.yaml"))]
    return tuple(sorted(machines, key=lambda machine: machine.order))


_PATTERN_KEYS = frozenset(
    {"types", "modes", "without_modes", "status", "contexts", "words", "speech"}
)
_RULE_KEYS = _PATTERN_KEYS | {"id", "to", "only_from"}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(path: Path) -> Machine:
    raw = yaml.load(path.read_bytes(), Loader=_LOADER)
    try:
        machine = Machine(
            track=raw["track"],
            label=raw["label"],
            order=int(raw["order"]),
            claim=int(raw["claim"]),
            covers=tuple(_pattern(row, _PATTERN_KEYS) for row in raw["covers"]),
            states=raw["states"],
            rules=tuple(_rule(row) for row in raw["rules"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(f"{path.name}: {type(error).__name__}: {error}") from error
    _check_states(machine, path.name)
    return machine


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        pattern=_pattern(row, _RULE_KEYS),
        to=row["to"],
        only_from=frozenset(row.get("only_from", ())),
    )


def _pattern(row: Mapping[str, Any], keys: frozenset[str]) -> Pattern:
    unknown = set(row) - keys
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    speech: Sequence[str | None] = row.get("speech", ())
    return Pattern(
        types=frozenset(EventType(name) for name in row.get("types", ())),
        modes=frozenset(row.get("modes", ())),
        without_modes=frozenset(row.get("without_modes", ())),
        status=frozenset(Status(name) for name in row.get("status", ())),
        contexts=frozenset(row.get("contexts", ())),
        words=tuple(word.lower() for word in row.get("words", ())),
        speech=frozenset(EventType(name) if name else None for name in speech),
    )


def _check_states(machine: Machine, name: str) -> None:
    for rule in machine.rules:
        unknown = ({rule.to} | set(rule.only_from) - {None}) - set(machine.states)
        if unknown:
            raise DataError(f"{name}: rule {rule.id}: no state {sorted(map(str, unknown))}")
