"""Loads and checks tracks as state machines: their states, and the evidence that moves them.

Those shipped lie in data/machines; an analyst's own lie in a folder of theirs (setting
``machines``). docs/TRACKS.md explains every key.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dragoman.datafiles import data_path
from dragoman.errors import DataError
from dragoman.ontology import load_ontology
from dragoman.records.event import EventType, Status
from dragoman.records.mention import EntityKind

UNKNOWN_KIND, OFFICIAL, ARMED = "unknown", "official", "armed"
"""Stand in ``actor_kinds`` for an event of which no actor is known, for an actor of a government's
sectors (GOV, MIL, COP, SPY), and for one under arms (MIL, REB, UAF)."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What an event must be to fit: every filled field must hold, an empty one always does.

    ``types`` and modes are of the act meant; ``speech`` of the statement where it differs (``None``
    in it stands for no statement). ``words``: any of them stands in the event's sentence;
    ``without_words``: none does. ``trigger``: the trigger's text begins with any of them.
    ``actor_kinds``: an actor is of such a kind, or an ``official`` or ``armed`` one by its sectors.
    ``both_sides``: the event names who and to whom. ``news``: it is not told as history.
    ``alone`` says, in ``covers``, where an event
    belongs that names one country only: pair (the report's two countries) or home.
    """

    types: frozenset[EventType]
    modes: frozenset[str]
    without_modes: frozenset[str]
    status: frozenset[Status]
    contexts: frozenset[str]
    words: re.Pattern[str] | None
    without_words: re.Pattern[str] | None
    trigger: tuple[str, ...]
    speech: frozenset[EventType | None]
    actor_kinds: frozenset[str]
    both_sides: bool
    news: bool
    alone: str


@dataclass(frozen=True, slots=True)
class Rule:
    """An event that fits moves the track to ``to``.

    It does so from the states in ``only_from`` if any are given (``None``: no state yet), and from
    none of those in ``except_from``.
    """

    id: str
    pattern: Pattern
    to: str
    only_from: frozenset[str | None]
    except_from: frozenset[str | None]


@dataclass(frozen=True, slots=True)
class Machine:
    """A track as a state machine.

    ``order`` is its place in a brief; an event that several tracks cover goes to the one with the
    lowest ``claim``. One that ``shares`` follows events without taking them from others.
    ``unnamed`` says where an event goes that names no country: pair, or none. ``file`` is where
    it was read from.
    """

    track: str
    label: str
    order: int
    claim: int
    shares: bool
    unnamed: str
    covers: tuple[Pattern, ...]
    states: Mapping[str, str]
    rules: tuple[Rule, ...]
    file: str


@cache
def load_machines(folder: Path | None = None) -> tuple[Machine, ...]:
    """Give the machines in the order in which a brief shows them.

    Those in ``folder`` are added to the shipped ones; one with a shipped track's name replaces it.
    Raises: DataError naming file and rule for an unknown state, type, status or key, for two
    files with one track, order or claim, and for a folder that is none.
    """
    machines = {m.track: m for m in _read_folder(data_path("machines"))}
    if folder is not None:
        if not folder.is_dir():
            raise DataError(f"{folder}: no folder of tracks; check DRAGOMAN_MACHINES")
        machines |= {machine.track: machine for machine in _read_folder(folder)}
    problems = list(_clashes(tuple(machines.values())))
    if problems:
        raise DataError("; ".join(problems))
    return tuple(sorted(machines.values(), key=lambda machine: machine.order))


def check_machines(folder: Path | None = None) -> Iterator[str]:
    """Give what is wrong or odd in the shipped machines and in those of ``folder``.

    Beyond what stops ``load_machines``: states that no rule leads to, rules that can never fire
    because nothing of theirs is covered, and rules that an earlier one always forestalls.
    """
    try:
        machines = load_machines(folder)
    except DataError as error:
        yield str(error)
        return
    for machine in machines:
        for problem in _oddities(machine):
            yield f"{machine.file}: {problem}"


def read_machine(path: Path) -> Machine:
    """Give the machine of one file.

    Raises: DataError naming the file and what is wrong in it.
    """
    try:
        raw = yaml.load(path.read_bytes(), Loader=_LOADER)
        machine = _machine(raw, path.name)
    except yaml.YAMLError as error:
        raise DataError(f"{path.name}: no YAML: {' '.join(str(error).split())}") from error
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(f"{path.name}: {type(error).__name__}: {error}") from error
    _check_states(machine)
    return machine


_PATTERN_KEYS = frozenset(
    {
        *("types", "modes", "without_modes", "status", "contexts", "words", "without_words"),
        *("trigger", "speech", "actor_kinds", "both_sides", "news"),
    }
)
_COVER_KEYS = _PATTERN_KEYS | {"alone"}
_RULE_KEYS = _PATTERN_KEYS | {"id", "to", "only_from", "except_from"}
_MACHINE_KEYS = frozenset(
    {"track", "label", "order", "claim", "shares", "unnamed", "covers", "states", "rules"}
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read_folder(folder: Path) -> list[Machine]:
    return [read_machine(path) for path in sorted(folder.glob("*.yaml"))]


def _machine(raw: Mapping[str, Any], name: str) -> Machine:
    if not isinstance(raw, Mapping):
        raise ValueError("a track file is a mapping with track, label, order, claim, ...")
    _refuse_unknown(raw, _MACHINE_KEYS)
    return Machine(
        track=raw["track"],
        label=raw["label"],
        order=int(raw["order"]),
        claim=int(raw["claim"]),
        shares=bool(raw.get("shares", False)),
        unnamed=_one_of(raw.get("unnamed", "pair"), {"pair", "none"}, "unnamed"),
        covers=tuple(_pattern(row, _COVER_KEYS) for row in raw["covers"]),
        states=dict(raw["states"]),
        rules=tuple(_rule(row) for row in raw["rules"]),
        file=name,
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        pattern=_pattern(row, _RULE_KEYS),
        to=row["to"],
        only_from=frozenset(row.get("only_from", ())),
        except_from=frozenset(row.get("except_from", ())),
    )


def _pattern(row: Mapping[str, Any], keys: frozenset[str]) -> Pattern:
    _refuse_unknown(row, keys)
    types = frozenset(EventType(name) for name in row.get("types", ()))
    modes, without = frozenset(row.get("modes", ())), frozenset(row.get("without_modes", ()))
    speech: Sequence[str | None] = row.get("speech", ())
    pattern = Pattern(
        types=types,
        modes=modes,
        without_modes=without,
        status=frozenset(Status(name) for name in row.get("status", ())),
        contexts=frozenset(row.get("contexts", ())),
        words=_word_pattern(row.get("words", ())),
        without_words=_word_pattern(row.get("without_words", ())),
        trigger=tuple(word.lower() for word in row.get("trigger", ())),
        speech=frozenset(EventType(name) if name else None for name in speech),
        actor_kinds=frozenset(row.get("actor_kinds", ())),
        both_sides=bool(row.get("both_sides", False)),
        news=bool(row.get("news", False)),
        alone=_one_of(row.get("alone", "pair"), {"pair", "home"}, "alone"),
    )
    _check_names(pattern)
    return pattern


def _word_pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(r"\b(?:" + "|".join(re.escape(word.lower()) for word in words) + r")\b")


def _refuse_unknown(row: Mapping[str, Any], keys: frozenset[str]) -> None:
    unknown = set(row) - keys
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}; known are {sorted(keys)}")


def _one_of(value: str, allowed: set[str], name: str) -> str:
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}; it is one of {sorted(allowed)}")
    return value


def _check_names(pattern: Pattern) -> None:
    ontology = load_ontology()
    types = pattern.types or frozenset(EventType)
    known = {mode for type_ in types for mode in ontology.types[type_].modes}
    for name, used, allowed in (
        ("modes", pattern.modes, known),
        ("without_modes", pattern.without_modes, known),
        ("contexts", pattern.contexts, set(ontology.contexts)),
        (
            "actor_kinds",
            pattern.actor_kinds,
            {*map(str, EntityKind), UNKNOWN_KIND, OFFICIAL, ARMED},
        ),
    ):
        wrong = set(used) - allowed
        if wrong:
            raise ValueError(f"no such {name} for these types: {sorted(wrong)}")


def _check_states(machine: Machine) -> None:
    for rule in machine.rules:
        named = {rule.to} | set(rule.only_from) | set(rule.except_from)
        unknown = named - {None} - set(machine.states)
        if unknown:
            raise DataError(
                f"{machine.file}: rule {rule.id}: no state {sorted(map(str, unknown))}; "
                f"states are {sorted(machine.states)}"
            )


def _clashes(machines: tuple[Machine, ...]) -> Iterator[str]:
    for name, values in (
        ("order", [machine.order for machine in machines]),
        ("claim", [machine.claim for machine in machines]),
    ):
        for value, times in Counter(values).items():
            if times > 1:
                files = [m.file for m in machines if getattr(m, name) == value]
                yield f"{', '.join(files)}: the same {name} {value}; give each its own"


def _oddities(machine: Machine) -> Iterator[str]:
    ids = Counter(rule.id for rule in machine.rules)
    for id_, times in ids.items():
        if times > 1:
            yield f"rule {id_}: {times} rules have this id"
    reached = {rule.to for rule in machine.rules}
    for state in machine.states:
        if state not in reached:
            yield f"state {state}: no rule leads to it"
    covered = frozenset().union(*(pattern.types for pattern in machine.covers))
    anything = any(not pattern.types for pattern in machine.covers)
    for rule in machine.rules:
        if rule.pattern.types and not anything and not rule.pattern.types & covered:
            yield f"rule {rule.id}: none of its types is covered; it can never fire"
