"""``relate``: marked pairs in, the event between them out, as the contract has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.errors import InputError
from dragoman.models import load_relation_model
from dragoman.output.contract import Json
from dragoman.pipeline import build_stages, load_resources, run
from dragoman.read.jsonl import make_document, parse_object
from dragoman.records.document import Document
from dragoman.records.failure import Failure
from dragoman.records.span import Span
from dragoman.relations import Relation, load_blend, make_find_relation


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report with the spans of a source and a target in it."""

    document: Document
    source: Span
    target: Span


def read_pair(line: bytes, place: str) -> MarkedReport | Failure:
    """Give the marked pair on one JSON line, or a failure that says what is wrong with it."""
    fields: dict[str, Any] = {}
    try:
        fields = parse_object(line)
        document = make_document(fields)
        source = _span(fields, "source", len(document.text))
        target = _span(fields, "target", len(document.text))
    except InputError as error:
        given = fields.get("id")
        return Failure(
            id=given if isinstance(given, str) else None, source=place, message=str(error)
        )
    return MarkedReport(document, source, target)


def _span(fields: Mapping[str, Any], name: str, length: int) -> Span:
    value = fields.get(name)
    whole = isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value)
    if not whole or not 0 <= value[0] < value[1] <= length:  # type: ignore[index]  # checked: a list
        raise InputError(f"{name!r} must be [start, end] within the text, is {value!r}"[:200])
    return Span(value[0], value[1])  # type: ignore[index]  # checked: a list


def make_relate(*, threads: int, today: date) -> Callable[[MarkedReport], Json]:
    """Give the function that relates one pair, its models loaded once."""
    stages = build_stages(load_resources(threads=threads), today=today)
    find = make_find_relation(load_relation_model(threads=threads), load_blend())

    def relate(pair: MarkedReport) -> Json:
        coded = run(pair.document, stages)
        return relation_line(pair.document.id, find(coded, pair.source, pair.target))

    return relate


def relation_line(id_: str, relation: Relation) -> Json:
    """Give ``dragoman relate``'s line for a relation."""
    return {
        "id": id_,
        "type": str(relation.type),
        "mode": relation.mode,
        "status": str(relation.status),
        "scores": {name: round(score, 6) for name, score in relation.scores.items()},
    }


__all__ = ["MarkedReport", "make_relate", "read_pair", "relation_line"]
