"""The parse with the shipped model: structure that holds for any text, and plain sentences."""

from dataclasses import fields

import pytest

from dragoman.errors import MissingLayer, ModelError
from dragoman.language.parse import make_parse, parse
from dragoman.language.tokens import find_tokens
from dragoman.models import Encoder, load_encoder
from dragoman.records.document import Document, Published


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def read(text: str, encoder: Encoder) -> Document:
    return parse(find_tokens(Document("t", text, Published(None, "unknown"))), encoder)


def by_form(document: Document) -> dict[str, tuple[str, str, str]]:
    """Give lemma, upos and ``deprel<head form`` of each token."""
    tokens, words = document.tokens or (), document.words or ()
    heads = [tokens[word.head].text if word.head >= 0 else "" for word in words]
    return {
        token.text: (word.lemma, word.upos, f"{word.deprel}<{head}")
        for token, word, head in zip(tokens, words, heads, strict=True)
    }


def test_plain_sentence_is_read_right(encoder: Encoder) -> None:
    words = by_form(read("Russian forces attacked the city on Friday.", encoder))
    assert words["forces"] == ("force", "NOUN", "nsubj<attacked")
    assert words["attacked"] == ("attack", "VERB", "root<")
    assert words["city"] == ("city", "NOUN", "obj<attacked")


def test_passive_has_its_agent(encoder: Encoder) -> None:
    words = by_form(read("The envoy was arrested by Syrian police.", encoder))
    assert words["envoy"][2] == "nsubj:pass<arrested"
    assert words["police"][2].startswith("obl")
    assert words["police"][2].endswith("<arrested")


def test_names_have_kinds_and_spans(encoder: Encoder) -> None:
    text = "Emmanuel Macron met NATO officials in Berlin."
    names = read(text, encoder).names or ()
    found = [(text[n.span.start : n.span.end], n.label) for n in names]
    assert found == [("Emmanuel Macron", "PER"), ("NATO", "ORG"), ("Berlin", "LOC")]
    assert all(0 < name.score <= 1 for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Stop",
        "?!",
        "a " * 900,
        "x" * 9000,
        "the\u200b \u202ecat\x00 sat. " * 3,
        "ﷺ 漢字 🙂 ok.",
    ],
    ids=["empty", "one word", "marks", "900 words", "long word", "controls", "scripts"],
)
def test_every_sentence_is_one_tree(text: str, encoder: Encoder) -> None:
    document = read(text, encoder)
    words = document.words or ()
    assert len(words) == len(document.tokens or ())
    for sentence in document.sentences or ():
        heads = [word.head for word in words[sentence.first : sentence.last]]
        assert heads.count(-1) == 1
        assert all(h == -1 or sentence.first <= h < sentence.last for h in heads)


def test_sentences_are_read_alike_in_any_company(encoder: Encoder) -> None:
    alone = read("Iran denied the claim.", encoder)
    among = read("Iran denied the claim. " + "It was a very long day for them all. " * 20, encoder)
    assert (alone.words or ())[:5] == (among.words or ())[:5]


def test_only_words_and_names_are_written(encoder: Encoder) -> None:
    before = find_tokens(Document("t", "Iran agreed.", Published("2026-01-10", "given")))
    after = make_parse(encoder)(before)
    changed = {f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name)}
    assert changed - {"acts"} == {"words", "names"}


def test_parse_needs_tokens(encoder: Encoder) -> None:
    with pytest.raises(MissingLayer):
        parse(Document("t", "Iran", Published(None, "unknown")), encoder)


def test_missing_model_says_where(tmp_path) -> None:
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        load_encoder(tmp_path)
