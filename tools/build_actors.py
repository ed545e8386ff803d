"""Regenerates the derived tables of data/actors from a folder of source data.

    python tools/build_actors.py SOURCES [TABLES]

SOURCES holds ``factbook/`` (one JSON file a country, The World Factbook, CIA, public domain),
``phoenix/Phoenix.Countries.actors.txt`` (PETRARCH2 actor dictionary, MIT) and ``uscongress/`` with
``legislators-current.yaml`` and ``executive.yaml`` (unitedstates/congress-legislators, CC0). TABLES
is the folder of the hand-written tables, where the derived ones are written: by default the
package's own. Rows that the hand-written tables already have are left out.
"""

import html
import json
import re
import sys
from collections import defaultdict
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
FROM = "2010"
"""Phoenix rows whose office ended before this year are left out: they weigh more than they help."""
PHOENIX_DATE = "2014-01-30"
"""When the Phoenix dictionary was made: an open row of it is known up to this day only."""

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
TITLES = (
    "president prime minister premier king queen emperor sultan amir emir chancellor interim acting "
    "transitional captain general lieutenant colonel chairman chairperson of the state affairs "
    "commission supreme leader governor-general governor general administrator high commissioner "
    "grand duke prince crown doctor dr. sir dame sheikh minister co-prince taoiseach chair and "
    "council cabinet ministers first secretary head government vice"
).split()
PARTY_WORDS = frozenset(
    "alliance bloc coalition congress democrats front league movement party union".split()
)
PHOENIX_TITLES = frozenset(
    "president minister prime premier king queen prince princess general colonel major captain "
    "admiral ambassador chancellor senator governor secretary deputy chairman spokesman sheikh "
    "sheik foreign defense defence leader mr mrs ms dr sir lord judge justice mullah ayatollah "
    "emir sultan pope bishop envoy official commander congressman representative mayor".split()
)
PHOENIX_SECTORS = {"HLH": "MED", "MED": "JRN", "INS": "REB", "SEP": "REB", "MUS": "", "CHR": ""}
KNOWN = frozenset("GOV MIL COP JUD LEG SPY PTY REB OPP ELI BUS LAB AGR EDU MED JRN REL".split())


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
    phoenix = (sources / "phoenix" / "Phoenix.Countries.actors.txt").read_text("utf-8", "replace")
    write_persons(
        tables / "persons_phoenix.tsv",
        "Phoenix.Countries.actors.txt of PETRARCH2 (MIT, Open Event Data Alliance, 2014): officials "
        f"in office since {FROM}; the source names no office, and open rows end with it.",
        known.new(phoenix_persons(phoenix, actors)),
    )
    write_bodies(tables / "bodies_factbook.tsv", list(factbook_bodies(factbook, actors)))


class Known:
    """The names that rows may not repeat: those of the tables and of rows taken before."""

    def __init__(self, actors: Actors) -> None:
        """Start with the names of the hand-written tables."""
        self.names: set[str] = set()
        self.initials: set[tuple[str, str, str]] = set()
        for person in actors.persons.values():
            self.names.update(_plain(name) for name in (person.name, *person.aliases))
            for office in person.offices:
                for surname in surnames(person):
                    self.initials.add((office.country or "", _plain(surname), _plain(person.name)[0]))

    def new(self, rows: Iterable[Row]) -> list[Row]:
        """Give the rows of persons that are not known yet, and know them from now on."""
        taken = [row for row in rows if not self._has(row)]
        for row in taken:
            self.names.update(_plain(name) for name in (row.name, *row.aliases))
        return taken

    def _has(self, row: Row) -> bool:
        last = _plain(row.name.split()[-1])
        return (
            any(_plain(name) in self.names for name in (row.name, *row.aliases))
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
            for match in re.finditer(r"([^;()]+?) \(since (\d+ \w+ \d{4})\)", _text(branch.get(post, {}))):
                row = _leader(country, match[1], match[2])
                if row:
                    yield row


def _leader(country: str, text: str, since: str) -> Row | None:
    words = text.replace(",", " ").split()
    first = next((i for i, word in enumerate(words) if word.lower() not in TITLES), len(words))
    title, name = " ".join(words[:first]).lower(), words[first:]
    capitals = [i for i, word in enumerate(name) if _is_surname(word)]
    if not title or not capitals or len(name) < 2:
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


def phoenix_persons(text: str, actors: Actors) -> Iterator[Row]:
    """Give the persons of the Phoenix country dictionary who were in office since ``FROM``."""
    for names, codes in _phoenix_entries(text):
        spelled = [name for name in map(_phoenix_name, names) if name]
        if not spelled or "CountryInfo" not in codes[0]:
            continue
        for country, sectors, start, end in map(_phoenix_code, codes):
            if country in actors.countries and sectors and start and (end or PHOENIX_DATE) >= FROM:
                row = Row(spelled[0], tuple(spelled[1:3]), country, "official", sectors, start, "")
                yield Row(*_fields(row)[:-1], end or PHOENIX_DATE)


def _fields(row: Row) -> list[Any]:
    return [getattr(row, field) for field in Row.__slots__]


def _phoenix_entries(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Give each entry's spellings and its code lines; the first code line is the comment."""
    names: list[str] = []
    codes: list[str] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] in "+ \t":
            body, _, _ = line.strip().partition("#")
            (names if line[0] == "+" else codes).append(body.lstrip("+").strip())
            continue
        if names:
            yield names, codes
        body, _, comment = line.partition("#")
        names, codes = [body.split("[")[0].strip()], [comment]
    if names:
        yield names, codes


def _phoenix_code(code: str) -> tuple[str, tuple[str, ...], str, str]:
    match = re.match(r"\[([A-Z]{3})([A-Z]*)\s*([^\]]*)\]", code)
    if not match or not match[2].startswith(("GOV", "MIL", "OPP", "REB", "JUD", "LEG", "COP", "SPY")):
        return "", (), "", ""
    parts = re.findall(r"...", match[2])
    sectors = tuple(dict.fromkeys(PHOENIX_SECTORS.get(part, part) for part in parts))
    days = re.match(r"(>)?(\d+)(?:-(\d+))?", match[3])
    if not days:
        return "", (), "", ""
    return match[1], tuple(s for s in sectors if s in KNOWN), _day(days[2]), _day(days[3])


def _day(digits: str | None) -> str:
    """Give YYMMDD or YYYYMMDD as an ISO date, cut to a month where the day is not possible."""
    if not digits or len(digits) not in (6, 8):
        return ""
    if len(digits) == 6:
        digits = ("19" if digits[0] in "3456789" else "20") + digits
    iso = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    try:
        datetime.strptime(iso, "%Y-%m-%d")
    except ValueError:
        return digits[:4]
    return iso


def _phoenix_name(spelled: str) -> str:
    """Give a dictionary spelling as a name of two to four words, "" when it is none."""
    words = spelled.strip("_ ").replace("_", " ").lower().split()
    if not 2 <= len(words) <= 4 or PHOENIX_TITLES.intersection(words):
        return ""
    if any(len(word) < 2 or not re.fullmatch(r"[a-z'-]+", word) for word in words):
        return ""
    name = " ".join(_title(word) for word in words)
    return re.sub(r"\b(Al|El) (?=[A-Z])", lambda match: f"{match[1].lower()}-", name)


def factbook_bodies(
    factbook: dict[str, dict[str, Any]], actors: Actors
) -> Iterator[tuple[str, ...]]:
    """Give legislatures, top courts and parties that the hand-written table lacks."""
    known = {
        (body.country, _plain(name))
        for body in actors.bodies.values()
        for name in (body.name, *body.aliases)
    }
    for country, page in factbook.items():
        government = page.get("Government", {})
        legislature = _text(government.get("Legislative branch", {}).get("legislature name", {}))
        courts = _text(government.get("Judicial branch", {}).get("highest court(s)", {}))
        yield from _institution(country, re.split(r"[(;]", legislature)[0], "LEG", actors, known)
        yield from _institution(country, re.split(r"[(;]", courts)[0], "JUD", actors, known)
        parties = government.get("Political parties", {}).get("text", "")
        for line in re.split(r"<br\s*/?>|</p>", parties):
            yield from _party(country, _clean(line), known)


def _institution(
    country: str, name: str, sector: str, actors: Actors, known: set[tuple[str | None, str]]
) -> Iterator[tuple[str, ...]]:
    """Give a legislature or court under the names that carry its country."""
    name, row = name.strip(), actors.countries[country]
    if not 1 < len(name.split()) < 6 or "note" in name.lower() or not name[0].isupper():
        return
    forms = [f"{name} of {row.name}", f"{row.name}'s {name}"]
    forms += [f"{adjective} {name}" for adjective in row.adjectives[:1]]
    forms = [form for form in forms if (country, _plain(form)) not in known]
    if len(forms) < 3 or any(_plain(row.name) in _plain(word) for word in name.split()):
        return
    known.update((country, _plain(form)) for form in forms)
    key = f"{country.lower()}-{_slug(name)}"
    yield key, forms[0], "|".join(forms[1:]), "agency", country, sector, "", "", ""


def _party(
    country: str, line: str, known: set[tuple[str | None, str]]
) -> Iterator[tuple[str, ...]]:
    """Give a party of a line such as "Popular Will (Voluntad Popular) or VP"."""
    match = re.match(r"([A-Z][^():;\[]+?)(?: \(([^)]+)\))?(?: or ([A-Z][\w-]+))?$", line)
    if not match or not PARTY_WORDS.intersection(match[1].lower().split()):
        return
    name = match[1].strip()
    if not 2 <= len(name.split()) <= 6 or (country, _plain(name)) in known:
        return
    aliases = [match[3]] if match[3] and re.fullmatch(r"[A-Z]{4,}", match[3]) else []
    if match[2] and 2 <= len(match[2].split()) <= 6 and match[2][0].isupper():
        aliases.append(match[2])
    aliases = [alias for alias in aliases if (country, _plain(alias)) not in known]
    known.update((country, _plain(form)) for form in (name, *aliases))
    key = f"{country.lower()}-{_slug(name)}"
    yield key, name, "|".join(aliases), "party", country, "PTY", "", "", ""


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
    return len(letters) > 1 and letters.isupper() and word not in ("II", "III", "IV", "VI", "JR.")


def _capitalise(word: str) -> str:
    """Give "MADURO" as "Maduro" and "al-BURHAN" as "al-Burhan", other words as they are."""
    return re.sub(r"[^\W\d_]{2,}", lambda m: m[0].capitalize() if m[0].isupper() else m[0], word)


def _title(word: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"([-'])", word))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(name).lower()).strip()


def _slug(name: str) -> str:
    return _plain(name).replace(" ", "-")


def _group(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.name].append(row)
    return grouped


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    package = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "actors"
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else package)
