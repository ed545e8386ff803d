"""``dragoman read``: reads reports, updates the record, prints the brief."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import track

from dragoman import __version__
from dragoman.config import load_settings
from dragoman.errors import InputError
from dragoman.output.briefing import Scope, Since, load_briefing
from dragoman.output.terminal import print_briefing
from dragoman.pipeline import WorkerOptions, run_many
from dragoman.read.files import read_path, read_text
from dragoman.records.document import Document
from dragoman.records.failure import Failure
from dragoman.situation.machines import load_machines
from dragoman.store.connections import open_record
from dragoman.store.situation import refresh_situations
from dragoman.store.write import Written, write_failure, write_report

_FEW = 4  # up to so many reports there is no progress bar


@dataclass(slots=True)
class _Tally:
    new: int = 0
    recoded: int = 0
    known: int = 0
    failed: int = 0


def read(
    paths: list[Path] = typer.Argument(..., help="Files or folders of reports; - is stdin."),
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
    jobs: int = typer.Option(0, "--jobs", "-j", help="Worker processes; 0 takes DRAGOMAN_JOBS."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Do not print the brief."),
) -> None:
    """Read reports, keep them in the record, print the brief of what stands and what is new."""
    settings = load_settings()
    now = datetime.now(UTC)
    items = [item for path in paths for item in _read(path)]
    options = WorkerOptions(today=now.date(), threads=settings.threads, keep=("events", "entities"))
    tally = _Tally()
    with open_record(record or settings.record, write=True) as connection:
        done = run_many(items, None, jobs=jobs or settings.jobs, options=options)
        for item in _with_progress(done, len(items)):
            if isinstance(item, Failure):
                tally.failed += 1
                print(f"dragoman: {item.source}: {item.message}", file=sys.stderr)
                write_failure(connection, item, now=now)
            else:
                _count(tally, write_report(connection, item, version=__version__, now=now))
        machines = load_machines(settings.machines)
        refresh_situations(connection, machines)
        if not quiet:
            scope = Scope(since=Since(read_at=now.isoformat(timespec="seconds")))
            print_briefing(Console(), load_briefing(connection, machines, scope))
    _say(tally)
    raise typer.Exit(_exit_code(tally))


def _read(path: Path) -> Iterator[Document | Failure]:
    if str(path) != "-":
        yield from read_path(path)
        return
    try:
        yield read_text(sys.stdin.buffer.read(), source="-")
    except InputError as error:
        yield Failure(id=None, source="stdin", message=str(error))


def _with_progress(done: Iterator[Document | Failure], total: int) -> Iterator[Document | Failure]:
    if total <= _FEW:
        yield from done
        return
    console = Console(stderr=True)
    yield from track(done, description="Reading", total=total, console=console, transient=True)


def _count(tally: _Tally, written: Written) -> None:
    match written:
        case Written.NEW:
            tally.new += 1
        case Written.RECODED:
            tally.recoded += 1
        case Written.KNOWN:
            tally.known += 1


def _say(tally: _Tally) -> None:
    parts = [
        f"{number} {word}"
        for number, word in (
            (tally.new, "new"),
            (tally.recoded, "coded anew"),
            (tally.known, "known already"),
            (tally.failed, "not read (see above)"),
        )
        if number
    ]
    print(f"dragoman: reports: {', '.join(parts) or 'none'}", file=sys.stderr)


def _exit_code(tally: _Tally) -> int:
    read_any = tally.new + tally.recoded + tally.known
    if not tally.failed:
        return 0 if read_any else 3
    return 4 if read_any else 1
