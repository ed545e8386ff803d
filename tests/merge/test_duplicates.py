"""Near copies: what counts as one, and which report is the original."""

import pytest

from dragoman.merge.duplicates import choose_originals, find_copies, load_copy_rules

STORY = (
    "The harbour council of Veltmoor voted late on Monday to close the eastern quay to tankers. "
    "Mayor Ilsa Brandt told residents that two leaks in a month had left her no other choice. "
    "Fishing crews cheered outside the hall, while a union of dock workers warned of lost wages. "
    "The port company Nordkai said that it would ask a court to strike the order down in spring. "
    "Engineers are to inspect the pipes, the cranes and the old lighthouse before the ban begins."
)
OTHER = (
    "A snowstorm cut the mountain road between Harn and Lissa for a third day, police reported. "
    "Bakers in the valley gave bread away at cost, and a school opened its gym to stranded drivers."
)
SENTENCES = STORY.split(". ")
COPIES = {
    "cut": ". ".join(SENTENCES[:3]) + ".",
    "new headline": "Veltmoor shuts its quay\n" + STORY,
    "other marks": STORY.upper().replace(",", " --").replace("'", "’"),
    "wrapped": f"Get our app and read on the go. {STORY} All rights reserved by the owner.",
    "same": STORY,
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES.keys())
def test_copies_are_found(copy: str) -> None:
    pairs = find_copies([STORY, OTHER, copy], load_copy_rules())
    assert [(pair.left, pair.right) for pair in pairs] == [(0, 2)]


def test_a_quoted_sentence_makes_no_copy() -> None:
    assert find_copies([STORY, f"{OTHER} {SENTENCES[1]}."], load_copy_rules()) == ()


@pytest.mark.parametrize("texts", [[], [STORY], ["one", "two"]], ids=["none", "one", "short"])
def test_little_text_gives_no_pair(texts: list[str]) -> None:
    assert find_copies(texts, load_copy_rules()) == ()


@pytest.mark.parametrize(
    ("dates", "originals"),
    [
        ((None, None, None), (None, 0, 0)),
        (("2026-01-03", "2026-01-02", "2026-01-02"), (1, None, 1)),
        ((None, "2026-01-02", "2026-01-01"), (2, 2, None)),
    ],
    ids=["input order", "date, then input order", "undated last"],
)
def test_the_earliest_is_the_original(
    dates: tuple[str | None, ...], originals: tuple[int | None, ...]
) -> None:
    pairs = find_copies([STORY, COPIES["wrapped"], COPIES["cut"]], load_copy_rules())
    assert choose_originals(dates, pairs) == originals


CAPTIONS = " ".join(f"caption{n} shows minister{n} at summit{n} in city{n}." for n in range(60))


def make_text(word: str, sentences: int) -> str:
    """Give a text of its own words."""
    return " ".join(f"The {word}{n} said that {word}x{n} was ready." for n in range(sentences))


def test_a_long_list_of_captions_in_two_articles_makes_no_copy() -> None:
    one, other = (f"{make_text(w, 12)} {CAPTIONS} {make_text(w + 'y', 12)}" for w in "ab")
    assert find_copies([one, other], load_copy_rules()) == ()


def test_a_new_version_with_the_same_opening_is_a_copy() -> None:
    one, other = (f"{CAPTIONS} {make_text(w, 24)}" for w in "ab")
    assert len(find_copies([one, other], load_copy_rules())) == 1
