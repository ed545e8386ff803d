"""The pages: each draws what the API answers under the same name."""

import csv
import io
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from dragoman.errors import InputError
from dragoman.output.api import models
from dragoman.output.api.access import (
    COOKIE,
    Record,
    Serving,
    check_may_write,
    given_token,
)
from dragoman.output.api.adding import Busy, keep, preview
from dragoman.output.api.board import show_board
from dragoman.output.api.briefs import brief_event
from dragoman.output.api.details import show_event, show_report
from dragoman.output.api.params import (
    ActorQuery,
    BoardQuery,
    EventListQuery,
    EventQuery,
    PageQuery,
    to_filter,
)
from dragoman.output.api.routes import busy
from dragoman.output.api.views import (
    show_actor,
    show_actors,
    show_events,
    show_map,
    show_reports,
)
from dragoman.output.web.marks import cut
from dragoman.output.web.rendering import render
from dragoman.store import search

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Id = Annotated[str, Path(min_length=1, max_length=200)]
_MOST_ROWS = 50_000
"""Events in one CSV file."""


def page(template: str, name: str, **values: Any) -> HTMLResponse:
    """Give a template's page; ``name`` is its place in the navigation."""
    return HTMLResponse(render(template, page=name, **values))


def _asked(query: Any) -> dict[str, Any]:
    asked: dict[str, Any] = query.model_dump(exclude_defaults=True, mode="json")
    return asked


def _choices(record: Record) -> dict[str, Any]:
    """Give what the filters offer."""
    return {
        "dyads": [tally for tally in search.tally_dyads(record) if tally.value][:300],
        "outlets": search.tally_outlets(record),
    }


@router.get("/")
def board(record: Record, query: Annotated[BoardQuery, Query()]) -> HTMLResponse:
    """The board."""
    shown = show_board(record, query)
    briefs = _briefs(record, shown.situation)
    return page("board.html", "board", board=shown, query=query, asked=_asked(query), briefs=briefs)


def _briefs(record: Record, situation: models.SituationView | None) -> dict[str, models.EventBrief]:
    """Give the events that a situation's lines name."""
    if situation is None:
        return {}
    ids = {step.basis.event for track in situation.tracks for step in track.history}
    ids |= {c.event for owed in situation.commitments for c in owed.conditions if c.event}
    ids |= {owed.id for owed in situation.commitments}
    found = search.find_listed(record, sorted(ids))
    return {id_: brief_event(event) for id_, event in found.items()}


@router.get("/timeline")
def timeline(record: Record, query: Annotated[EventQuery, Query()]) -> HTMLResponse:
    """The timeline; its drawing is fetched from the API."""
    wanted = to_filter(query)
    first = EventListQuery(**{**query.model_dump(), "size": 25})
    return page(
        "timeline.html",
        "timeline",
        query=query,
        asked=_asked(query),
        listed=show_events(record, first),
        span=search.days_spanned(record, wanted),
        **_choices(record),
    )


@router.get("/map")
def map_(record: Record, query: Annotated[EventQuery, Query()]) -> HTMLResponse:
    """The map; its places are fetched from the API."""
    shown = show_map(record, query)
    return page("map.html", "map", query=query, asked=_asked(query), view=shown, **_choices(record))


@router.get("/actors")
def actors(record: Record, query: Annotated[ActorQuery, Query()]) -> HTMLResponse:
    """The network, a dyad's series, the list of actors."""
    return page(
        "actors.html", "actors", query=query, asked=_asked(query), view=show_actors(record, query)
    )


@router.get("/actors/{actor}")
def actor(record: Record, actor: Id, query: Annotated[PageQuery, Query()]) -> HTMLResponse:
    """One actor."""
    return page(
        "actor.html",
        "actors",
        query=query,
        asked=_asked(query),
        actor=show_actor(record, actor, query),
    )


@router.get("/events")
def events(record: Record, query: Annotated[EventListQuery, Query()]) -> HTMLResponse:
    """The list of events."""
    return page(
        "events.html",
        "events",
        query=query,
        asked=_asked(query),
        listed=show_events(record, query),
        **_choices(record),
    )


@router.get("/events.csv")
def events_csv(record: Record, query: Annotated[EventListQuery, Query()]) -> Response:
    """The events asked for as CSV, in the order shown."""
    listed = search.list_events(
        record,
        to_filter(query),
        order=query.sort,
        descending=not query.up,
        page=slice(0, _MOST_ROWS),
    )
    rows = [brief_event(event) for event in listed]
    headers = {"Content-Disposition": 'attachment; filename="events.csv"'}
    return StreamingResponse(
        _csv_lines(rows), media_type="text/csv; charset=utf-8", headers=headers
    )


_COLUMNS = (
    "id", "day", "type", "mode", "act", "status", "background", "actors", "recipients", "place",
    "lat", "lon", "dyad", "intensity", "confidence", "sources", "outlet", "report", "words",
)  # fmt: skip


def _csv_lines(rows: list[models.EventBrief]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([_safe_cell(cell) for cell in _cells(row)])
        if buffer.tell() > 60_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cells(row: models.EventBrief) -> tuple[object, ...]:
    place = row.place
    return (
        row.id,
        row.day,
        row.type,
        row.mode,
        f"{row.act.type}/{row.act.mode or ''}".rstrip("/") if row.act else "",
        row.status,
        int(row.background),
        "; ".join(person.name for person in row.actors),
        "; ".join(person.name for person in row.recipients),
        place.name if place else "",
        place.lat if place else "",
        place.lon if place else "",
        "-".join(row.dyad),
        row.intensity,
        row.confidence,
        row.sources,
        row.outlet,
        row.report,
        row.quote,
    )


def _safe_cell(cell: object) -> object:
    """A spreadsheet takes a text that starts so for a formula: an apostrophe keeps it text."""
    formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if formula else cell


@router.get("/events/{event}")
def event(record: Record, event: Id) -> HTMLResponse:
    """One event."""
    shown = show_event(record, event)
    linked = search.find_listed(record, [link.event for link in shown.links])
    briefs = {id_: brief_event(row) for id_, row in linked.items()}
    return page("event.html", "events", event=shown, linked=briefs)


@router.get("/reports")
def reports(record: Record, query: Annotated[PageQuery, Query()]) -> HTMLResponse:
    """The list of reports."""
    return page("reports.html", "", listed=show_reports(record, query), asked=_asked(query))


@router.get("/reports/{report}")
def report(record: Record, report: Id) -> HTMLResponse:
    """One report with its evidence marked."""
    shown = show_report(record, report)
    pieces = cut(shown.text, shown.supports)
    return page("report.html", "", report=shown, pieces=pieces)


@router.get("/add")
def add(request: Request, serving: Serving) -> HTMLResponse:
    """The form for a new report."""
    return _add_page(request, serving)


def _add_page(request: Request, serving: Serving, **values: Any) -> HTMLResponse:
    given = {"new": None, "preview": None, "pieces": (), "problem": "", "kept": None} | values
    return page(
        "add.html",
        "add",
        writable=serving.token is not None,
        signed_in=serving.may_write(given_token(request)),
        **given,
    )


Field = Annotated[str, Form()]


@router.post("/add")
def post_add(
    request: Request,
    serving: Serving,
    text: Field = "",
    title: Field = "",
    outlet: Field = "",
    date: Field = "",
    url: Field = "",
    token: Field = "",
    action: Field = "preview",
) -> Response:
    """Show what a report would change, or keep it."""
    given = {"text": text, "title": title, "outlet": outlet, "date": date, "url": url}
    try:
        new = models.NewReport.model_validate(
            {k: v or None for k, v in given.items()} | {"text": text}
        )
        if action == "keep":
            return _keep(request, serving, new, token)
        shown = preview(serving.record, new, serving.coder, serving.reading)
    except ValidationError as error:
        fault = error.errors()[0]
        problem = f"{fault['loc'][0]}: {fault['msg']}"
        response = _add_page(request, serving, new=given, problem=problem)
        response.status_code = 422
        return response
    except InputError as error:
        response = _add_page(request, serving, new=given, problem=str(error))
        response.status_code = 400
        return response
    except Busy as error:
        raise busy() from error
    pieces = cut(shown.text, shown.supports)
    return _add_page(request, serving, new=given, preview=shown, pieces=pieces)


def _keep(request: Request, serving: Serving, new: models.NewReport, token: str) -> Response:
    check_may_write(request, token or given_token(request))
    kept = keep(serving.record, new, serving.coder, serving.reading)
    response = RedirectResponse(f"/reports/{kept.report}", status_code=303)
    if token:
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return response


@router.get("/api")
def api(request: Request) -> HTMLResponse:
    """The API's addresses, from its own OpenAPI."""
    schema = request.app.openapi()
    return page("api.html", "", paths=schema["paths"])
