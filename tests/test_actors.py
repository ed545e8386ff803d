"""What the actor data say, and which names of a text they find."""

from pathlib import Path

import pytest

from dragoman.actors import (
    Actors,
    Country,
    NameForm,
    cameo_code,
    check_actors,
    load_actors,
    office_on,
    read_actors,
    surnames,
)
from dragoman.errors import DataError

ACTORS = load_actors()


def found(text: str) -> list[tuple[str, str, str]]:
    """Each name found: its words, and the form and key of its first sense."""
    return [
        (text[match.start : match.end], match.senses[0].form.value, match.senses[0].key)
        for match in ACTORS.find(text)
    ]


def test_the_shipped_tables_have_no_problem() -> None:
    assert check_actors() == []


def test_every_iso_country_is_there_once() -> None:
    codes = [row.iso2 for row in ACTORS.countries.values() if row.iso2]
    assert len(codes) == len(set(codes)) == 250


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks in Caracas.", [("Caracas", "capital", "VEN")]),
        ("The U.S. and US officials", [("U.S.", "name", "USA"), ("US", "name", "USA")]),
        ("Tell us more about it.", []),
        ("GIVE US MORE TIME", []),
        ("IRAN, RUSSIA SIGN DEAL", [("IRAN", "name", "IRN"), ("RUSSIA", "name", "RUS")]),
        ("the Iran-backed militia", [("Iran", "name", "IRN")]),
        ("They ate turkey in March.", []),
        ("Michael Jordan played there.", []),
        ("King Abdullah of Jordan", [("King Abdullah", "person", "abdullah-ii"),
                                     ("Jordan", "name", "JOR")]),
        ("ships in the South China Sea", []),
        ("Beijing, China", [("Beijing", "capital", "CHN"), ("China", "name", "CHN")]),
        ("the Côte d’Ivoire border", [("Côte d’Ivoire", "name", "CIV")]),
        ("US State Department", [("US State Department", "body", "usa-u-s-state-department")]),
        ("the Labour party said", [("Labour party", "body", "gbr-labour-party")]),
        ("Al-Qaida and al Qaeda", [("Al-Qaida", "body", "al-qaida"),
                                   ("al Qaeda", "body", "al-qaida")]),
        ("Abdul-Malik al-Houthi spoke", [("Abdul-Malik al-Houthi", "person",
                                          "abdul-malik-al-houthi")]),
        ("Mr. Qadir al-Houthi spoke", []),
        ("President Delcy Rodríguez", [("Delcy Rodríguez", "person", "delcy-rodriguez")]),
        ("Bosnia-Herzegovina", [("Bosnia-Herzegovina", "name", "BIH")]),
        ("the Democratic Republic of Congo", [("Democratic Republic of Congo", "name", "COD")]),
        ("Nigerien troops", [("Nigerien", "demonym", "NER")]),
    ],
)  # fmt: skip
def test_finds_names(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


def test_offsets_hold_with_combining_marks() -> None:
    text = "Sa\u0303o Tome\u0301 and Nicola\u0301s Maduro"
    assert [text[m.start : m.end] for m in ACTORS.find(text)][-1] == "Nicola\u0301s Maduro"


def test_demonym_and_adjective_are_both_given() -> None:
    (match,) = ACTORS.find("a Venezuelan court")
    assert [sense.form for sense in match.senses] == [NameForm.DEMONYM, NameForm.ADJECTIVE]


@pytest.mark.parametrize(
    ("key", "date", "title"),
    [
        ("donald-trump", "2019-05-01", "president"),
        ("donald-trump", "2022-05-01", None),
        ("donald-trump", "2026-01-09", "president"),
        ("nicolas-maduro", "2026-01-02", "president"),
        ("nicolas-maduro", "2026-01-09", None),
        ("marco-rubio", "2026-01-09", "national security adviser"),
        ("lee-jae-myung", "2025-07-01", "president"),
        ("juan-guaido", "2020-06-01", "self-declared president"),
    ],
)
def test_office_on_a_day(key: str, date: str, title: str | None) -> None:
    office = office_on(ACTORS.persons[key], date)
    assert (office.title if office else None) == title


def test_months_and_years_bound_an_office_too() -> None:
    kirby = ACTORS.persons["laura-sarabia"]
    assert office_on(kirby, "2025-07-30") is not None
    assert office_on(kirby, "2025-08-01") is None


def test_holders_of_an_office_on_a_day() -> None:
    people = ACTORS.holders("president", "VEN", "2015-03-01")
    assert [person.name for person in people] == ["Nicolas Maduro"]


def test_surnames_with_particles_articles_and_family_name_first() -> None:
    keys = ("ursula-von-der-leyen", "bashar-al-assad", "xi-jinping")
    assert [surnames(ACTORS.persons[key])[0] for key in keys] == ["von der Leyen", "al-Assad", "Xi"]
    assert "Assad" in surnames(ACTORS.persons["bashar-al-assad"])


def test_persons_in_office_come_first_of_a_surname() -> None:
    assert ACTORS.by_surname("Castro", "2015-01-01")[0].name == "Raul Castro"


def test_a_surname_means_the_head_of_state_rather_than_the_family() -> None:
    people = ACTORS.by_surname("Trump", "2026-01-09")
    assert [person.name for person in people if office_on(person, "2026-01-09")] == ["Donald Trump"]


def test_lookup_keeps_those_who_held_office_then() -> None:
    (sense,) = ACTORS.lookup("NICOLÁS MADURO", "2019-01-01")
    assert sense.key == "nicolas-maduro"
    assert ACTORS.lookup("nicolas maduro") == ()


@pytest.mark.parametrize(
    ("words", "phrase", "last"),
    [
        (["Acting", "Charge", "d’Affaires", "of"], "acting charge d'affaires", 3),
        (["vice", "-", "president", "said"], "vice-president", 3),
        (["prime", "minister", "'s", "office"], "prime minister's office", 4),
        (["foreign", "troops"], "foreign troops", 2),
    ],
)
def test_match_role_takes_the_longest_phrase(words: list[str], phrase: str, last: int) -> None:
    match = ACTORS.match_role(words, 0)
    assert match is not None
    assert (match[0].phrase, match[1]) == (phrase, last)


def test_match_role_finds_none_in_other_words() -> None:
    assert ACTORS.match_role(["heavy", "rain"], 0) is None


@pytest.mark.parametrize(
    ("iso3", "sectors", "code"),
    [
        ("USA", ("GOV", "MIL"), "USAGOVMIL"),
        ("TLS", ("JRN",), "TMPMED"),
        ("FRA", ("MED", "CVL", "GOV"), "FRAHLHCVL"),
        (None, ("REB",), "REB"),
        (None, (), None),
    ],
)
def test_cameo_code(iso3: str | None, sectors: tuple[str, ...], code: str | None) -> None:
    country: Country | None = ACTORS.countries[iso3] if iso3 else None
    assert cameo_code(country, sectors) == code


def _tables(folder: Path, bodies: str) -> Path:
    heads = {
        "countries": "iso3 iso2 name aliases demonyms adjectives capital capital_aliases lat lon "
        "cameo start end geonames",
        "persons": "key name aliases country office sectors start end",
        "roles": "phrase kind sectors level country_from note",
        "ambiguous": "name rule note",
        "bodies": "key name aliases kind country sectors cameo start end",
    }
    for name, head in heads.items():
        rows = bodies if name == "bodies" else ""
        (folder / f"{name}.tsv").write_text(head.replace(" ", "\t") + "\n" + rows, "utf-8")
    return folder


def test_check_names_what_is_wrong(tmp_path: Path) -> None:
    rows = "a\tFront\t\tparty\tXXX\tPTZ\t\t2020-13-01\t\nb\tFront\t\tparty\t\tPTY\t\t\t\n"
    actors: Actors = read_actors(_tables(tmp_path, rows))
    assert check_actors(actors) == [
        "body a: unknown country XXX",
        "body a: unknown sector PTZ",
        "body a: 2020-13-01 is no date; write YYYY, YYYY-MM or YYYY-MM-DD",
        "'Front' names a, b",
    ]


def test_a_kind_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="tribe"):
        read_actors(_tables(tmp_path, "a\tFront\t\ttribe\t\tPTY\t\t\t\n"))
