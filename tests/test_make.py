"""The notation that tests build documents with."""

from dragoman.records.document import Word
from dragoman.records.mention import EntityKind
from dragoman.records.span import Span
from make import find_head, find_span, find_token, make_document, make_entity, with_entities

_NOTATION = """
    1 Iran     _       PROPN _   3 nmod:poss B-LOC
    2 's       _       PART  POS 1 case
    3 minister _       NOUN  _   4 nsubj
    4 spoke    speak   VERB  _   0 root
    5 .        _       PUNCT _   4 punct

    # text = He left (early).
    1 He       _       PRON  _   2 nsubj
    2 left     leave   VERB  _   0 root
    3 (        _       PUNCT _   4 punct
    4 early    _       ADV   _   2 advmod
    5 )        _       PUNCT _   4 punct
    6 .        _       PUNCT _   2 punct
"""


def test_text_is_joined_as_english_is_written() -> None:
    assert make_document(_NOTATION).text == "Iran's minister spoke. He left (early)."


def test_every_token_reads_as_its_span() -> None:
    document = make_document(_NOTATION)
    assert document.tokens is not None
    assert all(token.text == document.text[token.start : token.end] for token in document.tokens)


def test_heads_count_in_the_whole_document() -> None:
    document = make_document(_NOTATION)
    assert document.words is not None
    assert document.words[5] == Word("he", "PRON", "PRP", 6, "nsubj")
    assert document.words[6].head == -1


def test_names_come_from_labels() -> None:
    document = make_document(_NOTATION)
    assert document.names is not None
    assert [(name.span, name.label) for name in document.names] == [(Span(0, 4), "LOC")]


def test_entities_can_be_laid_by_hand() -> None:
    document = make_document(_NOTATION)
    entity = make_entity(document, "Iran's minister", "person", country="IRN", role="minister")
    laid = with_entities(document, entity)
    assert laid.entities == (entity,)
    assert (entity.head, entity.kind, entity.role) == (2, EntityKind.PERSON, "minister")


def test_spans_and_tokens_are_found_by_their_words() -> None:
    document = make_document(_NOTATION)
    span = find_span(document, "Iran's minister")
    assert (span, find_head(document, span), find_token(document, "He")) == (Span(0, 15), 2, 5)
