"""Templates and the words that they use; everything that a report says is escaped."""

from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dragoman.datafiles import data_path
from dragoman.output.api.words import (
    act_words,
    country_name,
    dyad_name,
    quad_of,
    reality,
    tone,
    with_query,
)
from dragoman.records.event import EventType, Status

WEB = data_path().parent / "output" / "web"
NAV = (
    ("board", "/", "Board"),
    ("timeline", "/timeline", "Timeline"),
    ("map", "/map", "Map"),
    ("actors", "/actors", "Actors"),
    ("events", "/events", "Events"),
    ("add", "/add", "Add"),
)
STATUS_HELP = {
    Status.OCCURRED: "it happened",
    Status.ONGOING: "it is under way",
    Status.PLANNED: "announced or intended, not done",
    Status.REQUESTED: "asked for or demanded, not done",
    Status.POSSIBLE: "considered, may happen",
    Status.CONDITIONAL: "only if something else happens",
    Status.CANCELLED: "called off, did not happen",
    Status.DENIED: "said not to have happened",
}
QUADS = {
    "material-cooperation": "Material cooperation",
    "verbal-cooperation": "Verbal cooperation",
    "verbal-conflict": "Verbal conflict",
    "material-conflict": "Material conflict",
}


def render(template: str, /, **values: Any) -> str:
    """Give the page as HTML."""
    return _environment().get_template(template).render(values)


def safe_url(url: str | None) -> str | None:
    """Give the address when it is a web address, else ``None``: no other scheme becomes a link."""
    try:
        scheme = urlsplit(url or "").scheme.lower()
    except ValueError:
        return None
    return url if scheme in ("http", "https") else None


def event_path(id_: str) -> str:
    """Give the page of an event."""
    return f"/events/{quote(id_, safe='')}"


def report_path(id_: str, start: int | None = None, end: int | None = None) -> str:
    """Give the page of a report, at a stretch of its words."""
    anchor = f"#w{start}-{end}" if start is not None else ""
    return f"/reports/{quote(id_, safe='')}{anchor}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        NAV=NAV,
        STATUSES=tuple(Status),
        TYPES=tuple(EventType),
        STATUS_HELP=STATUS_HELP,
        LANES="; ".join(
            f"{name}: {' '.join(t for t in EventType if quad_of(t) == quad)}"
            for quad, name in QUADS.items()
        ),
        reality=reality,
        tone=tone,
        act_words=act_words,
        safe_url=safe_url,
        event_path=event_path,
        report_path=report_path,
        with_query=with_query,
        country_name=country_name,
        dyad_name=dyad_name,
    )
    return environment
