"""``dragoman code``, ``annotate`` and ``relate``: JSON lines in, JSON lines out, nothing kept."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, BinaryIO

import typer

from dragoman.config import load_settings
from dragoman.output.contract import Json, annotate_line, code_line, failure_line
from dragoman.output.relations import MarkedReport, make_relate, read_pair
from dragoman.pipeline import WorkerOptions, run_many
from dragoman.read.jsonl import read_line
from dragoman.records.document import Document
from dragoman.records.failure import Failure

_JOBS = typer.Option(0, "--jobs", "-j", help="Worker processes; 0 takes DRAGOMAN_JOBS or 1.")


def code(jobs: int = _JOBS) -> None:
    """Code events: one JSON report a line on stdin, one line of events each on stdout."""
    _run(code_line, coded=True, jobs=jobs)


def annotate(jobs: int = _JOBS) -> None:
    """Annotate language: tokens, parse, entities, times, places, quotes, one line a report."""
    _run(annotate_line, coded=False, jobs=jobs)


def relate() -> None:
    """Code the relation between two marked spans of each line's text."""
    settings = load_settings()
    relate_pair = make_relate(threads=settings.threads, today=date.today())
    pairs = (read_pair(line, f"stdin:{n}") for n, line in numbered_lines(sys.stdin.buffer))
    write_rows(
        relate_pair(pair) if isinstance(pair, MarkedReport) else failure_line(pair)
        for pair in pairs
    )


def _run(to_line: Callable[[Document], Json], *, coded: bool, jobs: int) -> None:
    settings = load_settings()
    keep = ("events",) if coded else ()
    options = WorkerOptions(today=date.today(), threads=settings.threads, coded=coded, keep=keep)
    items = (read_line(line, f"stdin:{n}") for n, line in numbered_lines(sys.stdin.buffer))
    done = run_many(items, None, jobs=jobs or settings.jobs, options=options)
    write_rows(failure_line(d) if isinstance(d, Failure) else to_line(d) for d in done)


def numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give numbered lines; a blank one is skipped, as JSON Lines readers do."""
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield number, line


def write_rows(rows: Iterable[dict[str, Any]]) -> None:
    failed = False
    for row in rows:
        failed = failed or "error" in row
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        # Lone surrogates have no UTF-8 form: such a line is written with escapes instead.
        if not text.isascii() and not _encodable(text):
            text = json.dumps(row, separators=(",", ":"))
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
        sys.stdout.buffer.flush()
    if failed:
        raise typer.Exit(1)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
