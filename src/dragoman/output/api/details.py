"""One event with the words behind each value; one report with its evidence."""

from collections.abc import Iterator, Mapping, Sequence

import apsw

from dragoman.errors import InputError, NotFound
from dragoman.output.api import models
from dragoman.output.api.briefs import brief_event, brief_report, show_mention
from dragoman.output.api.evidence import find_supports, name_person
from dragoman.output.api.words import act_words
from dragoman.records.event import Event, EventMention, Participant, Quoted
from dragoman.store import search
from dragoman.store.query import (
    StoredReport,
    find_event,
    read_pairs,
    read_report,
    read_reports,
)
from dragoman.store.rows import load_mentions, read_copies


def show_event(connection: apsw.Connection, id_: str) -> models.EventDetail:
    """Give an event with the words behind each value and every source.

    Raises: NotFound when the record has none of that id.
    """
    try:
        event = find_event(connection, id_)
    except InputError as error:
        raise NotFound(f"this record has no event {id_[:64]!r}") from error
    (listed,) = search.find_listed(connection, [event.id]).values()
    reports = {r.id: r for r in read_reports(connection, [s.report for s in event.sources])}
    return models.EventDetail(
        **brief_event(listed).model_dump(),
        contexts=list(event.contexts),
        cameo=event.cameo,
        values=list(_values(event)),
        tellings=list(_tellings(event, reports)),
        links=[
            models.Link(kind=str(k.kind), event=k.event, evidence=_words(k.evidence))
            for k in event.links
        ],
        joins=[models.Join.model_validate(pair) for pair in read_pairs(connection, event)],
    )


def _tellings(event: Event, reports: Mapping[str, StoredReport]) -> Iterator[models.Telling]:
    for mention, source in zip(event.mentions, event.sources, strict=True):
        report = reports[source.report]
        sentence = report.text[mention.sentence.start : mention.sentence.end]
        yield models.Telling(
            report=report.id,
            title=report.title,
            url=report.url,
            outlets=list(source.outlets),
            copies=list(source.copies),
            published=source.published,
            read_at=source.read_at,
            sentence=" ".join(sentence.split()),
            mention=show_mention(mention),
        )


def _values(event: Event) -> Iterator[models.Value]:
    """Give each value of the event with the mention's words that it is taken from."""
    by_id = {mention.id: mention for mention in event.mentions}
    chosen = {source.field: source for source in event.values}

    def origin(field: str) -> tuple[EventMention, str]:
        source = chosen.get(field)
        mention = by_id.get(source.mention if source else event.lead, event.mentions[0])
        return mention, source.rule if source and len(event.mentions) > 1 else ""

    def value(
        field: str, words: str, mention: EventMention, *quotes: Quoted, rule: str
    ) -> models.Value:
        return models.Value(
            field=field,
            value=words,
            report=mention.report,
            words=[models.Words(text=q.text, start=q.span.start, end=q.span.end) for q in quotes],
            rule=rule,
        )

    lead, rule = origin("type")
    yield value(
        "act",
        describe_act(event),
        lead,
        *(_method(lead, "type") or (lead.trigger,)),
        rule=_rules(_method_rule(lead, "type"), rule),
    )
    mention, rule = origin("status")
    yield value(
        "status",
        str(event.status),
        mention,
        *(_method(mention, "status") or (mention.trigger,)),
        rule=_rules(_method_rule(mention, "status"), rule),
    )
    for side, people in (("actors", event.actors), ("recipients", event.recipients)):
        mention, rule = origin(side)
        for person in people:
            yield value(
                side[:-1],
                _describe_person(person),
                mention,
                Quoted(person.text, person.span),
                rule=_rules(person.via or "names itself", rule),
            )
    if event.date is not None:
        mention, rule = origin("date")
        words = (
            (Quoted(event.date.text, event.date.span),)
            if event.date.text and event.date.span
            else ()
        )
        days = dict.fromkeys(day for day in (event.date.start, event.date.end) if day)
        yield value(
            "date",
            " to ".join(days),
            mention,
            *words,
            rule=_rules(f"{event.date.basis}, {event.date.precision}", rule),
        )
    if event.place is not None:
        mention, rule = origin("place")
        place = event.place
        yield value(
            "place",
            f"{place.name} ({place.country})" if place.country else place.name,
            mention,
            Quoted(place.text, place.span),
            rule=_rules(f"{place.precision}, GeoNames {place.geonames or 'none'}", rule),
        )
    mention, rule = origin("amounts")
    for amount in event.amounts:
        number = amount.text if amount.value is None else f"{amount.value:,.10g} {amount.unit}"
        yield value(
            "amount",
            f"{'about ' if amount.approximate else ''}{number}",
            mention,
            Quoted(amount.text, amount.span),
            rule=_rules("grammar of amounts", rule),
        )


def describe_act(event: Event | EventMention) -> str:
    """Give type and mode, and the act meant where it differs."""
    own = act_words(str(event.type), event.mode)
    if event.act is None:
        return own
    return f"{own}: {act_words(str(event.act.type), event.act.mode)}"


def _describe_person(person: Participant) -> str:
    return ", ".join(part for part in (name_person(person), person.role, person.cameo) if part)


def _method(mention: EventMention, field: str) -> tuple[Quoted, ...]:
    return next((m.words for m in mention.method if m.field == field), ())


def _method_rule(mention: EventMention, field: str) -> str:
    return next((m.rule for m in mention.method if m.field == field), "")


def _rules(*rules: str) -> str:
    return "; ".join(rule for rule in rules if rule)


def _words(quoted: Quoted | None) -> models.Words | None:
    if quoted is None:
        return None
    return models.Words(text=quoted.text, start=quoted.span.start, end=quoted.span.end)


# --- a report


def show_report(connection: apsw.Connection, id_: str) -> models.ReportDetail:
    """Give a report with its text, its events and every stretch of evidence.

    Raises: NotFound when the record has none of that id.
    """
    try:
        report = read_report(connection, id_)
    except InputError as error:
        raise NotFound(f"this record has no report {id_[:64]!r}") from error
    events = search.find_events_of(connection, id_)
    mentions = _ordered(load_mentions(connection, events))
    copies = read_copies(connection, [id_]).get(id_, ())
    return models.ReportDetail(
        **brief_report(report).model_dump(),
        text=report.text,
        published_reason=report.published_reason,
        countries=report.countries.split(),
        copies=[brief_report(copy) for copy in read_reports(connection, copies)] if copies else [],
        events=events,
        mentions=[show_mention(mention) for mention in mentions],
        supports=list(find_supports(mentions)),
    )


def _ordered(mentions: Mapping[str, EventMention]) -> Sequence[EventMention]:
    return sorted(mentions.values(), key=lambda m: (m.sentence, m.trigger.span, m.id))
