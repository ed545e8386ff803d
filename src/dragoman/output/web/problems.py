"""What is answered when a request cannot be met: problem+json (RFC 9457), or a page for people."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from dragoman.output.web.rendering import render

TITLES = {
    400: "That cannot be read",
    401: "A token is needed",
    403: "Not allowed",
    404: "Nothing here",
    405: "Not done this way",
    413: "Too large",
    422: "That cannot be used",
    429: "Busy",
    500: "Something went wrong here",
    503: "The record cannot be read now",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """An HTTP status with a title and what to do about it, in words."""

    status: int
    title: str
    detail: str
    headers: tuple[tuple[str, str], ...] = ()


def make_problem(status: int, detail: str, *headers: tuple[str, str]) -> Problem:
    """Give a problem with the status's usual title."""
    return Problem(status, TITLES.get(status, "That did not work"), detail, headers)


def answer_problem(problem: Problem, scope: MutableMapping[str, Any]) -> Response:
    """Give the answer in the form that the asker reads."""
    headers = dict(problem.headers)
    if not str(scope["path"]).startswith("/api/"):
        page = render("problem.html", problem=problem, page="")
        return HTMLResponse(page, status_code=problem.status, headers=headers)
    body = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
    }
    return JSONResponse(
        body,
        status_code=problem.status,
        headers=headers,
        media_type="application/problem+json",
    )
