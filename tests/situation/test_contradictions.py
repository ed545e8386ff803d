"""Contradictions: which values exclude each other, who says which, and what settles them."""

from dataclasses import replace
from itertools import permutations

import pytest
from handmade import (
    USA,
    VEN,
    Said,
    amount,
    party,
    report,
    situation,
    tell,
)

from dragoman.records.event import EventAmount, EventPlace
from dragoman.records.situation import Contradiction, Situation
from dragoman.records.span import Span
from dragoman.situation.contradictions import amount_range

MINISTRY = party("Justice Ministry", "VEN", "agency")
GROUP = party("Foro", None, "organization")
PENTAGON = party("Pentagon", "USA", "agency")


def freed(id_: str, number: float, text: str, **fields: object) -> Said:
    return tell(
        id_, "RETREAT/release", "occurred", "It freed them.", trigger="freed", day="2026-01-13",
        amounts=(amount(number, "prisoner", text),), actors=(VEN,), recipients=(), **fields,
    )  # type: ignore[arg-type]  # fields  # fmt: skip


def moved(id_: str, status: str, **fields: object) -> Said:
    return tell(
        id_, "RETREAT/withdraw", status, "It withdrew two ships.", trigger="withdrew", **fields
    )  # type: ignore[arg-type]  # fields


def only(found: Situation) -> Contradiction:
    (one,) = found.contradictions
    return one


def values(one: Contradiction) -> list[tuple[str, tuple[str, ...], str | None]]:
    return [(side.value, side.outlets, side.speaker) for side in one.sides]


def test_occurred_against_denied() -> None:
    found = situation(
        report("2026-01-15", moved("a", "occurred"), outlet="Courier"),
        report("2026-01-16", moved("b", "denied", by=PENTAGON), outlet="Agency"),
        same=["a b"],
    )
    one = only(found)
    assert (one.field, one.resolution) == ("status", None)
    assert values(one) == [("occurred", ("Courier",), None), ("denied", ("Agency",), "Pentagon")]
    assert [side.words for side in one.sides] == ["It withdrew two ships."] * 2
    assert found.tracks[0].disputed == (one.id,)


def test_a_denial_finds_the_act_that_merging_left_apart() -> None:
    found = situation(
        report("2026-01-15", moved("a", "occurred"), outlet="Courier"),
        report("2026-01-16", moved("b", "denied"), outlet="Agency"),
    )
    assert only(found).events == ("a", "b")


@pytest.mark.parametrize("days", ["2026-01-14", "2026-03-16"], ids=["before it", "long after"])
def test_a_denial_of_another_time_contradicts_nothing(days: str) -> None:
    found = situation(
        report("2026-01-15", moved("a", "occurred")), report(days, moved("b", "denied"))
    )
    assert found.contradictions == ()


def test_a_plan_carried_out_is_no_contradiction() -> None:
    found = situation(
        report("2026-01-15", moved("a", "planned")),
        report("2026-01-16", moved("b", "occurred"), outlet="Agency"),
        same=["a b"],
    )
    assert found.contradictions == ()


def test_a_refusal_is_no_denial() -> None:
    refused = tell(
        "b", "REJECT/yield", "denied", "It refused to withdraw.", trigger="withdraw",
        act=moved("x", "occurred").mention.act,
    )  # fmt: skip
    found = situation(
        report("2026-01-15", moved("a", "occurred")), report("2026-01-16", refused), same=["a b"]
    )
    assert found.contradictions == ()


def test_numbers_that_cannot_both_hold() -> None:
    reports = [
        report("2026-01-14", freed("a", 120, "120 prisoners", by=MINISTRY), outlet="Dispatch"),
        report("2026-01-16", freed("b", 48, "48 prisoners", by=GROUP), outlet="Agency"),
    ]
    one = only(situation(*reports))
    assert values(one) == [
        ("120 prisoners", ("Dispatch",), "Justice Ministry"),
        ("48 prisoners", ("Agency",), "Foro"),
    ]
    assert one.field == "amount"
    merged = only(situation(*reports, same=["a b"]))
    assert (merged.id, merged.sides[0].words) == (one.id, "120 prisoners")


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ((120, "120 prisoners"), (48, "48 prisoners"), True),
        ((120, "at least 120 prisoners"), (140, "140 prisoners"), False),
        ((120, "at least 120 prisoners"), (48, "48 prisoners"), True),
        ((120, "about 120 prisoners"), (110, "110 prisoners"), False),
        ((120, "about 120 prisoners"), (48, "48 prisoners"), True),
        ((120, "up to 120 prisoners"), (48, "48 prisoners"), False),
        ((120, "more than 120 prisoners"), (500, "about 500 prisoners"), False),
    ],
    ids=["exact", "at least", "below least", "about", "far from about", "up to", "more than"],
)
def test_modifiers_bound_what_a_number_excludes(
    first: tuple[float, str], second: tuple[float, str], clash: bool
) -> None:
    found = situation(
        report("2026-01-14", freed("a", *first)),
        report("2026-01-16", freed("b", *second), outlet="Agency"),
        same=["a b"],
    )
    assert bool(found.contradictions) is clash


def test_numbers_of_unlike_things_or_days_do_not_clash() -> None:
    guards = replace(freed("b", 3, "3 guards").mention, amounts=(amount(3, "guard", "3 guards"),))
    other = Said(guards, "It freed them.")
    assert (
        situation(
            report("2026-01-14", freed("a", 120, "120 prisoners")), report("2026-01-16", other)
        ).contradictions
        == ()
    )
    later = freed("c", 48, "48 prisoners")
    later = Said(replace(later.mention, date=None), later.sentence)
    assert (
        situation(
            report("2026-01-14", freed("a", 120, "120 prisoners")), report("2026-01-16", later)
        ).contradictions
        == ()
    )


def test_one_report_that_cites_both_figures_of_one_voice_is_no_contradiction() -> None:
    found = situation(
        report("2026-01-14", freed("a", 120, "120 prisoners"), freed("b", 48, "48 prisoners")),
        same=["a b"],
    )
    assert found.contradictions == ()


# --- dates, places, actors


def met(id_: str, **fields: object) -> Said:
    return tell(id_, "CONSULT", "occurred", "They met.", trigger="met", **fields)  # type: ignore[arg-type]  # fields


def at(name: str, lat: float, lon: float) -> EventPlace:
    return EventPlace(name, Span(0, 4), name, None, lat, lon, None, "city")


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ({"day": "2026-01-12"}, {"day": "2026-01-13"}, "date"),
        ({"day": "2026-01-12"}, {"day": "2026-01-12"}, None),
        ({"day": "2026-01-12"}, {"day": "2026-01"}, None),
        ({"place": at("Caracas", 10.5, -66.9)}, {"place": at("Bogota", 4.7, -74.1)}, "place"),
        ({"place": at("Caracas", 10.5, -66.9)}, {"place": at("Guatire", 10.47, -66.5)}, None),
        ({"actors": (USA,)}, {"actors": (party("Russia", "RUS"),)}, "actor"),
        ({"actors": (USA,)}, {"actors": (USA, party("Russia", "RUS"))}, None),
        ({"actors": (USA,)}, {"actors": (party("militants", None, "group"),)}, None),
    ],
    ids=["days", "same day", "month", "towns", "near", "states", "one more", "unknown"],
)
def test_dates_places_and_actors(
    first: dict[str, object], second: dict[str, object], field: str | None
) -> None:
    found = situation(
        report("2026-01-14", met("a", **first)),
        report("2026-01-16", met("b", **second), outlet="Agency"),
        same=["a b"],
    )
    assert [c.field for c in found.contradictions] == ([field] if field else [])


# --- what settles one


def test_the_denier_s_confirmation_settles_it_and_it_is_kept() -> None:
    reports = [
        report("2026-01-15", moved("a", "occurred"), outlet="Courier"),
        report("2026-01-16", moved("b", "denied", by=PENTAGON), outlet="Agency"),
        report("2026-01-20", moved("c", "occurred", by=PENTAGON), outlet="Wire"),
    ]
    found = situation(*reports, same=["a b c"])
    one = only(found)
    assert one.resolution == "Pentagon, who had denied it, confirms it"
    assert one.settled is not None
    assert one.settled.mention == "c"
    assert found.tracks[0].disputed == ()
    assert [(c.before, c.after) for c in found.changes if c.kind == "contradiction"] == [
        (None, "open"),
        ("open", "settled"),
    ]
    assert len({repr(situation(*order, same=["a b c"])) for order in permutations(reports)}) == 1


def test_a_source_that_corrects_itself_settles_it() -> None:
    found = situation(
        report("2026-01-14", freed("a", 120, "120 prisoners", by=MINISTRY), outlet="Dispatch"),
        report("2026-01-16", freed("b", 48, "48 prisoners", by=GROUP), outlet="Agency"),
        report("2026-01-18", freed("c", 48, "48 inmates", by=MINISTRY), outlet="Wire"),
        same=["a b c"],
    )
    assert only(found).resolution == (
        "Justice Ministry, who had said 120 prisoners, now says 48 inmates"
    )


def test_as_of_a_day_it_was_still_open() -> None:
    found = situation(
        report("2026-01-15", moved("a", "occurred"), outlet="Courier"),
        report("2026-01-16", moved("b", "denied", by=PENTAGON), outlet="Agency"),
        report("2026-01-20", moved("c", "occurred", by=PENTAGON), outlet="Wire"),
        same=["a b c"],
        as_of="2026-01-17",
    )
    assert only(found).resolution is None


@pytest.mark.parametrize(
    ("words", "approximate", "expected"),
    [
        ("48 prisoners", False, (48, 48)),
        ("at least 48 prisoners", False, (48, float("inf"))),
        ("as many as 48 prisoners", False, (0, 48)),
        ("48 prisoners", True, (48 * 0.8, 48 * 1.2)),
    ],
    ids=["exact", "at least", "at most", "about"],
)
def test_amount_range(words: str, approximate: bool, expected: tuple[float, float]) -> None:
    said = EventAmount(48, "prisoner", approximate, words, Span(0, 1))
    assert amount_range(said) == pytest.approx(expected)
