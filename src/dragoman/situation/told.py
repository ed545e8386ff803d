"""Tellings of events: each mention of an event with its report, in the order of publication.

The situation is folded from these, so that it never depends on the order in which reports are
read, and the record of any past day is a beginning of the same sequence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from dragoman.records.event import Act, Event, EventMention, EventType, Source, Status
from dragoman.records.situation import Basis, Dyad
from dragoman.situation.machines import ARMED, OFFICIAL, UNKNOWN_KIND, Machine, Pattern

UNDATED = "9999"
"""Stands for the publication day of a report without one: after every known day."""

_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_FEW_COUNTRIES = 3
_JOINT_TYPES = frozenset(
    {
        *(EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE),
        *(EventType.CONCEDE, EventType.RETREAT),
    }
)
_NO_PARTY_KINDS = frozenset({"group", "person", "place", "media"})
_NO_COUNTRY_KINDS = frozenset({"media", "place"})
_MOST_PARTIES = 4


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What the situation needs of a report beside its events.

    ``countries`` are the countries that it names, most often named first.
    """

    id: str
    text: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One telling of an event: the mention, its sentence, its source.

    ``day`` is the day that the telling speaks of, as a sort key: the act's own where it is past
    and known by then, else the day of publication. ``dated`` tells that the text gave it.
    """

    event: Event
    mention: EventMention
    source: Source
    sentence: str
    day: str
    dated: bool

    @property
    def published(self) -> str:
        """The day of publication as a sort key."""
        return self.source.published or UNDATED

    @property
    def basis(self) -> Basis:
        """The reference to this telling that records of the situation carry."""
        return Basis(self.event.id, self.mention.id, self.mention.report, self.source.published)


def list_tellings(events: Iterable[Event], reports: Mapping[str, ReportContext]) -> list[Told]:
    """Give the tellings of all events by publication, report and place in the text."""
    pairs = [
        (event, mention, source)
        for event in events
        for mention, source in zip(event.mentions, event.sources, strict=True)
    ]
    pairs.sort(
        key=lambda p: (
            p[2].published or UNDATED,
            p[1].report,
            p[1].sentence.start,
            p[1].trigger.span.start,
            p[1].id,
        )
    )
    dates: dict[str, str] = {}
    return [_told(*pair, reports, dates) for pair in pairs]


def _told(
    event: Event,
    mention: EventMention,
    source: Source,
    reports: Mapping[str, ReportContext],
    dates: dict[str, str],
) -> Told:
    report = reports.get(mention.report)
    span = mention.sentence
    start = own_date(mention)
    if mention.status in _DONE:
        # A later report that gives no date speaks of the date that an earlier one gave.
        start = start or dates.get(event.id)
        if start:
            dates.setdefault(event.id, start)
    published = source.published or UNDATED
    past = start is not None and mention.status in _DONE
    day = start if past and start and start < published else published
    if published.startswith(day):
        day = published
    return Told(
        event=event,
        mention=mention,
        source=source,
        sentence=report.text[span.start : span.end] if report else "",
        day=day,
        dated=start is not None,
    )


def own_date(mention: EventMention) -> str | None:
    """Give the first day that the text itself gives for the act, or ``None``."""
    date = mention.date
    if date is None or date.basis == "published":
        return None
    return date.start


def until(tellings: Iterable[Told], as_of: str | None) -> list[Told]:
    """Give the tellings published on or before a day; all where it is ``None``."""
    if as_of is None:
        return list(tellings)
    return [told for told in tellings if told.published[:10] <= as_of]


def last_day(tellings: Iterable[Told]) -> str | None:
    """Give the latest day of publication."""
    return max((told.source.published for told in tellings if told.source.published), default=None)


# --- what an event is


def act_of(event: EventMention | Event) -> Act:
    """Give the act meant: the event's own type and mode where it is no statement."""
    return event.act or Act(event.type, event.mode)


def speech_of(event: EventMention | Event) -> EventType | None:
    """Give the type of the statement where it differs from the act meant."""
    return event.type if event.act else None


def fits(pattern: Pattern, mention: EventMention, sentence: str) -> bool:
    """Tell whether an event mention is what a pattern asks for."""
    act = mention.act
    type_, mode = (act.type, act.mode) if act else (mention.type, mention.mode)
    if pattern.types and type_ not in pattern.types:
        return False
    return (
        (not pattern.modes or mode in pattern.modes)
        and mode not in pattern.without_modes
        and (not pattern.status or mention.status in pattern.status)
        and (not pattern.contexts or not pattern.contexts.isdisjoint(mention.contexts))
        and (not pattern.speech or (mention.type if act else None) in pattern.speech)
        and not (pattern.news and mention.background)
        and (not pattern.both_sides or names_both_sides(mention))
        and (not pattern.trigger or mention.trigger.text.lower().startswith(pattern.trigger))
        and (not pattern.actor_kinds or not pattern.actor_kinds.isdisjoint(_kinds(mention)))
        and (pattern.words is None or pattern.words.search(sentence.lower()) is not None)
        and (
            pattern.without_words is None or pattern.without_words.search(sentence.lower()) is None
        )
    )


def _kinds(mention: EventMention) -> set[str]:
    kinds = {str(actor.kind) for actor in mention.actors} or {UNKNOWN_KIND}
    sectors = {sector for actor in mention.actors for sector in actor.sectors}
    if sectors & _OFFICIAL_SECTORS:
        kinds.add(OFFICIAL)
    if sectors & _ARMED_SECTORS:
        kinds.add(ARMED)
    return kinds


_OFFICIAL_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY"})
_ARMED_SECTORS = frozenset({"MIL", "REB", "UAF"})


def names_both_sides(event: EventMention | Event) -> bool:
    """Tell whether an event names who did it and to whom, or two countries that did it together."""
    return bool(event.actors and event.recipients) or len(countries_of(event)[0]) > 1


def home_machine(
    mention: EventMention, sentence: str, machines: Iterable[Machine]
) -> tuple[Machine, Pattern] | None:
    """Give the machine on whose track an event belongs, with the line that covers it."""
    for machine in sorted(machines, key=lambda m: m.claim):
        if not machine.shares:
            for pattern in machine.covers:
                if fits(pattern, mention, sentence):
                    return machine, pattern
    return None


# --- whose affair an event is


def countries_of(event: EventMention | Event) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the countries of actors and those of recipients; a place is no party."""
    actors, recipients = (
        tuple(
            dict.fromkeys(
                p.country for p in people if p.country and p.kind not in _NO_COUNTRY_KINDS
            )
        )
        for people in (event.actors, event.recipients)
    )
    return actors, recipients


def pairs_of(event: EventMention | Event) -> tuple[Dyad, ...]:
    """Give the pairs of countries that an event is between; none where it names fewer than two.

    Those who mediate are no party where they bring together two others. Several who act without a
    named other side act on each other only in what is done together, as in talks; several to whom
    something is done are not by that at odds with each other.
    """
    actors, recipients = countries_of(event)
    mediated = act_of(event).mode == "third-party" and len(recipients) > 1
    if actors and recipients and set(recipients) - set(actors) and not mediated:
        pairs = [(a, r) for a in actors for r in recipients if a != r]
    else:
        joint = recipients if mediated else actors if act_of(event).type in _JOINT_TYPES else ()
        pairs = list(combinations(joint[:_MOST_PARTIES], 2))
    return tuple(dict.fromkeys(tuple(sorted(pair)) for pair in pairs[: _MOST_PARTIES * 2]))


def report_pairs(tellings: Iterable[Told], reports: Mapping[str, ReportContext]) -> dict[str, Dyad]:
    """Give the two countries that each report is about."""
    mentions: dict[str, list[EventMention]] = defaultdict(list)
    for told in tellings:
        mentions[told.mention.report].append(told.mention)
    return {r.id: pair_of_report(mentions[r.id], r.countries) for r in reports.values()}


def pair_of_report(mentions: Iterable[EventMention], countries: tuple[str, ...]) -> Dyad:
    """Give the two countries that a report is about.

    They are those between whom most of its events are, if these are several, or all, or if the
    report names these countries most; where no event names two, the two that it names most, if it
    names hardly any other (``countries``, most often named first). Empty where none of this is so.
    """
    named = Counter(pair for mention in mentions for pair in pairs_of(mention))
    most = tuple(sorted(countries[:2]))
    if not named:
        return most if len(most) == 2 and len(countries) <= _FEW_COUNTRIES else ()
    pair = _pair(named, countries)
    return pair if named[pair] > 1 or len(named) == 1 or pair == most else ()


def _pair(named: Counter[Dyad], countries: tuple[str, ...]) -> Dyad:
    rank = {country: place for place, country in enumerate(countries)}
    far = len(rank)
    return min(named, key=lambda pair: (-named[pair], sum(rank.get(c, far) for c in pair), pair))


def dyads_of(
    event: Event, sentence: str, pairs: Iterable[Dyad], machines: Iterable[Machine]
) -> tuple[Dyad, ...]:
    """Give the dyads to whose affairs an event belongs.

    ``pairs`` are those that the reports which tell it are about, ``sentence`` that of its lead.
    An event between countries belongs to each pair of them. One that names a single country
    belongs to the report's pair, unless it is that country's own affair: both sides are at home,
    no track covers it, or its track says so (``alone: home``). One that names none follows its
    track (``unnamed``).
    """
    between = pairs_of(event)
    if between:
        return between
    lead = next((m for m in event.mentions if m.id == event.lead), event.mentions[0])
    found = home_machine(lead, sentence, machines)
    actors, recipients = countries_of(event)
    own = actors or recipients
    ranked = [pair for pair, _ in Counter(pair for pair in pairs if len(pair) == 2).most_common()]
    if own:
        if _is_home_affair(event) or found is None or found[1].alone == "home":
            return tuple((country,) for country in own)
        fitting = [pair for pair in ranked if own[0] in pair]
        return (fitting[0],) if fitting else tuple((country,) for country in own)
    if found is None or found[0].unnamed == "none" or not ranked or found[1].alone == "home":
        return (_place_country(event),)
    return (ranked[0],)


def _is_home_affair(event: Event) -> bool:
    """Both sides are parties of one country: a government and a rebel group, two agencies."""
    actors, recipients = countries_of(event)
    party = any(p.country and p.kind not in _NO_PARTY_KINDS for p in event.recipients)
    return bool(actors and party and set(actors) == set(recipients))


def _place_country(event: Event) -> Dyad:
    return (event.place.country,) if event.place and event.place.country else ()
