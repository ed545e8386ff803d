"""Scores of names from raw text."""

from pathlib import Path

import pytest
from tests.make import make_document, make_entity, with_entities

from dragoman.evaluate.entities import (
    NamedText,
    entity_names,
    read_crossner_texts,
    read_uner_texts,
    score_names,
)

TEXT = NamedText("Ana left Oslo.", frozenset({(0, 3, "PER"), (9, 13, "LOC")}))


def test_kind_and_span_must_agree() -> None:
    scores = score_names([TEXT], lambda _: [(0, 3, "PER"), (9, 13, "ORG")])
    assert scores == pytest.approx({"PER": 1.0, "ORG": 0.0, "LOC": 0.0, "all": 0.5})


def test_other_kinds_count_on_neither_side() -> None:
    scores = score_names([TEXT], lambda _: [(0, 3, "PER"), (9, 13, "LOC"), (4, 8, "MISC")])
    assert scores["all"] == 1.0


def test_entities_that_annotate_lists_have_a_corpus_kind() -> None:
    document = make_document("""
        1 NATO    _ PROPN _ 2 nsubj B-ORG
        2 left    _ VERB  _ 0 root
        3 Oslo    _ PROPN _ 2 obj   B-LOC
        4 rebels  _ NOUN  _ 2 obl
    """)
    entities = [
        make_entity(document, "NATO", "igo"),
        make_entity(document, "Oslo", "place"),
        make_entity(document, "rebels", "armed-group", level="nominal"),
    ]
    assert list(entity_names(with_entities(document, *entities))) == [
        (0, 4, "ORG"),
        (10, 14, "LOC"),
    ]


def test_uner_names_are_placed_in_running_text(tmp_path: Path) -> None:
    row = "1\tOslo\t_\tPROPN\tNNP\t_\t0\troot\t_\tSpaceAfter=No"
    stop = "2\t.\t_\tPUNCT\t.\t_\t1\tpunct\t_\t_"
    treebank, names = tmp_path / "t.conllu", tmp_path / "n.iob2"
    treebank.write_text(f"# sent_id = a\n{row}\n{stop}\n\n", encoding="utf-8")
    names.write_text("# sent_id = a\n1\tOslo\tB-LOC\n2\t.\tO\n\n", encoding="utf-8")
    (text,) = read_uner_texts(treebank, names)
    assert text == NamedText("Oslo. ", frozenset({(0, 4, "LOC")}))


def test_rows_trained_on_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "dev.txt"
    path.write_text("Ada B-politician\n\nOslo B-location\n\n", encoding="utf-8")
    assert [t.text for t in read_crossner_texts(path, skip=1)] == ["Oslo"]
