"""Events, mentions and reports in the shapes of the API."""

from collections.abc import Sequence
from typing import Any

from dragoman.output.api import models
from dragoman.output.contract import event_json
from dragoman.records.event import EventMention
from dragoman.store.query import StoredReport
from dragoman.store.search import ListedEvent


def show_mention(mention: EventMention) -> models.Mention:
    """Give a mention in the record's own shape."""
    return models.Mention.model_validate(event_json(mention))


def brief_report(report: StoredReport) -> models.ReportBrief:
    """Give a report without its text."""
    return models.ReportBrief.model_validate(report)


def brief_event(event: ListedEvent) -> models.EventBrief:
    """Give an event as lists show it."""
    body = event.body
    return models.EventBrief(
        id=event.id,
        type=event.type,
        mode=event.mode,
        act=body["act"],
        status=event.status,
        background=event.background,
        day=event.day,
        date=body["date"],
        actors=_named(body["actors"]),
        recipients=_named(body["recipients"]),
        place=body["place"],
        dyad=event.home.split("-") if event.home else [],
        quad=body["quad"],
        intensity=body["intensity"],
        confidence=event.confidence,
        sources=event.sources,
        first_published=event.first_published,
        last_published=event.last_published,
        quote=event.sentence,
        outlet=event.outlet,
        report=event.report,
    )


def _named(people: Sequence[dict[str, Any]]) -> list[models.Named]:
    """Give each participant once."""
    by_id = {person["id"]: person for person in people}
    return [
        models.Named(id=person["id"], name=person["name"], country=person["country"])
        for person in by_id.values()
    ]
