"""Words and small facts that pages and API share: names of countries, how a status is drawn."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from dragoman.actors import load_actors
from dragoman.ontology import load_ontology
from dragoman.records.event import EventType, Status
from dragoman.store.search import OPEN

_OFF = frozenset({Status.CANCELLED, Status.DENIED})


def reality(status: str) -> str:
    """Give "real", "open" (may yet happen) or "off" (called off or denied): how it is drawn."""
    if status in OPEN:
        return "open"
    return "off" if status in _OFF else "real"


@cache
def quad_of(type_: str) -> str:
    """Give the quad of an event type: one of QUADS."""
    return load_ontology().types[EventType(type_)].quad


def tone(type_: str) -> str:
    """Give "coop" or "conf": the side of the ledger on which a type stands."""
    return "conf" if quad_of(type_).endswith("conflict") else "coop"


def act_words(type_: str, mode: str | None) -> str:
    """Give a type and mode for people: "CONSULT visit"."""
    return f"{type_} {mode.replace('_', ' ')}" if mode else type_


def with_query(path: str, query: Mapping[str, Any], **changes: Any) -> str:
    """Give the path with a query, some of its fields changed; empty fields are left out."""
    fields = {**query, **changes}
    kept = {name: value for name, value in fields.items() if value not in (None, "", (), [])}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def country_name(iso3: str) -> str:
    """Give a country's name, or the code itself where the data has none."""
    row = load_actors().countries.get(iso3)
    return row.name if row else iso3


def dyad_name(dyad: Sequence[str]) -> str:
    """Give a dyad for people: "United States – Venezuela"."""
    return " – ".join(country_name(code) for code in dyad) or "No country"
