"""Which mentions are of the same actor: descriptions, pronouns and pairs."""

import pytest

from dragoman.actors import load_actors
from dragoman.language.coreference import link_mentions
from dragoman.language.entities import find_entities
from dragoman.records.document import Document
from dragoman.records.mention import Mention
from make import find_token, make_document

_PRONOUN = """
    1 Trump _ PROPN _ 2 nsubj B-PER
    2 met meet VERB _ 0 root
    3 Putin _ PROPN _ 2 obj B-PER
    4 in _ ADP _ 5 case
    5 Alaska _ PROPN _ 2 obl B-LOC
    6 . _ PUNCT _ 2 punct

    1 He _ PRON _ 2 nsubj
    2 stated state VERB _ 0 root
    3 that _ SCONJ _ 6 mark
    4 Russia _ PROPN _ 6 nsubj B-LOC
    5 will _ AUX MD 6 aux
    6 withdraw _ VERB VB 2 ccomp
    7 its _ PRON PRP$ 8 nmod:poss
    8 troops _ NOUN NNS 6 obj
    9 . _ PUNCT _ 2 punct

    1 The _ DET _ 3 det
    2 two _ NUM _ 3 nummod
    3 leaders leader NOUN NNS 4 nsubj
    4 praised praise VERB _ 0 root
    5 the _ DET _ 6 det
    6 country _ NOUN _ 4 obj
    7 . _ PUNCT _ 4 punct
"""

_NOMINALS = """
    1 The _ DET _ 4 det
    2 Turkish Turkish ADJ _ 4 amod
    3 foreign _ ADJ _ 4 amod
    4 minister _ NOUN _ 9 nsubj
    5 , _ PUNCT , 6 punct
    6 Hakan _ PROPN _ 4 appos B-PER
    7 Fidan _ PROPN _ 6 flat I-PER
    8 , _ PUNCT , 4 punct
    9 arrived arrive VERB _ 0 root
    10 in _ ADP _ 11 case
    11 Baghdad _ PROPN _ 9 obl B-LOC
    12 . _ PUNCT _ 9 punct

    1 The _ DET _ 2 det
    2 minister _ NOUN _ 3 nsubj
    3 met meet VERB _ 0 root
    4 the _ DET _ 7 det
    5 Iraqi Iraqi ADJ _ 7 amod
    6 prime _ ADJ _ 7 amod
    7 minister _ NOUN _ 3 obj
    8 . _ PUNCT _ 3 punct

    1 They _ PRON _ 2 nsubj
    2 discussed discuss VERB _ 0 root
    3 relations relation NOUN NNS 2 obj
    4 between _ ADP _ 7 case
    5 the _ DET _ 7 det
    6 two _ NUM _ 7 nummod
    7 countries country NOUN NNS 3 nmod
    8 . _ PUNCT _ 2 punct
"""

_OFFICE = """
    1 Police _ NOUN NNS 2 nsubj
    2 arrested arrest VERB _ 0 root
    3 a _ DET _ 4 det
    4 man _ NOUN _ 2 obj
    5 who _ PRON WP 6 nsubj
    6 attacked attack VERB _ 4 acl:relcl
    7 the _ DET _ 9 det
    8 Norwegian Norwegian ADJ _ 9 amod
    9 embassy _ NOUN _ 6 obj
    10 . _ PUNCT _ 2 punct

    1 The _ DET _ 2 det
    2 embassy _ NOUN _ 3 nsubj
    3 said say VERB _ 0 root
    4 it _ PRON _ 6 nsubj:pass
    5 was be AUX VBD 6 aux:pass
    6 closed close VERB VBN 3 ccomp
    7 . _ PUNCT _ 3 punct
"""

_QUOTED = """
    1 " _ PUNCT `` 5 punct
    2 We _ PRON _ 5 nsubj
    3 will _ AUX MD 5 aux
    4 not _ PART RB 5 advmod
    5 negotiate _ VERB VB 8 ccomp
    6 , _ PUNCT , 5 punct
    7 " _ PUNCT '' 5 punct
    8 said say VERB _ 0 root
    9 Ukraine _ PROPN _ 11 nmod:poss B-LOC
    10 's _ PART POS 9 case
    11 president _ NOUN _ 8 nsubj
    12 . _ PUNCT _ 8 punct
"""


def _link(notation: str) -> Document:
    return link_mentions(find_entities(make_document(notation), load_actors()))


def _mention(document: Document, form: str, *, nth: int = 0) -> Mention | None:
    head = find_token(document, form, nth=nth)
    return next((mention for mention in document.mentions or () if mention.head == head), None)


def _stands_for(document: Document, form: str, *, nth: int = 0) -> list[str]:
    mention = _mention(document, form, nth=nth)
    entities = document.entities or ()
    return [entities[index].name for index in mention.antecedents] if mention else []


@pytest.mark.parametrize(
    ("notation", "form", "nth", "expected"),
    [
        pytest.param(_PRONOUN, "He", 0, ["Donald Trump"], id="he-goes-on-with-the-subject"),
        pytest.param(_PRONOUN, "its", 0, ["Russia"], id="its-is-the-near-country"),
        pytest.param(
            _PRONOUN, "leaders", 0, ["Donald Trump", "Vladimir Putin"], id="the-two-leaders"
        ),
        pytest.param(_NOMINALS, "minister", 0, ["Hakan Fidan"], id="apposition"),
        pytest.param(_NOMINALS, "minister", 1, ["Hakan Fidan"], id="the-minister-named-before"),
        pytest.param(_OFFICE, "who", 0, ["man"], id="who-is-the-noun-described"),
        pytest.param(_OFFICE, "embassy", 1, ["Norwegian embassy"], id="the-embassy"),
        pytest.param(_OFFICE, "it", 0, ["Norwegian embassy"], id="it-is-the-embassy"),
        pytest.param(_QUOTED, "We", 0, ["Volodymyr Zelenskyy"], id="we-is-who-speaks"),
    ],
)
def test_a_mention_stands_for(notation: str, form: str, nth: int, expected: list[str]) -> None:
    assert _stands_for(_link(notation), form, nth=nth) == expected


def test_they_after_a_meeting_are_both_who_met() -> None:
    document = _link(_NOMINALS)
    (holder,) = load_actors().holders("prime minister", "IRQ", "2026-01-10")
    assert _stands_for(document, "They") == ["Hakan Fidan", holder.name]


def test_the_two_countries_are_those_of_the_actors_spoken_of() -> None:
    document = _link(_NOMINALS)
    mention = _mention(document, "countries")
    assert mention is not None
    entities = document.entities or ()
    assert {entities[index].country for index in mention.antecedents} == {"IRQ", "TUR"}


def test_a_pronoun_is_in_the_cluster_of_its_antecedent() -> None:
    document = _link(_PRONOUN)
    trump, he = _mention(document, "Trump"), _mention(document, "He")
    assert trump is not None
    assert he is not None
    assert (he.entity, he.cluster) == (None, trump.cluster)


def test_every_entity_has_one_mention() -> None:
    document = _link(_NOMINALS)
    numbers = [m.entity for m in document.mentions or () if m.entity is not None]
    assert sorted(numbers) == list(range(len(document.entities or ())))
