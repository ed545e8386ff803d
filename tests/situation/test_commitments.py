"""Commitments: what opens them, what keeps, breaks, withdraws or delays them, on which condition."""

from itertools import permutations

import pytest
from handmade import (
    COL,
    PRISONERS,
    USA,
    VEN,
    Said,
    act,
    amount,
    link,
    party,
    report,
    situation,
    tell,
)

from dragoman.records.situation import Commitment, Situation

VISIT = tell(
    "plan",
    "AGREE",
    "planned",
    "It plans to send a delegation.",
    trigger="send",
    act=act("CONSULT/visit"),
    actors=(VEN,),
    recipients=(USA,),
)
AID = tell("aid", "AGREE", "planned", "It will help Venezuela.", trigger="help", act=act("AID"))


def only(found: Situation) -> Commitment:
    (one,) = found.commitments
    return one


def path(one: Commitment) -> list[tuple[str, str | None]]:
    return [(str(step.state), step.when) for step in one.history]


def visit(id_: str, type_: str, status: str, sentence: str, **fields: object) -> Said:
    """A telling of the visit of Venezuela to the United States."""
    values = {"actors": (VEN,), "recipients": (USA,), **fields}
    trigger = next(word for word in ("visit", "arrived", "delegation") if word in sentence)
    return tell(id_, type_, status, sentence, trigger=trigger, **values)  # type: ignore[arg-type]  # fields


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (VISIT, "plan"),
        (AID, "promise"),
        (tell("a", "RETREAT/release", "planned", "It will free them.", trigger="free"), "promise"),
        (tell("a", "ASSAULT", "planned", "It plans an attack."), "plan"),
        (
            tell(
                "a",
                "THREATEN/violence",
                "planned",
                "It may attack.",
                trigger="attack",
                act=act("ASSAULT"),
            ),
            "threat",
        ),
        (
            tell(
                "a",
                "AGREE",
                "possible",
                "It may restore ties.",
                trigger="restore",
                act=act("SUPPORT"),
            ),
            "prospect",
        ),
        (
            tell(
                "a",
                "AGREE",
                "occurred",
                "It pledged $5 million.",
                trigger="pledged",
                amounts=(amount(5e6, "USD", "$5 million"),),
            ),
            "promise",
        ),
    ],
    ids=["plan", "promise", "release", "attack", "threat", "prospect", "pledge"],
)
def test_what_makes_a_commitment(said: Said, kind: str) -> None:
    one = only(situation(report("2026-01-10", said)))
    assert (one.kind, one.state, one.basis.mention) == (kind, "open", said.mention.id)
    assert path(one) == [("open", "2026-01-10")]


@pytest.mark.parametrize(
    "said",
    [
        tell("a", "REQUEST/yield", "requested", "It demanded it.", act=act("RETREAT/release")),
        tell("a", "REJECT/yield", "denied", "It refused.", act=act("RETREAT/release")),
        tell("a", "CONSULT", "occurred"),
        tell("a", "CONCEDE", "possible", "A waiver may be needed.", trigger="waiver"),
        tell("a", "AGREE", "planned", "It had planned it.", act=act("AID"), background=True),
        tell("a", "AGREE", "planned", "It was to help.", act=act("AID"), day="2026-01-02"),
    ],
    ids=["demand", "refusal", "done", "possible", "history", "past"],
)
def test_what_makes_none(said: Said) -> None:
    assert situation(report("2026-01-10", said)).commitments == ()


def test_a_visit_that_took_place_keeps_it() -> None:
    done = visit("done", "CONSULT/visit", "occurred", "The delegation arrived.")
    found = situation(report("2026-01-10", VISIT), report("2026-01-18", done))
    one = only(found)
    assert path(one) == [("open", "2026-01-10"), ("kept", "2026-01-18")]
    assert one.history[1].basis is not None
    assert one.history[1].basis.mention == "done"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (
            visit(
                "b",
                "REJECT/meet",
                "cancelled",
                "It called off the visit.",
                act=act("CONSULT/visit"),
            ),
            "withdrawn",
        ),
        (
            visit("b", "REJECT/meet", "denied", "It refused the visit.", act=act("CONSULT/visit")),
            "withdrawn",
        ),
        (visit("b", "CONSULT/visit", "denied", "There is no delegation."), "withdrawn"),
        (visit("b", "CONSULT/visit", "occurred", "The delegation arrived."), "kept"),
    ],
    ids=["called off", "refused", "denied", "done"],
)
def test_what_ends_a_plan(said: Said, state: str) -> None:
    one = only(situation(report("2026-01-10", VISIT), report("2026-01-18", said)))
    assert one.state == state


def test_a_refused_promise_is_broken() -> None:
    no = tell(
        "no", "REJECT/assist", "denied", "It refused to help.", trigger="help", act=act("AID")
    )
    assert only(situation(report("2026-01-10", AID), report("2026-01-18", no))).state == "broken"


def test_the_contrary_of_a_promise_breaks_it() -> None:
    truce = tell("t", "RETREAT/ceasefire", "planned", "It will cease fire.", trigger="cease")
    attack = tell("a", "ASSAULT", "occurred", "It attacked.", trigger="attacked")
    one = only(situation(report("2026-01-10", truce), report("2026-01-18", attack)))
    assert one.state == "broken"
    assert "attack" in one.history[-1].why


def test_a_plan_made_again_is_open_again_and_can_be_kept() -> None:
    reports = [
        report("2026-01-10", VISIT),
        report(
            "2026-01-12",
            visit("b", "REJECT/meet", "cancelled", "The visit is off.", act=act("CONSULT/visit")),
        ),
        report(
            "2026-01-14",
            visit("c", "AGREE", "planned", "The visit is on.", act=act("CONSULT/visit")),
        ),
        report("2026-01-18", visit("d", "CONSULT/visit", "occurred", "The delegation arrived.")),
    ]
    one = only(situation(*reports))
    assert [state for state, _ in path(one)] == ["open", "withdrawn", "open", "kept"]
    assert len({repr(situation(*order)) for order in permutations(reports)}) == 1


def test_another_s_act_keeps_nothing() -> None:
    other = tell(
        "o",
        "CONSULT/visit",
        "occurred",
        "Envoys arrived.",
        trigger="arrived",
        actors=(COL,),
        recipients=(USA, VEN),
    )
    assert only(situation(report("2026-01-10", VISIT), report("2026-01-18", other))).state == "open"


def test_a_meeting_with_another_party_is_another_meeting() -> None:
    firm = party("Oil Corp", "USA", "company")
    ministry = party("State Department", "USA", "agency")
    planned = tell(
        "p",
        "AGREE",
        "planned",
        "They will hold talks.",
        trigger="talks",
        act=act("CONSULT"),
        actors=(VEN, ministry),
        recipients=(),
    )
    off = tell(
        "o",
        "REJECT/meet",
        "cancelled",
        "The talks were called off.",
        trigger="talks",
        act=act("CONSULT"),
        actors=(VEN, firm),
        recipients=(),
    )
    assert only(situation(report("2026-01-10", planned), report("2026-01-12", off))).state == "open"


def test_what_a_report_tells_as_done_does_not_keep_its_own_plan() -> None:
    done = visit("done", "CONSULT/visit", "occurred", "A first delegation arrived.")
    assert only(situation(report("2026-01-10", VISIT, done))).state == "open"


# --- days


def due(day: str, id_: str = "plan") -> Said:
    return visit(id_, "AGREE", "planned", "A visit is planned.", act=act("CONSULT/visit"), day=day)


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2026-01-18", "open"), ("2026-01-19", "open"), ("2026-01-20", "overdue")],
    ids=["before", "on the day", "after"],
)
def test_overdue_is_relative_to_the_as_of_day(as_of: str, state: str) -> None:
    one = only(situation(report("2026-01-10", due("2026-01-19")), as_of=as_of))
    assert (one.due, one.state) == ("2026-01-19", state)


def test_without_an_as_of_day_the_latest_publication_counts() -> None:
    planned = report("2026-01-10", due("2026-01-19"))
    assert only(situation(planned)).state == "open"
    other = report("2026-02-01", tell("x", "ACCUSE", "occurred"))
    one = only(situation(planned, other))
    assert path(one)[-1] == ("overdue", "2026-01-20")
    assert one.history[-1].basis is None


def test_a_month_is_overdue_when_it_is_over() -> None:
    made = report("2026-01-10", due("2026-03"))
    assert only(situation(made, as_of="2026-03-31")).state == "open"
    assert only(situation(made, as_of="2026-04-01")).state == "overdue"


def test_a_new_day_replaces_the_old_one() -> None:
    moved = report("2026-01-15", due("2026-01-25", "again"))
    one = only(situation(report("2026-01-10", due("2026-01-19")), moved, same=["plan again"]))
    assert one.due == "2026-01-25"
    assert one.history[-1].why == "now for 2026-01-25, before for 2026-01-19"


def test_plans_for_two_days_are_two_commitments() -> None:
    second = report("2026-01-15", due("2026-02-25", "again"))
    found = situation(report("2026-01-10", due("2026-01-19")), second)
    assert sorted(c.due or "" for c in found.commitments) == ["2026-01-19", "2026-02-25"]


# --- conditions


WAIVER = tell(
    "waiver",
    "CONCEDE",
    "possible",
    "A waiver by the Treasury may be needed.",
    trigger="waiver",
    actors=(party("U.S. Treasury", "USA", "agency"),),
    recipients=(VEN,),
)
NEEDS = visit(
    "needs",
    "AGREE",
    "possible",
    "A visit may require a waiver.",
    act=act("CONSULT/visit"),
    links=(link("requires", "waiver"),),
)


def granted(status: str, type_: str = "CONCEDE", **fields: object) -> Said:
    people = {"actors": (party("U.S. Treasury", "USA", "agency"),), "recipients": (VEN,)}
    return tell("g", type_, status, "The waiver.", trigger="waiver", **{**people, **fields})  # type: ignore[arg-type]  # fields


def test_a_visit_that_requires_a_waiver_shows_the_chain() -> None:
    found = situation(report("2026-01-09", VISIT), report("2026-01-10", NEEDS, WAIVER))
    one = next(c for c in found.commitments if c.id == "plan")
    (condition,) = one.conditions
    assert (condition.kind, condition.event, condition.words, condition.met) == (
        "requires",
        "waiver",
        "waiver (U.S. Treasury)",
        None,
    )
    assert "waiver (U.S. Treasury)" in one.expectation.confirms
    assert "waiver (U.S. Treasury)" in one.expectation.breaks


@pytest.mark.parametrize(
    ("said", "met"),
    [
        (granted("occurred"), True),
        (granted("denied", "REJECT/yield", act=act("CONCEDE")), False),
        (granted("requested", "REQUEST/yield", act=act("RETREAT/ease")), None),
        (granted("occurred", "RETREAT/ease"), True),
    ],
    ids=["granted", "refused", "asked for", "eased"],
)
def test_a_condition_is_met_or_fails_by_evidence(said: Said, met: bool | None) -> None:
    found = situation(
        report("2026-01-09", VISIT), report("2026-01-10", NEEDS, WAIVER), report("2026-01-16", said)
    )
    one = next(c for c in found.commitments if c.id == "plan")
    assert [condition.met for condition in one.conditions] == [met]


def test_a_condition_without_an_act_is_kept_in_its_words() -> None:
    said = tell(
        "c",
        "AGREE",
        "conditional",
        "It will help if the ships stay away, he said.",
        trigger="help",
        act=act("AID"),
    )
    one = only(situation(report("2026-01-10", said)))
    assert [(c.event, c.words) for c in one.conditions] == [(None, "if the ships stay away")]


# --- words


def test_expectations_say_what_would_confirm_and_break_it() -> None:
    one = only(situation(report("2026-01-10", due("2026-01-19"))))
    assert one.expectation.confirms == (
        "Venezuela arrives for the visit to United States by 2026-01-19"
    )
    assert "called off" in one.expectation.breaks
    assert "2026-01-19 passes without it" in one.expectation.breaks


def test_the_label_says_who_owes_what() -> None:
    assert only(situation(report("2026-01-10", VISIT))).label == "Venezuela: send a delegation"


def test_each_step_is_a_change_of_its_report() -> None:
    done = visit("done", "CONSULT/visit", "occurred", "The delegation arrived.")
    found = situation(report("2026-01-10", VISIT), report("2026-01-18", done))
    changes = [c for c in found.changes if c.kind == "commitment"]
    assert [(c.basis.published, c.before, c.after) for c in changes] == [
        ("2026-01-10", None, "open"),
        ("2026-01-18", "open", "kept"),
    ]


def test_prisoners_freed_keep_the_promise_to_free_them() -> None:
    promise = tell(
        "p",
        "RETREAT/release",
        "planned",
        "Further releases will follow.",
        trigger="releases",
        actors=(VEN,),
        recipients=(PRISONERS,),
    )
    done = tell(
        "d",
        "RETREAT/release",
        "occurred",
        "It freed forty.",
        trigger="freed",
        actors=(VEN,),
        recipients=(PRISONERS,),
    )
    assert (
        only(situation(report("2026-01-14", promise), report("2026-01-20", done))).state == "kept"
    )
