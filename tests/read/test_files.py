"""Files in: heads, encodings, and everything that is no report."""

import json
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.read.files import decode, read_path, read_text, split_head
from dragoman.records.document import Document, Published
from dragoman.records.failure import Failure

REPORT = "Iran's foreign minister met his Turkish counterpart in Ankara on Monday, officials said."


def test_read_text_takes_the_head_apart() -> None:
    data = f"Title: Talks\nOutlet: Wire\nDate: 2026-01-10\nURL: http://x.test/1\n\n{REPORT}\n"
    document = read_text(data.encode(), source="a.txt")
    assert document.text == REPORT + "\n"
    assert (document.title, document.outlet, document.url) == ("Talks", "Wire", "http://x.test/1")
    assert document.published == Published("2026-01-10", "given")


def test_read_text_gives_the_same_id_for_the_same_text_and_outlet() -> None:
    one = read_text(f"Outlet: A\n\n{REPORT}".encode(), source="a")
    two = read_text(f"Outlet: A\n\n{REPORT}".encode(), source="b")
    other = read_text(f"Outlet: B\n\n{REPORT}".encode(), source="a")
    assert one.id == two.id != other.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title: A\n\nBody", ({"title": "A"}, "Body")),
        ("Title: A\nBody", ({}, "Title: A\nBody")),
        ("Body\n\nTitle: A\n", ({}, "Body\n\nTitle: A\n")),
        ("Said: he left\n\nBody", ({}, "Said: he left\n\nBody")),
    ],
    ids=["head", "no empty line", "head too late", "other key"],
)
def test_split_head(text: str, expected: tuple[dict[str, str], str]) -> None:
    assert split_head(text) == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b"caf\xe9 " * 20, "not UTF-8 at byte 3"),
        (bytes(range(256)) * 4, "not UTF-8"),
        (b"\x00\x01\x02\x03" * 200, "control characters"),
        (b"12345 67890", "no words"),
        (
            "El gobierno de Venezuela anunció el viernes la liberación de varios presos políticos "
            "como gesto de buena voluntad hacia los países vecinos.".encode(),
            "Spanish",
        ),
    ],
    ids=["empty", "blank", "latin-1", "binary", "controls", "digits", "Spanish"],
)
def test_read_text_says_what_is_wrong(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_text(data, source="x")


def test_decode_reads_utf16_and_byte_order_marks() -> None:
    assert decode("é".encode("utf-8-sig")) == "é"
    assert decode("é".encode("utf-16")) == "é"


def test_read_path_reads_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    (tmp_path / "b.txt").write_bytes(b"")
    line = json.dumps({"id": "1", "text": REPORT})
    (tmp_path / "c.jsonl").write_text(f"{line}\nnot json\n")
    read = list(read_path(tmp_path))
    assert [type(item) for item in read] == [Document, Failure, Document, Failure]
    assert all(isinstance(i, Document) or i.source.startswith(str(tmp_path)) for i in read)


def test_read_path_says_that_a_file_is_missing(tmp_path: Path) -> None:
    (failure,) = read_path(tmp_path / "none.txt")
    assert isinstance(failure, Failure)
    assert "no such file" in failure.message
