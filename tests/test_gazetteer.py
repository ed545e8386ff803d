"""What names can mean, and the form in which they are compared."""

import pytest

from dragoman.gazetteer import Gazetteer, fold, load_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def best(gazetteer: Gazetteer, name: str) -> tuple[str | None, str]:
    """Country and precision of the most populous meaning, tables first."""
    senses = gazetteer.lookup(name)
    chosen = max(senses, key=lambda sense: (sense.population == 0, sense.population))
    return chosen.country, chosen.precision


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("São Paulo", "sao paulo"),
        ("The Hague", "hague"),
        ("Saint-Denis", "st denis"),
        ("N'Djamena", "ndjamena"),
        ("W.Va.", "wva"),
        ("Łódź", "lodz"),
        ("Trinidad & Tobago", "trinidad and tobago"),
    ],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Syria", ("SYR", "country")),
        ("Donbas", ("UKR", "region")),
        ("Strait of Hormuz", (None, "feature")),
        ("Caracas", ("VEN", "city")),
        ("England", ("GBR", "region")),
        ("Texas", ("USA", "region")),
    ],
)
def test_lookup(gazetteer: Gazetteer, name: str, expected: tuple[str | None, str]) -> None:
    assert best(gazetteer, name) == expected


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Kiev", "Kyiv"),
        ("Odessa", "Odesa"),
        ("Deir al-Zor", "Deir ez-Zor"),
        ("Bombay", "Mumbai"),
        ("Hodeidah", "Al Ḩudaydah"),
        ("Khan Younis", "Khān Yūnis"),
    ],
)
def test_spellings_of_news(gazetteer: Gazetteer, spelling: str, name: str) -> None:
    assert name in {sense.name for sense in gazetteer.lookup(spelling) if not sense.alternate}


def test_short_aliases_keep_their_case(gazetteer: Gazetteer) -> None:
    def kinds(name: str) -> set[str]:
        return {sense.kind for sense in gazetteer.lookup(name)}

    assert "ADM1" in kinds("ACT")
    assert "ADM1" not in kinds("Act")
    assert "PCLI" in kinds("U.S.")


def test_adjectives(gazetteer: Gazetteer) -> None:
    found = [gazetteer.adjective(word) for word in ("Syrian", "Texans", "Chechen", "table")]
    assert [sense and sense.name for sense in found] == ["Syria", "Texas", "Chechnya", None]


def test_unknown_name_has_no_meaning(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Qwertyville-on-Nowhere") == ()


def test_every_entry_has_a_point_on_earth(gazetteer: Gazetteer) -> None:
    for name in ("Paris", "Springfield", "Victoria", "Georgia", "San José"):
        for sense in gazetteer.lookup(name):
            assert -90 <= sense.lat <= 90
            assert -180 <= sense.lon <= 180
