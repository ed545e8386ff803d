"""Place names of the world: what a name can mean, with coordinates, country and population.

Towns and their divisions come from ``data/places/gazetteer.npz`` (GeoNames, CC BY 4.0; built by
``tools/build_gazetteer.py``); countries, first-level divisions with their abbreviations, and the
regions, seas, rivers and sites that news names come from tables beside it that an analyst can edit.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dragoman.datafiles import data_path, read_table
from dragoman.errors import DataError

KINDS = ("PPL", "PPLC", "ADM1", "ADM2")
"""GeoNames feature codes of the packed rows, in the order of their stored numbers."""

_COUNTRY_KINDS = frozenset({"PCLI", "PCLH", "PCLS", "PCLD"})
_REGION_KINDS = frozenset({"ADM1", "ADM2", "RGN", "CONT", "ZN"})
_SPECIAL = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ə": "a", "ǝ": "a",
     "Ə": "A", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ð": "d", "þ": "th", "&": " and ",
     "-": " ", "–": " ", "‑": " ", "_": " "}
)  # fmt: skip
_DROPPED = re.compile(r"[^\w\s]")
_SHORT_FORMS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "oblast'": "oblast"}
_ARTICLE = "the "
_MOST_REMEMBERED = 50_000
_LONGEST_CASED = 4
"""Up to this length an alias counts only as the tables write it: "ACT" and "Va." but not "Act"."""


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One meaning of a name.

    ``country`` is ISO 3166-1 alpha-3; ``division`` the first-level division it lies in; ``kind`` a
    GeoNames feature code; ``precision`` city | region | country | feature; ``alternate`` is true
    when the name asked for is not the place's usual one.
    """

    name: str
    country: str | None
    division: str
    lat: float
    lon: float
    population: int
    kind: str
    precision: str
    geonames: int | None
    alternate: bool = False


@dataclass(frozen=True, slots=True)
class _Packed:
    keys: npt.NDArray[np.uint64]
    places: npt.NDArray[np.uint32]
    ranks: npt.NDArray[np.uint8]
    names: bytes
    breaks: npt.NDArray[np.int64]
    countries: tuple[str, ...]
    divisions: tuple[str, ...]
    country: npt.NDArray[np.uint8]
    division: npt.NDArray[np.uint16]
    lat: npt.NDArray[np.float32]
    lon: npt.NDArray[np.float32]
    population: npt.NDArray[np.uint32]
    geonames: npt.NDArray[np.uint32]
    kind: npt.NDArray[np.uint8]


class Gazetteer:
    """Looks names up; holds the packed arrays and the tables in memory (about 15 MB)."""

    def __init__(self, packed: _Packed, tables: "_Tables") -> None:
        self._packed = packed
        self._tables = tables
        self._seen: dict[str, tuple[GazetteerEntry, ...]] = {}

    def lookup(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Give every meaning of a name: those of the tables first, then towns."""
        found = self._seen.get(name)
        if found is None:
            folded = fold(name)
            spelt = tuple(
                sense
                for name, country in self._tables.spellings.get(folded, ())
                for sense in self._unpack(fold(name))
                if sense.country == country and not sense.alternate and sense.precision == "city"
            )
            own = tuple(sense for sense in self._unpack(folded) if sense.geonames not in
                        {one.geonames for one in spelt})  # fmt: skip
            found = (*self._look_in_tables(name, folded), *spelt, *own)
            if len(self._seen) < _MOST_REMEMBERED:
                self._seen[name] = found
        return found

    def adjective(self, word: str) -> GazetteerEntry | None:
        """Give the place that an adjective or a word for inhabitants ("Syrian", "Texans") means."""
        return self._tables.adjectives.get(word)

    def postal(self, code: str) -> GazetteerEntry | None:
        """Give the division that a two-letter postal code ("TX") stands for."""
        return self._tables.postal.get(code)

    def country(self, iso3: str) -> GazetteerEntry | None:
        """Give a country by its ISO 3166-1 alpha-3 code."""
        return self._tables.countries.get(iso3)

    def capital_of(self, name: str) -> str | None:
        """Give the country whose capital or seat of government bears this name."""
        return self._tables.capitals.get(fold(name))

    def is_abbreviation(self, text: str) -> bool:
        """Tell whether the text is a division's abbreviation that ends in a full stop ("Ga.")."""
        return text in self._tables.abbreviations

    def _look_in_tables(self, name: str, folded: str) -> tuple[GazetteerEntry, ...]:
        found = self._tables.names.get(folded, ())
        if len(folded) > _LONGEST_CASED or not found:
            return found
        written = name.replace(".", "").replace(" ", "")
        return tuple(
            entry
            for entry in found
            if written in self._tables.written.get((folded, entry.name), (written,))
        )

    def _unpack(self, folded: str) -> Iterator[GazetteerEntry]:
        if not folded:
            return
        packed = self._packed
        key = np.uint64(hash_key(folded))
        at = int(np.searchsorted(packed.keys, key))
        while at < len(packed.keys) and packed.keys[at] == key:
            yield self._entry(int(packed.places[at]), alternate=bool(packed.ranks[at]))
            at += 1

    def _entry(self, row: int, *, alternate: bool) -> GazetteerEntry:
        packed = self._packed
        kind = KINDS[packed.kind[row]]
        name = packed.names[packed.breaks[row] + 1 : packed.breaks[row + 1]].decode()
        return GazetteerEntry(
            name=name,
            country=packed.countries[packed.country[row]],
            division=packed.divisions[packed.division[row]],
            lat=round(float(packed.lat[row]), 4),
            lon=round(float(packed.lon[row]), 4),
            population=int(packed.population[row]),
            kind=kind,
            precision=precision_of(kind),
            geonames=int(packed.geonames[row]) or None,
            alternate=alternate,
        )


@dataclass(frozen=True, slots=True)
class _Tables:
    names: dict[str, tuple[GazetteerEntry, ...]]
    adjectives: dict[str, GazetteerEntry]
    postal: dict[str, GazetteerEntry]
    countries: dict[str, GazetteerEntry]
    capitals: dict[str, str]
    spellings: dict[str, tuple[tuple[str, str], ...]]
    written: dict[tuple[str, str], tuple[str, ...]]
    abbreviations: frozenset[str]


def load_gazetteer() -> Gazetteer:
    """Give the gazetteer that ships with the package.

    Raises: DataError when a table or the packed file is missing or broken.
    """
    return Gazetteer(_load_packed(data_path("places", "gazetteer.npz")), _load_tables())


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """Give the form in which names are compared: no case, accents, points or leading article."""
    plain = unicodedata.normalize("NFKD", name.translate(_SPECIAL)).casefold()
    words = _DROPPED.sub("", "".join(c for c in plain if not unicodedata.combining(c))).split()
    folded = " ".join(_SHORT_FORMS.get(word, word) for word in words)
    return folded.removeprefix(_ARTICLE)


def hash_key(folded: str) -> int:
    """Give the 64-bit key under which a folded name is packed."""
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")


def precision_of(kind: str) -> str:
    """Give city | region | country | feature for a GeoNames feature code."""
    if kind in _COUNTRY_KINDS:
        return "country"
    if kind in _REGION_KINDS:
        return "region"
    return "city" if kind.startswith("PPL") else "feature"


def _load_packed(path: Path) -> _Packed:
    try:
        with np.load(path) as arrays:
            names = arrays["names"]
            breaks = np.concatenate(([-1], np.flatnonzero(names == ord("\n")), [len(names)]))
            return _Packed(
                **{key: arrays[key] for key in ("keys", "places", "ranks", "country", "division")},
                **{key: arrays[key] for key in ("lat", "lon", "population", "geonames", "kind")},
                names=names.tobytes(),
                breaks=breaks,
                countries=tuple(arrays["countries"].tolist()),
                divisions=tuple(arrays["divisions"].tolist()),
            )
    except (KeyError, ValueError, OSError) as error:
        raise DataError(f"{path.name}: {error}; rebuild with tools/build_gazetteer.py") from error


def _load_tables() -> _Tables:
    points = {row["iso3"]: row for row in read_table(data_path("places", "country_points.tsv"))}
    country_rows = list(read_table(data_path("actors", "countries.tsv")))
    division_rows = list(read_table(data_path("places", "divisions.tsv")))
    region_rows = list(read_table(data_path("places", "regions.tsv")))
    countries = {row["iso3"]: _country(row, points.get(row["iso3"])) for row in country_rows}
    named = [
        *((countries[row["iso3"]], row) for row in country_rows),
        *((_division(row), row) for row in division_rows),
        *((_region(row), row) for row in region_rows),
    ]
    return _Tables(
        names=_index_names(named),
        adjectives=_index_adjectives(named),
        postal={row["postal"]: _division(row) for row in division_rows},
        countries=countries,
        capitals={
            fold(name): row["iso3"]
            for row in country_rows
            for name in (row["capital"], *_split(row["capital_aliases"]))
            if name and not row["end"]
        },
        spellings=_index_spellings(),
        written=_index_short_aliases(named),
        abbreviations=frozenset(
            alias for row in division_rows for alias in _split(row["aliases"]) if alias[-1] == "."
        ),
    )


def _index_names(
    named: list[tuple[GazetteerEntry, dict[str, str]]],
) -> dict[str, tuple[GazetteerEntry, ...]]:
    names: dict[str, tuple[GazetteerEntry, ...]] = {}
    regions = {fold(row["name"]) for entry, row in named if entry.precision == "region"}
    for entry, row in named:
        for position, name in enumerate((row["name"], *_split(row["aliases"]))):
            if position and entry.precision == "country" and fold(name) in regions:
                continue  # "England" is not the United Kingdom
            known = names.get(fold(name), ())
            # A country told by two tables keeps the first, the country table's.
            if all(one.kind != entry.kind or one.country != entry.country for one in known):
                usual = position == 0 or entry.kind != "ADM1"
                names[fold(name)] = (*known, entry if usual else replace(entry, alternate=True))
    return names


def _index_short_aliases(
    named: Iterable[tuple[GazetteerEntry, dict[str, str]]],
) -> dict[tuple[str, str], tuple[str, ...]]:
    """(folded alias, place) -> the ways to write it, without points and blanks."""
    written: dict[tuple[str, str], tuple[str, ...]] = {}
    for entry, row in named:
        for alias in _split(row["aliases"]):
            key = (fold(alias), entry.name)
            if len(key[0]) <= _LONGEST_CASED and key[0] != fold(entry.name):
                form = alias.replace(".", "").replace(" ", "")
                written[key] = (*written.get(key, ()), form)
    return written


def _index_spellings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Folded spelling -> (GeoNames name, country) of the towns that news means by it."""
    spellings: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in read_table(data_path("places", "spellings.tsv")):
        for spelling in _split(row["spellings"]):
            known = spellings.get(fold(spelling), ())
            spellings[fold(spelling)] = (*known, (row["name"], row["country"]))
    return spellings


def _index_adjectives(
    named: Iterable[tuple[GazetteerEntry, dict[str, str]]],
) -> dict[str, GazetteerEntry]:
    adjectives: dict[str, GazetteerEntry] = {}
    for entry, row in named:
        for word in (*_split(row["adjectives"]), *_split(row.get("demonyms", ""))):
            adjectives.setdefault(word, entry)
    return adjectives


def _country(row: dict[str, str], point: dict[str, str] | None) -> GazetteerEntry:
    at = point or row
    return GazetteerEntry(
        name=row["name"],
        country=row["iso3"],
        division="",
        lat=_degrees(at["lat"], row),
        lon=_degrees(at["lon"], row),
        population=0,
        kind="PCLH" if row["end"] else "PCLI",
        precision="country",
        geonames=int(row["geonames"]) if row["geonames"] else None,
    )


def _division(row: dict[str, str]) -> GazetteerEntry:
    return _region({**row, "kind": "ADM1"})


def _region(row: dict[str, str]) -> GazetteerEntry:
    return GazetteerEntry(
        name=row["name"],
        country=row["country"] or None,
        division="",
        lat=_degrees(row["lat"], row),
        lon=_degrees(row["lon"], row),
        population=0,
        kind=row["kind"],
        precision=precision_of(row["kind"]),
        geonames=int(row["geonames"]) if row["geonames"] else None,
    )


def _degrees(cell: str, row: dict[str, str]) -> float:
    try:
        return float(cell)
    except ValueError:
        raise DataError(f"places: {row['name']}: {cell!r} is no coordinate") from None


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
