"""Scores of attributions on a small archive of PolNeAR's form."""

import tarfile
from pathlib import Path

import pytest

from dragoman.evaluate.quotes import read_polnear, score_quotes
from dragoman.records.mention import Attribution
from dragoman.records.span import Span

TEXT = "Ali said that talks failed.\n"
MARKS = (
    "T1\tSource 0 3\tAli\nT2\tCue 4 8\tsaid\nT3\tContent 9 26\tthat talks failed\n"
    "T4\tAttribution 4 8\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for folder, name, data in (("text", "a.txt", TEXT), ("attributions", "a_1f.ann", MARKS)):
        path = tmp_path / "dev" / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")
    with tarfile.open(tmp_path / "polnear.tar.gz", "w:gz") as members:
        members.add(tmp_path / "dev", "dev")
    return tmp_path / "polnear.tar.gz"


def attribution(content: Span) -> Attribution:
    return Attribution((content,), Span(4, 8), 1, Span(0, 3), 0, "indirect")


def test_all_right(archive: Path) -> None:
    scores = score_quotes(read_polnear(archive, "dev"), lambda _: [attribution(Span(9, 26))])
    assert scores == pytest.approx({"cue": 1.0, "content": 1.0, "source": 1.0})


def test_half_of_the_content(archive: Path) -> None:
    scores = score_quotes(read_polnear(archive, "dev"), lambda _: [attribution(Span(9, 18))])
    assert scores["content"] == pytest.approx(18 / 26)


def test_nothing_found(archive: Path) -> None:
    scores = score_quotes(read_polnear(archive, "dev"), lambda _: [])
    assert scores == pytest.approx({"cue": 0.0, "content": 0.0, "source": 0.0})
