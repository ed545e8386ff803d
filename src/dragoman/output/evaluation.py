"""Tables of ``dragoman eval``: for the terminal, and a section of docs/EVALUATION.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.table import Table

from dragoman.errors import InputError
from dragoman.evaluate.figures import Aim, Figure, Peer, aim_of


@dataclass(frozen=True, slots=True)
class Measured:
    """A task's figures with what they are compared to, and how they were made."""

    task: str
    about: str
    figures: Sequence[Figure]
    aims: Sequence[Aim]
    peers: Sequence[Peer]
    command: str
    version: str
    day: date


def make_table(measured: Measured) -> Table:
    """Give the figures as a table for the terminal."""
    table = Table(title=f"{measured.task}: {measured.about}", title_justify="left")
    for name in ("set", "measure"):
        table.add_column(name)
    for name in ("figure", "items", "aim"):
        table.add_column(name, justify="right")
    for row in _rows(measured):
        table.add_row(*row)
    return table


def make_peers_table(measured: Measured) -> Table:
    """Give other systems' figures as a table for the terminal."""
    table = Table(title="the field", title_justify="left")
    for name in ("system", "set", "measure", "figure", "source"):
        table.add_column(name, justify="right" if name == "figure" else "left")
    for row in _peers(measured):
        table.add_row(*row)
    return table


def write_section(page: str, measured: Measured) -> str:
    """Give the page with the task's generated part written anew.

    Raises: InputError when the page has no place for it.
    """
    begin, end = markers(measured.task)
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
        raise InputError(f"the page has no place for {measured.task}: add {begin} and {end}")
    head, _, rest = page.partition(begin)
    return f"{head}{begin}\n{make_markdown(measured)}{end}{rest.partition(end)[2]}"


def markers(task: str) -> tuple[str, str]:
    """Give the lines between which a task's part of the page is generated."""
    return f"<!-- eval {task} -->", f"<!-- end {task} -->"


def make_markdown(measured: Measured) -> str:
    """Give the figures, then other systems' figures, as Markdown."""
    lines = [
        f"`{measured.command}`, version {measured.version}, {measured.day.isoformat()}.",
        "",
        *_markdown(("set", "measure", "figure", "items", "aim"), _rows(measured)),
    ]
    if measured.peers:
        header = ("the field", "set", "measure", "figure", "source")
        lines += ["", *_markdown(header, _peers(measured))]
    return "\n".join(lines) + "\n"


def update_page(path: Path, measured: Measured) -> None:
    """Write the task's part of the page in place.

    Raises: InputError when there is no such page, or no place in it.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such page; run this in the project's folder")
    path.write_text(write_section(path.read_text(encoding="utf-8"), measured), encoding="utf-8")


def _rows(measured: Measured) -> Iterable[tuple[str, ...]]:
    for figure in measured.figures:
        aim = aim_of(measured.task, figure, measured.aims)
        items = "" if figure.items is None else f"{figure.items:,}"
        yield figure.set, figure.measure, _short(figure.value), items, _aim(aim, figure)


def _peers(measured: Measured) -> Iterable[tuple[str, ...]]:
    for peer in measured.peers:
        yield peer.system, peer.set, peer.measure, _short(peer.value), peer.source


def _aim(aim: Aim | None, figure: Figure) -> str:
    if aim is None:
        return ""
    sign = "≥" if aim.least else "≤"
    return f"{sign} {aim.value:g}{'' if aim.reached(figure) else ' (missed)'}"


def _short(value: float) -> str:
    return f"{value:.3f}"


def _markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
