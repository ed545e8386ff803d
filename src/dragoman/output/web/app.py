"""The web application: pages, API and what stands before them."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from dragoman import __version__
from dragoman.errors import DragomanError, InputError, NotFound, StoreError
from dragoman.output.api.adding import Coder
from dragoman.output.api.routes import router as api_router
from dragoman.output.web.guard import App, guarded
from dragoman.output.web.pages import router as page_router
from dragoman.output.web.problems import Problem, answer_problem, make_problem
from dragoman.output.web.rendering import WEB


@dataclass(frozen=True, slots=True)
class Serving:
    """What the application serves: a record, how reports are coded, who may write.

    ``token`` is ``None`` when nothing may be written. ``hosts`` are names that the application
    answers to besides this machine's own.
    """

    record: Path
    coder: Coder
    token: str | None = None
    hosts: frozenset[str] = frozenset()
    reading: Lock = field(default_factory=Lock)

    def may_write(self, token: str | None) -> bool:
        """Tell whether the token is the right one."""
        known = self.token
        return known is not None and token is not None and _same(token, known)


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8"))


def make_app(serving: Serving) -> App:
    """Give the application, behind its guard."""
    return guarded(make_inner_app(serving), hosts=serving.hosts)


def make_inner_app(serving: Serving) -> FastAPI:
    """Give the application without its guard."""
    app = FastAPI(
        title="Dragoman",
        summary="A sourced record of a political situation, read from news reports.",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.serving = serving
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    app.include_router(api_router)
    app.include_router(page_router)
    for kind, handle in _HANDLERS:
        app.add_exception_handler(kind, handle)
    return app


Handler = Callable[[Request, Exception], Awaitable[Response]]


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # what it is registered for
    detail = str(error.detail)
    if error.status_code == 404 and detail == "Not Found":
        detail = "There is no such page. It may have moved, or the address has a slip in it."
    if error.status_code == 405:
        detail = f"{request.method} is not possible here."
    headers = tuple((error.headers or {}).items())
    return answer_problem(make_problem(error.status_code, detail, *headers), request.scope)


async def _on_validation(request: Request, error: Exception) -> Response:
    """Say which field is wrong; what was sent is not echoed."""
    assert isinstance(error, RequestValidationError)
    parts = [
        f"{'.'.join(str(step) for step in fault['loc'][1:]) or fault['loc'][0]}: {fault['msg']}"
        for fault in error.errors()[:5]
    ]
    detail = "; ".join(parts).encode("utf-8", "replace").decode("utf-8")
    return answer_problem(make_problem(422, detail), request.scope)


async def _on_missing(request: Request, error: Exception) -> Response:
    return answer_problem(make_problem(404, str(error)), request.scope)


async def _on_input(request: Request, error: Exception) -> Response:
    return answer_problem(make_problem(400, str(error)), request.scope)


async def _on_store(request: Request, error: Exception) -> Response:
    return answer_problem(make_problem(503, str(error)), request.scope)


async def _on_bug(request: Request, error: Exception) -> Response:
    problem = Problem(500, "Something went wrong here", f"{type(error).__name__}; please report it")
    return answer_problem(problem, request.scope)


_HANDLERS: tuple[tuple[type[Exception], Handler], ...] = (
    (HTTPException, _on_http),
    (RequestValidationError, _on_validation),
    (NotFound, _on_missing),
    (InputError, _on_input),
    (StoreError, _on_store),
    (DragomanError, _on_bug),
    (Exception, _on_bug),
)
