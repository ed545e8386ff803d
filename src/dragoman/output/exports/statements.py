"""What older formats can hold of an event: whether it counts as done, on which day, between whom.

DESIGN section 4: formats without status write AGREE, REQUEST, REJECT, THREATEN and ACCUSE as the
statements that they are and leave out other events that did not happen.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dragoman.language.tokens import find_tokens
from dragoman.output.exports.columns import Tally
from dragoman.records.document import Document, Published
from dragoman.records.event import Event, EventMention, EventType, Participant, Source, Status
from dragoman.store.query import StoredReport
from dragoman.store.streams import ToldEvent

STATEMENTS = frozenset(
    {
        EventType.AGREE,
        EventType.REQUEST,
        EventType.REJECT,
        EventType.THREATEN,
        EventType.ACCUSE,
    }
)
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING})
QUADS = {
    "verbal-cooperation": 1,
    "material-cooperation": 2,
    "verbal-conflict": 3,
    "material-conflict": 4,
}
_MUTUAL = frozenset({EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE})


@dataclass(frozen=True, slots=True)
class Dyadic:
    """One actor against one recipient of an event, as formats with one of each need it.

    ``number`` is an id that fits 63 bits, ``day`` YYYY-MM-DD. Either side may be unknown.
    """

    told: ToldEvent
    number: int
    day: str
    actor: Participant | None
    recipient: Participant | None


def keep_done(events: Iterable[ToldEvent], tally: Tally) -> Iterator[tuple[ToldEvent, str]]:
    """Give the events that a format without status can hold, each with its day; count the rest."""
    for told in events:
        event = told.event
        if event.type not in STATEMENTS and event.status not in HAPPENED:
            tally.leave_out("did not happen, and the format has no status")
        elif (day := find_day(event)) is None:
            tally.leave_out("no day is known")
        else:
            yield told, day


def find_day(event: Event) -> str | None:
    """Give the day of an event, YYYY-MM-DD.

    A month or year counts from its first day; a date known only by its end (what had happened
    when the report came out) takes that day. Without a date it is the day of the first report,
    for news alone: history without a date has no day.
    """
    date = event.date
    stated = (date.start or date.end) if date else None
    if stated:
        return fill_day(stated)
    days = sorted(source.published for source in event.sources if source.published)
    return days[0] if days and not event.background else None


def fill_day(prefix: str) -> str:
    """Give the first day of an ISO 8601 prefix: 2019 -> 2019-01-01."""
    return (prefix + "-01-01")[:10] if len(prefix) < 7 else (prefix + "-01")[:10]


def cut_dyads(events: Iterable[tuple[ToldEvent, str]]) -> Iterator[Dyadic]:
    """Give each event once for each actor against each recipient.

    Actors of a mutual act without a recipient (two presidents met) stand against each other, both
    ways, as CAMEO coders write it.
    """
    for told, day in events:
        for actor, recipient in _pairs(told.event):
            seed = "\0".join(
                (told.event.id, actor.id if actor else "", recipient.id if recipient else "")
            )
            number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) >> 1
            yield Dyadic(told, number, day, actor, recipient)


def _pairs(event: Event) -> Iterator[tuple[Participant | None, Participant | None]]:
    actors, recipients = _distinct(event.actors), _distinct(event.recipients)
    if not recipients and len(actors) > 1 and event.type in _MUTUAL:
        yield from ((one, other) for one in actors for other in actors if one.id != other.id)
        return
    for actor in actors or (None,):
        for recipient in recipients or (None,):
            yield actor, recipient


def _distinct(people: tuple[Participant, ...]) -> tuple[Participant, ...]:
    return tuple({person.id: person for person in reversed(people)}.values())[::-1]


def lead_of(told: ToldEvent) -> tuple[EventMention, Source, StoredReport]:
    """Give the mention that tells most, with its source and report."""
    event = told.event
    for mention, source in zip(event.mentions, event.sources, strict=True):
        if mention.id == event.lead:
            return mention, source, told.reports[source.report]
    mention, source = event.mentions[0], event.sources[0]
    return mention, source, told.reports[source.report]


def sentence_words(mention: EventMention, report: StoredReport) -> str:
    """Give the sentence that tells a mention, its blanks and line ends made one blank each."""
    return " ".join(report.text[mention.sentence.start : mention.sentence.end].split())


def sentence_number(mention: EventMention, report: StoredReport) -> int:
    """Give the number of the mention's sentence in its report, from 1."""
    starts = _sentence_starts(report.id, report.text)
    return max(1, sum(start <= mention.trigger.span.start for start in starts))


@lru_cache(maxsize=256)
def _sentence_starts(id_: str, text: str) -> tuple[int, ...]:
    document = find_tokens(Document(id_, text, Published(None, "unknown")))
    return tuple(sentence.start for sentence in document.sentences or ())
