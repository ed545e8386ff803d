"""``dragoman import``: rows of others into the record."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import apsw
import typer

from dragoman.config import load_settings
from dragoman.read.rows import Row, read_rows
from dragoman.records.failure import Failure
from dragoman.situation.machines import load_machines
from dragoman.store.connections import open_record
from dragoman.store.situation import refresh_situations
from dragoman.store.write import Origin, Written, write_failure, write_imported

_PAGE = 500  # rows a transaction: what an interruption can lose
_SHOWN = 20  # bad rows that are printed; all are counted


def import_(
    paths: list[Path] = typer.Argument(..., help="POLECAT TSV or PLOVER JSON lines."),
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
) -> None:
    """Take event rows of others into the record, each as a report of kind imported."""
    settings = load_settings()
    now = datetime.now(UTC)
    new = known = bad = 0
    with open_record(record or settings.record, write=True) as connection:
        for path in paths:
            rows = read_rows(path)
            while page := list(islice(rows, _PAGE)):
                for written in _write_page(connection, page, path, now):
                    new += written is Written.NEW
                    known += written is Written.KNOWN
                    if isinstance(written, Failure):
                        bad += 1
                        _complain(written, bad)
        refresh_situations(connection, load_machines(settings.machines))
    _say(new, known, bad)
    raise typer.Exit(_exit_code(new + known, bad))


def _write_page(
    connection: apsw.Connection, page: list[Row | Failure], path: Path, now: datetime
) -> Iterator[Written | Failure]:
    """Write a page in one transaction; give what became of each row."""
    done: list[Written | Failure] = []
    with connection:
        for item in page:
            if isinstance(item, Failure):
                write_failure(connection, item, now=now)
                done.append(item)
            else:
                origin = Origin(path.name, item.form, item.id)
                done.append(write_imported(connection, item.document, origin, now=now))
    yield from done


def _complain(failure: Failure, number: int) -> None:
    if number <= _SHOWN:
        print(f"dragoman: {failure.source}: {failure.message}", file=sys.stderr)
    elif number == _SHOWN + 1:
        print("dragoman: further rows that cannot be used are only counted", file=sys.stderr)


def _say(new: int, known: int, bad: int) -> None:
    parts = [
        f"{number} {word}"
        for number, word in (
            (new, "new"),
            (known, "known already"),
            (bad, "not usable (see above)"),
        )
        if number
    ]
    print(f"dragoman: rows: {', '.join(parts) or 'none'}", file=sys.stderr)


def _exit_code(taken: int, bad: int) -> int:
    if not bad:
        return 0 if taken else 3
    return 4 if taken else 1
