"""When a report was published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.published import infer_published

TODAY = date(2026, 3, 1)
SEED_LIKE = (
    "Both governments said on Friday (January 9) that they explore talks. "
    "A team arrived on Friday. The embassy has been closed since 2019."
)

CASES = [
    ("given", "No date.", "2026-01-10", ("2026-01-10", "given")),
    ("given with a time", "No date.", "2026-01-10T08:00:00Z", ("2026-01-10", "given")),
    ("given but impossible", "No date.", "2026-13-01", (None, "unknown")),
    ("given but absurd", "No date.", "0001-01-01", (None, "unknown")),
    ("given in the future", "No date.", "2027-01-01", ("2027-01-01", "given")),
    (
        "agency dateline",
        "CARACAS, Jan. 10, 2026 (AP) - Envoys came.",
        None,
        ("2026-01-10", "dateline"),
    ),
    (
        "dateline without a year",
        "CARACAS, Jan. 10 (AP) - Envoys came on Friday (January 9). It closed in 2019.",
        None,
        ("2026-01-10", "dateline"),
    ),
    ("label", "A title\nPublished: 10 January 2026\nText.", None, ("2026-01-10", "dateline")),
    ("own line", "A title\nJanuary 10, 2026\nText.", None, ("2026-01-10", "dateline")),
    ("byline", "By A. Writer | January 10, 2026\nText.", None, ("2026-01-10", "dateline")),
    ("weekday and date", SEED_LIKE, None, ("2026-01-09", "inferred")),
    (
        "yesterday",
        "They met yesterday (Friday, January 9). It closed in 2019.",
        None,
        ("2026-01-10", "inferred"),
    ),
    (
        "a later day told",
        "They met on Friday, January 9. On Saturday he said more. It closed in 2019.",
        None,
        ("2026-01-10", "inferred"),
    ),
    ("a date in the story only", "He left on January 5, 2015, he said.", None, (None, "unknown")),
    ("nothing", "", None, (None, "unknown")),
]


@pytest.mark.parametrize(
    ("text", "given_date", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_infer_published(
    text: str, given_date: str | None, expected: tuple[str | None, str]
) -> None:
    published = infer_published(text, given_date, today=TODAY)
    assert (published.date, published.basis) == expected


def test_infer_published_says_why() -> None:
    reason = infer_published(SEED_LIKE, None, today=TODAY).reason
    assert "9 January is a Friday in 2026" in reason
    assert "2019" in reason


def test_infer_published_notes_a_date_to_come() -> None:
    assert "after 2026-03-01" in infer_published("Text.", "2026-03-02", today=TODAY).reason


def test_infer_published_never_lies_after_today() -> None:
    assert infer_published(SEED_LIKE, None, today=date(2024, 1, 1)).date is None


@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=12)))
def test_infer_published_holds_on_any_text(text: str, given_date: str | None) -> None:
    published = infer_published(text, given_date, today=TODAY)
    assert (published.date is None) == (published.basis == "unknown")
