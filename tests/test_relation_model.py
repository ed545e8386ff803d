"""The relation model that ships: probabilities, order of a batch, far context."""

import numpy as np
import pytest

from dragoman.models import Pair, RelationModel, load_relation_model
from dragoman.records.span import Span


@pytest.fixture(scope="module")
def model() -> RelationModel:
    return load_relation_model()


def pair(text: str, source: str, target: str) -> Pair:
    begun, aimed = text.index(source), text.index(target)
    return Pair(text, Span(begun, begun + len(source)), Span(aimed, aimed + len(target)))


PAIRS = [
    pair("Troops of Norland killed nine soldiers of Sudmark in an attack.", "Norland", "Sudmark"),
    pair("The minister of Norland condemned Sudmark for its stance.", "Norland", "Sudmark"),
    pair("Norland sent food and tents to Sudmark.", "Norland", "Sudmark"),
]


def test_probabilities_add_up(model: RelationModel) -> None:
    scores = model.scores(PAIRS)
    assert scores.shape == (3, len(model.labels))
    assert scores.sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_plain_sentences_are_told_apart(model: RelationModel) -> None:
    best = [model.labels[index] for index in model.scores(PAIRS).argmax(axis=1)]
    assert best == ["ASSAULT", "ACCUSE", "AID"]


def test_no_pairs_give_no_rows(model: RelationModel) -> None:
    assert model.scores([]).shape == (0, len(model.labels))


@pytest.mark.parametrize(
    "text",
    ["A" + " word" * 3000 + " B", "A B" + " word" * 3000, "word " * 3000 + "A B", "AB" * 4000],
    ids=["far apart", "long tail", "long head", "no blanks"],
)
def test_long_texts_are_cut_round_the_mentions(text: str, model: RelationModel) -> None:
    assert np.isfinite(model.scores([pair(text, "A", "B")])).all()


def test_overlapping_and_empty_mentions_are_borne(model: RelationModel) -> None:
    text = "Iraqi fighters agreed."
    odd = [Pair(text, Span(0, 14), Span(0, 5)), Pair(text, Span(0, 5), Span(0, 5))]
    empty = [Pair(text, Span(3, 3), Span(22, 22)), Pair("", Span(0, 0), Span(0, 0))]
    assert np.isfinite(model.scores([*odd, *empty])).all()
