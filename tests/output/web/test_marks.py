"""Text cut by overlapping evidence joins to itself again, and each stretch is found."""

from hypothesis import given
from hypothesis import strategies as st

from dragoman.output.api.models import Support
from dragoman.output.web.marks import cut


def support(start: int, end: int) -> Support:
    return Support(start=start, end=end, mention="m", field="status", says="planned")


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted), max_size=12)


@given(st.text(max_size=40), SPANS)
def test_the_pieces_join_to_the_text_and_carry_what_covers_them(
    text: str, spans: list[list[int]]
) -> None:
    pieces = cut(text, [support(*span) for span in spans])
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        covering = {
            n
            for n, (a, b) in enumerate(spans)
            if a <= piece.start and min(b, len(text)) >= piece.end
        }
        assert set(piece.supports) == {
            n for n in covering if spans[n][0] < min(spans[n][1], len(text))
        }


def test_overlapping_stretches_share_their_words() -> None:
    pieces = cut("planned attack", [support(0, 7), support(0, 14), support(8, 14)])
    assert [(p.text, p.supports, p.anchors) for p in pieces] == [
        ("planned", (0, 1), ("w0-7", "w0-14")),
        (" ", (1,), ()),
        ("attack", (1, 2), ("w8-14",)),
    ]
