"""Mentions of one act into one event: each value from the mention that tells it best."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod

from dragoman.datafiles import data_path, read_table
from dragoman.errors import DataError
from dragoman.merge.stories import join_pairs
from dragoman.records.event import (
    Event,
    EventMention,
    Link,
    Participant,
    Source,
    Status,
    ValueSource,
)

_FINENESS = {"day": 0, "hour": 0, "minute": 0, "second": 0, "week": 1, "month": 2, "season": 3}
_PLACE_FINENESS = {"city": 0, "feature": 0, "region": 1, "country": 2}


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What fusing needs to know of a report.

    ``countries`` are those that it names, most often named first; ``copies`` the ids of its near
    copies.
    """

    id: str
    outlet: str | None
    published: str | None
    read_at: str
    countries: tuple[str, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _StatusRule:
    stage: str
    rank: int
    side: str


def fuse(mentions: Iterable[EventMention], reports: Mapping[str, ReportFacts]) -> Event:
    """Give the event that the mentions tell.

    Mentions in near copies of a report that tells the same are left out: the copies' outlets
    stand with the earliest report as one source. Links still name mentions (see ``relink``).
    """
    told = collapse_copies(mentions, reports)
    status, status_from, rule = choose_status(told, reports)
    lead = _best(_telling_status(told, status), lambda m: (m.background, -_informed(m)))
    people = [_choose_people(told, lead, side) for side in ("actors", "recipients")]
    date_from = _choose_date(_dating(told, status), told)
    place_from = _choose_place(told, lead)
    amount_from = _choose_amounts(told, lead)
    links, link_sources = _unite_links(told)
    return Event(
        id=min(m.id for m in told),
        lead=lead.id,
        type=lead.type,
        mode=lead.mode,
        act=lead.act,
        contexts=tuple(sorted({c for m in told for c in m.contexts})),
        cameo=lead.cameo,
        quad=lead.quad,
        intensity=lead.intensity,
        actors=people[0][0].actors,
        recipients=people[1][0].recipients,
        status=status,
        background=all(m.background for m in told),
        date=date_from.date if date_from else None,
        place=place_from.place if place_from else None,
        amounts=amount_from.amounts if amount_from else (),
        links=links,
        confidence=combine_confidence(told),
        mentions=told,
        sources=tuple(_source(m, told, reports) for m in told),
        values=(
            ValueSource("type", lead.id, "the mention that tells most"),
            ValueSource("status", status_from.id, rule),
            ValueSource("actors", people[0][0].id, people[0][1]),
            ValueSource("recipients", people[1][0].id, people[1][1]),
            *([ValueSource("date", date_from.id, "finest date stated")] if date_from else []),
            *([ValueSource("place", place_from.id, "finest place")] if place_from else []),
            *([ValueSource("amounts", amount_from.id, "value of most")] if amount_from else []),
            *link_sources,
        ),
    )


def collapse_copies(
    mentions: Iterable[EventMention], reports: Mapping[str, ReportFacts]
) -> tuple[EventMention, ...]:
    """Give the mentions, in order of publication, without those of near copies of earlier ones."""
    ordered = sorted(mentions, key=lambda m: _order(m, reports))
    names = list(dict.fromkeys(m.report for m in ordered))
    place = {name: n for n, name in enumerate(names)}
    pairs = (
        (place[name], place[copy])
        for name in names
        for copy in reports[name].copies
        if copy in place
    )
    kept = {names[group[0]] for group in join_pairs(len(names), pairs)}
    return tuple(m for m in ordered if m.report in kept)


def choose_status(
    told: Sequence[EventMention], reports: Mapping[str, ReportFacts]
) -> tuple[Status, EventMention, str]:
    """Give the event's status, the mention that it rests on, and why.

    Source: ``data/merge/statuses.tsv``.
    """
    rules = load_status_rules()
    news = [m for m in told if not m.background] or list(told)
    outcomes = [m for m in news if rules[m.status].stage == "outcome"]
    latest = _latest(outcomes or news, reports)
    sides = Counter(rules[s].side for s in {(m.report, m.status): m.status for m in news}.values())
    if rules[latest.status].side and sides["yes"] and sides["no"]:
        if sides["yes"] == sides["no"]:
            return latest.status, latest, "disputed: as many on each side, the later counts"
        side = "yes" if sides["yes"] > sides["no"] else "no"
        chosen = _latest([m for m in news if rules[m.status].side == side], reports)
        return chosen.status, chosen, f"disputed: {sides[side]} reports of {sides.total()}"
    if len({m.status for m in told}) == 1:
        return latest.status, latest, "as all tell it"
    return latest.status, latest, "latest outcome" if outcomes else "latest report"


@cache
def load_status_rules() -> Mapping[Status, _StatusRule]:
    """Give the table of statuses. Raises: DataError unless it has a row for each."""
    rows = {
        Status(row["status"]): _StatusRule(row["stage"], int(row["rank"]), row["side"])
        for row in read_table(data_path("merge", "statuses.tsv"))
    }
    if rows.keys() != set(Status):
        raise DataError("statuses.tsv: a status lacks its row")
    return rows


def combine_confidence(told: Sequence[EventMention]) -> float:
    """Give the probability that at least one report tells it so; reports count as independent."""
    best: dict[str, float] = {}
    for mention in told:
        best[mention.report] = max(best.get(mention.report, 0.0), mention.confidence)
    return round(1.0 - prod(1.0 - value for value in sorted(best.values())), 3)


def relink(event: Event, event_of: Mapping[str, str]) -> Event:
    """Give the event with links to events in place of mentions; links to itself are dropped."""
    told_by = {v.field: v.mention for v in event.values}
    links: dict[tuple[str, str], tuple[Link, str]] = {}
    for number, link in enumerate(event.links):
        target = event_of.get(link.event, link.event)
        if target != event.id:
            found = (replace(link, event=target), told_by[f"links.{number}"])
            links.setdefault((link.kind, target), found)
    others = tuple(v for v in event.values if not v.field.startswith("links."))
    return replace(
        event,
        links=tuple(link for link, _ in links.values()),
        values=(*others, *_link_sources(mention for _, mention in links.values())),
    )


def find_dyad(event: Event) -> tuple[str, ...]:
    """Give the one or two countries whom the event is between, in alphabetical order."""
    people = (*event.actors, *event.recipients)
    return tuple(sorted(list(dict.fromkeys(p.country for p in people if p.country))[:2]))


def find_home(event: Event, reports: Mapping[str, ReportFacts]) -> tuple[str, ...]:
    """Give the dyad to whose affairs the event belongs.

    An event that names fewer than two countries takes the pair that its reports name most, when
    its own country is in it; of several pairs the one that most reports have.
    """
    dyad = find_dyad(event)
    if len(dyad) == 2:
        return dyad
    pairs = Counter(tuple(sorted(reports[s.report].countries[:2])) for s in event.sources)
    fitting = [(-n, pair) for pair, n in pairs.items() if len(pair) == 2 and set(dyad) <= set(pair)]
    return min(fitting)[1] if fitting else dyad


def day_of(event: Event) -> str:
    """Give the day by which events are put in order: of the act, else of the first report."""
    start, end = (event.date.start, event.date.end) if event.date else (None, None)
    days = sorted(s.published for s in event.sources if s.published)
    return start or end or (days[0] if days else min(s.read_at for s in event.sources)[:10])


# --- choosing values


def _order(mention: EventMention, reports: Mapping[str, ReportFacts]) -> tuple[str, str, int, str]:
    published = reports[mention.report].published or "9999"
    return (published, mention.report, mention.trigger.span.start, mention.id)


def _latest(told: Sequence[EventMention], reports: Mapping[str, ReportFacts]) -> EventMention:
    rules = load_status_rules()
    day = max(reports[m.report].published or "" for m in told)
    last = [m for m in told if (reports[m.report].published or "") == day]
    return _best(last, lambda m: (rules[m.status].rank, -_informed(m)))


def _telling_status(told: Sequence[EventMention], status: Status) -> list[EventMention]:
    return [m for m in told if m.status == status]


def _dating(told: Sequence[EventMention], status: Status) -> list[EventMention]:
    """Give the mentions whose dates are of the act.

    Who denies or calls off an act mostly gives the day of saying so: others come first.
    """
    same = _telling_status(told, status)
    if status not in {Status.DENIED, Status.CANCELLED}:
        return same
    return [m for m in told if m.status != status and m.date] or same


def _best(
    told: Sequence[EventMention], key: Callable[[EventMention], tuple[object, ...]]
) -> EventMention:
    """Give the first of the lowest key; the mentions' own order breaks ties."""
    return min(told, key=key)


def _informed(mention: EventMention) -> float:
    """Give how much a mention tells: participants known by country or name, date, place, amounts."""
    sides = [_knows(mention.actors), _knows(mention.recipients)]
    dated = 1.0 if mention.date and mention.date.basis == "stated" else 0.0
    amounts = 0.5 if any(a.value is not None for a in mention.amounts) else 0.0
    placed = 0.5 if mention.place else 0.0
    return sum(sides) + dated + placed + amounts + mention.confidence


def _knows(people: Sequence[Participant]) -> float:
    if not people:
        return 0.0
    return 2.0 if any(p.country for p in people) else 1.0


def _choose_people(
    told: Sequence[EventMention], lead: EventMention, side: str
) -> tuple[EventMention, str]:
    """Give the mention whose actors or recipients count: the lead's, unless others know more."""

    def people(mention: EventMention) -> tuple[Participant, ...]:
        return mention.actors if side == "actors" else mention.recipients

    known = [m for m in told if m.act == lead.act and m.type == lead.type]
    best = max((_knows(people(m)) for m in known), default=0.0)
    if _knows(people(lead)) >= best:
        return lead, "of the mention that tells most"
    return _best([m for m in known if _knows(people(m)) == best], lambda m: (-_informed(m),)), (
        "named best there"
    )


def _choose_date(best: Sequence[EventMention], told: Sequence[EventMention]) -> EventMention | None:
    dated = [m for m in best if m.date] or [m for m in told if m.date]
    if not dated:
        return None
    counts = Counter((m.date.start, m.date.end) for m in dated if m.date)

    def key(mention: EventMention) -> tuple[object, ...]:
        date = mention.date
        if date is None:
            return (True,)
        order = ("stated", "context", "published").index(date.basis)
        return (order, _FINENESS.get(date.precision, 4), -counts[date.start, date.end])

    return _best(dated, key)


def _choose_place(told: Sequence[EventMention], lead: EventMention) -> EventMention | None:
    placed = [m for m in told if m.place]
    if not placed:
        return None
    counts = Counter(m.place.name for m in placed if m.place)

    def key(mention: EventMention) -> tuple[object, ...]:
        place = mention.place
        if place is None:
            return (9,)
        fineness = _PLACE_FINENESS.get(place.precision, 3)
        return (fineness, -counts[place.name], mention.id != lead.id)

    return _best(placed, key)


def _choose_amounts(told: Sequence[EventMention], lead: EventMention) -> EventMention | None:
    valued = [m for m in told if any(a.value is not None for a in m.amounts)]
    if not valued:
        return next((m for m in (lead, *told) if m.amounts), None)
    counts = Counter(
        (a.unit, a.value)
        for m in valued
        for a in {(a.unit, a.value): a for a in m.amounts}.values()
    )

    def key(mention: EventMention) -> tuple[object, ...]:
        support = max(counts[a.unit, a.value] for a in mention.amounts if a.value is not None)
        return (-support, mention.background, mention.id != lead.id)

    return _best(valued, key)


def _unite_links(told: Sequence[EventMention]) -> tuple[tuple[Link, ...], list[ValueSource]]:
    links: dict[tuple[str, str], tuple[Link, str]] = {}
    for mention in told:
        for link in mention.links:
            links.setdefault((link.kind, link.event), (link, mention.id))
    sources = _link_sources(mention for _, mention in links.values())
    return tuple(link for link, _ in links.values()), sources


def _link_sources(mentions: Iterable[str]) -> list[ValueSource]:
    return [ValueSource(f"links.{n}", mention, "told there") for n, mention in enumerate(mentions)]


def _source(
    mention: EventMention, told: Sequence[EventMention], reports: Mapping[str, ReportFacts]
) -> Source:
    own = reports[mention.report]
    shown = {m.report for m in told}
    copies = sorted(
        (reports[c] for c in own.copies if c in reports and c not in shown),
        key=lambda r: (r.published or "9999", r.id),
    )
    outlets = [own.outlet, *(copy.outlet for copy in copies)]
    return Source(
        mention=mention.id,
        report=own.id,
        outlets=tuple(dict.fromkeys(o for o in outlets if o)),
        copies=tuple(copy.id for copy in copies),
        published=own.published,
        read_at=own.read_at,
    )
