"""Event rows of others in: POLECAT TSV and PLOVER JSON lines, one report of one event a row.

A row is not a report: its text is what it says, value by value, and the evidence of every value
is the rule ``import:FORM`` with the words of that text.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.errors import InputError
from dragoman.read.row_values import RowEvent, make_document
from dragoman.read.rows_plover import read_full, read_plain
from dragoman.read.rows_polecat import read_polecat
from dragoman.records.document import Document
from dragoman.records.failure import Failure

FULL_FORM = "dragoman-event/1"
_LONGEST_LINE = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a coded document, with the form and the row's own id for its event."""

    document: Document
    form: str
    id: str


def read_rows(path: Path) -> Iterator[Row | Failure]:
    """Give each row as a coded document of a file, a failure for each that cannot be used.

    Raises: InputError when the file is missing or of no known form.
    """
    dataset = path.name
    mentions = {row.id: mention_id(row) for row in _read(path) if isinstance(row, RowEvent)}
    for row in _read(path):
        if isinstance(row, Failure):
            yield row
        else:
            document = make_document(row, mention_id(row), dataset, mentions)
            yield Row(document, row.form, row.id)


def mention_id(row: RowEvent) -> str:
    """Give the id that a row's event has in the record: a hash of what the row says."""
    return hashlib.sha256(f"{row.form}\0{row.text}".encode("utf-8", "surrogatepass")).hexdigest()[
        :16
    ]


def _read(path: Path) -> Iterator[RowEvent | Failure]:
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, path)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; check the path") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be opened: {error.strerror or error}") from error


def _read_stream(stream: BinaryIO, path: Path) -> Iterator[RowEvent | Failure]:
    first = stream.readline(_LONGEST_LINE).decode("utf-8-sig", "replace").rstrip("\r\n")
    if first.lstrip().startswith("{"):
        stream.seek(0)
        yield from _read_each(_numbered(stream, 1), path, _from_json)
        return
    header = first.split("\t")
    if not {"Event ID", "Event Type"} <= set(header):
        raise InputError(
            f"{path}: neither PLOVER JSON lines nor POLECAT TSV: its first line has no column "
            "'Event ID' and 'Event Type'; see docs/EXPORTS.md, section Import"
        )

    def from_cells(line: str) -> RowEvent:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise InputError(f"{len(cells)} columns, the header has {len(header)}")
        return read_polecat(dict(zip(header, cells, strict=True)))

    yield from _read_each(_numbered(stream, 2), path, from_cells)


def _from_json(line: str) -> RowEvent:
    try:
        values: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"no JSON: {error}") from error
    if not isinstance(values, Mapping):
        raise InputError("no JSON object")
    return read_full(values) if values.get("form") == FULL_FORM else read_plain(values)


def _numbered(stream: BinaryIO, start: int) -> Iterator[tuple[int, bytes]]:
    number = start
    while line := stream.readline(_LONGEST_LINE):
        yield number, line
        number += 1


def _read_each(
    lines: Iterable[tuple[int, bytes]], path: Path, read: Callable[[str], RowEvent]
) -> Iterator[RowEvent | Failure]:
    for number, line in lines:
        if not line.strip():
            continue
        source = f"{path}:{number}"
        try:
            yield read(line.decode("utf-8").rstrip("\r\n"))
        except UnicodeDecodeError as error:
            yield Failure(None, source, f"not UTF-8 at byte {error.start}")
        except InputError as error:
            yield Failure(None, source, str(error))
