"""Tokens and sentences: as the treebanks cut them, on any input."""

import itertools
import time

import pytest

from dragoman.language.tokens import find_tokens
from dragoman.records.document import Document, Published


def cut(text: str) -> Document:
    return find_tokens(Document("t", text, Published(None, "unknown")))


def forms(text: str) -> list[str]:
    return [token.text for token in cut(text).tokens or ()]


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in cut(text).sentences or ()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It won't end.", "It wo n't end ."),
        ("It won’t end.", "It wo n’t end ."),
        ("They cannot say they're Iran's", "They can not say they 're Iran 's"),
        ("the officials' trip", "the officials ' trip"),
        ("“Yes,” he said", "“ Yes , ” he said"),
        ('"Yes," he said', '" Yes , " he said'),
        ("about $100 billion", "about $ 100 billion"),
        ("$5bn, 40km, 7pm, 20th, 1990s", "$ 5 bn , 40 km , 7 pm , 20th , 1990s"),
        ("2.5% of 1,000,000", "2.5 % of 1,000,000"),
        ("1980-1988", "1980 - 1988"),
        ("on 11/29/2000 and 9/11 at 10:30", "on 11/29/2000 and 9/11 at 10:30"),
        ("2026-01-10", "2026-01-10"),
        ("Abdullah al-Ani", "Abdullah al - Ani"),
        ("a state-owned firm", "a state - owned firm"),
        ("pro-Beijing, anti-American, re-elected", "pro-Beijing , anti-American , re-elected"),
        ("U.S.-led forces", "U.S. - led forces"),
        ("Shi'ite O'Brien d’Affaires", "Shi'ite O'Brien d’Affaires"),
        ("AT&T and/or S&P", "AT&T and / or S&P"),
        ("Visit https://a.org/b?c=1.", "Visit https://a.org/b?c=1 ."),
        ("mail a.b@c.org, please", "mail a.b@c.org , please"),
        ("well... no -- yes — what?!", "well ... no -- yes — what ?!"),
        ("(AP) [sic]", "( AP ) [ sic ]"),
    ],
    ids=lambda value: value[:24],
)
def test_tokens_follow_the_treebanks(text: str, expected: str) -> None:
    assert forms(text) == expected.split()


@pytest.mark.parametrize(
    "parts",
    [
        ["Gen. John F. Kelly told the U.N. Security Council.", "He left."],
        ["It is the U.S. Senate.", "It voted."],
        ["He went to Washington, D.C.", "The talks ended on Jan. 9."],
        ["They meet at 9 a.m. on Friday."],
        ["“That’s it.”", "He met Mr. Rubio."],
        ['"Is it over?" he asked.', "No one replied."],
        ["CARACAS, Venezuela (AP) —", "The embassy reopened.", "Crowds came."],
        ["No. 10 declined to comment.", "The answer was no.", "Then it left."],
        ["Foo Inc. said so.", "It was right (see below).", "Did it?", "Yes!"],
        ["Prices rose 2.5 percent.", "3 people died."],
    ],
    ids=lambda parts: parts[0][:24],
)
def test_sentences_end_where_news_ends_them(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_headline_without_stop_is_its_own_sentence() -> None:
    assert sentences("Envoys land in Caracas\nThe first group arrived.\n\nIt left.") == [
        "Envoys land in Caracas",
        "The first group arrived.",
        "It left.",
    ]


def test_lines_broken_to_a_width_are_joined() -> None:
    text = (
        "The two governments said on Friday that they would\n"
        "explore the return of their envoys and that the first\n"
        "group of officials had landed in the capital. The visit\n"
        "was the first since the embassy had been closed, they\n"
        "added.\n"
    )
    assert [part.split()[0] for part in sentences(text)] == ["The", "The"]


def test_offsets_are_code_points_of_the_text() -> None:
    text = "𝒜 Iran’s\u00a0envoy \u202eleft\u202c\x00.\r\n“Só” 🇻🇪 ok"
    document = cut(text)
    assert all(text[t.start : t.end] == t.text for t in document.tokens or ())
    starts = [t.start for t in document.tokens or ()]
    assert starts == sorted(starts)
    assert "left" in [t.text for t in document.tokens or ()]


def test_sentences_cover_all_tokens_in_order() -> None:
    document = cut("One. Two!\n\nThree? [1] (Four.) five\nSix")
    bounds = [(s.first, s.last) for s in document.sentences or ()]
    assert bounds[0][0] == 0
    assert bounds[-1][1] == len(document.tokens or ())
    assert all(a[1] == b[0] for a, b in itertools.pairwise(bounds))


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x00", "\u202e", "\n\n\n"])
def test_text_without_words_has_empty_layers(text: str) -> None:
    document = cut(text)
    assert (document.tokens, document.sentences) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 5_000_000, "a." * 300_000, "a-" * 999, "'" * 1999, "a@" * 999, "1-" * 999),
        *("! " * 20_000, "a\n" * 20_000, "[1] " * 10_000, "http://" * 280, "non-" * 480),
        "(" * 1999,
    ],
    ids=lambda text: repr(text[:7]),
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    begun = time.process_time()
    cut(text)
    assert time.process_time() - begun < 10
