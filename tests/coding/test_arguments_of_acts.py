"""Who did what to whom, from the sentence's grammar and from the kind of statement."""

import pytest
from frozen import code_sentence, event_at, frozen, people

from dragoman.coding.grammar import make_tree, slots
from make import find_token

CASES = [
    ("active", "Iran attacked Iraq.", "attacked", ["IRN"], ["IRQ"]),
    ("passive", "Iraq was attacked by Iran.", "attacked", ["IRN"], ["IRQ"]),
    ("relative", "Iran, which attacked Iraq, denied it.", "attacked", ["IRN"], ["IRQ"]),
    ("control", "Iran plans to attack Iraq.", "attack", ["IRN"], ["IRQ"]),
    ("gerund", "Iran left without attacking Iraq.", "attacking", ["IRN"], ["IRQ"]),
    ("actors", "Iran and Iraq attacked Kuwait.", "attacked", ["IRN", "IRQ"], ["KWT"]),
    ("recipients", "Iran attacked Iraq and Kuwait.", "attacked", ["IRN"], ["IRQ", "KWT"]),
    ("shared subject", "Iran attacked Iraq and seized a tanker.", "seized", ["IRN"], []),
    ("possessive", "Iran's attack on Iraq failed.", "attack", ["IRN"], ["IRQ"]),
    ("by and on", "An attack by Iran on Iraq killed ten soldiers.", "attack", ["IRN"], ["IRQ"]),
    ("light verb", "Iran launched an attack on Iraq.", "attack", ["IRN"], ["IRQ"]),
    ("imposed on", "Iran imposed sanctions on Iraq.", "sanctions", ["IRN"], ["IRQ"]),
    ("symmetric", "Iran held talks with Iraq.", "talks", ["IRN", "IRQ"], []),
    ("between", "Talks between Iran and Iraq continue.", "Talks", ["IRN", "IRQ"], []),
    ("visit", "Iran visited Iraq to discuss trade.", "visited", ["IRN"], ["IRQ"]),
    ("pronoun", "Iran denied that it planned to attack Iraq.", "attack", ["IRN"], ["IRQ"]),
    ("demand", "Iran urged Iraq to release prisoners.", "release", ["IRN"], ["IRQ"]),
    ("demand of whom", "Kuwait urged Iran not to attack Iraq.", "attack", ["KWT"], ["IRN"]),
    ("refusal", "Iran rejected talks with Iraq.", "talks", ["IRN"], ["IRQ"]),
    ("refused meeting", "Iran declined to meet Iraq.", "meet", ["IRN"], ["IRQ"]),
    ("threat", "Iran threatened Iraq with sanctions.", "sanctions", ["IRN"], ["IRQ"]),
    ("blame", "Iran condemned Iraq over the attack.", "condemned", ["IRN"], ["IRQ"]),
    ("offer", "Iran offered to send aid to Iraq.", "aid", ["IRN"], ["IRQ"]),
    ("prisoners", "Iran agreed to release prisoners.", "release", ["IRN"], ["prisoners"]),
]


@pytest.mark.parametrize(
    ("text", "word", "actors", "recipients"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_actors_and_recipients(
    text: str, word: str, actors: list[str], recipients: list[str]
) -> None:
    assert people(event_at(code_sentence(text), word)) == (actors, recipients)


@pytest.mark.xfail(strict=True, reason="the target of the alleged act is taken for the accused")
def test_whom_the_accused_attacked_is_not_accused() -> None:
    (event,) = code_sentence("Iran accused Iraq of attacking Kuwait.")
    assert people(event) == (["IRN"], ["IRQ"])


def test_no_event_without_a_political_actor() -> None:
    assert code_sentence("Iran postponed the meeting.")[0].actors
    assert all(e.actors or e.recipients for text in _TEXTS for e in code_sentence(text))


_TEXTS = [case[1] for case in CASES]


@pytest.mark.parametrize("text", _TEXTS)
def test_an_actor_is_never_also_a_recipient(text: str) -> None:
    for event in code_sentence(text):
        actors, recipients = people(event)
        assert not set(actors) & set(recipients)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Iran launched an attack on Iraq.", 1),
        ("Iran imposed sanctions on Iraq.", 1),
        ("Iran and Iraq agreed to hold talks.", 1),
        ("Iran decided to cancel the planned attack on Iraq.", 1),
        ("Iran said that it had released prisoners.", 1),
        ("Iran and Iraq attacked Kuwait.", 1),
        ("An attack by Iran on Iraq killed ten soldiers.", 1),
        ("Iran attacked Iraq and seized a tanker.", 2),
    ],
)
def test_one_act_is_one_event(text: str, count: int) -> None:
    assert len(code_sentence(text)) == count


def test_a_folded_verb_is_kept_as_evidence() -> None:
    (event,) = code_sentence("Iran has not entirely lifted sanctions on Iraq.")
    (type_,) = [evidence for evidence in event.method if evidence.field == "type"]
    assert [quoted.text for quoted in type_.words] == ["sanctions", "lifted"]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Iran attacked Iraq.", "attacked", {"subj": ["Iran"], "obj": ["Iraq"]}),
        ("Iraq was attacked by Iran.", "attacked", {"subj": ["Iran"], "obj": ["Iraq"]}),
        ("Iran plans to attack Iraq.", "attack", {"subj": ["Iran"], "obj": ["Iraq"]}),
        ("Iran, which attacked Iraq, denied it.", "attacked", {"subj": ["Iran"], "obj": ["Iraq"]}),
        ("Iran and Iraq attacked Kuwait.", "attacked", {"subj": ["Iran", "Iraq"]}),
        ("Iran attacked Iraq and seized a tanker.", "seized", {"subj": ["Iran"]}),
        ("Iran's attack on Iraq failed.", "attack", {"poss": ["Iran"], "on": ["Iraq"]}),
        ("Talks between Iran and Iraq continue.", "Talks", {"between": ["Iran", "Iraq"]}),
        ("Iran called off the attack on Iraq.", "called", {"prt": ["off"], "obj": ["attack"]}),
    ],
)
def test_slots(text: str, word: str, expected: dict[str, list[str]]) -> None:
    document = frozen(text)
    found = slots(make_tree(document), find_token(document, word))
    tokens = document.tokens or ()
    assert {k: [tokens[t].text for t in found.get(k, ())] for k in expected} == expected
