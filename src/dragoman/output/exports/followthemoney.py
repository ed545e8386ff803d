"""FollowTheMoney entities as JSON lines: events, who takes part, the reports that tell.

Source: the schema of followthemoney 4.11 (MIT): Event, Person, Organization, PublicBody, Company,
LegalEntity, Article. Written without that package; its resolver needs pyicu, which needs a
compiler.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

from dragoman.output.briefing_words import describe_act, describe_sides
from dragoman.output.exports.calendars import find_days
from dragoman.output.exports.codes import country_codes
from dragoman.output.exports.columns import Tally, encode
from dragoman.output.exports.statements import lead_of, sentence_words
from dragoman.output.exports.table import describe_amount
from dragoman.records.event import Event, Participant
from dragoman.store.query import StoredReport
from dragoman.store.streams import ToldEvent

_SCHEMATA = {
    "person": "Person",
    "government": "PublicBody",
    "agency": "PublicBody",
    "armed-force": "PublicBody",
    "police": "PublicBody",
    "igo": "Organization",
    "party": "Organization",
    "armed-group": "Organization",
    "organization": "Organization",
    "media": "Organization",
    "company": "Company",
}
"""The schema of each kind of participant; a country or a group is a LegalEntity."""

FIELDS = (
    ("id", "event-…, actor-… or report-…; each once in the file"),
    ("schema", "Event, Person, Organization, PublicBody, Company, LegalEntity or Article"),
    ("properties.name", "of an event: act, who and whom; of others: the name"),
    ("properties.summary", "Event: its status"),
    ("properties.description", "Event: the sentence that tells it"),
    ("properties.date", "Event: the day, or ISO prefix, of a single day"),
    ("properties.startDate", "Event: the first day of a stretch"),
    ("properties.endDate", "Event: its last day"),
    ("properties.country", "countries of those who take part, or of the actor, ISO alpha-2"),
    ("properties.location", "Event: the name of the place"),
    ("properties.involved", "Event: ids of all who take part"),
    ("properties.organizer", "Event: ids of who did it"),
    ("properties.keywords", "Event: type, mode, status, quad, contexts; actor: sectors"),
    ("properties.notes", "Event: CAMEO code, score, confidence, amounts"),
    ("properties.proof", "Event: ids of the reports that tell it"),
    ("properties.sourceUrl", "address of the report"),
    ("properties.publisher", "outlets that published it"),
    ("properties.position", "Person: offices and titles"),
    ("properties.title", "Article: its title"),
    ("properties.fileName", "Article: its title, else its id"),
    ("properties.publishedAt", "Article: day of publication"),
    ("properties.language", "Article: eng"),
)


@dataclass(slots=True)
class _Entity:
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, values: Iterable[str | None]) -> None:
        kept = self.properties.setdefault(name, [])
        kept.extend(v for v in dict.fromkeys(values) if v and v not in kept)


def write(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one entity a line: events in their order, then participants and reports by id.

    Participants and reports are kept in memory until the end, so that each has one line.
    """
    others: dict[str, _Entity] = {}
    for told in events:
        _write_entity(f"event-{told.event.id}", _event(told), out, tally)
        for person in (*told.event.actors, *told.event.recipients):
            _add_person(others, person)
        for report in told.reports.values():
            others.setdefault(f"report-{report.id}", _article(report))
    for id_, entity in sorted(others.items()):
        _write_entity(id_, entity, out, tally)


def _write_entity(id_: str, entity: _Entity, out: BinaryIO, tally: Tally) -> None:
    properties = {name: values for name, values in entity.properties.items() if values}
    line = {"id": id_, "schema": entity.schema, "properties": properties}
    out.write(encode(json.dumps(line, ensure_ascii=False) + "\n"))
    tally.written += 1


def actor_id(person: Participant) -> str:
    """Give the entity's id of a participant."""
    return f"actor-{person.id}"


def _event(told: ToldEvent) -> _Entity:
    event = told.event
    mention, _, report = lead_of(told)
    people = (*event.actors, *event.recipients)
    entity = _Entity("Event")
    sides = describe_sides(event)
    entity.add("name", [f"{describe_act(event)}: {sides}" if sides else describe_act(event)])
    entity.add("summary", [str(event.status)])
    entity.add("description", [sentence_words(mention, report)])
    _add_dates(entity, event)
    countries = [event.place.country if event.place else None, *(p.country for p in people)]
    entity.add("country", (_iso2(country) for country in countries))
    entity.add("location", [event.place.name if event.place else None])
    entity.add("involved", map(actor_id, people))
    entity.add("organizer", map(actor_id, event.actors))
    entity.add(
        "keywords", [str(event.type), event.mode, str(event.status), event.quad, *event.contexts]
    )
    entity.add("notes", _notes(event))
    entity.add("proof", (f"report-{source.report}" for source in event.sources))
    entity.add("sourceUrl", (_web(r.url) for r in told.reports.values()))
    entity.add("publisher", (o for source in event.sources for o in source.outlets))
    return entity


def _add_dates(entity: _Entity, event: Event) -> None:
    if event.date is None or find_days(event.date) is None:
        return
    start, end = event.date.start, event.date.end
    if start == end or not (start and end):
        entity.add("date", [start or end])
    else:
        entity.add("startDate", [start])
        entity.add("endDate", [end])


def _notes(event: Event) -> list[str]:
    cameo = [f"CAMEO {event.cameo}"] if event.cameo else []
    amounts = [describe_amount(amount) for amount in event.amounts]
    return [
        *cameo, f"PLOVER score {event.intensity}", f"confidence {event.confidence:.2f}", *amounts,
    ]  # fmt: skip


def _add_person(others: dict[str, _Entity], person: Participant) -> None:
    entity = others.setdefault(actor_id(person), _Entity(_SCHEMATA.get(person.kind, "LegalEntity")))
    entity.add("name", [person.name])
    entity.add("country", [_iso2(person.country)])
    entity.add("keywords", person.sectors)
    if entity.schema == "Person":
        entity.add("position", [person.role])


def _article(report: StoredReport) -> _Entity:
    entity = _Entity("Article")
    entity.add("name", [report.title or report.id])
    entity.add("title", [report.title])
    entity.add("fileName", [report.title or report.id])
    entity.add("publishedAt", [report.published])
    entity.add("sourceUrl", [_web(report.url)])
    entity.add("publisher", [report.outlet])
    entity.add("language", ["eng"])
    return entity


def _iso2(iso3: str | None) -> str | None:
    code = country_codes(iso3).iso2
    return code.lower() if code else None


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
