"""Evidence in a report's text: every stretch of words that supports a value."""

from collections.abc import Iterable, Iterator

from dragoman.output.api.models import Support
from dragoman.records.event import EventMention, Participant


def find_supports(mentions: Iterable[EventMention]) -> Iterator[Support]:
    """Give every stretch of words behind the mentions' values, with what it says."""
    for mention in mentions:
        for start, end, field, says in dict.fromkeys(_stretches(mention)):
            yield Support(start=start, end=end, mention=mention.id, field=field, says=says)


def _stretches(mention: EventMention) -> Iterator[tuple[int, int, str, str]]:
    act = mention.act or mention
    name = f"{act.type} {act.mode}" if act.mode else str(act.type)
    yield mention.trigger.span.start, mention.trigger.span.end, "act", name
    for evidence in mention.method:
        says = {"type": name, "status": str(mention.status)}.get(evidence.field, evidence.rule)
        for words in evidence.words:
            yield words.span.start, words.span.end, evidence.field, says
    for role, people in (("actor", mention.actors), ("recipient", mention.recipients)):
        for person in people:
            yield person.span.start, person.span.end, role, name_person(person)
    if mention.date is not None and mention.date.span is not None:
        span = mention.date.span
        days = dict.fromkeys(day for day in (mention.date.start, mention.date.end) if day)
        yield span.start, span.end, "date", " to ".join(days)
    if mention.place is not None:
        yield mention.place.span.start, mention.place.span.end, "place", mention.place.name
    for amount in mention.amounts:
        value = amount.text if amount.value is None else f"{amount.value:,.10g}"
        about = "about " if amount.approximate else ""
        yield amount.span.start, amount.span.end, "amount", f"{about}{value} {amount.unit}"
    yield from _said(mention)
    for link in mention.links:
        if link.evidence is not None:
            span = link.evidence.span
            yield span.start, span.end, "link", str(link.kind)


def _said(mention: EventMention) -> Iterator[tuple[int, int, str, str]]:
    for said in mention.attribution:
        name = said.speaker.name if said.speaker else said.outlet or "the report"
        if said.speaker is not None:
            yield said.speaker.span.start, said.speaker.span.end, "said by", name
        if said.cue is not None:
            yield said.cue.span.start, said.cue.span.end, "said by", name


def name_person(person: Participant) -> str:
    """Give a name with its country where the name is not the country itself."""
    known = person.country and person.kind != "country"
    return f"{person.name} ({person.country})" if known else person.name
