"""What a request may ask: filters, order, page; checked here, before anything is looked up."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from dragoman.errors import InputError
from dragoman.records.event import EventType, Status
from dragoman.store.search import EventFilter, Order

MAX_SIZE = 200
_DAY = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"


def _drop_empty(value: Any) -> Any:
    """Forms send their empty fields too: they ask for nothing."""
    return [item for item in value if item != ""] if isinstance(value, list) else value


def _or_default(default: Any) -> BeforeValidator:
    return BeforeValidator(lambda value: default if value == "" else value)


Text = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Day = Annotated[str, StringConstraints(pattern=_DAY)]
FullDay = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Types = Annotated[list[EventType], BeforeValidator(_drop_empty)]
Statuses = Annotated[list[Status], BeforeValidator(_drop_empty)]
DyadText = Annotated[str, StringConstraints(pattern=r"^([A-Z]{3}(-[A-Z]{3})?)?$")]


class AsOf(BaseModel):
    """The day up to whose reports the record is shown."""

    as_of: FullDay = ""


class BoardQuery(AsOf):
    """The board: one dyad's, as of a day, with what changed from a day on."""

    dyad: DyadText = ""
    since: FullDay = ""


class EventQuery(AsOf):
    """Filters of events."""

    q: Text = ""
    dyad: DyadText = ""
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")] = ""
    actor: Text = ""
    type: Types = Field(default_factory=list)
    status: Statuses = Field(default_factory=list)
    outlet: Text = ""
    place: Text = ""
    since: Day = ""
    until: Day = ""


class EventListQuery(EventQuery):
    """Filters, order and page of the list of events."""

    sort: Annotated[Order, _or_default(Order.DAY)] = Order.DAY
    up: bool = False
    page: Annotated[int, _or_default(1), Field(ge=1, le=100_000)] = 1
    size: Annotated[int, _or_default(50), Field(ge=1, le=MAX_SIZE)] = 50


class ActorQuery(BaseModel):
    """The actors page: a part of the name, a dyad for the series, a page."""

    q: Text = ""
    dyad: DyadText = ""
    page: Annotated[int, _or_default(1), Field(ge=1, le=100_000)] = 1
    size: Annotated[int, _or_default(50), Field(ge=1, le=MAX_SIZE)] = 50


class PageQuery(BaseModel):
    """A page of a list."""

    page: Annotated[int, _or_default(1), Field(ge=1, le=100_000)] = 1
    size: Annotated[int, _or_default(50), Field(ge=1, le=MAX_SIZE)] = 50


def to_filter(query: EventQuery) -> EventFilter:
    """Give the store's filter.

    Raises: InputError for a day that no calendar has.
    """
    for name in ("since", "until", "as_of"):
        _check_day(name, getattr(query, name))
    return EventFilter(
        text=query.q,
        dyad=query.dyad,
        country=query.country,
        actor=query.actor,
        types=tuple(query.type),
        statuses=tuple(query.status),
        outlet=query.outlet,
        place=query.place,
        since=query.since,
        until=query.until,
        as_of=query.as_of,
    )


def check_days(query: BoardQuery) -> None:
    """Raises: InputError for a day that no calendar has."""
    for name in ("since", "as_of"):
        _check_day(name, getattr(query, name))


def _check_day(name: str, value: str) -> None:
    if not value:
        return
    try:
        date.fromisoformat(value + "2000-01-01"[len(value) :])
    except ValueError as error:
        raise InputError(f"{name} {value!r} is not a day; write it as YYYY-MM-DD") from error
