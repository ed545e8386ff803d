"""JSON lines in: one report a line, each line read on its own."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from dragoman.errors import InputError
from dragoman.read.checks import check_text
from dragoman.records.document import Document, Published
from dragoman.records.failure import Failure

_OPTIONAL = ("title", "outlet", "url")


def read_lines(lines: Iterable[bytes], source: str) -> Iterator[Document | Failure]:
    """Give each line's report, or a failure in its place; blank lines are skipped."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield read_line(line, f"{source}:{number}")


def read_line(line: bytes, place: str) -> Document | Failure:
    """Give the report on one JSON line, or a failure that says what is wrong with it."""
    fields: dict[str, Any] | None = None
    try:
        fields = parse_object(line)
        return make_document(fields)
    except InputError as error:
        given = fields.get("id") if fields else None
        return Failure(
            id=given if isinstance(given, str) else None, source=place, message=str(error)
        )


def parse_object(line: bytes) -> dict[str, Any]:
    """Give the JSON object on a line.

    Raises: InputError for bytes that are no UTF-8 and for anything but a JSON object.
    """
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}; convert the line to UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise InputError(f"a JSON object was expected, this is a {type(fields).__name__}")
    return fields


def make_document(fields: dict[str, Any]) -> Document:
    """Give the document that a JSON object's fields describe.

    Raises: InputError naming the field that is missing or of the wrong kind.
    """
    for name in ("id", "text"):
        if not isinstance(fields.get(name), str):
            raise InputError(f"field {name!r} must be a string, is {fields.get(name)!r}"[:200])
    for name in _OPTIONAL:
        if not isinstance(fields.get(name), str | None):
            raise InputError(f"field {name!r} must be a string, is {fields[name]!r}"[:200])
    check_text(fields["text"])
    return Document(
        id=fields["id"],
        text=fields["text"],
        published=given_date(fields.get("date")),
        **{name: fields.get(name) or None for name in _OPTIONAL},
    )


def given_date(value: object) -> Published:
    """Give the publication date as stated by whoever handed the report in.

    Raises: InputError for anything but YYYY-MM-DD.
    """
    if value is None or value == "":
        return Published(date=None, basis="unknown")
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or len(str(value)) != 10:
        raise InputError(f"date {value!r} is not a day; write it as YYYY-MM-DD")
    return Published(date=day.isoformat(), basis="given")
