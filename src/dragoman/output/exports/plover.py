"""PLOVER as JSON lines: the full record of an event, and the plain form of the PLOVER manual.

Sources: PLOVER manual, draft 0.8, chapter 6 (Tables 6.1 to 6.6) for the plain form; DESIGN section
4 for the full one.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, BinaryIO

from dragoman import __version__
from dragoman.output.contract import event_json
from dragoman.output.exports.codes import country_codes
from dragoman.output.exports.columns import Tally, batch_lines
from dragoman.output.exports.statements import (
    QUADS,
    fill_day,
    keep_done,
    lead_of,
    sentence_number,
)
from dragoman.read.rows import FULL_FORM
from dragoman.records.event import Event, EventPlace, Participant, Source
from dragoman.store.query import StoredReport
from dragoman.store.streams import ToldEvent

Json = dict[str, Any]
FULL_FIELDS = (
    ("form", f"always `{FULL_FORM}`"),
    ("id", "the event's id, hexadecimal"),
    ("lead", "the mention that tells most; spans are of its report unless `values` says otherwise"),
    ("type", "PLOVER type of what was said or done"),
    ("mode", "PLOVER mode, or null"),
    ("act", "type and mode of the act meant where they differ from the statement's, or null"),
    ("contexts", "PLOVER contexts, sorted"),
    ("cameo", "CAMEO code as text, with its leading zero"),
    ("quad", "verbal or material, cooperation or conflict"),
    ("intensity", "PLOVER score, -10 to 10"),
    ("actors", "who did it: words, span, name, kind, country (ISO alpha-3), sectors, cameo, role"),
    ("recipients", "whom it was directed at; fields as in `actors`"),
    ("status", "whether the act meant happened: one of Dragoman's eight statuses"),
    ("background", "true when every report tells it as history"),
    ("date", "start and end as ISO 8601 prefixes, words, basis, precision; null when unknown"),
    ("place", "words, span, name, country, lat, lon, geonames, precision; null when unknown"),
    ("amounts", "value, unit, approximate, words, span"),
    ("links", "kind and id of the event that it leads to"),
    ("confidence", "0 to 1: that at least one report tells it so"),
    ("mentions", "each telling, as `dragoman code` writes it, with the sentence in `words`"),
    ("sources", "report of each mention, in step: outlets, near copies, day, title, url"),
    ("values", "which mention each value was taken from, and the rule that preferred it"),
)
PLAIN_FIELDS = (
    ("id", "the event's id"),
    ("has_event", "always true"),
    ("date", "YYYY-MM-DD: the first day of the act; else that of the first report"),
    ("enddate", "YYYY-MM-DD: the last day, where it is another"),
    ("actor", "list of entity objects: code, sector, entity_text, identifier_text, office"),
    ("recipient", "list of entity objects, as in `actor`"),
    ("event", "list of one PLOVER type"),
    ("event_loc", "location object: extracted_place, resolved_place, geonameid, lat, lon, country"),
    ("event_text", "list of the word that names the act"),
    ("quad_code", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material"),
    ("event_scale", "PLOVER score, -10 to 10"),
    ("mode", "list of at most one mode"),
    ("context", "list of contexts"),
    ("text", "always null: the report's owner holds the rights to its words"),
    ("text_info", "sequence number of the sentence, start and end in code points"),
    ("cite_info", "url, title, publication, language, coder, codebook of the report"),
    ("coder", "the version of Dragoman"),
)


def write_full(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one JSON object a line that holds all that the record knows of an event."""
    batch_lines((_dump(full_json(told)) for told in events), out, tally)


def write_plain(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one JSON object a line with the manual's own fields."""
    lines = (_dump(_plain(told, day)) for told, day in keep_done(events, tally))
    batch_lines(lines, out, tally)


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def full_json(told: ToldEvent) -> Json:
    """Give an event with all its mentions and sources as JSON values."""
    event = told.event
    return {
        "form": FULL_FORM,
        **_own_json(event),
        "mentions": [
            {
                **event_json(mention),
                "words": told.reports[source.report].text[
                    mention.sentence.start : mention.sentence.end
                ],
            }
            for mention, source in zip(event.mentions, event.sources, strict=True)
        ],
        "sources": [_source(source, told.reports[source.report]) for source in event.sources],
        "values": [asdict(value) for value in event.values],
    }


def _own_json(event: Event) -> Json:
    """Give the fused values in the shape of ``event_json``, which they share with a mention's."""
    return {
        "id": event.id,
        "lead": event.lead,
        "type": str(event.type),
        "mode": event.mode,
        "act": {"type": str(event.act.type), "mode": event.act.mode} if event.act else None,
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "quad": event.quad,
        "intensity": event.intensity,
        "actors": [_opened(asdict(person)) for person in event.actors],
        "recipients": [_opened(asdict(person)) for person in event.recipients],
        "status": str(event.status),
        "background": event.background,
        "date": _opened(asdict(event.date)) if event.date else None,
        "place": _opened(asdict(event.place)) if event.place else None,
        "amounts": [_opened(asdict(amount)) for amount in event.amounts],
        "links": [{"kind": str(link.kind), "event": link.event} for link in event.links],
        "confidence": event.confidence,
    }


def _opened(values: Json) -> Json:
    """Give the fields with ``span`` opened into start and end; a date's own ones keep their names."""
    span = values.pop("span")
    if span and "start" not in values:
        values |= span
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _source(source: Source, report: StoredReport) -> Json:
    return {
        "mention": source.mention,
        "report": source.report,
        "outlets": list(source.outlets),
        "copies": list(source.copies),
        "published": source.published,
        "read_at": source.read_at,
        "title": report.title,
        "url": report.url,
    }


# --- the plain form


def _plain(told: ToldEvent, day: str) -> Json:
    event = told.event
    mention, _, report = lead_of(told)
    end = fill_day(event.date.end) if event.date and event.date.end else day
    return {
        "id": event.id,
        "has_event": True,
        "date": day,
        "enddate": end if end > day else None,
        "actor": [_entity(person) for person in event.actors],
        "recipient": [_entity(person) for person in event.recipients],
        "event": [str(event.type)],
        "event_loc": _location(event.place) if event.place else None,
        "event_text": [mention.trigger.text],
        "quad_code": QUADS[event.quad],
        "event_scale": event.intensity,
        "mode": [event.mode] if event.mode else [],
        "context": list(event.contexts),
        "text": None,
        "text_info": {
            "sequence": sentence_number(mention, report),
            "start": mention.sentence.start,
            "end": mention.sentence.end,
        },
        "cite_info": {
            "url": report.url,
            "title": report.title,
            "publication": report.outlet,
            "language": "en",
            "coder": f"dragoman {__version__}",
            "codebook": "plover-0.8",
        },
        "coder": f"dragoman {__version__}",
    }


def _entity(person: Participant) -> Json:
    return {
        "code": person.country,
        "sector": list(person.sectors),
        "entity_text": person.text,
        "identifier_id": person.id,
        "identifier_text": person.name,
        "office": person.role,
    }


_RESOLUTION = {"city": 4, "region": 2, "country": 1}


def _location(place: EventPlace) -> Json:
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": place.geonames,
        "lat": place.lat,
        "lon": place.lon,
        "city": place.name if place.precision == "city" else None,
        "province": place.name if place.precision == "region" else None,
        "country": country_codes(place.country).name or None,
        "country_code": place.country,
        "resolution_code": _RESOLUTION.get(place.precision),
    }
