"""JSON-LD in schema.org's words: events, what is claimed of them, the reports that claim it.

An Event cannot say in schema.org that it is possible, asked for or denied: its ``eventStatus``
says what it can, ``dragoman:status`` all, and each telling is a Claim with its source.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from dragoman.output.briefing_words import describe_act, describe_sides
from dragoman.output.exports.calendars import find_days
from dragoman.output.exports.codes import country_codes
from dragoman.output.exports.columns import Tally, encode
from dragoman.output.exports.statements import lead_of, sentence_words
from dragoman.records.event import EventMention, EventPlace, Participant, Status
from dragoman.store.query import StoredReport
from dragoman.store.streams import ToldEvent

Json = dict[str, Any]
_CONTEXT = ["https://schema.org", {"dragoman": "urn:dragoman:"}]
_EVENT_STATUS = {
    Status.PLANNED: "https://schema.org/EventScheduled",
    Status.CANCELLED: "https://schema.org/EventCancelled",
}
FIELDS = (
    ("@id", "urn:dragoman:event:…, claim:…, report:… or actor:…"),
    (
        "@type",
        "Event, Claim, NewsArticle, Place, Person, GovernmentOrganization and other Organizations",
    ),
    ("name", "Event: act, who and whom; others: the name"),
    ("description", "Event: the sentence of the report that tells most"),
    ("startDate", "Event: first day, ISO 8601 prefix"),
    ("endDate", "Event: last day"),
    (
        "eventStatus",
        "Event: EventScheduled when planned, EventCancelled when called off, else none",
    ),
    ("location", "Event: a Place with name, address country and geo coordinates"),
    ("organizer", "Event: who did it"),
    ("about", "Event: whom it was directed at; Claim: the event"),
    ("keywords", "Event: PLOVER type, mode and contexts"),
    ("subjectOf", "Event: the claims that tell it"),
    ("dragoman:status", "Event: Dragoman's status; Claim: the status that this telling gives"),
    ("dragoman:cameo", "Event: CAMEO code as text"),
    ("dragoman:intensity", "Event: PLOVER score, -10 to 10"),
    ("dragoman:confidence", "Event and Claim: 0 to 1"),
    ("dragoman:background", "Event: true when told as history"),
    ("text", "Claim: the sentence"),
    ("appearance", "Claim: the report"),
    ("author", "Claim: who says so, where the report names them"),
    ("headline", "NewsArticle: title"),
    ("datePublished", "NewsArticle: day of publication"),
    ("publisher", "NewsArticle: the outlet"),
    ("url", "NewsArticle: address"),
    ("jobTitle", "Person: office or title"),
)


def write(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one document with a graph: each event with its claims, each report once before them."""
    seen: set[str] = set()
    out.write(f'{{"@context":{json.dumps(_CONTEXT)},"@graph":['.encode())
    count = 0
    for told in events:
        for node in _nodes(told, seen):
            text = json.dumps(node, ensure_ascii=False)
            out.write(encode(f"{',' if count else ''}\n{text}"))
            count += 1
        tally.written += 1
    out.write(b"\n]}\n")


def _nodes(told: ToldEvent, seen: set[str]) -> Iterator[Json]:
    for report in told.reports.values():
        if report.id not in seen:
            seen.add(report.id)
            yield _article(report)
    yield _event(told)
    for mention in told.event.mentions:
        yield _claim(told, mention)


def _event(told: ToldEvent) -> Json:
    event = told.event
    mention, _, report = lead_of(told)
    dated = event.date if event.date and find_days(event.date) else None
    sides = describe_sides(event)
    return _filled(
        {
            "@id": f"urn:dragoman:event:{event.id}",
            "@type": "Event",
            "name": f"{describe_act(event)}: {sides}" if sides else describe_act(event),
            "description": sentence_words(mention, report),
            "startDate": (dated.start or dated.end) if dated else None,
            "endDate": dated.end if dated else None,
            "eventStatus": _EVENT_STATUS.get(event.status),
            "location": _place(event.place) if event.place else None,
            "organizer": [_actor(person) for person in event.actors],
            "about": [_actor(person) for person in event.recipients],
            "keywords": [k for k in (str(event.type), event.mode, *event.contexts) if k],
            "subjectOf": [{"@id": f"urn:dragoman:claim:{m.id}"} for m in event.mentions],
            "dragoman:status": str(event.status),
            "dragoman:cameo": event.cameo,
            "dragoman:intensity": event.intensity,
            "dragoman:confidence": event.confidence,
            "dragoman:background": event.background,
        }
    )


def _claim(told: ToldEvent, mention: EventMention) -> Json:
    report = told.reports[mention.report]
    speakers = [said.speaker for said in mention.attribution if said.speaker]
    return _filled(
        {
            "@id": f"urn:dragoman:claim:{mention.id}",
            "@type": "Claim",
            "text": sentence_words(mention, report),
            "about": {"@id": f"urn:dragoman:event:{told.event.id}"},
            "appearance": {"@id": f"urn:dragoman:report:{report.id}"},
            "author": [_actor(speaker) for speaker in speakers],
            "dragoman:status": str(mention.status),
            "dragoman:confidence": mention.confidence,
        }
    )


def _article(report: StoredReport) -> Json:
    return _filled(
        {
            "@id": f"urn:dragoman:report:{report.id}",
            "@type": "NewsArticle",
            "headline": report.title,
            "datePublished": report.published,
            "publisher": {"@type": "Organization", "name": report.outlet}
            if report.outlet
            else None,
            "url": report.url if (report.url or "").startswith(("http://", "https://")) else None,
        }
    )


# A country that acts is its government: schema.org's Country is a place and organizes nothing.
_TYPES = {
    "person": "Person",
    "country": "GovernmentOrganization",
    "government": "GovernmentOrganization",
    "agency": "GovernmentOrganization",
    "armed-force": "GovernmentOrganization",
    "police": "GovernmentOrganization",
    "media": "NewsMediaOrganization",
    "company": "Corporation",
    "party": "PoliticalParty",
}


def _actor(person: Participant) -> Json:
    kind = _TYPES.get(person.kind, "Organization")
    return _filled(
        {
            "@id": f"urn:dragoman:actor:{person.id}",
            "@type": kind,
            "name": person.name,
            "jobTitle": person.role if kind == "Person" else None,
        }
    )


def _place(place: EventPlace) -> Json:
    known = place.lat is not None and place.lon is not None
    return _filled(
        {
            "@type": "Place",
            "name": place.name,
            "address": {
                "@type": "PostalAddress",
                "addressCountry": country_codes(place.country).iso2,
            }
            if country_codes(place.country).iso2
            else None,
            "geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
            if known
            else None,
        }
    )


def _filled(node: Json) -> Json:
    """Give the node without empty values."""
    return {name: value for name, value in node.items() if value not in (None, [], "")}
