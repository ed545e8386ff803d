"""The ontology as data: the manual's sixteen types, their modes, scores and conversions."""

import pytest

from dragoman.ontology import load_ontology
from dragoman.records.event import EventType


def test_all_sixteen_types_have_a_row() -> None:
    assert set(load_ontology().types) == set(EventType)
    assert len(EventType) == 16


def test_scores_lie_between_minus_ten_and_ten() -> None:
    for row in load_ontology().types.values():
        scores = [row.score, *(mode.score for mode in row.modes.values())]
        assert all(-10 <= score <= 10 for score in scores), row.type


def test_the_quad_category_fits_the_sign_of_the_score() -> None:
    for row in load_ontology().types.values():
        manner, _, side = row.quad.partition("-")
        assert manner in {"verbal", "material"}, row.type
        assert row.score > 0 if side == "cooperation" else row.score <= 0, row.type


def test_cameo_codes_are_two_to_four_digits() -> None:
    for row in load_ontology().types.values():
        for code in (row.cameo, *(mode.cameo for mode in row.modes.values())):
            assert code.isdigit(), (row.type, code)
            assert 2 <= len(code) <= 4, (row.type, code)


@pytest.mark.parametrize("act", ["CONSULT", "SUPPORT", "COOPERATE", "AID"])
def test_future_cooperation_is_agreement(act: str) -> None:
    assert load_ontology().types[EventType(act)].future is EventType.AGREE


@pytest.mark.parametrize("act", ["RETREAT", "CONCEDE", "ASSAULT", "SANCTION", "MOBILIZE"])
def test_other_future_acts_keep_their_type(act: str) -> None:
    assert load_ontology().types[EventType(act)].future is None


def test_a_cancelled_meeting_is_a_refused_one() -> None:
    assert load_ontology().cancelled_as[EventType.CONSULT] == (EventType.REJECT, "meet")


def test_a_mode_s_score_is_its_own() -> None:
    ontology = load_ontology()
    for row in ontology.types.values():
        for mode, cell in row.modes.items():
            assert ontology.score(row.type, mode) == cell.score
            assert ontology.cameo(row.type, mode) == cell.cameo
        assert ontology.score(row.type, None) == row.score


def test_speech_modes_are_modes_of_their_type() -> None:
    ontology = load_ontology()
    for speech in (EventType.REQUEST, EventType.REJECT, EventType.THREATEN):
        for act in EventType:
            mode = ontology.speech_mode(speech, act, None)
            assert mode is None or mode in ontology.types[speech].modes, (speech, act, mode)
