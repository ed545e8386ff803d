"""What a request's handler needs: an open record, the right to write."""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Annotated, Protocol

import apsw
from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from dragoman.output.api.adding import Coder
from dragoman.store.connections import open_record

COOKIE = "dragoman_token"


class Serves(Protocol):
    """What is served (see ``output.web.app.Serving``)."""

    @property
    def record(self) -> Path: ...
    @property
    def coder(self) -> Coder: ...
    @property
    def token(self) -> str | None: ...
    @property
    def reading(self) -> Lock: ...
    def may_write(self, token: str | None) -> bool: ...


def serving_of(request: Request) -> Serves:
    """Give what the application serves."""
    serving: Serves = request.app.state.serving
    return serving


def read_connection(request: Request) -> Iterator[apsw.Connection]:
    """Give the record, opened for reading."""
    with open_record(serving_of(request).record, write=False) as connection:
        yield connection


def given_token(request: Request) -> str | None:
    """Give the token that came as a bearer or in the cookie of the page."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        return token.strip()
    return request.cookies.get(COOKIE)


def check_may_write(request: Request, token: str | None) -> None:
    """Raises: HTTPException 403 where nothing may be written, 401 for a wrong token."""
    serving = serving_of(request)
    if serving.token is None:
        raise HTTPException(403, "This page only reads; start it with `dragoman serve --write`.")
    if not serving.may_write(token):
        raise HTTPException(
            401,
            "The token is missing or wrong; `dragoman serve --write` printed it when it started.",
            {"WWW-Authenticate": "Bearer"},
        )


Record = Annotated[apsw.Connection, Depends(read_connection)]
Serving = Annotated[Serves, Depends(serving_of)]
