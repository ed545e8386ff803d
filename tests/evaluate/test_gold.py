"""The own gold's notation."""

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.gold import (
    read_marks,
    read_named,
    read_places,
    read_quotes,
    read_relations,
)
from dragoman.records.span import Span


def write(folder: Path, text: str) -> Path:
    path = folder / "gold.txt"
    path.write_text(f"# a comment\n\n{text}\n", encoding="utf-8")
    return path


def test_read_marks() -> None:
    assert read_marks("[PER|Ana] left [LOC|Oslo].") == (
        "Ana left Oslo.",
        [(Span(0, 3), "PER"), (Span(9, 13), "LOC")],
    )


@pytest.mark.parametrize("line", ["[PER|Ana left", "Ana] left", "[Ana] left", "[a|b [c|d] e]"])
def test_a_bracket_left_over_is_told(line: str) -> None:
    with pytest.raises(InputError):
        read_marks(line)


def test_read_named(tmp_path: Path) -> None:
    (text,) = read_named(write(tmp_path, "[PER|Ana] left."))
    assert (text.text, text.names) == ("Ana left.", {(0, 3, "PER")})


def test_read_places_with_and_without_a_point(tmp_path: Path) -> None:
    (report,) = read_places(write(tmp_path, "[59.9,10.8|Oslo], [country|Norway]"))
    assert [place.point for place in report.places] == [(59.9, 10.8), None]


def test_read_quotes_tells_two_attributions_apart(tmp_path: Path) -> None:
    line = "[s|Ana] [c|said] [q|yes], [s2|Bo] [c2|said] [q2|no]."
    (report,) = read_quotes(write(tmp_path, line))
    assert [report.text[a.source[0].start : a.source[0].end] for a in report.attributions] == [
        "Ana",
        "Bo",
    ]


def test_read_relations(tmp_path: Path) -> None:
    path = write(tmp_path, "AID\t[s|Oslo] fed [t|Gaza].")
    assert read_relations(path) == [("Oslo fed Gaza.", Span(0, 4), Span(9, 13), "AID")]


def test_a_pair_without_target_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_relations(write(tmp_path, "AID\t[s|Oslo] gave."))
