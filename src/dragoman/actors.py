"""Loads and checks data/actors, and finds the names of its countries, bodies and persons in text.

One Aho-Corasick automaton holds every spelling in folded lower case (no accents, straight quotes
and hyphens, one code point for one, so that offsets stay); a hit counts when its letters' case
agrees with the data and it stands between word boundaries. Names that are also common words or
given names carry a rule in data/actors/ambiguous.tsv.
Sources: ISO 3166-1 codes, PLOVER 0.8 sector codes (Table 5.2), CAMEO actor codes.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from dragoman.datafiles import data_path, read_table
from dragoman.folding import drop_marks, fold
from dragoman.records.mention import EntityKind

SECTORS = frozenset(
    "GOV MIL COP JUD LEG SPY PTY REB UAF UNK PRM PRE OPP ELI CVL CRM REF BUS MNC LAB AGR EDU MED "
    "JRN REL SOC NGO IGO DEV ENV".split()
)
"""PLOVER 0.8 Table 5.2 and 5.1, with CAMEO's DEV and ENV where PLOVER has no code."""
LEVELS = frozenset({"office", "group", "body"})
COUNTRY_FROM = frozenset({"modifier", "sender", "place", "none"})
RULES = frozenset({"caps", "the", "mid", "name"})

CAMEO_SECTORS = {"JRN": "MED", "MED": "HLH", "PRM": "UAF", "SOC": "CVL", "PRE": "SEP", "UNK": ""}
"""PLOVER sector codes whose CAMEO spelling differs (PLOVER 0.8 section 5.2.1, note 4)."""
FAMILY_NAME_FIRST = frozenset({"CHN", "HKG", "KOR", "PRK", "TWN"})
PARTICLES = frozenset(
    "al ad an ar as ben bin da de del della den der di do dos du el ibn la le los san st ter ul "
    "van von zu".split()
)
FUNCTION_WORDS = frozenset(
    "a about after against all also although among an and are around as at because before between "
    "both but by despite during even for from given her his how if in inside into is its like many "
    "meanwhile most near neither new no nor not now of off on once one only or our outside over "
    "since so some still that the their then there they this through to today toward towards "
    "under unless unlike until was what when where whether which while who why will with within "
    "without yet north northern south southern east eastern west western central".split()
)
"""Words that stand beside a country's name without being part of a longer name."""
HEADS = frozenset(
    "agency alliance army assembly association authority bank brigade brigades bureau coalition "
    "command commission committee congress corporation corps council court department duma forces "
    "force front government group guard guards house institute ministry movement office "
    "organization organisation parliament parties party police service services tribunal union "
    "university".split()
)
"""Last words of names that some papers print in lower case ("Supreme court", "Labour party")."""


class NameForm(StrEnum):
    """What kind of name a spelling is."""

    NAME = "name"
    DEMONYM = "demonym"
    ADJECTIVE = "adjective"
    CAPITAL = "capital"
    BODY = "body"
    PERSON = "person"
    SURNAME = "surname"


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
    that of the body named beside it ("spokesman").
    """

    phrase: str
    kind: EntityKind
    sectors: tuple[str, ...]
    level: str
    country_from: str
    note: str


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a spelling may name: its form and the key of the row (iso3 for countries)."""

    form: NameForm
    key: str


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """A known name in a text: code points ``start``..``end``, half-open, and what it may mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]


class Actors:
    """The actor data with its indexes; get it from :func:`load_actors`."""

    def __init__(
        self,
        countries: Mapping[str, Country],
        bodies: Mapping[str, Body],
        persons: Mapping[str, Person],
        roles: Mapping[str, Role],
        rules: Mapping[str, str],
    ) -> None:
        """Index the tables; ``rules`` maps an ambiguous name to its rule."""
        self.countries = countries
        self.bodies = bodies
        self.persons = persons
        self.roles = roles
        self._rules = rules
        self._surnames = _index_surnames(persons.values())
        self._spellings = _index_spellings(self)
        self._patterns = list(self._spellings)
        self._automaton = AhoCorasick(
            self._patterns,
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )
        self._role_starts = _index_roles(roles)
        self._holders = _index_holders(persons.values())

    def find(self, text: str) -> tuple[ActorMatch, ...]:
        """Give the known names in a text, leftmost and longest first, none overlapping.

        Case counts ("us" is never the country), but a name in capitals is found as well.
        """
        without_marks = drop_marks(text)
        if without_marks is not None:
            stripped, offsets = without_marks
            return tuple(_moved(match, offsets) for match in self.find(stripped))
        folded = fold(text)
        hits = self._automaton.find_matches_as_indexes(folded.lower(), overlapping=True)
        found: list[ActorMatch] = []
        end_of_last = 0
        for start, end, number in sorted(
            ((start, end, number) for number, start, end in hits if _is_bounded(folded, start, end)),
            key=lambda hit: (hit[0], -hit[1]),
        ):
            if start < end_of_last:
                continue
            senses = self._agreeing(folded, start, end, number)
            if senses:
                found.append(ActorMatch(start, end, senses))
                end_of_last = end
        return tuple(found)

    def lookup(self, name: str, date: str | None = None) -> tuple[Sense, ...]:
        """Give what a name may mean, on a day when one is given (YYYY-MM-DD).

        The case of letters must agree with the data, or be all capitals. A person counts on a day
        when an office was held then; when none of several persons did, all are given.
        """
        folded = fold(name)
        spelled = self._spellings.get(folded.lower(), ())
        senses = tuple(
            dict.fromkeys(sense for form, sense in spelled if _agrees(folded, form))
        )
        if date is None:
            return senses
        current = tuple(sense for sense in senses if self._exists_on(sense, date))
        return current or senses

    def by_surname(self, surname: str, date: str | None = None) -> tuple[Person, ...]:
        """Give the persons with a surname, those in office on the day first."""
        people = [self.persons[key] for key in self._surnames.get(fold(surname).lower(), ())]
        if date is not None:
            people.sort(key=lambda person: office_on(person, date) is None)
        return tuple(people)

    def holders(self, title: str, country: str, date: str | None = None) -> tuple[Person, ...]:
        """Give who held an office of a country, on a day when one is given.

        ``title`` is a phrase of roles.tsv ("president"), ``country`` an ISO 3166-1 alpha-3 code.
        """
        held = self._holders.get((title, country), ())
        return tuple(
            dict.fromkeys(
                self.persons[key]
                for key, office in held
                if date is None or _holds(office, date)
            )
        )

    def match_role(self, words: Sequence[str], first: int) -> tuple[Role, int] | None:
        """Give the longest role phrase that starts at a word, and the index after its last word.

        ``words`` are a sentence's tokens or lemmas; hyphens may be tokens of their own, as UD
        English cuts them.
        """
        word = fold(words[first]).lower()
        for parts, role in self._role_starts.get(word, ()):
            last = first + len(parts)
            if last <= len(words) and all(
                fold(word).lower() == part
                for word, part in zip(words[first + 1 : last], parts[1:], strict=True)
            ):
                return role, last
        return None

    def _agreeing(self, folded: str, start: int, end: int, number: int) -> tuple[Sense, ...]:
        pattern = self._patterns[number]
        seen = folded[start:end]
        senses = [sense for form, sense in self._spellings[pattern] if _agrees(seen, form)]
        rule = self._rules.get(pattern)
        if not senses or (rule and not self._allows(rule, folded, start, end)):
            return ()
        return tuple(dict.fromkeys(senses))

    def _allows(self, rule: str, folded: str, start: int, end: int) -> bool:
        before, after = _neighbours(folded, start, end)
        if rule == "the":
            return before in ("the", "The")
        if rule == "caps":
            return not (_is_capitals(before) or _is_capitals(after))
        if rule == "mid":
            return bool(before) and not _is_capitalised(before) and not _is_capitalised(after)
        return self._is_no_part_of_name(before) and self._is_no_part_of_name(after)

    def _is_no_part_of_name(self, word: str) -> bool:
        """Tell whether a neighbour leaves the name alone: lower case, a title, a function word."""
        if not _is_capitalised(word):
            return True
        lower = word.lower()
        return lower in FUNCTION_WORDS or lower in self._role_starts

    def _exists_on(self, sense: Sense, date: str) -> bool:
        if sense.form in (NameForm.PERSON, NameForm.SURNAME):
            return office_on(self.persons[sense.key], date) is not None
        row = self.bodies[sense.key] if sense.form is NameForm.BODY else self.countries[sense.key]
        return (not row.start or row.start <= date) and (not row.end or date <= row.end)


@cache
def load_actors() -> Actors:
    """Give the shipped actor data, read once per process.

    Raises: DataError when a table is missing or malformed.
    """
    return read_actors(data_path("actors"))


def read_actors(folder: Path) -> Actors:
    """Give the actor data of a folder: the tables of data/actors, persons from ``persons*.tsv``.

    Raises: DataError for a malformed table.
    """
    return Actors(
        countries=_by_key(folder / "countries.tsv", _country, lambda row: row.iso3),
        bodies={
            body.key: body
            for path in sorted(folder.glob("bodies*.tsv"))
            for body in map(_body, read_table(path))
        },
        persons=_read_persons(sorted(folder.glob("persons*.tsv"))),
        roles=_by_key(folder / "roles.tsv", _role, lambda row: row.phrase),
        rules={
            fold(row["name"]).lower(): row["rule"] for row in read_table(folder / "ambiguous.tsv")
        },
    )


def office_on(person: Person, date: str | None) -> Office | None:
    """Give the office that a person held on a day; without a day the latest one.

    When several fit, the one taken up last counts; a later row wins a tie.
    """
    offices = person.offices
    if date is not None:
        offices = tuple(office for office in offices if _holds(office, date))
    return max(enumerate(offices), key=lambda item: (item[1].start, item[0]))[1] if offices else None


def cameo_code(country: Country | None, sectors: Sequence[str]) -> str | None:
    """Give the CAMEO actor code of a country and PLOVER sectors: USA and GOV, MIL is USAGOVMIL.

    At most two sectors are written, as CAMEO does; without a country the sectors stand alone.
    """
    codes = [CAMEO_SECTORS.get(sector, sector) for sector in sectors[:2]]
    return (country.cameo if country else "") + "".join(codes) or None
