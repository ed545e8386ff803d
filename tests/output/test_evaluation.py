"""The section of docs/EVALUATION.md that ``dragoman eval --write`` makes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.figures import Aim, Figure, Peer
from dragoman.output.evaluation import Measured, update_page, write_section

MEASURED = Measured(
    task="parse",
    about="arcs",
    figures=[Figure("UD", "LAS", 0.8512, 1200), Figure("UD", "UAS", 0.9)],
    aims=[Aim("parse", "UD", "LAS", True, 0.86)],
    peers=[Peer("parse", "LAS", 0.8, "a parser", "UD", "its paper")],
    command="dragoman eval parse",
    version="0.1.0",
    day=date(2026, 1, 10),
)
PAGE = "# Page\n\n<!-- eval parse -->\nold\n<!-- end parse -->\n\nrest\n"


def test_the_section_is_written_anew_and_the_rest_stays() -> None:
    assert write_section(PAGE, MEASURED) == (
        "# Page\n\n<!-- eval parse -->\n"
        "`dragoman eval parse`, version 0.1.0, 2026-01-10.\n\n"
        "| set | measure | figure | items | aim |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| UD | LAS | 0.851 | 1,200 | ≥ 0.86 (missed) |\n"
        "| UD | UAS | 0.900 |  |  |\n\n"
        "| the field | set | measure | figure | source |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| a parser | UD | LAS | 0.800 | its paper |\n"
        "<!-- end parse -->\n\nrest\n"
    )


def test_writing_twice_changes_nothing() -> None:
    once = write_section(PAGE, MEASURED)
    assert write_section(once, MEASURED) == once


@pytest.mark.parametrize("page", ["# Page", "<!-- end parse --> <!-- eval parse -->", PAGE * 2])
def test_a_page_without_place_is_told(page: str) -> None:
    with pytest.raises(InputError, match="no place for parse"):
        write_section(page, MEASURED)


def test_update_page(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    with pytest.raises(InputError):
        update_page(path, MEASURED)
    path.write_text(PAGE, encoding="utf-8")
    update_page(path, replace(MEASURED, peers=()))
    assert "0.851" in path.read_text(encoding="utf-8")
