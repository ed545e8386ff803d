"""What an evaluation gives: figures, the aims they are held against, and other systems' figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.datafiles import data_path, read_table
from dragoman.errors import DataError


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value: on which set, of which measure, over how many items.

    ``value`` lies between 0 and 1.
    """

    set: str
    measure: str
    value: float
    items: int | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """What a figure is to reach: at least, or at most, ``value``."""

    task: str
    set: str
    measure: str
    least: bool
    value: float

    def reached(self, figure: Figure) -> bool:
        """Tell whether the figure, as rounded to three places, reaches it."""
        value = round(figure.value, 3)
        return value >= self.value if self.least else value <= self.value


@dataclass(frozen=True, slots=True)
class Peer:
    """A figure that another system has, and where it comes from."""

    task: str
    measure: str
    value: float
    system: str
    set: str
    source: str


def load_aims() -> tuple[Aim, ...]:
    """Give the shipped aims. Raises: DataError for one of another form."""
    return tuple(_aim(row) for row in read_table(data_path("evaluation", "targets.tsv")))


def load_peers() -> tuple[Peer, ...]:
    """Give the shipped figures of other systems."""
    rows = read_table(data_path("evaluation", "peers.tsv"))
    return tuple(
        Peer(r["task"], r["measure"], float(r["figure"]), r["system"], r["set"], r["source"])
        for r in rows
    )


def aim_of(task: str, figure: Figure, aims: Iterable[Aim]) -> Aim | None:
    """Give the aim for a figure, if there is one."""
    key = (task, figure.set, figure.measure)
    return next((aim for aim in aims if (aim.task, aim.set, aim.measure) == key), None)


def _aim(row: dict[str, str]) -> Aim:
    sign, _, value = row["aim"].partition(" ")
    if sign not in (">=", "<="):
        raise DataError(f"targets.tsv: aim {row['aim']!r} begins with neither >= nor <=")
    return Aim(row["task"], row["set"], row["measure"], sign == ">=", float(value))
