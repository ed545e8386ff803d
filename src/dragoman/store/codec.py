"""Records to JSON and back, without loss, by their declared types."""

import json
from collections.abc import Callable
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
    return _builder(kind)(value)


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    """Give what builds a value of the kind; looking at the types once is most of the time saved."""
    if get_origin(kind) is UnionType:
        (inner,) = (a for a in get_args(kind) if a is not NoneType)
        return _builder(inner)
    if get_origin(kind) is tuple:
        inner, *rest = get_args(kind)
        if rest == [Ellipsis]:
            return _tuple_builder(_builder(inner))
        return _pairs_builder([_builder(part) for part in (inner, *rest)])
    if isinstance(kind, type) and is_dataclass(kind):
        return _record_builder(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        names = {str(member): member for member in kind}
        return lambda value: None if value is None else names[value]
    return lambda value: value


def _tuple_builder(build: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else tuple([build(item) for item in value])


def _pairs_builder(builders: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def build(value: Any) -> Any:
        if value is None:
            return None
        return tuple(make(item) for make, item in zip(builders, value, strict=True))

    return build


def _record_builder(kind: type[Any]) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    parts = [(f.name, _builder(hints[f.name])) for f in fields(kind)]

    def build(value: Any) -> Any:
        if value is None:
            return None
        return kind(*[make(value[name]) for name, make in parts])

    return build
