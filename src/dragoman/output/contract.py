"""The stateless verbs' output lines, field for field as the contract has them."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from dragoman.errors import MissingLayer
from dragoman.records.document import Document
from dragoman.records.event import (
    EventAttribution,
    EventDate,
    EventMention,
    EventPlace,
    Participant,
    Quoted,
)
from dragoman.records.failure import Failure
from dragoman.records.mention import Attribution, Entity, EntityKind, MentionLevel
from dragoman.records.span import Span

Json = dict[str, Any]


def failure_line(failure: Failure) -> Json:
    """Give the line that stands in place of a report that could not be read."""
    return {"id": failure.id, "error": failure.message}


def code_line(document: Document) -> Json:
    """Give ``dragoman code``'s line for a coded document."""
    events = _layer(document.events, "events")
    return {
        "id": document.id,
        "events": [event_json(event) for event in events],
        "actors": list(_actors(events)),
        "published": _plain(document.published),
    }


def annotate_line(document: Document) -> Json:
    """Give ``dragoman annotate``'s line for an annotated document."""
    text = document.text
    tokens, words = _layer(document.tokens, "tokens"), _layer(document.words, "words")
    clusters = _clusters(document)
    entities = _layer(document.entities, "entities")
    return {
        "id": document.id,
        "sentences": [
            {"start": s.start, "end": s.end} for s in _layer(document.sentences, "sentences")
        ],
        "tokens": [
            {
                "start": token.start,
                "end": token.end,
                "lemma": word.lemma,
                "upos": word.upos,
                "head": word.head,
                "deprel": word.deprel,
            }
            for token, word in zip(tokens, words, strict=True)
        ],
        "times": [
            {**_quoted(text, t.span), "type": t.type, "value": t.value}
            for t in _layer(document.times, "times")
        ],
        "places": [
            {**_quoted(text, p.span), **_pick(p, "name country lat lon geonames use")}
            for p in _layer(document.places, "places")
        ],
        "quotes": [_quote_json(a) for a in _layer(document.attributions, "attributions")],
        "entities": [
            _entity_json(text, e, clusters.get(i)) for i, e in enumerate(entities) if _is_listed(e)
        ],
        "mentions": [
            {"start": m.span.start, "end": m.span.end, "cluster": m.cluster}
            for m in _layer(document.mentions, "mentions")
        ],
        "amounts": [
            {**_quoted(text, a.span), **_pick(a, "value unit approximate modifier")}
            for a in _layer(document.amounts, "amounts")
        ],
    }


def event_json(event: EventMention) -> Json:
    """Give an event in the record's own shape (DESIGN section 4), spans opened into start, end."""
    return {
        "id": event.id,
        "report": event.report,
        "type": str(event.type),
        "mode": event.mode,
        "act": {"type": str(event.act.type), "mode": event.act.mode} if event.act else None,
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "quad": event.quad,
        "intensity": event.intensity,
        "actors": [participant_json(p) for p in event.actors],
        "recipients": [participant_json(p) for p in event.recipients],
        "trigger": _words(event.trigger),
        "sentence": {"start": event.sentence.start, "end": event.sentence.end},
        "status": str(event.status),
        "background": event.background,
        "date": _date(event.date),
        "place": _place(event.place),
        "attribution": [_attribution(a) for a in event.attribution],
        "amounts": [
            {**_pick(a, "value unit approximate text"), "start": a.span.start, "end": a.span.end}
            for a in event.amounts
        ],
        "links": [
            {"kind": str(k.kind), "event": k.event, "evidence": _words(k.evidence)}
            for k in event.links
        ],
        "confidence": event.confidence,
        "method": [
            {"field": m.field, "rule": m.rule, "words": [_words(w) for w in m.words]}
            for m in event.method
        ],
    }


def participant_json(participant: Participant) -> Json:
    """Give an actor or recipient with its words, names and codes."""
    return {
        "text": participant.text,
        "start": participant.span.start,
        "end": participant.span.end,
        **_pick(participant, "name kind country sectors cameo role id via"),
    }


def _layer(layer: tuple[Any, ...] | None, name: str) -> tuple[Any, ...]:
    if layer is None:
        raise MissingLayer(f"layer {name} has not been run")
    return layer


def _actors(events: Iterable[EventMention]) -> Iterable[Json]:
    """Give each actor of the report once, with how often it acts and is acted on."""
    seen: dict[str, Json] = {}
    for event in events:
        for role, people in (("actor", event.actors), ("recipient", event.recipients)):
            for person in people:
                row = seen.setdefault(
                    person.id,
                    {
                        **_pick(person, "id name kind country sectors cameo role"),
                        "actor": 0,
                        "recipient": 0,
                    },
                )
                row[role] += 1
    return seen.values()


def _is_listed(entity: Entity) -> bool:
    """Names, described groups, and holders of an office on the day of the report are listed.

    Other descriptions stand in ``mentions`` alone. A country's adjective ("Israeli strike") is no
    name of its own.
    """
    if entity.level is MentionLevel.NAMED:
        return "country adjective" not in entity.evidence
    return entity.kind is EntityKind.GROUP or "in office on" in entity.evidence


def _clusters(document: Document) -> dict[int, int]:
    return {m.entity: m.cluster for m in document.mentions or () if m.entity is not None}


def _entity_json(text: str, entity: Entity, cluster: int | None) -> Json:
    return {
        **_quoted(text, entity.span),
        "kind": str(entity.kind),
        "name": entity.name,
        "country": entity.country,
        "cluster": cluster,
    }


def _quote_json(attribution: Attribution) -> Json:
    """The contract has one content range: from the first piece's start to the last one's end."""
    return {
        "content": {
            "start": min(c.start for c in attribution.content),
            "end": max(c.end for c in attribution.content),
        },
        "speaker": _range(attribution.speaker),
        "cue": _range(attribution.cue),
        "kind": attribution.kind,
    }


def _range(span: Span | None) -> Json | None:
    return {"start": span.start, "end": span.end} if span else None


def _quoted(text: str, span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _words(quoted: Quoted | None) -> Json | None:
    if quoted is None:
        return None
    return {"text": quoted.text, "start": quoted.span.start, "end": quoted.span.end}


def _date(date: EventDate | None) -> Json | None:
    return _pick(date, "start end text basis precision") if date else None


def _place(place: EventPlace | None) -> Json | None:
    if place is None:
        return None
    return {
        "text": place.text,
        "start": place.span.start,
        "end": place.span.end,
        **_pick(place, "name country lat lon geonames precision"),
    }


def _attribution(attribution: EventAttribution) -> Json:
    return {
        "speaker": participant_json(attribution.speaker) if attribution.speaker else None,
        "outlet": attribution.outlet,
        "cue": _words(attribution.cue),
        "kind": attribution.kind,
    }


def _pick(record: object, names: str) -> Json:
    return {name: _plain(getattr(record, name)) for name in names.split()}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return list(value) if isinstance(value, tuple) else value
