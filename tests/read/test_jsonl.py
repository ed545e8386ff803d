"""JSON lines in: each line alone, each fault named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.read.jsonl import read_line
from dragoman.records.document import Document, Published
from dragoman.records.failure import Failure

TEXT = "Iran attacked Iraq on Friday."


def test_read_line_keeps_every_field() -> None:
    line = {
        "id": "7",
        "text": TEXT,
        "date": "2026-01-10",
        "outlet": "Wire",
        "url": "u",
        "title": "t",
    }
    document = read_line(json.dumps(line).encode(), "stdin:1")
    assert isinstance(document, Document)
    assert (document.id, document.text, document.outlet) == ("7", TEXT, "Wire")
    assert document.published == Published("2026-01-10", "given")


@pytest.mark.parametrize(
    ("line", "id_", "words"),
    [
        (b"{", None, "not JSON"),
        (b"[1]", None, "JSON object"),
        (b'{"id": "a"}', "a", "'text' must be a string"),
        (b'{"id": 3, "text": "x"}', None, "'id' must be a string"),
        (b'{"id": "a", "text": ""}', "a", "empty"),
        (b'{"id": "a", "text": "Iran attacked.", "date": "10/1/26"}', "a", "YYYY-MM-DD"),
        (b'{"id": "a", "text": "Iran attacked.", "date": 20260110}', "a", "YYYY-MM-DD"),
        (b'{"id": "a", "text": "Iran attacked.", "date": "20260110"}', "a", "YYYY-MM-DD"),
        (b'{"id": "a", "text": "Iran attacked.", "title": 4}', "a", "'title'"),
        (b'{"id": "a", "text": "caf\xe9"}', None, "not UTF-8 at byte"),
        (b"[" * 100_000, None, "not JSON"),
    ],
)
def test_read_line_says_what_is_wrong(line: bytes, id_: str | None, words: str) -> None:
    failure = read_line(line, "stdin:3")
    assert isinstance(failure, Failure)
    assert (failure.id, failure.source) == (id_, "stdin:3")
    assert words in failure.message


@given(st.binary(max_size=200))
def test_read_line_never_raises(line: bytes) -> None:
    assert isinstance(read_line(line, "x"), Document | Failure)
