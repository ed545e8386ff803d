"""Relations between marked mentions: what each voice says, and how they are added up."""

from dataclasses import replace

import numpy as np
import pytest
from tests.make import find_span, make_document

from dragoman.models import Floats
from dragoman.records.document import Document
from dragoman.records.event import EventType
from dragoman.records.mention import ActReading
from dragoman.records.span import Span
from dragoman.relations import FEATURES, Blend, class_of, load_blend, measure_pair

LABELS = ("AGREE", "AID", "YIELD")
EVEN = np.full(3, 1 / 3, np.float32)
DOCUMENT = make_document("""
    1 Norland _ PROPN _ 2 nsubj
    2 freed   _ VERB  _ 0 root
    3 Sudmark _ PROPN _ 2 obj
""")
SIDES = (find_span(DOCUMENT, "Norland"), find_span(DOCUMENT, "Sudmark"))


def reading(**fields: object) -> ActReading:
    values: dict[str, object] = {
        "token": 1,
        "score": 0.8,
        "acts": (("RETREAT", "release", 1.0),),
        "statuses": (("planned", 0.5), ("possible", 0.25), ("occurred", 0.25)),
        "statements": (("-", 1.0),),
        "background": 0.0,
        "actors": ((0, 0.5),),
        "recipients": ((2, 1.0),),
    }
    return ActReading(**{**values, **fields})  # type: ignore[arg-type]  # the fields of a reading


def measure(document: Document, sides: tuple[Span, Span] = SIDES) -> Floats:
    return measure_pair(document, *sides, LABELS, EVEN)


def read_by(**fields: object) -> Document:
    return replace(DOCUMENT, acts=(reading(**fields),))


def voice(found: Floats, name: str) -> list[float]:
    return [round(float(value), 4) for value in found[FEATURES.index(name)]]


def test_without_coder_only_the_model_speaks() -> None:
    found = measure(DOCUMENT)
    assert voice(found, "model") == [round(float(np.log(1 / 3)), 4)] * 3
    assert not found[1:].any()


def test_a_reading_speaks_by_the_roles_of_both_sides() -> None:
    found = measure(read_by())
    assert voice(found, "read_between") == [0.0, 0.0, 0.4]
    assert voice(found, "read_beside") == [0.0, 0.0, 0.4]


def test_a_reading_of_others_speaks_beside() -> None:
    found = measure(read_by(actors=(), recipients=()))
    assert voice(found, "read_between") == [0.0, 0.0, 0.0]
    assert voice(found, "read_beside") == [0.0, 0.0, 0.8]


def test_an_act_to_come_speaks_for_agree() -> None:
    assert voice(measure(read_by()), "future") == [0.6, 0.0, 0.0]


def test_shares_add_up_and_follow_the_weights() -> None:
    found = measure(read_by())
    silent = Blend({**dict.fromkeys(FEATURES, 0.0), "model": 1.0}, {})
    loud = Blend({**silent.weights, "read_between": 5.0}, {"AID": 0.1})
    assert silent.shares(found, LABELS) == pytest.approx(EVEN)
    shares = loud.shares(found, LABELS)
    assert shares.sum() == pytest.approx(1.0)
    assert LABELS[int(shares.argmax())] == "YIELD"
    assert shares[1] > shares[0]


def test_class_of() -> None:
    assert [class_of(t) for t in (EventType.CONCEDE, "RETREAT", "AID")] == ["YIELD", "YIELD", "AID"]


def test_the_shipped_weights_know_every_voice() -> None:
    assert set(load_blend().weights) == set(FEATURES)
