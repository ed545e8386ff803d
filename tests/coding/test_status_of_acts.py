"""Whether an act happened, by the words around it; and the PLOVER type that follows from it.

Each case: sentence, the act's word, status, type, type of the act meant where it differs.
"""

import pytest
from frozen import code_sentence, event_at

CASES = [
    ("Iran attacked Iraq.", "attacked", "occurred", "ASSAULT", None),
    ("Iraq was attacked by Iran.", "attacked", "occurred", "ASSAULT", None),
    ("Iran launched an attack on Iraq.", "attack", "occurred", "ASSAULT", None),
    ("Iran is attacking Iraq.", "attacking", "ongoing", "ASSAULT", None),
    ("Iran has been attacking Iraq.", "attacking", "ongoing", "ASSAULT", None),
    ("Talks between Iran and Iraq continue.", "Talks", "ongoing", "CONSULT", None),
    ("Iran plans to attack Iraq.", "attack", "planned", "ASSAULT", None),
    ("Iran wants to attack Iraq.", "attack", "planned", "ASSAULT", None),
    ("Iran will attack Iraq.", "attack", "planned", "ASSAULT", None),
    ("Iran may attack Iraq.", "attack", "possible", "ASSAULT", None),
    ("Iran would attack Iraq if Iraq withdrew.", "attack", "conditional", "ASSAULT", None),
    ("Iran did not attack Iraq.", "attack", "denied", "ASSAULT", None),
    ("Iran never attacked Iraq.", "attacked", "denied", "ASSAULT", None),
    ("Iran failed to attack Iraq.", "attack", "denied", "ASSAULT", None),
    ("Iran left without attacking Iraq.", "attacking", "denied", "ASSAULT", None),
    ("Iran no longer attacks Iraq.", "attacks", "denied", "ASSAULT", None),
    ("Iran did not plan to attack Iraq.", "attack", "denied", "ASSAULT", None),
    ("Iran denied attacking Iraq.", "attacking", "denied", "ASSAULT", None),
    ("Iran denied that it planned to attack Iraq.", "attack", "denied", "ASSAULT", None),
    ("Iran did not deny attacking Iraq.", "attacking", "possible", "ASSAULT", None),
    ("Iran called off the attack on Iraq.", "attack", "cancelled", "ASSAULT", None),
    ("Iran cancelled the planned attack on Iraq.", "attack", "cancelled", "ASSAULT", None),
    ("Iran decided to cancel the planned attack on Iraq.", "attack", "cancelled", "ASSAULT", None),
    ("Iran was prevented from attacking Iraq.", "attacking", "cancelled", "ASSAULT", None),
    ("Police foiled an attack on Iraq.", "attack", "cancelled", "ASSAULT", None),
    ("Fears of an attack on Iraq grew.", "attack", "possible", "ASSAULT", None),
    ("A possible attack on Iraq worried them.", "attack", "possible", "ASSAULT", None),
    ("The planned attack on Iraq was condemned.", "attack", "planned", "ASSAULT", None),
    ("Iran said on Friday that it will attack Iraq.", "attack", "planned", "ASSAULT", None),
    ("Iran said that it had released prisoners.", "released", "occurred", "RETREAT", None),
    ("Iran said it would release prisoners.", "release", "planned", "RETREAT", None),
    ("Iran agreed to release prisoners.", "release", "planned", "RETREAT", None),
    ("Iran promised to release prisoners.", "release", "planned", "RETREAT", None),
    ("Iran is ready to release prisoners.", "release", "planned", "RETREAT", None),
    ("Iran is expected to release prisoners.", "release", "planned", "RETREAT", None),
    ("Iran offered to release prisoners.", "release", "possible", "RETREAT", None),
    ("Iran is considering releasing prisoners.", "releasing", "possible", "RETREAT", None),
    ("Iran could release prisoners.", "release", "possible", "RETREAT", None),
    ("Iran should release prisoners.", "release", "requested", "RETREAT", None),
    ("Iran must release prisoners.", "release", "requested", "RETREAT", None),
    ("Iran managed to release prisoners.", "release", "occurred", "RETREAT", None),
    ("Iran was forced to release prisoners.", "release", "occurred", "RETREAT", None),
    ("Iran has not yet released prisoners.", "released", "denied", "RETREAT", None),
    ("No prisoners were released by Iran.", "released", "denied", "RETREAT", None),
    ("The recent release of prisoners helped.", "release", "occurred", "RETREAT", None),
    ("If Iraq withdraws, Iran will release prisoners.", "release", "conditional", "RETREAT", None),
    ("Iran resumed talks with Iraq.", "talks", "occurred", "CONSULT", None),
    ("Iran began talks with Iraq.", "talks", "occurred", "CONSULT", None),
    ("Iran held talks with Iraq.", "talks", "occurred", "CONSULT", None),
    ("Iran imposed sanctions on Iraq.", "sanctions", "occurred", "SANCTION", None),
    ("Iran has not entirely lifted sanctions on Iraq.", "sanctions", "ongoing", "SANCTION", None),
    # What is said is an act of its own kind: the act meant is kept beside it.
    ("Iran will meet Iraq on Monday.", "meet", "planned", "AGREE", "CONSULT"),
    ("Iran and Iraq agreed to hold talks.", "talks", "planned", "AGREE", "CONSULT"),
    ("Iran offered to send aid to Iraq.", "aid", "possible", "AGREE", "AID"),
    ("Iran declined to meet Iraq.", "meet", "denied", "REJECT", "CONSULT"),
    ("Iran rejected talks with Iraq.", "talks", "denied", "REJECT", "CONSULT"),
    ("Iran has ruled out attacking Iraq.", "attacking", "denied", "REJECT", "ASSAULT"),
    ("Iran refused to release prisoners.", "release", "denied", "REJECT", "RETREAT"),
    ("Iran cancelled a visit to Iraq.", "visit", "cancelled", "REJECT", "CONSULT"),
    ("Iran postponed the meeting.", "meeting", "cancelled", "REJECT", "CONSULT"),
    ("Iran urged Iraq to release prisoners.", "release", "requested", "REQUEST", "RETREAT"),
    ("Iran asked Iraq to release prisoners.", "release", "requested", "REQUEST", "RETREAT"),
    ("Iran threatened Iraq with sanctions.", "sanctions", "planned", "THREATEN", "SANCTION"),
    ("Iran warned that it would attack Iraq.", "attack", "planned", "THREATEN", "ASSAULT"),
    ("The threat of an attack on Iraq remains.", "attack", "possible", "THREATEN", "ASSAULT"),
    (
        "Iran threatened to attack Iraq unless it withdraws troops.",
        "attack",
        "conditional",
        "THREATEN",
        "ASSAULT",
    ),
]

# What the code does not do yet.
GAPS = {
    "Iran was forced to release prisoners.": "'forced to' is not read as done",
    "The threat of an attack on Iraq remains.": "the frame of 'threat' hides the act meant",
}


@pytest.mark.parametrize(
    ("text", "word", "status", "type_", "act"),
    [
        pytest.param(
            *case,
            id=case[0],
            marks=[pytest.mark.xfail(strict=True, reason=GAPS[case[0]])] if case[0] in GAPS else [],
        )
        for case in CASES
    ],
)
def test_status_and_type(text: str, word: str, status: str, type_: str, act: str | None) -> None:
    events = code_sentence(text)
    assert word in [event.trigger.text for event in events]
    event = event_at(events, word)
    told = (str(event.status), str(event.type), str(event.act.type) if event.act else None)
    assert told == (status, type_, act)


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Iran attacked Iraq.", "tense"),
        ("Iran denied that it planned to attack Iraq.", "planned(to) > denied(that)"),
        ("Iran cancelled the planned attack on Iraq.", "planned(mod) > cancelled(noun)"),
        ("Iran called off the attack on Iraq.", "cancelled(noun)"),
        ("Iran urged Iraq to release prisoners.", "requested(to)"),
    ],
)
def test_the_cues_that_decided_are_kept(text: str, cues: str) -> None:
    (event,) = code_sentence(text)
    (status,) = [evidence for evidence in event.method if evidence.field == "status"]
    assert status.rule == cues
    assert all(quoted.text in text for quoted in status.words)
