"""Mentions of actors: names, descriptions, countries, seats and titles."""

import pytest

from dragoman.actors import load_actors
from dragoman.errors import MissingLayer
from dragoman.language.entities import find_entities
from dragoman.records.document import Document, Published
from dragoman.records.mention import Entity
from make import make_document

_OFFICIALS = """
    1 Venezuelan Venezuelan ADJ _ 2 amod
    2 officials official NOUN NNS 3 nsubj
    3 met meet VERB _ 0 root
    4 U.S. _ PROPN _ 5 compound B-LOC
    5 officials official NOUN NNS 3 obj
    6 in _ ADP _ 7 case
    7 Geneva _ PROPN _ 3 obl B-LOC
    8 . _ PUNCT _ 3 punct
"""

_EMBASSY = """
    1 The _ DET _ 3 det
    2 U.S. _ PROPN _ 3 compound B-LOC
    3 embassy _ PROPN _ 6 nsubj
    4 in _ ADP _ 5 case
    5 Venezuela _ PROPN _ 3 nmod B-LOC
    6 reopened reopen VERB _ 0 root
    7 . _ PUNCT _ 6 punct
"""

_DEPARTMENT = """
    1 The _ DET _ 4 det
    2 U.S. _ PROPN _ 4 compound B-ORG
    3 State _ PROPN _ 4 compound I-ORG
    4 Department _ PROPN _ 5 nsubj I-ORG
    5 criticized criticize VERB _ 0 root
    6 the _ DET _ 7 det
    7 Bank _ PROPN _ 5 obj B-ORG
    8 of _ ADP _ 9 case I-ORG
    9 America _ PROPN _ 7 nmod I-ORG
    10 . _ PUNCT _ 5 punct
"""

_SHARED = """
    1 U.S. _ PROPN _ 4 compound B-LOC
    2 and _ CCONJ _ 3 cc
    3 Venezuelan Venezuelan ADJ _ 1 conj
    4 officials official NOUN NNS 5 nsubj
    5 met meet VERB _ 0 root
    6 the _ DET _ 10 det
    7 Iranian Iranian ADJ _ 10 amod
    8 and _ CCONJ _ 9 cc
    9 Turkish Turkish ADJ _ 7 conj
    10 presidents president NOUN NNS 5 obj
    11 . _ PUNCT _ 5 punct
"""

_CAPITALS = """
    1 Beijing _ PROPN _ 2 nsubj B-LOC
    2 said say VERB _ 0 root
    3 an a DET _ 4 det
    4 envoy _ NOUN _ 5 nsubj
    5 arrived arrive VERB _ 2 ccomp
    6 in _ ADP _ 7 case
    7 Moscow _ PROPN _ 5 obl B-LOC
    8 . _ PUNCT _ 2 punct
"""

_FORMER = """
    1 Former _ ADJ _ 3 amod
    2 Kenyan Kenyan ADJ _ 3 amod
    3 President _ PROPN _ 4 nmod:desc
    4 Uhuru _ PROPN _ 6 nsubj B-PER
    5 Kenyatta _ PROPN _ 4 flat I-PER
    6 met meet VERB _ 0 root
    7 a _ DET _ 8 det
    8 spokesman _ NOUN _ 6 obj
    9 for _ ADP _ 12 case
    10 the _ DET _ 12 det
    11 German German ADJ _ 12 amod
    12 government _ NOUN _ 8 nmod
    13 , _ PUNCT , 14 punct
    14 Stefan _ PROPN _ 8 appos B-PER
    15 Kornelius _ PROPN _ 14 flat I-PER
    16 . _ PUNCT _ 6 punct
"""

_APPOSITION = """
    1 Ana _ PROPN _ 12 nsubj B-PER
    2 Lindqvist _ PROPN _ 1 flat I-PER
    3 , _ PUNCT , 5 punct
    4 the _ DET _ 5 det
    5 head _ NOUN _ 1 appos
    6 of _ ADP _ 10 case
    7 Finland _ PROPN _ 10 nmod:poss B-LOC
    8 's _ PART POS 7 case
    9 national _ ADJ _ 10 amod
    10 assembly _ NOUN _ 5 nmod
    11 , _ PUNCT , 1 punct
    12 praised praise VERB _ 0 root
    13 Iran _ PROPN _ 16 nmod:poss B-LOC
    14 's _ PART POS 13 case
    15 foreign _ ADJ _ 16 amod
    16 minister _ NOUN _ 12 obj
    17 . _ PUNCT _ 12 punct
"""

_INTERIM = """
    1 The _ DET _ 3 det
    2 interim _ ADJ _ 3 amod
    3 government _ NOUN _ 11 nsubj
    4 of _ ADP _ 5 case
    5 Peru _ PROPN _ 3 nmod B-LOC
    6 led lead VERB _ 3 acl
    7 by _ ADP _ 9 case
    8 President _ PROPN _ 9 nmod:desc
    9 Rosa _ PROPN _ 6 obl:agent B-PER
    10 Quispe _ PROPN _ 9 flat I-PER
    11 resigned resign VERB _ 0 root
    12 . _ PUNCT _ 11 punct
"""

_ADJECTIVE = """
    1 An a DET _ 3 det
    2 Israeli Israeli ADJ _ 3 amod
    3 strike _ NOUN _ 4 nsubj
    4 hit _ VERB _ 0 root
    5 Lebanon _ PROPN _ 4 obj B-LOC
    6 . _ PUNCT _ 4 punct
"""


def _find(notation: str, *, date: str | None = "2026-01-10") -> dict[str, Entity]:
    document = find_entities(make_document(notation, date=date), load_actors())
    return {
        document.text[entity.span.start : entity.span.end]: entity
        for entity in document.entities or ()
    }


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        pytest.param(
            _OFFICIALS,
            [
                ("Venezuelan officials", "nominal", "group", "VEN", ("GOV",)),
                ("U.S. officials", "nominal", "group", "USA", ("GOV",)),
                ("U.S.", "named", "country", "USA", ()),
                ("Geneva", "named", "place", None, ()),
            ],
            id="a-country-modifies-its-officials",
        ),
        pytest.param(
            _EMBASSY,
            [
                ("U.S. embassy", "named", "agency", "USA", ("GOV",)),
                ("Venezuela", "named", "country", "VEN", ()),
            ],
            id="an-embassy-is-its-senders",
        ),
        pytest.param(
            _DEPARTMENT,
            [
                ("U.S. State Department", "named", "agency", "USA", ("GOV",)),
                ("Bank of America", "named", "company", "USA", ("BUS",)),
            ],
            id="no-names-inside-names",
        ),
        pytest.param(
            _ADJECTIVE,
            [
                ("Israeli", "named", "country", "ISR", ()),
                ("Lebanon", "named", "country", "LBN", ()),
            ],
            id="an-adjective-before-no-actor-is-the-country",
        ),
        pytest.param(
            _INTERIM,
            [
                ("interim government of Peru", "nominal", "government", "PER", ("GOV",)),
                ("Peru", "named", "country", "PER", ()),
                ("Rosa Quispe", "named", "person", "PER", ("GOV",)),
            ],
            id="a-leader-has-the-country-of-what-is-led",
        ),
    ],
)
def test_mentions_have_kind_country_and_sectors(
    notation: str, expected: list[tuple[object, ...]]
) -> None:
    found = [
        (words, entity.level.value, entity.kind.value, entity.country, entity.sectors)
        for words, entity in _find(notation).items()
    ]
    assert found == expected


def test_a_shared_noun_has_a_part_for_each_country() -> None:
    found = _find(_SHARED)
    officials = found["U.S. and Venezuelan officials"]
    assert officials.country is None
    assert officials.members == (found["U.S."].key, found["Venezuelan"].key)
    assert (found["U.S."].country, found["Venezuelan"].country) == ("USA", "VEN")


def test_a_shared_office_has_a_person_for_each_country() -> None:
    found = _find(_SHARED)
    parts = [found["Iranian"], found["Turkish"]]
    assert [(part.kind.value, part.role, part.country) for part in parts] == [
        ("person", "president", "IRN"),
        ("person", "president", "TUR"),
    ]


def test_a_capital_that_speaks_is_a_government_and_one_arrived_in_a_place() -> None:
    found = _find(_CAPITALS)
    assert (found["Beijing"].kind.value, found["Beijing"].country) == ("government", "CHN")
    assert found["Beijing"].evidence.startswith("capital for government")
    assert (found["Moscow"].kind.value, found["Moscow"].country) == ("place", "RUS")


def test_a_title_is_the_role_and_stays_outside_the_name() -> None:
    kenyatta = _find(_FORMER)["Uhuru Kenyatta"]
    assert (kenyatta.role, kenyatta.sectors) == ("Former President", ("ELI",))
    assert kenyatta.country == "KEN"


def test_a_title_before_a_name_is_no_mention_of_its_own() -> None:
    assert not any("President" in words for words in _find(_FORMER))


def test_a_description_before_a_name_gives_role_country_and_sector() -> None:
    found = _find(_FORMER)
    named = found["Stefan Kornelius"]
    assert (named.role, named.country, named.sectors) == ("government spokesman", "DEU", ("GOV",))
    assert found["spokesman"].key == named.key


def test_a_description_after_a_name_gives_the_sector_of_the_body_led() -> None:
    named = _find(_APPOSITION)["Ana Lindqvist"]
    assert (named.role, named.country, named.sectors) == ("head", "FIN", ("LEG",))


def test_an_office_is_held_by_whoever_holds_it_on_the_day_of_publication() -> None:
    actors = load_actors()
    (holder,) = actors.holders("foreign minister", "IRN", "2026-01-10")
    minister = _find(_APPOSITION)["Iran's foreign minister"]
    assert (minister.key, minister.role) == (holder.key, "foreign minister")


def test_an_office_without_a_date_names_no_one() -> None:
    assert _find(_APPOSITION, date=None)["Iran's foreign minister"].key == "IRN:foreign-minister"


def test_names_are_needed() -> None:
    with pytest.raises(MissingLayer):
        find_entities(Document("x", "x", Published(None, "unknown")), load_actors())
