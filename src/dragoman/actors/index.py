"""Finds names of the data in text, and offices, surnames and role phrases by their words.

One Aho-Corasick automaton holds every spelling in folded lower case (no accents, straight quotes
and hyphens, one code point for one, so that offsets stay); a hit counts when its letters' case
agrees with the data and it stands between word boundaries. Names that are also common words or
given names carry a rule in data/actors/ambiguous.tsv.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from dragoman.actors.names import (
    FUNCTION_WORDS,
    agrees,
    is_bounded,
    is_capitalised,
    is_capitals,
    neighbours,
    surnames,
    variants,
)
from dragoman.actors.rows import Country, Office, Person, Role, Tables, read_tables
from dragoman.datafiles import data_path
from dragoman.folding import drop_marks, fold

CAMEO_SECTORS = {"JRN": "MED", "MED": "HLH", "PRM": "UAF", "SOC": "CVL", "PRE": "SEP", "UNK": ""}
"""PLOVER sector codes whose CAMEO spelling differs (PLOVER 0.8 section 5.2.1, note 4)."""


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

    def __init__(self, tables: Tables) -> None:
        """Index the tables; this takes most of the loading time."""
        self.countries = tables.countries
        self.bodies = tables.bodies
        self.persons = tables.persons
        self.roles = tables.roles
        self.tables = tables
        self._rules = {fold(name).lower(): rule for name, rule in tables.rules.items()}
        self._surnames = _index_surnames(tables.persons.values())
        self._holders = _index_holders(tables.persons.values())
        self._role_starts = _index_roles(tables.roles)
        self._adjectives = frozenset(
            fold(word).lower() for row in tables.countries.values() for word in row.adjectives
        )
        self._spellings = _index_spellings(tables)
        self._patterns = list(self._spellings)
        self._automaton = AhoCorasick(
            self._patterns,
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )

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
            ((start, end, number) for number, start, end in hits if is_bounded(folded, start, end)),
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
        senses = tuple(dict.fromkeys(sense for form, sense in spelled if agrees(folded, form)))
        if date is None:
            return senses
        current = tuple(sense for sense in senses if self._exists_on(sense, date))
        return current or senses

    def by_surname(self, surname: str, date: str | None = None) -> tuple[Person, ...]:
        """Give the persons with a surname, those in office on the day first.

        When one of them headed a state or its government that day, the others in office are left
        out: "Trump" in 2026 is the president, not his son.
        """
        people = [self.persons[key] for key in self._surnames.get(fold(surname).lower(), ())]
        if date is None:
            return tuple(people)
        offices = [(person, office_on(person, date)) for person in people]
        heads = [person for person, office in offices if office and self._is_head(office)]
        current = heads or [person for person, office in offices if office]
        return (*current, *(person for person, office in offices if office is None))

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

    def may_start_role(self, word: str) -> bool:
        """Tell whether a role phrase can start with a word in lower case: a cheap first test."""
        return word in self._role_starts or not word.isascii()

    def match_role(self, words: Sequence[str], first: int) -> tuple[Role, int] | None:
        """Give the longest role phrase that starts at a word, and the index after its last word.

        ``words`` are a sentence's tokens or lemmas; hyphens may be tokens of their own, as UD
        English cuts them.
        """
        word = fold(words[first]).lower()
        starts = self._role_starts.get(word)
        if starts is None:
            return None
        second = fold(words[first + 1]).lower() if first + 1 < len(words) else ""
        for parts, role in starts:
            last = first + len(parts)
            if last == first + 1:
                return role, last
            if parts[1] != second:
                continue
            if last <= len(words) and all(
                fold(word).lower() == part
                for word, part in zip(words[first + 1 : last], parts[1:], strict=True)
            ):
                return role, last
        return None

    def _is_head(self, office: Office) -> bool:
        role = self.roles.get(office.title)
        return role is not None and role.note == "head"

    def _agreeing(self, folded: str, start: int, end: int, number: int) -> tuple[Sense, ...]:
        pattern = self._patterns[number]
        seen = folded[start:end]
        senses = [sense for form, sense in self._spellings[pattern] if agrees(seen, form)]
        rule = self._rules.get(pattern)
        if not senses or (rule and not self._allows(rule, folded, start, end)):
            return ()
        return tuple(dict.fromkeys(senses))

    def _allows(self, rule: str, folded: str, start: int, end: int) -> bool:
        before, after = neighbours(folded, start, end)
        if rule == "the":
            return before in ("the", "The")
        if rule == "caps":
            return not (is_capitals(before) or is_capitals(after))
        if rule == "mid":
            return bool(before) and not is_capitalised(before) and not is_capitalised(after)
        return self._is_no_part_of_name(before) and self._is_no_part_of_name(after)

    def _is_no_part_of_name(self, word: str) -> bool:
        """Tell whether a neighbour is in lower case, a title, an adjective or a function word."""
        if not is_capitalised(word):
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
    """Give the actor data of a folder of tables like data/actors.

    Raises: DataError for a malformed table.
    """
    return Actors(read_tables(folder))


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


def all_spellings(tables: Tables) -> Iterator[tuple[str, Sense]]:
    """Give every spelling of the tables and what it names, in the order of the rows."""
    for country in tables.countries.values():
        yield from _country_spellings(country)
    for body in tables.bodies.values():
        sense = Sense(NameForm.BODY, body.key)
        for name in (body.name, *body.aliases):
            yield name, sense
    for person in tables.persons.values():
        sense = Sense(NameForm.PERSON, person.key)
        for name in (person.name, *person.aliases):
            yield name, sense


Spellings = dict[str, list[tuple[str, Sense]]]
"""Folded lower-case spelling to its folded forms with case, and what each may mean."""


def _index_spellings(tables: Tables) -> Spellings:
    spellings: Spellings = {}
    for spelling, sense in all_spellings(tables):
        for form in variants(fold(spelling)):
            spellings.setdefault(form.lower(), []).append((form, sense))
    return spellings


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


def _index_surnames(persons: Iterable[Person]) -> Mapping[str, tuple[str, ...]]:
    keys: dict[str, dict[str, None]] = defaultdict(dict)
    for person in persons:
        for surname in surnames(person):
            keys[fold(surname).lower()][person.key] = None
    return {surname: tuple(found) for surname, found in keys.items()}


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


def _moved(match: ActorMatch, offsets: Sequence[int]) -> ActorMatch:
    return ActorMatch(offsets[match.start], offsets[match.end - 1] + 1, match.senses)
