"""The rows of data/actors and how a table's cells become one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from dragoman.datafiles import read_table
from dragoman.errors import DataError
from dragoman.records.mention import EntityKind


@dataclass(frozen=True, slots=True)
class Country:
    """A row of countries.tsv: a state or territory, now or in the past."""

    iso3: str
    iso2: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    adjectives: tuple[str, ...]
    capital: str
    capital_aliases: tuple[str, ...]
    lat: float
    lon: float
    cameo: str
    start: str
    end: str
    geonames: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """A row of bodies.tsv: an institution, group, party or company with a name of its own."""

    key: str
    name: str
    aliases: tuple[str, ...]
    kind: EntityKind
    country: str | None
    sectors: tuple[str, ...]
    cameo: str | None
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Office:
    """What a person was, and from when to when; an empty date is open or unknown."""

    title: str
    country: str | None
    sectors: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person and every office that the data gives, in the order of the rows."""

    key: str
    name: str
    aliases: tuple[str, ...]
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A row of roles.tsv: a common-noun phrase for an actor.

    ``country_from`` is modifier | sender | place | none; ``note`` is "neutral" when the sector is
    that of the body named beside it ("spokesman"), "head" for who heads a state or government.
    """

    phrase: str
    kind: EntityKind
    sectors: tuple[str, ...]
    level: str
    country_from: str
    note: str


@dataclass(frozen=True, slots=True)
class Tables:
    """Every table of a folder, by key; ``rules`` maps an ambiguous name to its rule."""

    countries: Mapping[str, Country]
    bodies: Mapping[str, Body]
    persons: Mapping[str, Person]
    roles: Mapping[str, Role]
    rules: Mapping[str, str]


def read_tables(folder: Path) -> Tables:
    """Give the tables of a folder; bodies and persons may stand in several files each.

    Raises: DataError for a malformed table.
    """
    bodies = sorted(folder.glob("bodies*.tsv"))
    return Tables(
        countries=_by_key([folder / "countries.tsv"], _country, lambda row: row.iso3),
        bodies=_by_key(bodies, _body, lambda row: row.key),
        persons=_read_persons(sorted(folder.glob("persons*.tsv"))),
        roles=_by_key([folder / "roles.tsv"], _role, lambda row: row.phrase),
        rules={row["name"]: row["rule"] for row in read_table(folder / "ambiguous.tsv")},
    )


Row = TypeVar("Row")


def _by_key(
    paths: Iterable[Path], make: Callable[[Mapping[str, str]], Row], key: Callable[[Row], str]
) -> Mapping[str, Row]:
    rows: dict[str, Row] = {}
    for path in paths:
        for cells in read_table(path):
            try:
                row = make(cells)
            except ValueError as error:
                raise DataError(f"{path.name}: {error}; correct the row") from error
            if rows.setdefault(key(row), row) is not row:
                raise DataError(f"{path.name}: {key(row)} stands twice; keep one row")
    return MappingProxyType(rows)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _country(cells: Mapping[str, str]) -> Country:
    return Country(
        iso3=cells["iso3"],
        iso2=cells["iso2"],
        name=cells["name"],
        aliases=_split(cells["aliases"]),
        demonyms=_split(cells["demonyms"]),
        adjectives=_split(cells["adjectives"]),
        capital=cells["capital"],
        capital_aliases=_split(cells["capital_aliases"]),
        lat=float(cells["lat"]),
        lon=float(cells["lon"]),
        cameo=cells["cameo"],
        start=cells["start"],
        end=cells["end"],
        geonames=int(cells["geonames"]) if cells["geonames"] else None,
    )


def _body(cells: Mapping[str, str]) -> Body:
    return Body(
        key=cells["key"],
        name=cells["name"],
        aliases=_split(cells["aliases"]),
        kind=EntityKind(cells["kind"]),
        country=cells["country"] or None,
        sectors=_split(cells["sectors"]),
        cameo=cells["cameo"] or None,
        start=cells["start"],
        end=cells["end"],
    )


def _role(cells: Mapping[str, str]) -> Role:
    return Role(
        phrase=cells["phrase"],
        kind=EntityKind(cells["kind"]),
        sectors=_split(cells["sectors"]),
        level=cells["level"],
        country_from=cells["country_from"],
        note=cells["note"],
    )


def _read_persons(paths: Iterable[Path]) -> Mapping[str, Person]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for path in paths:
        for cells in read_table(path):
            rows[cells["key"]].append(cells)
    return MappingProxyType({key: _person(key, cells) for key, cells in rows.items()})


def _person(key: str, rows: Sequence[Mapping[str, str]]) -> Person:
    """Give one person of the rows with a key; the first row's name is the name."""
    name = rows[0]["name"]
    spellings = dict.fromkeys(
        alias for row in rows for alias in (row["name"], *_split(row["aliases"]))
    )
    return Person(
        key=key,
        name=name,
        aliases=tuple(alias for alias in spellings if alias != name),
        offices=tuple(
            Office(
                title=row["office"],
                country=row["country"] or None,
                sectors=_split(row["sectors"]),
                start=row["start"],
                end=row["end"],
            )
            for row in rows
        ),
    )
