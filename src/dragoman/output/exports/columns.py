"""What every format shares: its row in the table of formats, its columns, its count of what went."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Generic, TypeVar

from dragoman.store.streams import ToldEvent

Row = TypeVar("Row")
Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column or field of a format: its name, what stands in it, and how it is found."""

    name: str
    meaning: str
    value: Callable[[Row], Cell]


@dataclass(slots=True)
class Tally:
    """How many lines were written, and how many events were left out for which reason."""

    written: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str) -> None:
        """Count an event that the format cannot hold."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


Write = Callable[[Iterable[ToldEvent], BinaryIO, Tally], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its name, the file's extension, what it is for, its fields, what writes it.

    ``fields`` are (name, meaning) of every column or field; ``keeps_status`` is false for a format
    that cannot say that an act is planned or was called off; ``extra`` names the optional
    dependency that it needs, empty for none.
    """

    name: str
    extension: str
    summary: str
    fields: tuple[tuple[str, str], ...]
    write: Write
    keeps_status: bool
    extra: str = ""


def describe(columns: Sequence[Column[Row]]) -> tuple[tuple[str, str], ...]:
    """Give names and meanings of columns, as an exporter lists them."""
    return tuple((column.name, column.meaning) for column in columns)


_BREAKS = dict.fromkeys((*range(32), 127, 133, 8232, 8233), " ")


def write_tsv(
    rows: Iterable[Row],
    columns: Sequence[Column[Row]],
    out: BinaryIO,
    tally: Tally,
    *,
    header: bool = True,
) -> None:
    """Write rows as UTF-8 TSV without quoting; tabs and line ends in a cell become blanks."""
    if header:
        out.write(("\t".join(column.name for column in columns) + "\n").encode())
    for row in rows:
        cells = (to_text(column.value(row)).translate(_BREAKS) for column in columns)
        out.write(encode("\t".join(cells) + "\n"))
        tally.written += 1


def write_csv(
    rows: Iterable[Row], columns: Sequence[Column[Row]], out: BinaryIO, tally: Tally
) -> None:
    """Write rows as RFC 4180 CSV in UTF-8; text that a spreadsheet would run begins with ``'``."""
    out.write(_csv_line([column.name for column in columns]))
    for row in rows:
        out.write(_csv_line([_harmless(column.value(row)) for column in columns]))
        tally.written += 1


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return encode(line.getvalue())


def _harmless(cell: Cell) -> str:
    """Source: OWASP, CSV injection: a cell that begins so is taken for a formula."""
    text = to_text(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(tuple("=+-@\t\r")) else text


def to_text(cell: Cell) -> str:
    """Give a cell as text: nothing for ``None``, 1 and 0 for truth, no needless decimals."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    return str(cell)


def encode(text: str) -> bytes:
    """Give text in UTF-8; lone surrogates, which have no such form, become U+FFFD."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()


def join(values: Iterable[str | None]) -> str:
    """Give the values that there are, separated by ``;``, each once."""
    return ";".join(dict.fromkeys(value for value in values if value))


def batch_lines(lines: Iterable[str], out: BinaryIO, tally: Tally) -> None:
    """Write text lines, counting each."""
    for line in lines:
        out.write(encode(line + "\n"))
        tally.written += 1


def first(values: Iterable[Row]) -> Row | None:
    """Give the first value, ``None`` when there is none."""
    return next(iter(values), None)


Lines = Iterator[str]
