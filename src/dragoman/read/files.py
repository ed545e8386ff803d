"""Files in: plain text with an optional head of ``Key: value`` lines, or JSON lines."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import InputError
from dragoman.read.checks import check_text
from dragoman.read.jsonl import given_date, read_lines
from dragoman.records.document import Document
from dragoman.records.failure import Failure

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a plain-text report; JSON lines may be longer, they are read line by line."""

_HEAD_LINE = re.compile(r"^(title|outlet|date|url|note):[ \t]*(.*)$", re.IGNORECASE)
_JSONL = frozenset({".jsonl", ".ndjson"})
_MOST_CONTROLS = 0.01


def read_path(path: Path) -> Iterator[Document | Failure]:
    """Give every report in a file, or in each file of a folder (in name order).

    A file that cannot be read gives one failure; the others are still read.
    """
    if path.is_dir():
        for child in sorted(path.iterdir()):
            if child.is_file() and not child.name.startswith("."):
                yield from read_path(child)
        return
    try:
        if path.suffix.lower() in _JSONL:
            with path.open("rb") as lines:
                yield from read_lines(lines, str(path))
        else:
            yield read_text(read_bytes(path), source=str(path))
    except InputError as error:
        yield Failure(id=None, source=str(path), message=str(error))


def read_bytes(path: Path) -> bytes:
    """Give a file's bytes.

    Raises: InputError for a missing, unreadable or overlong file.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise InputError(f"{size:,} bytes, more than {LARGEST_FILE:,}; split the file")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("no such file; check the path") from error
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror or error}") from error


def read_text(data: bytes, *, source: str) -> Document:
    """Give the report in a plain-text file's bytes; its id is a hash of text and outlet.

    A head of ``Title:``, ``Outlet:``, ``Date:``, ``URL:`` lines, ended by an empty line, is read
    and is not part of the text.
    Raises: InputError for bytes that are no English text.
    """
    head, text = split_head(decode(data))
    check_text(text)
    seed = f"{head.get('outlet', '')}\0{text}"
    return Document(
        id=hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        text=text,
        published=given_date(head.get("date")),
        title=head.get("title"),
        outlet=head.get("outlet"),
        url=head.get("url") or (source if source != "-" else None),
    )


def decode(data: bytes) -> str:
    """Give the text in UTF-8 (or, with a byte order mark, UTF-16) bytes, line ends as they are.

    Raises: InputError naming the first byte that is no text.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"not {encoding.removesuffix('-sig').upper()} at byte {error.start}; "
            "convert the file (iconv -f WINDOWS-1252 -t UTF-8) or check that it is text"
        ) from error
    controls = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32)))
    if controls > _MOST_CONTROLS * len(text) + 1:
        raise InputError(f"{controls:,} control characters: a binary file, not text")
    return text


def split_head(text: str) -> tuple[dict[str, str], str]:
    """Give the head's fields and the text after it; no head gives no fields and the whole text."""
    head: dict[str, str] = {}
    position = 0
    for line in text.splitlines(keepends=True):
        match = _HEAD_LINE.match(line.rstrip("\r\n"))
        if match is None:
            ended = not line.strip()
            return (head, text[position + len(line) :]) if head and ended else ({}, text)
        head[match[1].lower()] = match[2].strip()
        position += len(line)
    return {}, text
