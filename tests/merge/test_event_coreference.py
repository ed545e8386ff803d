"""Which two mentions tell one event: what forbids it, what speaks for it."""

from dataclasses import replace
from datetime import date

import pytest

from dragoman.merge.coreference import Kinship, compare, find_bar, score
from dragoman.merge.rules import load_merge_rules
from dragoman.merge.tellings import Telling, block_keys, dump_telling, load_telling

RULES = load_merge_rules()
DAY = date(2026, 1, 9).toordinal()
ELSEWHERE = Kinship(0.2, copies=False)
TOLD = Telling(
    mention="a",
    report="r",
    act="RETREAT",
    mode="release",
    stance="",
    status="occurred",
    background=False,
    actors=("VEN",),
    recipients=("political-prisoners",),
    actor_countries=("VEN",),
    recipient_countries=(),
    home=("USA", "VEN"),
    published=DAY + 1,
    earliest=DAY,
    latest=DAY,
    day=DAY,
    exact=True,
    place="Caracas",
    place_country="VEN",
    place_fine=True,
    trigger="release",
    meaning="release",
    words=frozenset({"venezuela", "releas", "political", "prisoner", "friday"}),
    amounts=(("prisoner", 120.0),),
)
PLANNED = replace(TOLD, status="planned", exact=False, latest=None, amounts=())


def other(**fields: object) -> Telling:
    """Give a telling of the same act in another report, with other values."""
    return replace(TOLD, mention="b", report="s", **fields)  # type: ignore[arg-type]


def on(days: int, **fields: object) -> Telling:
    """Give the telling of another report, of an act some days later."""
    day = DAY + days
    return other(earliest=day, latest=day, day=day, published=day + 1, **fields)


def points(one: Telling, two: Telling) -> float:
    """Give the score of a pair."""
    return score(compare(one, two, ELSEWHERE, RULES))


def test_one_act_told_by_two_reports_is_one() -> None:
    assert find_bar(TOLD, other(), RULES) == ""
    assert points(TOLD, other()) > 0.9


@pytest.mark.parametrize(
    ("two", "reason"),
    [
        (on(2), "different days"),
        (on(30, meaning=""), "different days"),
        (other(stance="REQUEST"), "statement"),
        (other(act="ASSAULT"), "types of act"),
        (replace(PLANNED, mention="b", earliest=DAY + 3), "still to come"),
    ],
    ids=["two days later", "a month later", "asked for", "another act", "planned afterwards"],
)
def test_what_can_never_be_one_act(two: Telling, reason: str) -> None:
    assert reason in find_bar(TOLD, two, RULES)
    assert reason in find_bar(two, TOLD, RULES)


@pytest.mark.parametrize(
    "two",
    [
        on(1),
        replace(PLANNED, mention="b", earliest=DAY - 3),
        other(status="denied"),
        other(status="cancelled"),
        other(status="ongoing"),
    ],
    ids=["the next day", "planned before", "denied", "cancelled", "ongoing"],
)
def test_what_may_be_one_act(two: Telling) -> None:
    assert find_bar(TOLD, two, RULES) == ""


def test_others_between_other_countries_are_barred() -> None:
    one = replace(TOLD, recipient_countries=("USA",))
    assert find_bar(one, other(actor_countries=("COL",), recipient_countries=("BRA",)), RULES)


@pytest.mark.parametrize(
    "worse",
    [
        {"actors": ("COL",), "actor_countries": ("COL",)},
        {"trigger": "waive", "meaning": "lift"},
        {"words": frozenset({"something", "else"})},
        {"place": "Maracaibo"},
        {"background": True},
        {"amounts": (("prisoner", 48.0),)},
        {"day": DAY + 20},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_each_difference_lowers_the_score(worse: dict[str, object]) -> None:
    assert points(TOLD, other(**worse)) < points(TOLD, other())


def test_a_mutual_act_may_be_told_from_either_side() -> None:
    meeting = replace(TOLD, act="CONSULT", actors=("USA",), recipients=("VEN",))
    meeting = replace(meeting, actor_countries=("USA",), recipient_countries=("VEN",))
    turned = replace(meeting, mention="b", report="s", actors=("VEN",), recipients=("USA",))
    turned = replace(turned, actor_countries=("VEN",), recipient_countries=("USA",))
    attack, answered = replace(meeting, act="ASSAULT"), replace(turned, act="ASSAULT")
    assert points(meeting, turned) > 0.5
    assert find_bar(meeting, turned, RULES) == ""
    assert "whom it was done to" in find_bar(attack, answered, RULES)


def test_twins_in_near_copies_are_one() -> None:
    features = compare(TOLD, other(), Kinship(0.9, copies=True), RULES)
    assert ("copy", "twin") in {(f.name, f.value) for f in features}


def test_the_score_is_the_same_from_either_side() -> None:
    two = on(1, actors=("VEN:government",), status="planned")
    assert points(TOLD, two) == points(two, TOLD)


def test_every_feature_that_is_found_has_a_weight() -> None:
    for two in (other(), on(1), other(status="denied"), other(amounts=()), other(place="")):
        for feature in compare(TOLD, two, ELSEWHERE, RULES):
            assert (feature.name, feature.value) in RULES.weights


def test_one_act_shares_a_key_and_another_does_not() -> None:
    own = set(block_keys(TOLD, RULES))
    assert own & set(block_keys(other(words=frozenset()), RULES))
    assert not own & set(block_keys(on(400), RULES))


def test_a_telling_is_stored_without_loss() -> None:
    assert load_telling(dump_telling(TOLD)) == TOLD
