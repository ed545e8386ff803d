"""The addresses under /api/v1."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.exceptions import HTTPException

from dragoman.output.api import models
from dragoman.output.api.access import Record, Serving, check_may_write, given_token
from dragoman.output.api.adding import Busy, keep, preview
from dragoman.output.api.board import show_board
from dragoman.output.api.details import show_event, show_report
from dragoman.output.api.params import (
    ActorQuery,
    BoardQuery,
    EventListQuery,
    EventQuery,
    PageQuery,
)
from dragoman.output.api.views import (
    show_actor,
    show_actors,
    show_events,
    show_map,
    show_reports,
    show_timeline,
)

_PROBLEM = {
    "model": models.ProblemModel,
    "content": {"application/problem+json": {}},
}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {**_PROBLEM, "description": "The request cannot be read"},
    404: {**_PROBLEM, "description": "The record has nothing of that name"},
    422: {**_PROBLEM, "description": "A field has a value that cannot be used"},
    503: {**_PROBLEM, "description": "The record cannot be opened now"},
}
_WRITING: dict[int | str, dict[str, Any]] = {
    401: {**_PROBLEM, "description": "The token is missing or wrong"},
    403: {**_PROBLEM, "description": "Only reading is allowed"},
    413: {**_PROBLEM, "description": "The report is too long"},
    429: {**_PROBLEM, "description": "Another report is being read"},
}
router = APIRouter(prefix="/api/v1", responses=_PROBLEMS)
Id = Annotated[str, Path(min_length=1, max_length=200)]


@router.get("/board")
def get_board(record: Record, query: Annotated[BoardQuery, Query()]) -> models.Board:
    """Where one dyad stands: tracks, commitments, contradictions, changes."""
    return show_board(record, query)


@router.get("/events")
def get_events(
    record: Record, query: Annotated[EventListQuery, Query()]
) -> models.Page[models.EventBrief]:
    """Events, filtered, sorted and paged."""
    return show_events(record, query)


@router.get("/events/{event}")
def get_event(record: Record, event: Id) -> models.EventDetail:
    """One event with the words behind each value and every source."""
    return show_event(record, event)


@router.get("/timeline")
def get_timeline(record: Record, query: Annotated[EventQuery, Query()]) -> models.Timeline:
    """Events in time."""
    return show_timeline(record, query)


@router.get("/map")
def get_map(record: Record, query: Annotated[EventQuery, Query()]) -> models.MapView:
    """Places of events."""
    return show_map(record, query)


@router.get("/actors")
def get_actors(record: Record, query: Annotated[ActorQuery, Query()]) -> models.Actors:
    """The network of countries, one dyad's series, a page of actors."""
    return show_actors(record, query)


@router.get("/actors/{actor}")
def get_actor(
    record: Record, actor: Id, query: Annotated[PageQuery, Query()]
) -> models.ActorDetail:
    """One actor with its offices and events."""
    return show_actor(record, actor, query)


@router.get("/reports")
def get_reports(
    record: Record, query: Annotated[PageQuery, Query()]
) -> models.Page[models.ReportBrief]:
    """Reports, newest first."""
    return show_reports(record, query)


@router.get("/reports/{report}")
def get_report(record: Record, report: Id) -> models.ReportDetail:
    """One report with its text and every stretch of evidence."""
    return show_report(record, report)


@router.post("/preview", responses=_WRITING)
def post_preview(new: models.NewReport, serving: Serving) -> models.Preview:
    """What keeping a report would change; nothing is kept."""
    try:
        return preview(serving.record, new, serving.coder, serving.reading)
    except Busy as error:
        raise busy() from error


@router.post("/reports", responses=_WRITING, status_code=201)
def post_report(new: models.NewReport, request: Request, serving: Serving) -> models.Kept:
    """Keep a report; needs the token as a bearer."""
    check_may_write(request, given_token(request))
    try:
        return keep(serving.record, new, serving.coder, serving.reading)
    except Busy as error:
        raise busy() from error


def busy() -> HTTPException:
    """Give the answer while another report is being read."""
    return HTTPException(
        429, "Another report is being read; try again in a moment.", {"Retry-After": "5"}
    )
