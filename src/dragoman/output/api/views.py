"""What each page and its JSON twin show, from the record."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

import apsw

from dragoman.actors import load_actors
from dragoman.errors import NotFound
from dragoman.ontology import load_ontology
from dragoman.output.api import models
from dragoman.output.api.briefs import brief_event
from dragoman.output.api.params import ActorQuery, EventListQuery, EventQuery, PageQuery, to_filter
from dragoman.output.api.words import country_name, tone, with_query
from dragoman.records.event import EventType
from dragoman.store import search
from dragoman.store.search import EventFilter

Item = TypeVar("Item")
_MOST_EDGES = 120
_SERIES_LENGTHS = ((10, 120), (7, 120), (4, 10_000))


# --- events


def show_events(
    connection: apsw.Connection, query: EventListQuery
) -> models.Page[models.EventBrief]:
    """Give a page of events."""
    wanted = to_filter(query)
    first = (query.page - 1) * query.size
    listed = search.list_events(
        connection,
        wanted,
        order=query.sort,
        descending=not query.up,
        page=slice(first, first + query.size),
    )
    total = search.count_events(connection, wanted)
    asked = query.model_dump(exclude_defaults=True, mode="json")
    return _page([brief_event(event) for event in listed], total, query, "/api/v1/events", asked)


def _page(
    items: list[Item],
    total: int,
    query: PageQuery | EventListQuery | ActorQuery,
    path: str,
    asked: dict[str, Any],
) -> models.Page[Item]:
    last = max(1, -(-total // query.size))
    return models.Page(
        items=items,
        total=total,
        page=query.page,
        size=query.size,
        next=with_query(path, asked, page=query.page + 1) if query.page < last else None,
        previous=with_query(path, asked, page=query.page - 1) if query.page > 1 else None,
    )


# --- timeline and map


def show_timeline(connection: apsw.Connection, query: EventQuery) -> models.Timeline:
    """Give events in time: one by one where few, else counted by day, month or year."""
    wanted = to_filter(query)
    total = search.count_events(connection, wanted)
    span = search.days_spanned(connection, wanted)
    if total <= search.MAX_POINTS:
        points = [
            models.TimePoint(
                id=p.id,
                day=p.day,
                type=p.type,
                mode=p.mode,
                status=p.status,
                background=p.background,
                dyad=p.home,
                label=p.label,
            )
            for p in search.read_points(connection, wanted)
        ]
        return models.Timeline(
            first=span[0] if span else None,
            last=span[1] if span else None,
            total=total,
            unit="event",
            points=points,
            bins=[],
        )
    first, last = span or ("", "")
    unit, length = _unit(first, last)
    bins = search.read_bins(connection, wanted, length=length)
    return models.Timeline(
        first=first,
        last=last,
        total=total,
        unit=unit,
        points=[],
        bins=[models.TimeBin.model_validate(b) for b in bins],
    )


def _unit(first: str, last: str) -> tuple[str, int]:
    years = int(last[:4]) - int(first[:4])
    if years <= 1:
        return "day", 10
    return ("month", 7) if years <= 25 else ("year", 4)


def show_map(connection: apsw.Connection, query: EventQuery) -> models.MapView:
    """Give the places of events with their numbers."""
    wanted = to_filter(query)
    places = [
        models.MapPoint(
            name=p.name,
            country=p.country,
            lat=p.lat,
            lon=p.lon,
            precision=p.precision,
            uncertain=p.precision != "city",
            count=p.count,
            real=p.real,
            last_day=p.last_day,
        )
        for p in search.read_places(connection, wanted)
    ]
    total = search.count_events(connection, wanted)
    placed = search.count_placed(connection, wanted)
    return models.MapView(places=places, total=total, placeless=total - placed)


# --- actors


def show_actors(connection: apsw.Connection, query: ActorQuery) -> models.Actors:
    """Give the network of countries, the series of a dyad and a page of actors."""
    network = _network(search.read_edges(connection, EventFilter()))
    dyad = query.dyad.split("-") if query.dyad else []
    if not dyad and network.edges:
        dyad = network.edges[0].dyad
    first = (query.page - 1) * query.size
    found = search.list_actors(connection, text=query.q, limit=query.size, offset=first)
    actors = [models.ActorBrief.model_validate(actor) for actor in found]
    total = search.count_actors(connection, text=query.q)
    asked = query.model_dump(exclude_defaults=True)
    return models.Actors(
        network=network,
        dyad=dyad,
        series=_series(connection, "-".join(dyad)) if dyad else [],
        actors=_page(actors, total, query, "/api/v1/actors", asked),
    )


def _network(edges: Sequence[search.Edge]) -> models.Network:
    """Give the dyads with most events, and the countries in them."""
    ontology = load_ontology()
    counts: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0.0])
    for edge in edges:
        row = counts[edge.dyad]
        row[0] += edge.count
        row[1 if tone(edge.type) == "coop" else 2] += edge.count
        row[3] += edge.count * ontology.score(EventType(edge.type), edge.mode)
    strongest = sorted(counts.items(), key=lambda item: (-item[1][0], item[0]))[:_MOST_EDGES]
    sums: dict[str, int] = defaultdict(int)
    for dyad, row in strongest:
        for code in dyad.split("-"):
            sums[code] += int(row[0])
    return models.Network(
        nodes=[
            models.CountryNode(iso3=code, name=country_name(code), count=number)
            for code, number in sorted(sums.items(), key=lambda item: (-item[1], item[0]))
        ],
        edges=[
            models.CountryEdge(
                dyad=dyad.split("-"),
                count=int(row[0]),
                cooperation=int(row[1]),
                conflict=int(row[2]),
                mean=round(row[3] / row[0], 2),
            )
            for dyad, row in strongest
        ],
    )


def _series(connection: apsw.Connection, dyad: str) -> list[models.ScoreDay]:
    """Give a dyad's scores by day, or by month or year where the days are too many to draw."""
    for length, most in _SERIES_LENGTHS:
        scores = _scores(connection, dyad, length)
        if len(scores) <= most:
            break
    return scores


def _scores(connection: apsw.Connection, dyad: str, length: int) -> list[models.ScoreDay]:
    ontology = load_ontology()
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])
    for day, type_, mode, count in search.read_scores(connection, dyad, length=length):
        score = ontology.score(EventType(type_), mode) * count
        row = sums[day]
        row[0 if score >= 0 else 1] += score
        row[2] += count
    return [
        models.ScoreDay(
            day=day, cooperation=round(row[0], 2), conflict=round(row[1], 2), count=int(row[2])
        )
        for day, row in sorted(sums.items())
    ]


def show_actor(connection: apsw.Connection, actor: str, query: PageQuery) -> models.ActorDetail:
    """Give an actor: names, offices by date, events.

    Raises: NotFound when no event names it.
    """
    found = search.find_actor(connection, actor)
    if found is None:
        raise NotFound(f"no event of this record names the actor {actor!r}")
    page = EventListQuery(actor=actor, page=query.page, size=query.size)
    actors = load_actors()
    person, body = actors.persons.get(actor), actors.bodies.get(actor)
    row = person or body
    return models.ActorDetail(
        id=found.id,
        name=found.name,
        country=found.country,
        acting=found.acting,
        receiving=found.receiving,
        kind="person" if person else (str(body.kind) if body else ""),
        aliases=list(row.aliases) if row else [],
        offices=[models.Office.model_validate(office) for office in person.offices]
        if person
        else [],
        events=show_events(connection, page),
    )


# --- reports


def show_reports(connection: apsw.Connection, query: PageQuery) -> models.Page[models.ReportBrief]:
    """Give a page of reports, newest first."""
    first = (query.page - 1) * query.size
    found = search.list_reports(connection, limit=query.size, offset=first)
    items = [models.ReportBrief.model_validate(report) for report in found]
    total = search.count_reports(connection)
    return _page(items, total, query, "/api/v1/reports", query.model_dump(exclude_defaults=True))
