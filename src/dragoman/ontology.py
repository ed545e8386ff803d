"""Loads and checks data/ontology: PLOVER types, modes, scores, contexts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from dragoman.datafiles import data_path
from dragoman.errors import DataError
from dragoman.records.event import EventType


@dataclass(frozen=True, slots=True)
class ModeRow:
    """A mode of an event type: its score (-10..10) and its CAMEO code."""

    score: float
    cameo: str


@dataclass(frozen=True, slots=True)
class TypeRow:
    """An event type: quad category, score without a mode, CAMEO root, modes."""

    type: EventType
    quad: str
    score: float
    cameo: str
    says: str
    future: EventType | None
    requires_recipient: bool
    modes: Mapping[str, ModeRow]


@dataclass(frozen=True, slots=True)
class Ontology:
    """The event types with their modes, the context names, and the modes of speech acts."""

    version: str
    types: Mapping[EventType, TypeRow]
    contexts: tuple[str, ...]
    speech_modes: Mapping[tuple[EventType, str], str]
    agree_cameo: Mapping[EventType, str]
    cancelled_as: Mapping[EventType, tuple[EventType, str]]

    def score(self, type_: EventType, mode: str | None) -> float:
        """Give the PLOVER conflict-cooperation score of a type and mode, -10..10."""
        row = self.types[type_]
        return row.modes[mode].score if mode is not None and mode in row.modes else row.score

    def cameo(self, type_: EventType, mode: str | None) -> str:
        """Give the CAMEO code of a type and mode where no frame names a finer one."""
        row = self.types[type_]
        return row.modes[mode].cameo if mode is not None and mode in row.modes else row.cameo

    def speech_mode(self, speech: EventType, act: EventType, mode: str | None) -> str | None:
        """Give the mode of a REQUEST, REJECT or THREATEN whose content is the given act."""
        fine = self.speech_modes.get((speech, f"{act}/{mode}"))
        fallback = None if speech is EventType.THREATEN else "change"
        return fine or self.speech_modes.get((speech, str(act)), fallback)


@cache
def load_ontology() -> Ontology:
    """Give the shipped ontology.

    Raises: DataError when the file names a type or mode that is not PLOVER's.
    Source: PLOVER manual, draft 0.8.
    """
    raw = yaml.load(data_path("ontology", "plover.yaml").read_bytes(), Loader=_LOADER)
    types = {EventType(name): _type_row(name, row) for name, row in raw["types"].items()}
    missing = set(EventType) - set(types)
    if missing:
        raise DataError(f"plover.yaml: types without a row: {sorted(missing)}")
    speech = {
        (EventType(kind), act): mode
        for kind, rows in raw["speech_modes"].items()
        for act, mode in rows.items()
    }
    return Ontology(
        version=raw["version"],
        types=MappingProxyType(types),
        contexts=tuple(raw["contexts"]),
        speech_modes=MappingProxyType(speech),
        agree_cameo={EventType(act): code for act, code in raw["agree_cameo"].items()},
        cancelled_as={
            EventType(act): (EventType(type_), mode)
            for act, (type_, mode) in raw["cancelled_as"].items()
        },
    )


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _type_row(name: str, row: Mapping[str, Any]) -> TypeRow:
    modes = {
        mode: ModeRow(score=float(cell["score"]), cameo=str(cell["cameo"]))
        for mode, cell in row["modes"].items()
    }
    return TypeRow(
        type=EventType(name),
        quad=row["quad"],
        score=float(row["score"]),
        cameo=str(row["cameo"]),
        says=row["says"],
        future=EventType(row["future"]) if "future" in row else None,
        requires_recipient=bool(row.get("requires_recipient", False)),
        modes=MappingProxyType(modes),
    )
