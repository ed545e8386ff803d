"""Scores of the parse from raw text."""

import pytest
from tests.make import make_document

from dragoman.evaluate.corpora import RawText
from dragoman.evaluate.parse import score_parse
from dragoman.records.document import Document

DOCUMENT = make_document("""
    1 Iran   _ PROPN _ 2 nsubj
    2 agreed _ VERB  _ 0 root
    3 today  _ NOUN  _ 2 obl:tmod
""")


def gold(heads: tuple[int, ...], deprels: tuple[str, ...]) -> RawText:
    tokens = tuple((t.start, t.end) for t in DOCUMENT.tokens or ())
    whole = ((0, len(DOCUMENT.text)),)
    return RawText(DOCUMENT.text, tokens, heads, deprels, whole, ("s",), (0,))


def read(_: str) -> Document:
    return DOCUMENT


def test_all_right_without_subtypes() -> None:
    scores = score_parse([gold((1, -1, 1), ("nsubj", "root", "obl"))], read)
    assert scores == {"tokens": 1.0, "sentences": 1.0, "uas": 1.0, "las": 1.0}


def test_a_wrong_relation_and_a_wrong_head() -> None:
    scores = score_parse([gold((1, -1, 0), ("obj", "root", "obl"))], read)
    assert (scores["uas"], scores["las"]) == pytest.approx((2 / 3, 1 / 3))
