"""Lints the actor tables: unknown codes, bad dates, clashing spellings, rules without a name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date as calendar_date

from dragoman.actors.index import Actors, NameForm, all_spellings, load_actors
from dragoman.folding import fold

SECTORS = frozenset(
    "GOV MIL COP JUD LEG SPY PTY REB UAF UNK PRM PRE OPP ELI CVL CRM REF BUS MNC LAB AGR EDU MED "
    "JRN REL SOC NGO IGO DEV ENV".split()
)
"""PLOVER 0.8 Table 5.2 and 5.1, with CAMEO's DEV and ENV where PLOVER has no code."""
LEVELS = frozenset({"office", "group", "body"})
COUNTRY_FROM = frozenset({"modifier", "sender", "place", "none"})
RULES = frozenset({"caps", "the", "mid", "name"})


def check_actors(actors: Actors | None = None) -> list[str]:
    """Give the problems of the actor data in words, none when it is sound.

    Looks for unknown codes, bad dates, empty names, and spellings that name several bodies, or a
    body and a country, with nothing to tell them apart.
    """
    actors = actors or load_actors()
    return [
        *_check_countries(actors),
        *_check_bodies(actors),
        *_check_persons(actors),
        *_check_roles(actors),
        *_check_rules(actors),
        *_check_collisions(actors),
    ]


def _check_countries(actors: Actors) -> Iterator[str]:
    for row in actors.countries.values():
        if not re.fullmatch(r"[A-Z]{3}", row.iso3) or not re.fullmatch(r"[A-Z]{3}", row.cameo):
            yield f"country {row.iso3}: iso3 and cameo must be three capitals"
        if not (-90 <= row.lat <= 90 and -180 <= row.lon <= 180):
            yield f"country {row.iso3}: {row.lat}, {row.lon} is no point on Earth"
        yield from _check_dates(f"country {row.iso3}", row.start, row.end)


def _check_bodies(actors: Actors) -> Iterator[str]:
    for row in actors.bodies.values():
        where = f"body {row.key}"
        yield from _check_codes(actors, where, row.country, row.sectors)
        yield from _check_dates(where, row.start, row.end)
        if not row.name or "" in row.aliases:
            yield f"{where}: empty name or alias"


def _check_persons(actors: Actors) -> Iterator[str]:
    for person in actors.persons.values():
        where = f"person {person.key}"
        for office in person.offices:
            yield from _check_codes(actors, where, office.country, office.sectors)
            yield from _check_dates(where, office.start, office.end)


def _check_roles(actors: Actors) -> Iterator[str]:
    for role in actors.roles.values():
        where = f"role {role.phrase}"
        yield from _check_codes(actors, where, None, role.sectors)
        if role.level not in LEVELS or role.country_from not in COUNTRY_FROM:
            yield f"{where}: unknown level {role.level} or country_from {role.country_from}"
        if role.phrase != fold(role.phrase).lower():
            yield f"{where}: write it in lower case without accents"


def _check_rules(actors: Actors) -> Iterator[str]:
    for name, rule in actors.tables.rules.items():
        if rule not in RULES:
            yield f"ambiguous {name}: unknown rule {rule}"
        if not actors.lookup(name):
            yield f"ambiguous {name}: no row has this name"


def _check_codes(
    actors: Actors, where: str, country: str | None, sectors: Sequence[str]
) -> Iterator[str]:
    if country is not None and country not in actors.countries:
        yield f"{where}: unknown country {country}"
    if not sectors:
        yield f"{where}: no sector"
    for sector in sectors:
        if sector not in SECTORS:
            yield f"{where}: unknown sector {sector}"


def _check_dates(where: str, start: str, end: str) -> Iterator[str]:
    for date in filter(None, (start, end)):
        try:
            calendar_date.fromisoformat(date + "-01-01"[len(date) - 4 :])
        except ValueError:
            yield f"{where}: {date} is no date; write YYYY, YYYY-MM or YYYY-MM-DD"
    if start and end and end < start[: len(end)]:
        yield f"{where}: ends ({end}) before it starts ({start})"


def _check_collisions(actors: Actors) -> Iterator[str]:
    """Give spellings that mean several bodies of one country, or a body and a country."""
    spelled: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for spelling, sense in all_spellings(actors.tables):
        if sense.form is NameForm.BODY:
            spelled[fold(spelling)].add((sense.key, actors.bodies[sense.key].country))
        elif sense.form is NameForm.NAME:
            spelled[fold(spelling)].add((sense.key, sense.key))
    for spelling, rows in spelled.items():
        countries = [country for _, country in rows]
        if len(rows) > 1 and (None in countries or len(set(countries)) < len(rows)):
            yield f"{spelling!r} names {', '.join(sorted(key for key, _ in rows))}"
