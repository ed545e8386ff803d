"""Where quotations begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" twice.', ['"yes"']),
        ("“We go,” she said. “All of us.”", ["“We go,”", "“All of us.”"]),
        ("“He told us ‘never again’ twice,” she said.", ["“He told us ‘never again’ twice,”"]),
        ("``We will see,'' he said.", ["``We will see,''"]),
        ("''We will see,'' he said.", ["''We will see,''"]),
        ("“First part.\n\n“Second part,” he said.", ["“First part.", "“Second part,”"]),
        ("The leaders’ plan and Iran’s reply", []),
        ("‘We shall not leave,’ he said.", ["‘We shall not leave,’"]),
        ("", []),
    ],
    ids=["ascii", "curly", "nested", "tex", "doubled", "paragraphs", "apostrophe", "single", "empty"],
)  # fmt: skip
def test_find_quotations(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_quotations(text)] == expected


@given(st.text(alphabet="ab \n\"“”‘’'`.,"))
def test_quotations_are_ordered_and_inside(text: str) -> None:
    spans = find_quotations(text)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
