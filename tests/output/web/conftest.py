"""A page over a record made by hand; nothing here needs a model."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import webrecords as records
from starlette.testclient import TestClient

from dragoman.output.web.app import Serving, make_app
from dragoman.records.document import Document
from dragoman.records.failure import Failure

HOST = "http://127.0.0.1"


def told_visit(document: Document) -> Document | Failure:
    """Stand in for the coder: a text that begins as the visit's report does tells the visit."""
    if "unreadable" in document.text:
        return Failure(document.id, "form", "the text is in Spanish, not English")
    if "arrived" not in document.text:
        return replace(document, events=())
    event = records.tell(document.text, "arrived", "CONSULT", "occurred", "2026-01-09")
    return replace(document, events=(replace(event, report=document.id),))


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example record; only read it."""
    path = tmp_path_factory.mktemp("web") / "r.db"
    return records.write_record(path, *records.example_reports())


@pytest.fixture
def own_record(tmp_path: Path) -> Path:
    """The example record, to be changed."""
    return records.write_record(tmp_path / "own.db", *records.example_reports())


@pytest.fixture
def serve() -> Iterator[Callable[..., TestClient]]:
    """Give a browser-like client of a page over a record."""
    clients: list[TestClient] = []

    def start(path: Path, **fields: object) -> TestClient:
        serving = replace(Serving(record=path, coder=told_visit), **fields)  # type: ignore[arg-type]
        client = TestClient(make_app(serving), base_url=HOST, raise_server_exceptions=False)
        clients.append(client)
        return client

    yield start
    for client in clients:
        client.close()


@pytest.fixture
def client(serve: Callable[..., TestClient], record: Path) -> TestClient:
    """The page over the example record."""
    return serve(record)
