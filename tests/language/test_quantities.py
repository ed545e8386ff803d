"""Amounts: money, people and things counted, shares, measures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make import make_document

from dragoman.language.numbers import parse_number, parse_ordinal
from dragoman.language.quantities import find_amounts
from dragoman.language.tokens import find_tokens
from dragoman.records.document import Document, Published


def read(text: str) -> list[tuple[str, float | None, str, str | None]]:
    """Words, value, unit and modifier of each amount, found without a parse."""
    document = Document(id="t", text=text, published=Published("2026-01-10", "given"))
    return [
        (text[a.span.start : a.span.end], a.value, a.unit, a.modifier)
        for a in find_amounts(find_tokens(document)).amounts or ()
    ]


FOUND = [
    (
        "a approximately $100 billion plan",
        [("approximately $100 billion", 1e11, "USD", "approximate")],
    ),
    ("It cost 100m euros.", [("100m euros", 1e8, "EUR", None)]),
    ("It cost £3.5bn.", [("£3.5bn", 3.5e9, "GBP", None)]),
    ("It cost US$2 million.", [("US$2 million", 2e6, "USD", None)]),
    ("A fine of 25,000 rubles.", [("25,000 rubles", 25000.0, "RUB", None)]),
    ("It cost $10 to $20 billion.", [("$10 to $20 billion", 1.5e10, "USD", "approximate")]),
    ("At least 40 protesters fell.", [("At least 40 protesters", 40.0, "protester", "at-least")]),
    ("There were 12 soldiers.", [("12 soldiers", 12.0, "soldier", None)]),
    ("Two ships sank.", [("Two ships", 2.0, "ship", None)]),
    ("Some 3,000 rebels came.", [("Some 3,000 rebels", 3000.0, "rebel", "approximate")]),
    ("It hurt more than a dozen.", [("more than a dozen", 12.0, "", "more-than")]),
    ("It left fewer than 10.", [("fewer than 10", 10.0, "", "less-than")]),
    (
        "It sank between 10 and 20 ships.",
        [("between 10 and 20 ships", 15.0, "ship", "approximate")],
    ),
    (
        "It rose by 3.5 percent to 40%.",
        [("3.5 percent", 3.5, "percent", None), ("40%", 40.0, "percent", None)],
    ),
    (
        "It cost hundreds of millions of dollars.",
        [("hundreds of millions of dollars", None, "USD", "vague")],
    ),
    ("They walked 12 miles.", [("12 miles", 12.0, "mile", None)]),
    ("The 2,000-pound bomb fell.", [("2,000-pound", 2000.0, "pound", None)]),
    (
        "Twenty-five thousand rebels fled.",
        [("Twenty-five thousand rebels", 25000.0, "rebel", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_find_amounts(text: str, expected: list[tuple[str, float | None, str, str | None]]) -> None:
    assert read(text) == expected


NO_AMOUNTS = [
    "The 52-year-old spent 20 years there.",
    "It fell on January 9, 2019, at 9:30 a.m.",
    "Resolution 2231 and Flight 370.",
    "The F-16 and the 66th Brigade.",
    "One of the men spoke in the second round.",
    "In 2015 it began.",
]


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_find_amounts_leaves_other_numbers(text: str) -> None:
    assert read(text) == []


def test_find_amounts_takes_the_counted_noun_from_the_parse() -> None:
    document = make_document(
        """
        1  They      _        PRON  _   2 nsubj
        2  freed     free     VERB  VBD 0 root
        3  a         _        DET   _   5 det
        4  significant _      ADJ   JJ  5 amod
        5  number    _        NOUN  NN  2 obj
        6  of        _        ADP   _   8 case
        7  political _        ADJ   JJ  8 amod
        8  prisoners prisoner NOUN  NNS 5 nmod
        9  and       _        CCONJ _  12 cc
        10 12        _        NUM   CD 12 nummod
        11 foreign   _        ADJ   JJ 12 amod
        12 sailors   sailor   NOUN  NNS 8 conj
        13 .         _        PUNCT _   2 punct
        """
    )
    amounts = find_amounts(document).amounts or ()
    assert [
        (
            document.text[a.span.start : a.span.end],
            a.value,
            a.unit,
            a.approximate,
            a.modifier,
            a.head,
        )
        for a in amounts
    ] == [
        ("a significant number of political prisoners", None, "prisoner", True, "vague", 7),
        ("12 foreign sailors", 12.0, "sailor", False, None, 11),
    ]


NUMBERS = [
    ("25,000", 25000.0),
    ("1.5 million", 1.5e6),
    ("two and a half", 2.5),
    ("two million and a half", 2.5e6),
    ("half a million", 5e5),
    ("2 1/2", 2.5),
    ("a hundred and twenty-five thousand three hundred", 125300.0),
    ("two dozen", 24.0),
    ("nine quadrillion", 9e15),
    ("many", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS, ids=[text for text, _ in NUMBERS])
def test_parse_number(text: str, value: float | None) -> None:
    assert parse_number(text) == value


def test_parse_ordinal() -> None:
    assert [parse_ordinal(text) for text in ("third", "21st", "twenty-first", "many")] == [
        3,
        21,
        21,
        None,
    ]


_PIECES = st.sampled_from(
    [
        "$",
        "100",
        "billion",
        ",",
        ".",
        "at",
        "least",
        "40",
        "people",
        "between",
        "and",
        "10",
        "to",
        "dozens",
        "of",
        "3.5",
        "%",
        "percent",
        "km",
        "-",
        "£",
        "1/2",
        "½",
        "m",
        "a",
        "few",
        "million",
        "euros",
        "one",
        "Flight",
        "2015",
        "the",
        "two-thirds",
        "0",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=14).map(" ".join)))
def test_find_amounts_holds_on_any_text(text: str) -> None:
    document = Document(id="t", text=text, published=Published(None, "unknown"))
    found = find_amounts(find_tokens(document))
    last = 0
    for amount in found.amounts or ():
        assert last <= amount.span.start < amount.span.end <= len(text)
        assert 0 <= amount.head < len(found.tokens or ())
        last = amount.span.end
