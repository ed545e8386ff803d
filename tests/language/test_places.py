"""Place names found, told apart by use, and resolved in context."""

from dataclasses import replace

import pytest
from tests.make import make_document

from dragoman.errors import MissingLayer
from dragoman.gazetteer import load_gazetteer
from dragoman.language.places import find_places, load_place_lexicon
from dragoman.language.tokens import find_tokens
from dragoman.records.document import Document, Published
from dragoman.records.mention import Place

GAZETTEER = load_gazetteer()
LEXICON = load_place_lexicon()


def places_of(document: Document) -> tuple[Place, ...]:
    return find_places(document, GAZETTEER, LEXICON).places or ()


def plain(text: str) -> Document:
    """A document with sentences and tokens only: no name finder, no parser."""
    return find_tokens(Document(id="test", text=text, published=Published(None, "unknown")))


def told(text: str) -> list[tuple[str, str | None, str]]:
    document = plain(text)
    return [(text[p.span.start : p.span.end], p.country, p.precision) for p in places_of(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops left Aleppo on Monday.", [("Aleppo", "SYR", "city")]),
        ("He was born in Paris, Texas.", [("Paris", "USA", "city"), ("Texas", "USA", "region")]),
        ("Talks were held in Paris, France.", [("Paris", "FRA", "city"), ("France", "FRA", "country")]),
        ("They met in Tripoli, Lebanon.", [("Tripoli", "LBN", "city"), ("Lebanon", "LBN", "country")]),
        ("A ship passed the Strait of Hormuz.", [("Strait of Hormuz", None, "feature")]),
        ("The Syrian army advanced.", [("Syrian", "SYR", "country")]),
        ("The talks collapsed.", []),
    ],
    ids=["city", "division", "same city", "namesake", "feature", "adjective", "none"],
)  # fmt: skip
def test_places_without_a_name_finder(
    text: str, expected: list[tuple[str, str | None, str]]
) -> None:
    assert told(text) == expected


def test_one_sense_in_a_report() -> None:
    found = told("Police in Paris, Texas, said on Friday that they searched Paris for two days.")
    assert [country for name, country, _ in found if name == "Paris"] == ["USA", "USA"]


def test_neighbours_decide() -> None:
    found = told("Shells fell on Homs. Rebels left Hama and Tripoli. Lebanon closed its border.")
    assert ("Tripoli", "LBN", "city") in found


def test_uses() -> None:
    document = make_document("""
        1 Washington _ PROPN _ 2 nsubj B-LOC
        2 warned     _ VERB VBD 0 root
        3 Iranian    _ ADJ JJ 4 amod
        4 diplomats  _ NOUN NNS 2 obj
        5 in         _ ADP IN 6 case
        6 Caracas    _ PROPN _ 2 obl B-LOC
        7 .          _ PUNCT _ 2 punct
    """)
    assert [(p.name, p.country, p.use) for p in places_of(document)] == [
        ("Washington", "USA", "metonymic"),
        ("Iran", "IRN", "adjectival"),
        ("Caracas", "VEN", "literal"),
    ]


def test_names_inside_other_names_are_no_places() -> None:
    document = make_document("""
        1 Liverpool _ PROPN _ 2 compound B-ORG
        2 FC        _ PROPN _ 3 nsubj I-ORG
        3 beat      _ VERB VBD 0 root
        4 Paris     _ PROPN _ 3 obj B-PER
        5 Hilton    _ PROPN _ 4 flat I-PER
        6 .         _ PUNCT _ 3 punct
    """)
    assert places_of(document) == ()


def test_a_public_body_is_named_for_its_place() -> None:
    document = make_document("""
        1 U.S.       _ PROPN _ 3 compound B-ORG
        2 State      _ PROPN _ 3 compound I-ORG
        3 Department _ PROPN _ 4 nsubj I-ORG
        4 agreed     _ VERB VBD 0 root
        5 .          _ PUNCT _ 4 punct
    """)
    assert [(p.country, p.use) for p in places_of(document)] == [("USA", "adjectival")]


def test_spans_are_the_text_of_the_name() -> None:
    document = plain("The U.N. met in Port-au-Prince and the U.S. watched.")
    texts = [document.text[p.span.start : p.span.end] for p in places_of(document)]
    assert texts == ["Port-au-Prince", "U.S."]


def test_other_layers_stay() -> None:
    document = plain("He left Aleppo.")
    assert replace(find_places(document, GAZETTEER, LEXICON), places=None) == document


def test_missing_tokens() -> None:
    document = Document(id="test", text="Aleppo", published=Published(None, "unknown"))
    with pytest.raises(MissingLayer):
        find_places(document, GAZETTEER, LEXICON)
