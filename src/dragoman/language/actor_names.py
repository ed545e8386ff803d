"""Proper names of actors and places: what the encoder saw and what the actor data knows.

The longest name wins, so a country inside another name ("Bank of America", "U.S. State
Department") is no name of its own. A single surname or an acronym takes the fuller name that the
report gives elsewhere.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.actors import Actors, NameForm, Office, Person, Sense, office_on
from dragoman.language.noun_phrases import Tree, children_by, find_head
from dragoman.language.slugs import slug
from dragoman.mentionwords import MentionWords
from dragoman.records.mention import Entity, EntityKind, MentionLevel, Name
from dragoman.records.span import Span

COUNTRY_WORDS = frozenset({NameForm.ADJECTIVE, NameForm.DEMONYM})
_PEOPLE = frozenset({NameForm.PERSON, NameForm.SURNAME})
_BY_LABEL = {
    "PER": (
        NameForm.PERSON,
        NameForm.SURNAME,
        NameForm.NAME,
        NameForm.CAPITAL,
        NameForm.BODY,
    ),
    "ORG": (
        NameForm.BODY,
        NameForm.NAME,
        NameForm.CAPITAL,
        NameForm.PERSON,
        NameForm.DEMONYM,
        NameForm.ADJECTIVE,
    ),
    "LOC": (
        NameForm.NAME,
        NameForm.CAPITAL,
        NameForm.BODY,
        NameForm.DEMONYM,
        NameForm.ADJECTIVE,
    ),
}
_USUAL = (
    NameForm.NAME,
    NameForm.BODY,
    NameForm.CAPITAL,
    NameForm.DEMONYM,
    NameForm.ADJECTIVE,
    NameForm.PERSON,
)
_KIND_OF_LABEL = {
    "PER": EntityKind.PERSON,
    "ORG": EntityKind.ORGANIZATION,
    "LOC": EntityKind.PLACE,
}

_FullNames = dict[str, list[tuple[int, str]]]

_NO_END = frozenset("in the of on at by for from to with and or , ' ’ 's ’s -".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_NO_START = frozenset("of in at by from to with and or , n't not".split())
_TITLE_WORDS = {"sen": "senator", "rep": "representative", "gov": "governor"}
_PATRONYMIC = frozenset("bin ibn ben bint".split())
_FOREMOST = frozenset({"president", "prime minister", "chancellor"})


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name in the text: its entity as far as the name itself tells, and how it was known.

    ``form`` is ``None`` for a name that only the encoder saw; ``label`` is the encoder's, ``""``
    when only the actor data knew the name.
    """

    entity: Entity
    form: NameForm | None
    label: str


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    label: str
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class _Report:
    """What the whole report tells about each of its names."""

    date: str | None
    full: _FullNames
    countries: Counter[str]
    given_names: Collection[str]
    short_names: Mapping[str, tuple[frozenset[str], str]]


def find_actor_names(
    tree: Tree,
    names: Iterable[Name],
    actors: Actors,
    date: str | None,
    words: MentionWords,
) -> tuple[KnownName, ...]:
    """Give the names of a text in its order, none overlapping another.

    ``date`` (YYYY-MM-DD) decides between holders of an office who share a name.
    """
    seen = _without_titles(tree, _from_encoder(tree, names), actors, words)
    found = _keep_longest([*seen, *_from_actors(tree, actors)])
    found = _agree_on_labels(tree, [*found, *_short_names(tree, found, words)])
    found.sort(key=lambda item: item.first)
    report = _Report(
        date=date,
        full=_full_names(tree, found, actors),
        countries=_countries_named(found),
        given_names=words.genders,
        short_names=words.short_names,
    )
    resolved = [_resolve(tree, item, actors, report) for item in found]
    return _with_owners(tree, [known for known in resolved if known is not None])


def _with_owners(tree: Tree, names: Sequence[KnownName]) -> tuple[KnownName, ...]:
    """Give bodies that only the encoder knew the country of their modifier or possessor.

    "Finland's National Assembly", "the Danish Refugee Office".
    """
    by_head = {known.entity.head: known.entity for known in names}
    found: list[KnownName] = []
    for known in names:
        entity = known.entity
        if known.form is None and known.label == "ORG" and entity.country is None:
            for child in children_by(tree, entity.head, "nmod:poss", "amod", "compound"):
                owner = by_head.get(child)
                if owner is not None and owner.kind is EntityKind.COUNTRY:
                    entity = replace(entity, country=owner.country)
        found.append(known if entity is known.entity else replace(known, entity=entity))
    return tuple(found)


def _from_encoder(tree: Tree, names: Iterable[Name]) -> list[_Found]:
    """Give the encoder's names: no function word at an end, "bin Salman" not cut off."""
    found: list[_Found] = []
    for name in names:
        if name.label == "MISC":
            continue
        first, last = name.first, name.last
        while last > first + 1 and tree.lowered[last - 1] in _NO_END:
            last -= 1
        while first < last - 1 and tree.lowered[first] in _NO_START:
            first += 1
        if last - first == 1 and tree.lowered[first] in _DAYS:
            continue
        if name.label == "PER":
            last = _end_of_person(tree, last)
        if found and found[-1].last > first:
            continue
        found.append(_Found(first, last, name.label, ()))
    return found


def _end_of_person(tree: Tree, last: int) -> int:
    """Go on over a patronymic: "Mohammed" + "bin Salman"."""
    while (
        last + 1 < len(tree.tokens)
        and tree.lowered[last] in _PATRONYMIC
        and tree.tokens[last + 1].text[0].isupper()
        and tree.sentence_of[last + 1] == tree.sentence_of[last - 1]
    ):
        last += 2
    return last


def _without_titles(
    tree: Tree, found: Iterable[_Found], actors: Actors, words: MentionWords
) -> Iterable[_Found]:
    """Cut a title off a person's name ("Justice Breyer"); a title alone is no name."""
    for item in found:
        first = item.first
        while item.label == "PER" and first < item.last:
            match = actors.match_role(tree.lowered[first : item.last], 0)
            if match is not None and match[0].level == "office":
                first += match[1]
            elif tree.lowered[first] in words.classes["personal_title"]:
                first += 1
            else:
                break
        if first < item.last:
            yield item if first == item.first else replace(item, first=first)


def _from_actors(tree: Tree, actors: Actors) -> list[_Found]:
    starts = [token.start for token in tree.tokens]
    found: list[_Found] = []
    for match in actors.find(tree.text):
        first = bisect_left(starts, match.start)
        last = bisect_left(starts, match.end)
        if (
            first < last
            and starts[first] == match.start
            and tree.tokens[last - 1].end == match.end
            and tree.sentence_of[first] == tree.sentence_of[last - 1]
        ):
            found.append(_Found(first, last, "", match.senses))
    return found


def _keep_longest(found: list[_Found]) -> list[_Found]:
    """Drop names inside longer ones; two sources of one range become one."""
    taken: dict[int, int] = {}
    kept: list[_Found] = []
    for item in sorted(found, key=lambda item: (item.first - item.last, not item.senses)):
        holders = {taken[i] for i in range(item.first, item.last) if i in taken}
        if not holders:
            taken |= dict.fromkeys(range(item.first, item.last), len(kept))
            kept.append(item)
        elif len(holders) == 1:
            holder = kept[number := holders.pop()]
            if (holder.first, holder.last) == (item.first, item.last):
                label = holder.label or item.label
                kept[number] = replace(holder, label=label, senses=holder.senses or item.senses)
    return sorted(kept, key=lambda item: item.first)


def _words(tree: Tree, found: _Found) -> str:
    return tree.text[tree.tokens[found.first].start : tree.tokens[found.last - 1].end]


def _agree_on_labels(tree: Tree, found: list[_Found]) -> list[_Found]:
    """Give each name the encoder's commonest label for it in the report, counting surnames."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for item in found:
        if item.label:
            votes[_words(tree, item)][item.label] += 1
            if item.label == "PER":
                votes[tree.tokens[item.last - 1].text]["PER"] += 1
    return [
        replace(item, label=best[0][0])
        if (best := votes[_words(tree, item)].most_common(1))
        and best[0][1] > 1
        and best[0][0] != item.label
        else item
        for item in found
    ]


def _countries_named(found: Iterable[_Found]) -> Counter[str]:
    """Count how often the report names each country, by its name, adjective or capital."""
    countries = {NameForm.NAME, NameForm.CAPITAL, *COUNTRY_WORDS}
    return Counter(sense.key for item in found for sense in item.senses if sense.form in countries)


def _short_names(tree: Tree, found: Sequence[_Found], words: MentionWords) -> list[_Found]:
    """Give "the North" and the like, outside of other names, as names that the encoder missed."""
    taken = {index for item in found for index in range(item.first, item.last)}
    return [
        _Found(index, index + 1, "LOC", ())
        for index in range(1, len(tree.tokens))
        if tree.tokens[index].text in words.short_names
        and index not in taken
        and tree.lowered[index - 1] == "the"
        and tree.words[index].deprel not in ("compound", "amod")
        and not (index + 1 < len(tree.tokens) and tree.tokens[index + 1].text[0].isupper())
    ]


def _full_names(tree: Tree, found: list[_Found], actors: Actors) -> _FullNames:
    """Map surnames, family names that stand first, and bracketed acronyms to fuller names."""
    full: _FullNames = defaultdict(list)
    for before, item in zip([None, *found], found, strict=False):
        words = _words(tree, item)
        if _may_be_person(item) and item.last - item.first > 1:
            for start in range(item.first + 1, item.last):
                rest = tree.text[tree.tokens[start].start : tree.tokens[item.last - 1].end]
                full[rest].append((item.first, words))
            full[tree.tokens[item.first].text].append((item.first, words))
        if before and _is_acronym(tree, before, item):
            full[words].append((0, _words(tree, before)))
        if item.last - item.first > 1 and _is_media(item, actors):
            # "The Washington Times" is "The Times" in its own reports.
            for short in (
                tree.tokens[item.last - 1].text,
                f"The {tree.tokens[item.last - 1].text}",
            ):
                full[short].append((item.first, words))
    return full


def _is_media(found: _Found, actors: Actors) -> bool:
    return any(
        sense.form is NameForm.BODY and actors.bodies[sense.key].kind is EntityKind.MEDIA
        for sense in found.senses
    )


def _is_acronym(tree: Tree, before: _Found, item: _Found) -> bool:
    """Tell whether a name in capitals stands alone in brackets behind another."""
    opened = before.last + 1 == item.first and tree.tokens[before.last].text == "("
    closed = item.last < len(tree.tokens) and tree.tokens[item.last].text == ")"
    acronym = _words(tree, item)
    if not (opened and closed and acronym.isupper()) or before.label == "PER":
        return False
    # "SEOUL, South Korea (AP)": a known body, or one behind a place, must have the name's letters.
    if item.senses or before.label != "ORG":
        return _has_letters(_words(tree, before), acronym)
    return True


def _has_letters(name: str, acronym: str) -> bool:
    """Tell whether an acronym begins like one of a name's words and takes its letters in order."""
    letters = [letter for letter in acronym.lower() if letter.isalnum()]
    parts = [word.lower() for word in re.findall(r"\w+", name)]
    if not letters or len(parts) < 2 or all(word[0] != letters[0] for word in parts):
        return False
    rest = iter(letters)
    wanted = next(rest)
    for word in parts:
        if word[0] == wanted:
            following = next(rest, None)
            if following is None:
                return True
            wanted = following
    left = iter("".join(parts))
    return len(parts) > 1 and all(letter in left for letter in letters)


def _fuller(full: _FullNames, words: str, first: int) -> str:
    """Give the latest fuller name before a name, else the first one after it, else itself."""
    named = full.get(words)
    if not named:
        return words
    before = [name for at, name in named if at <= first]
    return before[-1] if before else named[0][1]


def _may_be_person(found: _Found) -> bool:
    if found.label:
        return found.label == "PER"
    return any(sense.form in _PEOPLE for sense in found.senses)


def _resolve(tree: Tree, found: _Found, actors: Actors, report: _Report) -> KnownName | None:
    date, full = report.date, report.full
    words = _words(tree, found)
    short = _read_short_name(tree, found, words, actors, report)
    if short is not None:
        return short
    fuller = _fuller(full, words, found.first)
    if found.label == "LOC" and _is_first_name(tree, found, fuller, actors, report):
        found = replace(found, label="PER")
    senses = actors.lookup(fuller, date) or found.senses or actors.lookup(words, date)
    senses = _by_country(senses, actors, report)
    sense = _choose(senses, found.label, given_name=words in full and found.label == "PER")
    if (
        sense is not None
        and sense.form is NameForm.CAPITAL
        and _is_given_name(found, words, report)
    ):
        sense = None
    entity = _blank(tree, found, fuller)
    alone = found.label == "PER" and found.last - found.first == 1
    if (sense is None and alone) or (sense is not None and sense.form is NameForm.SURNAME):
        title = tree.lowered[found.first - 1].rstrip(".") if found.first else ""
        people = () if fuller != words else actors.by_surname(entity.name, report.date)
        return _resolve_surname(entity, found, people, report, _TITLE_WORDS.get(title, title))
    if sense is not None:
        return KnownName(_fill(entity, sense, actors, date), sense.form, found.label)
    if not found.label:
        return None
    return _resolve_unlisted(tree, entity, found, actors, date)


def _is_first_name(tree: Tree, found: _Found, fuller: str, actors: Actors, report: _Report) -> bool:
    """ "Welcome Kent home" in a report on Kent Brantly: no known place, no preposition."""
    words = _words(tree, found)
    if fuller == words or found.senses or words.lower() not in report.given_names:
        return False
    return tree.lowered[found.first - 1] not in ("in", "from", "near", "to", "at") and not (
        actors.lookup(words, report.date)
    )


def _read_short_name(
    tree: Tree, found: _Found, words: str, actors: Actors, report: _Report
) -> KnownName | None:
    """Give "the North" as the country that it is in a report on North Korea, else ``None``."""
    needs, iso3 = report.short_names.get(words, (frozenset(), ""))
    if not needs or not any(report.countries[country] for country in needs):
        return None
    entity = _fill(_blank(tree, found, words), Sense(NameForm.NAME, iso3), actors, report.date)
    entity = replace(entity, evidence="country short name")
    return KnownName(entity, NameForm.NAME, "LOC")


def _by_country(senses: tuple[Sense, ...], actors: Actors, report: _Report) -> tuple[Sense, ...]:
    """Put first, of several bodies of one name, that of the country the report names most."""
    bodies = [sense for sense in senses if sense.form is NameForm.BODY]
    if len(bodies) < 2:
        return senses

    def named(sense: Sense) -> int:
        return report.countries[actors.bodies[sense.key].country or ""]

    best = max(bodies, key=named)
    if named(best) <= named(bodies[0]):
        return senses
    return (best, *(sense for sense in senses if sense is not best))


def _is_given_name(found: _Found, words: str, report: _Report) -> bool:
    """ "Victoria" is a capital too, but not where the encoder saw a person."""
    return found.label == "PER" and words.lower() in report.given_names


def _choose(senses: tuple[Sense, ...], label: str, *, given_name: bool) -> Sense | None:
    """Pick the sense that fits the encoder's label best; a full name outranks a country."""
    for form in _BY_LABEL.get(label, _USUAL):
        if given_name and form not in _PEOPLE:
            continue
        for sense in senses:
            if sense.form is form:
                return sense
    return None


def _blank(tree: Tree, found: _Found, name: str) -> Entity:
    return Entity(
        span=Span(tree.tokens[found.first].start, tree.tokens[found.last - 1].end),
        first=found.first,
        last=found.last,
        head=find_head(tree, found.first, found.last),
        level=MentionLevel.NAMED,
        kind=_KIND_OF_LABEL.get(found.label, EntityKind.ORGANIZATION),
        name=" ".join(name.split()),
        country=None,
        sectors=(),
        role=None,
        key=slug(name),
        evidence=f"encoder:{found.label}",
    )


def _fill(entity: Entity, sense: Sense, actors: Actors, date: str | None) -> Entity:
    if sense.form in _PEOPLE:
        return _fill_person(entity, actors.persons[sense.key], date)
    if sense.form is NameForm.BODY:
        body = actors.bodies[sense.key]
        return replace(
            entity,
            kind=body.kind,
            name=body.name,
            country=body.country,
            sectors=body.sectors,
            key=body.key,
            evidence=f"actors:body:{body.key}",
        )
    country = actors.countries[sense.key]
    if sense.form is NameForm.CAPITAL:
        return replace(
            entity,
            kind=EntityKind.PLACE,
            name=country.capital,
            country=country.iso3,
            key=slug(country.capital),
            evidence="capital",
        )
    return replace(
        entity,
        kind=EntityKind.COUNTRY,
        name=country.name,
        country=country.iso3,
        key=country.iso3,
        evidence=f"country {sense.form}",
    )


def _fill_person(entity: Entity, person: Person, date: str | None) -> Entity:
    office = office_on(person, date)
    latest = office or _last_office(person, date)
    role = office.title if office else f"former {latest.title}" if latest else None
    if latest and office is None and date is not None and latest.start > date:
        role = None  # the office is still to come
    return replace(
        entity,
        kind=EntityKind.PERSON,
        name=person.name,
        country=latest.country if latest else None,
        sectors=office.sectors if office else ("ELI",) if latest else (),
        role=role,
        key=person.key,
        evidence=f"actors:person:{person.key}",
    )


def _last_office(person: Person, date: str | None) -> Office | None:
    """Give the latest office that had begun by a day, else the first one to come."""
    begun = [office for office in person.offices if date is None or office.start <= date]
    if begun:
        return max(enumerate(begun), key=lambda item: (item[1].start, item[0]))[1]
    return min(person.offices, key=lambda office: office.start, default=None)


def _resolve_surname(
    entity: Entity, found: _Found, people: tuple[Person, ...], report: _Report, title: str
) -> KnownName | None:
    """A surname alone names a known person only when one of that name was in office then.

    Of several, the ``title`` before the name decides: "Secretary Carter".
    """
    if found.label != "PER":
        return None
    current = [person for person in people if _is_likely(person, report)]
    if len(current) > 1 and title:
        current = [person for person in current if _has_title(person, title, report.date)]
    if len(current) == 1:
        filled = _fill_person(entity, current[0], report.date)
        return KnownName(filled, NameForm.SURNAME, found.label)
    return KnownName(entity, None, found.label)


def _has_title(person: Person, title: str, date: str | None) -> bool:
    office = office_on(person, date)
    return office is not None and title in office.title.lower().split()


def _is_likely(person: Person, report: _Report) -> bool:
    """A report that writes a bare surname means a holder of office, of a country it names."""
    office = office_on(person, report.date)
    if office is None:
        return False
    return report.countries[office.country or ""] > 0 or office.title in _FOREMOST


def _resolve_unlisted(
    tree: Tree, entity: Entity, found: _Found, actors: Actors, date: str | None
) -> KnownName:
    if found.label == "PER":
        person = _find_by_parts(entity.name, actors, date)
        if person is not None:
            return KnownName(_fill_person(entity, person, date), NameForm.PERSON, found.label)
        return KnownName(entity, None, found.label)
    country, rest = _split_country(tree, found, actors, date)
    entity = replace(entity, country=country)
    if found.label == "ORG" or _names_mission(tree, found, actors):
        entity = _describe(tree, entity, rest, actors, date)
    return KnownName(entity, None, found.label)


def _names_mission(tree: Tree, found: _Found, actors: Actors) -> bool:
    """ "British Embassy", "U.S. Mission in Benghazi": a sender's body, though it is a place too."""
    if found.label != "LOC":
        return False
    forms = tree.lowered[found.first : found.last]
    match = actors.match_role(forms, len(forms) - 1)
    return match is not None and match[0].country_from == "sender"


def _find_by_parts(name: str, actors: Actors, date: str | None) -> Person | None:
    """Find "Donald J. Trump" by first and last word where the data has "Donald Trump"."""
    parts = name.split()
    if len(parts) < 3:
        return None
    first, surname = parts[0], parts[-1]
    for person in actors.by_surname(surname, date):
        if person.name.split()[0] == first:
            return person
    return None


def _split_country(
    tree: Tree, found: _Found, actors: Actors, date: str | None
) -> tuple[str | None, int]:
    """Give the country that a name begins with, or holds after "of", and where the rest starts."""
    for last in range(min(found.first + 4, found.last - 1), found.first, -1):
        country = _country_at(tree, found.first, last, actors, date)
        if country is not None:
            return country, last
    for first in range(found.last - 1, found.first, -1):
        if tree.lowered[first - 1] in ("of", "the", "in") or found.label == "LOC":
            country = _country_at(tree, first, found.last, actors, date)
            if country is not None:
                return country, found.first
    return None, found.first


def _country_at(tree: Tree, first: int, last: int, actors: Actors, date: str | None) -> str | None:
    words = tree.text[tree.tokens[first].start : tree.tokens[last - 1].end]
    for sense in actors.lookup(words, date):
        if sense.form in COUNTRY_WORDS or sense.form is NameForm.NAME:
            return sense.key
    return None


def _describe(tree: Tree, entity: Entity, rest: int, actors: Actors, date: str | None) -> Entity:
    """Fill kind and sectors of an unlisted body from the rest of its name or its last words."""
    words = tree.text[tree.tokens[rest].start : entity.span.end]
    for sense in actors.lookup(words, date) if rest > entity.first else ():
        if sense.form is NameForm.BODY:
            body = actors.bodies[sense.key]
            if body.country in (None, entity.country):
                return _fill(entity, sense, actors, date)
    forms = tree.lowered[rest : entity.last]
    for index in range(len(forms)):
        match = actors.match_role(forms, index)
        if match is not None and match[0].level == "body" and _ends_name(forms, index, match[1]):
            role = match[0]
            return replace(
                entity,
                kind=role.kind,
                sectors=role.sectors,
                evidence=f"{entity.evidence}; role:{role.phrase}",
            )
    return entity


def _ends_name(forms: tuple[str, ...], first: int, last: int) -> bool:
    """A describing phrase ends the name ("Danish Army") or begins it ("Bank of Elbonia")."""
    return last == len(forms) or (first == 0 and forms[last] in ("of", "for"))
