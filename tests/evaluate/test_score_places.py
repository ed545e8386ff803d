"""Scores of place names on a small file of each form."""

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.places import measure_km, read_geovirus, read_lgl, score_places
from dragoman.records.mention import Place
from dragoman.records.span import Span

LGL = """<articles><article docid="1"><text>Rain fell on Alba and Brunn.</text><toponyms>
<toponym><start>13</start><end>17</end><phrase>Alba</phrase>
<gaztag geonameid="1"><lat>10.0</lat><lon>20.0</lon></gaztag></toponym>
<toponym><start>22</start><end>27</end><phrase>Brunn</phrase></toponym>
</toponyms></article></articles>"""
GEOVIRUS = """<articles><article><text>Rain fell on Alba.</text><locations><location>
<name>Alba</name><start>14</start><end>18</end><lat>10.0</lat><lon>20.0</lon></location>
</locations></article></articles>"""


def find(text: str) -> list[Place]:
    start = text.index("Alba")
    return [Place(Span(start, start + 4), "Alba", None, 10.5, 20.0, None, "city", "literal")]


def test_score_lgl(tmp_path: Path) -> None:
    file = tmp_path / "lgl.xml"
    file.write_text(LGL, encoding="utf-8")
    scores = score_places(read_lgl(file), find)
    assert scores == pytest.approx(
        {"precision": 1.0, "recall": 0.5, "f1": 2 / 3, "found": 1.0, "near": 1.0}
    )


def test_geovirus_counts_from_one(tmp_path: Path) -> None:
    file = tmp_path / "geovirus.xml"
    file.write_text(GEOVIRUS, encoding="utf-8")
    assert score_places(read_geovirus(file), find)["f1"] == pytest.approx(1.0)


def test_no_such_form(tmp_path: Path) -> None:
    file = tmp_path / "broken.xml"
    file.write_text("<articles>", encoding="utf-8")
    with pytest.raises(InputError):
        list(read_lgl(file))


def test_measure_km() -> None:
    assert measure_km((0.0, 0.0), (0.0, 90.0)) == pytest.approx(10_007, rel=0.001)
