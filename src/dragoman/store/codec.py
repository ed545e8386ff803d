"""Records to JSON and back, without loss, by their declared types."""

import json
from dataclasses import asdict, fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from dragoman.records.event import Event, EventMention

_Record = TypeVar("_Record")


def dump_event(event: EventMention) -> str:
    """Give an event as compact JSON with sorted keys: equal events give equal text."""
    return json.dumps(asdict(event), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load_event(text: str) -> EventMention:
    """Give the event that ``dump_event`` wrote."""
    event: EventMention = _build(EventMention, json.loads(text))
    return event


def dump_merged(event: Event) -> str:
    """Give a merged event as compact JSON with sorted keys, without the mentions themselves."""
    return json.dumps(
        asdict(replace(event, mentions=())),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def load_merged(text: str) -> Event:
    """Give the event that ``dump_merged`` wrote, still without its mentions."""
    event: Event = _build(Event, json.loads(text))
    return event


def dump_record(record: Any) -> str:
    """Give any record as compact JSON with sorted keys."""
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load_record(kind: type[_Record], text: str) -> _Record:
    """Give the record of a kind that ``dump_record`` wrote."""
    record: _Record = _build(kind, json.loads(text))
    return record


def _build(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) is UnionType:
        (inner,) = (a for a in get_args(kind) if a is not NoneType)
        return _build(inner, value)
    if get_origin(kind) is tuple:
        inner, *rest = get_args(kind)
        if rest == [Ellipsis]:
            return tuple(_build(inner, item) for item in value)
        return tuple(_build(part, item) for part, item in zip((inner, *rest), value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{f.name: _build(hints[f.name], value[f.name]) for f in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
