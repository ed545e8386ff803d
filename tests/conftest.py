"""Models and data loaded once a session, and the pipeline on a text, for the tests that need it."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.output.contract import annotate_line, code_line
from dragoman.pipeline import Resources, Stage, build_stages, load_resources, run
from dragoman.records.document import Document, Published

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 2, 1)


@pytest.fixture(scope="session")
def resources() -> Resources:
    """The shipped models and data."""
    return load_resources()


@pytest.fixture(scope="session")
def stages(resources: Resources) -> tuple[Stage, ...]:
    """The whole pipeline, on a day after every report of the tests."""
    return build_stages(resources, today=TODAY)


@pytest.fixture(scope="session")
def read_report(stages: tuple[Stage, ...]) -> Callable[..., Document]:
    """Run the pipeline on a text; ``date`` is the day of publication, ``None`` when not given."""

    def read(text: str, date: str | None = "2026-01-10") -> Document:
        published = Published(date, "given" if date else "unknown")
        return run(Document(id="test", text=text, published=published), stages)

    return read


@pytest.fixture(scope="session")
def code_text(read_report: Callable[..., Document]) -> Callable[..., Json]:
    """Give what ``dragoman code`` writes for a text."""

    def code(text: str, date: str | None = "2026-01-10") -> Json:
        return code_line(read_report(text, date))

    return code


@pytest.fixture(scope="session")
def annotate_text(read_report: Callable[..., Document]) -> Callable[..., Json]:
    """Give what ``dragoman annotate`` writes for a text."""

    def annotate(text: str, date: str | None = "2026-01-10") -> Json:
        return annotate_line(read_report(text, date))

    return annotate


@pytest.fixture
def dragoman(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[bytes]"]:
    """Run the command line in a process of its own, with a record of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DRAGOMAN_")}
    environment |= {"XDG_DATA_HOME": str(tmp_path / "home"), "COLUMNS": "200", "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from dragoman.output.cli.main import main; main()"]

    def call(*words: object, stdin: bytes = b"", timeout: float = 120) -> Any:
        return subprocess.run(
            [*command, *map(str, words)],
            input=stdin,
            capture_output=True,
            timeout=timeout,
            env=environment,
            cwd=tmp_path,
            check=False,
        )

    return call
