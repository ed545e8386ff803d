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
from dragoman.errors import DataError
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
ARTICLES = ("al-", "Al-", "el-", "El-", "ul-", "ad-")
"""Arabic articles as they stand joined to a name."""
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
        self._adjectives = frozenset(
            fold(word).lower() for country in countries.values() for word in country.adjectives
        )
        self._holders = _index_holders(persons.values())

    def find(self, text: str) -> tuple[ActorMatch, ...]:
        """Give the known names in a text, leftmost and longest first, none overlapping.

        Case counts ("us" is never the country), but a name in capitals is found as well. Senses
        stand in the order of the tables, so that the best known body of a name comes first.
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
            (
                (start, end, number)
                for number, start, end in hits
                if _is_bounded(folded, start, end)
            ),
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
        senses = tuple(dict.fromkeys(sense for form, sense in spelled if _agrees(folded, form)))
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
                self.persons[key] for key, office in held if date is None or _holds(office, date)
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
        """Tell whether a neighbour is in lower case, a title, an adjective or a function word."""
        if not _is_capitalised(word):
            return True
        lower = word.lower()
        return lower in FUNCTION_WORDS or lower in self._role_starts or lower in self._adjectives

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
    return (
        max(enumerate(offices), key=lambda item: (item[1].start, item[0]))[1] if offices else None
    )


def cameo_code(country: Country | None, sectors: Sequence[str]) -> str | None:
    """Give the CAMEO actor code of a country and PLOVER sectors: USA and GOV, MIL is USAGOVMIL.

    At most two sectors are written, as CAMEO does; without a country the sectors stand alone.
    """
    codes = [CAMEO_SECTORS.get(sector, sector) for sector in sectors[:2]]
    return (country.cameo if country else "") + "".join(codes) or None


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
        *_check_collisions(actors),
    ]


Row = TypeVar("Row")


def _by_key(
    path: Path, make: Callable[[dict[str, str]], Row], key: Callable[[Row], str]
) -> Mapping[str, Row]:
    rows = {}
    for cells in read_table(path):
        row = make(cells)
        if key(row) in rows:
            raise DataError(f"{path.name}: {key(row)} stands twice; keep one row")
        rows[key(row)] = row
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


Spellings = dict[str, list[tuple[str, Sense]]]
"""Folded lower-case spelling to its folded forms with case, and what each may mean."""


def _index_spellings(actors: Actors) -> Spellings:
    spellings: Spellings = {}
    for spelling, sense in _all_spellings(actors):
        for form in _variants(fold(spelling)):
            spellings.setdefault(form.lower(), []).append((form, sense))
    return spellings


def _all_spellings(actors: Actors) -> Iterator[tuple[str, Sense]]:
    for country in actors.countries.values():
        yield from _country_spellings(country)
    for body in actors.bodies.values():
        sense = Sense(NameForm.BODY, body.key)
        for name in (body.name, *body.aliases):
            yield name, sense
    for person in actors.persons.values():
        sense = Sense(NameForm.PERSON, person.key)
        for name in (person.name, *person.aliases):
            yield name, sense


def _country_spellings(country: Country) -> Iterator[tuple[str, Sense]]:
    for form, names in (
        (NameForm.NAME, (country.name, *country.aliases)),
        (NameForm.DEMONYM, country.demonyms),
        (NameForm.ADJECTIVE, country.adjectives),
        (NameForm.CAPITAL, (country.capital, *country.capital_aliases)),
    ):
        sense = Sense(form, country.iso3)
        for name in names:
            if name:
                yield name, sense


def _variants(form: str) -> tuple[str, ...]:
    """Give a spelling and the house styles of it: U.S. or US, St. or St, al-Assad or Assad."""
    if form.startswith(("U.S. ", "U.N. ", "U.K. ")):
        return form, f"{form[0]}{form[2]} {form[5:]}"
    if "St. " in form:
        return form, form.replace("St. ", "St ")
    if " al-" in form:
        return (
            form,
            form.replace(" al-", " "),
            form.replace(" al-", " Al-"),
            form.replace("al-", "al "),
        )
    return (form,)


def _index_surnames(persons: Iterable[Person]) -> Mapping[str, tuple[str, ...]]:
    keys: dict[str, dict[str, None]] = defaultdict(dict)
    for person in persons:
        for surname in surnames(person):
            keys[fold(surname).lower()][person.key] = None
    return {surname: tuple(found) for surname, found in keys.items()}


def surnames(person: Person) -> tuple[str, ...]:
    """Give the ways in which a person is named by surname alone.

    The last word with its particles ("von der Leyen"), and for an Arabic article also without it
    ("al-Assad", "Assad"); the first word where family names come first. An alias of one word
    ("Lula") counts as well.
    """
    words = person.name.split()
    if len(words) > 1 and person.offices[0].country in FAMILY_NAME_FIRST and "-" not in words[0]:
        found = [words[0]]
    else:
        first = len(words) - 1
        while first > 1 and words[first - 1].lower() in PARTICLES:
            first -= 1
        found = [" ".join(words[first:])]
        bare = re.sub(r"^[AaEe][ln]?[dsrzt]?[hn]?-", "", words[-1])
        found += [bare, f"al-{bare}"] if bare != words[-1] else []
    return tuple(dict.fromkeys([*found, *(alias for alias in person.aliases if " " not in alias)]))


def _index_roles(
    roles: Mapping[str, Role],
) -> Mapping[str, tuple[tuple[tuple[str, ...], Role], ...]]:
    """Index role phrases by first word, longest first, as tokens with and without cut hyphens."""
    starts: dict[str, list[tuple[tuple[str, ...], Role]]] = defaultdict(list)
    for phrase, role in roles.items():
        phrase = phrase.replace("'s ", " 's ").replace("s' ", "s ' ")
        for parts in {tuple(phrase.split()), tuple(phrase.replace("-", " - ").split())}:
            starts[parts[0]].append((parts, role))
    return {
        word: tuple(sorted(found, key=lambda item: -len(item[0]))) for word, found in starts.items()
    }


def _index_holders(
    persons: Iterable[Person],
) -> Mapping[tuple[str, str], tuple[tuple[str, Office], ...]]:
    holders: dict[tuple[str, str], list[tuple[str, Office]]] = defaultdict(list)
    for person in persons:
        for office in person.offices:
            if office.country:
                holders[office.title, office.country].append((person.key, office))
    return {post: tuple(found) for post, found in holders.items()}


def _holds(office: Office, date: str) -> bool:
    """Tell whether a day lies in an office's span, whose dates may be years or months."""
    return office.start <= date and (not office.end or date[: len(office.end)] <= office.end)


def _is_bounded(text: str, start: int, end: int) -> bool:
    """Tell whether nothing continues the name on either side."""
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return False
    # "al-" before it makes another name of it: Abdul-Malik al-Houthi is not the group.
    return start == 0 or not (
        text[start - 1].isalnum() or text[start - 1] == "_" or text.endswith(ARTICLES, 0, start)
    )


@lru_cache(maxsize=65536)
def _agrees(seen: str, form: str) -> bool:
    """Tell whether a name as seen has the data's case, or one that papers print instead."""
    if seen == form or (form[0].islower() and seen == form[0].upper() + form[1:]):
        return True
    if seen.isupper():
        return len(seen) > 3 and seen == form.upper()
    lead, _, head = seen.rpartition(" ")
    return head in HEADS and form.rpartition(" ")[0] == lead


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """Give the words beside a name with only a space between, empty across punctuation."""
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    after = _WORD_AFTER.match(text, end)
    return before[1] if before else "", after[1] if after else ""


_WORD_BEFORE = re.compile(r"([^\W_][\w.'-]*) $")
_WORD_AFTER = re.compile(r" ([^\W_][\w'-]*)")


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.isalpha()


def _is_capitalised(word: str) -> bool:
    return bool(word) and word[0].isupper()


def _moved(match: ActorMatch, offsets: Sequence[int]) -> ActorMatch:
    return ActorMatch(offsets[match.start], offsets[match.end - 1] + 1, match.senses)


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
    for spelling, sense in _all_spellings(actors):
        if sense.form is NameForm.BODY:
            spelled[fold(spelling)].add((sense.key, actors.bodies[sense.key].country))
        elif sense.form is NameForm.NAME:
            spelled[fold(spelling)].add((sense.key, sense.key))
    for spelling, rows in spelled.items():
        countries = [country for _, country in rows]
        if len(rows) > 1 and (None in countries or len(set(countries)) < len(rows)):
            yield f"{spelling!r} names {', '.join(sorted(key for key, _ in rows))}"
