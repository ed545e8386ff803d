"""``relate``: which PLOVER event the text tells between a marked source and target.

The relation model gives a probability for each of PLV's fifteen classes (CONCEDE and RETREAT are
one there, YIELD); the lexicon's coding of the same sentence settles what the model leaves open:
which of the two, the mode and the status.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.errors import InputError
from dragoman.models import Pair as ModelPair
from dragoman.models import RelationModel, load_relation_model
from dragoman.output.contract import Json
from dragoman.pipeline import build_stages, load_resources, run
from dragoman.read.jsonl import make_document, parse_object
from dragoman.records.document import Document
from dragoman.records.event import EventMention, EventType, Participant, Status
from dragoman.records.failure import Failure
from dragoman.records.span import Span

_LEXICON_WEIGHT = 0.25
"""Share of the lexicon's vote in the blended scores; see docs/EVALUATION.md."""

_YIELD = "YIELD"


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
    model = load_relation_model(threads=threads)

    def relate(pair: MarkedReport) -> Json:
        return _relate(pair, run(pair.document, stages), model)

    return relate


def _relate(pair: MarkedReport, coded: Document, model: RelationModel) -> Json:
    event = _event_between(coded.events or (), pair)
    marked = ModelPair(pair.document.text, pair.source, pair.target)
    (probabilities,) = model.scores([marked])
    scores = _blend(dict(zip(model.labels, probabilities, strict=True)), event)
    type_ = max(scores, key=lambda name: scores[name])
    agrees = event is not None and event.type == type_
    return {
        "id": pair.document.id,
        "type": type_,
        "mode": event.mode if event is not None and agrees else None,
        "status": str(event.status if event is not None else Status.OCCURRED),
        "scores": {name: round(score, 6) for name, score in scores.items()},
    }


def _blend(probabilities: Mapping[str, float], event: EventMention | None) -> dict[str, float]:
    scores = {str(type_): float(probabilities.get(type_, 0.0)) for type_ in EventType}
    if _YIELD in probabilities:
        material = event is not None and event.type is EventType.CONCEDE
        share = (0.7, 0.3) if material else (0.3, 0.7)
        scores["CONCEDE"] += share[0] * float(probabilities[_YIELD])
        scores["RETREAT"] += share[1] * float(probabilities[_YIELD])
    if event is None:
        return scores
    weight = _LEXICON_WEIGHT * event.confidence
    blended = {name: (1 - weight) * score for name, score in scores.items()}
    blended[str(event.type)] += weight
    return blended


def _event_between(events: tuple[EventMention, ...], pair: MarkedReport) -> EventMention | None:
    """Give the surest event whose actors and recipients cover source and target, in that order."""
    best: tuple[float, EventMention] | None = None
    for event in events:
        fit = _covers(event.actors, pair.source) + _covers(event.recipients, pair.target)
        together = _covers(event.actors, pair.target) if not event.recipients else 0.0
        rank = fit + 0.5 * together
        if rank > 0 and (best is None or (rank, event.confidence) > (best[0], best[1].confidence)):
            best = (rank, event)
    return best[1] if best else None


def _covers(people: tuple[Participant, ...], span: Span) -> float:
    return float(any(p.span.start < span.end and span.start < p.span.end for p in people))


__all__ = ["MarkedReport", "make_relate", "read_pair"]
