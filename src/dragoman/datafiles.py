"""Where the shipped data files lie, and how their tab-separated form is read."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from dragoman.errors import DataError


def data_path(*parts: str) -> Path:
    """Give the path of a shipped data file or folder.

    Raises: DataError when nothing lies there.
    """
    path = Path(str(files("dragoman"))).joinpath("data", *parts)
    if not path.exists():
        raise DataError(f"{'/'.join(parts)}: no such data file; reinstall dragoman")
    return path


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Give each row of a TSV file as a mapping from its header's names to stripped cells.

    Lines that start with ``#`` and empty lines are skipped; short rows are filled with ``""``.
    Raises: DataError for a row with more cells than the header.
    """
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
        elif len(cells) > len(header):
            raise DataError(f"{path.name}:{number}: {len(cells)} cells, header has {len(header)}")
        else:
            yield dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
