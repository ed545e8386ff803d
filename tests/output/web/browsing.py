"""A real browser over a page served on loopback, for the tests and for the pictures."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from dragoman.output.web.app import Serving, make_app

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update --use-gl=angle"
    " --use-angle=swiftshader --enable-unsafe-swiftshader"
).split()


def find_chromium() -> str | None:
    """Give the browser: DRAGOMAN_CHROMIUM, or Debian's."""
    return os.environ.get("DRAGOMAN_CHROMIUM") or shutil.which("chromium")


@contextmanager
def serving_page(serving: Serving) -> Iterator[str]:
    """Serve in a thread; give the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(serving), log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@contextmanager
def browsing(chromium: str) -> Iterator[Any]:
    """Give Playwright's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def example_record(folder: Path) -> Path:
    """Read the example reports into a new record."""
    from datetime import UTC, date, datetime

    from dragoman import __version__
    from dragoman.pipeline import WorkerOptions, run
    from dragoman.read.files import read_path
    from dragoman.records.document import Document
    from dragoman.store.connections import open_record
    from dragoman.store.situation import refresh_situations
    from dragoman.store.write import write_report

    examples = Path(__file__).resolve().parents[3] / "examples"
    path = folder / "examples.db"
    stages = WorkerOptions(today=date(2026, 2, 1)).build()
    with open_record(path, write=True) as connection:
        for file in sorted(examples.glob("*.txt")):
            for item in read_path(file):
                if isinstance(item, Document):
                    done = run(item, stages)
                    now = datetime(2026, 1, 21, 8, tzinfo=UTC)
                    write_report(connection, done, version=__version__, now=now)
        refresh_situations(connection)
    return path
