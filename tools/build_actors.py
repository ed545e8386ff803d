"""Regenerates the derived tables of data/actors from a folder of source data.

    python tools/build_actors.py SOURCES [TABLES]

SOURCES holds ``factbook/`` (one JSON file a country, The World Factbook, CIA, public domain) and
``uscongress/legislators-current.yaml`` (unitedstates/congress-legislators, CC0). TABLES is the
folder of the hand-written tables, where the derived ones are written: by default the package's
own. Rows that the hand-written tables already have are left out.

The Phoenix dictionary of PETRARCH2 was tried as a third source of persons: its 6,100 officials in
office since 2010 gave 48 of 7,358 hits in 1,500 news articles, a third of them other people.
"""

import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from dragoman.actors import Actors, read_actors, surnames
from dragoman.folding import fold

DATE = "2026-11-23"
PERSON_FIELDS = "key name aliases country office sectors start end".split()
BODY_FIELDS = "key name aliases kind country sectors cameo start end".split()
FACTBOOK_NAMES = {
    "Bahamas, The": "BHS",
    "Burma": "MMR",
    "Cabo Verde": "CPV",
    "Congo, Democratic Republic of the": "COD",
    "Congo, Republic of the": "COG",
    "Cote d'Ivoire": "CIV",
    "Gambia, The": "GMB",
    "Holy See (Vatican City)": "VAT",
    "Korea, North": "PRK",
    "Korea, South": "KOR",
    "Turkey (Turkiye)": "TUR",
    "Turkey": "TUR",
}
TITLES = frozenset(
    "acting affairs and archbishop assembly cabinet chairman chairperson china commission confederation "
    "council crown deputy dr. elect first for foreign general governor governor-general head interim "
    "island king minister ministers of pitcairn political pontifical premier president prime prince "
    "queen republic secretary sheikh sir state supreme swiss territorial the transitional vice".split()
)
"""Words before a name in the Factbook."""
RANKS = frozenset("captain capt. col. colonel gen. general lt. maj. sir sr. dr. sheikh".split())
POSTS = frozenset(
    "president|prime minister|premier|king|queen|vice president|governor|governor-general|"
    "chancellor|interim president|acting president|transitional president|interim prime minister|"
    "acting prime minister|deputy prime minister|crown prince".split("|")
)
"""What must be left of the words before a name, without ranks, for the row to be taken."""
ROMAN = re.compile(r"[IVX]+$")
SINGLE_POSTS = frozenset({"president", "prime minister", "premier", "king", "queen", "chancellor"})
PARTY_WORDS = frozenset(
    "alliance bloc coalition congress democrats front league movement party union".split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """A person in one office, as persons.tsv holds it."""

    name: str
    aliases: tuple[str, ...]
    country: str
    office: str
    sectors: tuple[str, ...]
    start: str
    end: str


def main(sources: Path, tables: Path) -> None:
    """Write persons_*.tsv and bodies_factbook.tsv beside the hand-written tables."""
    for derived in (*tables.glob("persons_*.tsv"), *tables.glob("bodies_*.tsv")):
        derived.unlink()
    actors = read_actors(tables)
    factbook = dict(read_factbook(sources / "factbook", actors))
    known = Known(actors)
    write_persons(
        tables / "persons_factbook.tsv",
        "The World Factbook (CIA, public domain): chiefs of state and heads of government.",
        known.new(factbook_leaders(factbook)),
    )
    write_persons(
        tables / "persons_uscongress.tsv",
        "unitedstates/congress-legislators (CC0): members of the U.S. Congress in June 2026.",
        known.new(us_legislators(sources / "uscongress" / "legislators-current.yaml")),
    )
    bodies = factbook_bodies(factbook, actors)
    new = [body for body in bodies if body[0] not in actors.bodies]
    write_bodies(tables / "bodies_factbook.tsv", new)


class Known:
    """The names that rows may not repeat: those of the tables and of rows taken before."""

    def __init__(self, actors: Actors) -> None:
        """Start with the names of the hand-written tables and the posts that they fill today."""
        self.filled = {
            (office.country or "", office.title)
            for person in actors.persons.values()
            for office in person.offices
            if not office.end and office.title in SINGLE_POSTS
        }
        self.names: set[str] = set()
        self.initials: set[tuple[str, str, str]] = set()
        for person in actors.persons.values():
            self.names.update(_plain(name) for name in (person.name, *person.aliases))
            for office in person.offices:
                for surname in surnames(person):
                    self.initials.add(
                        (office.country or "", _plain(surname), _plain(person.name)[0])
                    )

    def new(self, rows: Iterable[Row]) -> list[Row]:
        """Give the rows of persons that are not known yet, and know them from now on."""
        taken = [row for row in rows if not self._has(row)]
        for row in taken:
            self.names.update(_plain(name) for name in (row.name, *row.aliases))
        return taken

    def _has(self, row: Row) -> bool:
        last = _plain(row.name.split()[-1])
        return (
            (row.country, row.office) in self.filled
            or any(_plain(name) in self.names for name in (row.name, *row.aliases))
            or (row.country, last, _plain(row.name)[0]) in self.initials
        )


def read_factbook(folder: Path, actors: Actors) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the Factbook's pages by ISO 3166-1 alpha-3 code; pages of no country are left out."""
    codes = {
        _plain(name): country.iso3
        for country in actors.countries.values()
        for name in (country.name, *country.aliases)
    }
    for path in sorted(folder.rglob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        names = page.get("Government", {}).get("Country name", {})
        for kind in ("conventional short form", "conventional long form"):
            name = _text(names.get(kind, {})).split(";")[0].strip()
            code = FACTBOOK_NAMES.get(name) or codes.get(_plain(name))
            if code:
                yield code, page
                break


def factbook_leaders(factbook: dict[str, dict[str, Any]]) -> Iterator[Row]:
    """Give chiefs of state and heads of government with the day they took office."""
    for country, page in factbook.items():
        branch = page.get("Government", {}).get("Executive branch", {})
        for post in ("chief of state", "head of government"):
            for match in re.finditer(
                r"([^;()]+?) \(since (\d+ \w+ \d{4})\)", _text(branch.get(post, {}))
            ):
                row = _leader(country, match[1], match[2])
                if row:
                    yield row


def _leader(country: str, text: str, since: str) -> Row | None:
    words = text.replace(",", " ").split()
    first = next((i for i, word in enumerate(words) if word.lower() not in TITLES | RANKS), 0)
    title = " ".join(word for word in words[:first] if word.lower() not in RANKS).lower()
    name = words[first:]
    capitals = [i for i, word in enumerate(name) if _is_surname(word)]
    if title not in POSTS or not capitals or len(name) < 2 or "of" in name:
        return None
    surname = name[capitals[0] : capitals[-1] + 1]
    short = [*surname, *name[capitals[-1] + 1 :]] if capitals[0] == 0 else [name[0], *surname]
    try:
        start = datetime.strptime(since, "%d %B %Y").date().isoformat()
    except ValueError:
        return None
    full, main_name = (" ".join(map(_capitalise, part)) for part in (name, short))
    aliases = tuple({full} - {main_name})
    return Row(main_name, aliases, country, title, ("GOV",), start, "")


def us_legislators(path: Path) -> Iterator[Row]:
    """Give the members of Congress, one row for each unbroken time in a chamber."""
    for entry in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader):
        names = entry["name"]
        first = names.get("nickname") or names["first"]
        name = f"{first} {names['last']}"
        others = {names.get("official_full", name), f"{names['first']} {names['last']}"} - {name}
        woman = entry["bio"].get("gender") == "F"
        for kind, start, end in _join_terms(entry["terms"]):
            office = "senator" if kind == "sen" else "congresswoman" if woman else "congressman"
            yield Row(name, tuple(sorted(others)), "USA", office, ("LEG",), start, end)


def _join_terms(terms: Iterable[dict[str, Any]]) -> list[tuple[str, str, str]]:
    joined: list[tuple[str, str, str]] = []
    for term in terms:
        end = term["end"] if term["end"] < DATE else ""
        if joined and joined[-1][0] == term["type"] and joined[-1][2][:4] == term["start"][:4]:
            joined[-1] = (term["type"], joined[-1][1], end)
        else:
            joined.append((term["type"], term["start"], end))
    return joined


def factbook_bodies(
    factbook: dict[str, dict[str, Any]], actors: Actors
) -> Iterator[tuple[str, ...]]:
    """Give legislatures, top courts and parties that the hand-written table lacks."""
    known = {
        _plain(name) for body in actors.bodies.values() for name in (body.name, *body.aliases)
    } | {_plain(name) for row in actors.countries.values() for name in (row.name, *row.aliases)}
    parties: list[tuple[str, ...]] = []
    for country, page in factbook.items():
        government = page.get("Government", {})
        legislature = _text(government.get("Legislative branch", {}).get("legislature name", {}))
        courts = _text(government.get("Judicial branch", {}).get("highest court(s)", {}))
        yield from _institution(
            country, re.split(r"[(;]| or ", legislature)[0], "LEG", actors, known
        )
        yield from _institution(country, re.split(r"[(;]| or ", courts)[0], "JUD", actors, known)
        for line in re.split(
            r"<br\s*/?>|</p>", government.get("Political parties", {}).get("text", "")
        ):
            parties += _party(country, _clean(line), known)
    shared = Counter(_plain(party[1]) for party in parties)
    yield from (party for party in parties if shared[_plain(party[1])] == 1)


def _institution(
    country: str, name: str, sector: str, actors: Actors, known: set[str]
) -> Iterator[tuple[str, ...]]:
    """Give a legislature or court under the names that carry its country."""
    name, row = name.strip(), actors.countries[country]
    if not 1 < len(name.split()) < 6 or "note" in name.lower() or not name[0].isupper():
        return
    possessive = "'" if row.name.endswith("s") else "'s"
    forms = [f"{name} of {row.name}", f"{row.name}{possessive} {name}"]
    forms += [f"{adjective} {name}" for adjective in row.adjectives[:1]]
    forms = [form for form in forms if _plain(form) not in known]
    if len(forms) < 3 or any(_plain(row.name) in _plain(word) for word in name.split()):
        return
    known.update(map(_plain, forms))
    key = f"{country.lower()}-{_slug(name)}"
    yield key, forms[0], "|".join(forms[1:]), "agency", country, sector, "", "", ""


def _party(country: str, line: str, known: set[str]) -> Iterator[tuple[str, ...]]:
    """Give a party of a line such as "Popular Will (Voluntad Popular) or VP".

    Abbreviations are left out: too many are words or stand for several bodies ("MUST", "UNDP").
    """
    match = re.match(r"([A-Z][^():;\[]+?)(?: \(([^)]+)\))?(?: or .*)?$", line)
    if not match or not PARTY_WORDS.intersection(match[1].lower().split()):
        return
    name = match[1].removeprefix("The ").strip()
    if not 3 <= len(name.split()) <= 6 or _plain(name) in known:
        return
    local = match[2] or ""
    is_name = 3 <= len(local.split()) <= 6 and local[0].isupper() and _plain(local) not in known
    key = f"{country.lower()}-{_slug(name)}"
    yield key, name, local if is_name else "", "party", country, "PTY", "", "", ""


def write_persons(path: Path, source: str, rows: Iterable[Row]) -> None:
    """Write a table of persons; rows of one name and country share a key."""
    owners: dict[str, tuple[str, str]] = {}
    lines: dict[tuple[str, ...], None] = {}
    for row in rows:
        key = _slug(row.name)
        if owners.setdefault(key, (row.name, row.country)) != (row.name, row.country):
            key = f"{key}-{row.country.lower()}"
        aliases = "|".join(alias for alias in row.aliases if fold(alias) != fold(row.name))
        cells = (key, row.name, aliases, row.country, row.office, "|".join(row.sectors))
        lines[(*cells, row.start, row.end)] = None
    _write(path, source, PERSON_FIELDS, lines)


def write_bodies(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table of bodies, the first row of a key only."""
    first: dict[str, tuple[str, ...]] = {}
    for row in rows:
        first.setdefault(row[0], row)
    source = "The World Factbook (CIA, public domain): legislatures, top courts and parties."
    _write(path, source, BODY_FIELDS, first.values())


def _write(path: Path, source: str, fields: list[str], rows: Iterable[tuple[str, ...]]) -> None:
    head = f"# Derived by tools/build_actors.py; do not edit. Source: {source}\n# Date: {DATE}.\n"
    head += f"# Fields as in {path.name.split('_')[0]}.tsv.\n"
    lines = ["\t".join(row) for row in rows]
    path.write_text(head + "\n".join(["\t".join(fields), *lines]) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(lines)} rows")


def _text(node: Any) -> str:
    return _clean(node.get("text", "") if isinstance(node, dict) else "")


def _clean(markup: str) -> str:
    """Give Factbook markup as plain text."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def _is_surname(word: str) -> bool:
    letters = re.sub(r"^(al|el|bin|bint|de|d|ould|ag)[-']", "", word)
    return len(letters) > 1 and letters.isupper() and not ROMAN.match(word) and word != "JR."


def _capitalise(word: str) -> str:
    """Give "MADURO" as "Maduro" and "al-BURHAN" as "al-Burhan", other words as they are."""
    if ROMAN.match(word):
        return word
    return re.sub(r"[^\W\d_]{2,}", lambda m: m[0].capitalize() if m[0].isupper() else m[0], word)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(name).lower()).strip()


def _slug(name: str) -> str:
    return _plain(name).replace(" ", "-")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    package = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "actors"
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else package)
