"""Countries in the code systems of other formats: ``data/exports/countries.tsv``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.actors import load_actors
from dragoman.datafiles import data_path, read_table


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """A country's codes: FIPS 10-4, Correlates of War, ISO 3166-1 alpha-2; ``None`` for none."""

    fips: str | None
    cow: str | None
    iso2: str | None
    name: str


_NONE = CountryCodes(None, None, None, "")


def country_codes(iso3: str | None) -> CountryCodes:
    """Give a country's codes by its ISO 3166-1 alpha-3 code; all ``None`` where it is unknown."""
    return _load().get(iso3 or "", _NONE)


@cache
def _load() -> Mapping[str, CountryCodes]:
    rows = {row["iso3"]: row for row in read_table(data_path("exports", "countries.tsv"))}
    return {
        iso3: CountryCodes(
            fips=rows[iso3]["fips"] or None if iso3 in rows else None,
            cow=rows[iso3]["cow"] or None if iso3 in rows else None,
            iso2=country.iso2 or None,
            name=country.name,
        )
        for iso3, country in load_actors().countries.items()
    }
