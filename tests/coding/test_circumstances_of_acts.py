"""When an act took place, who says so, how acts bear on each other, what they are called."""

from dataclasses import replace

import pytest
from frozen import code, code_sentence, coding_resources, event_at, frozen

from dragoman.coding.events import statement_of
from dragoman.coding.readings import Reading, Trigger
from dragoman.lexicon import Frame
from dragoman.records.document import Document
from dragoman.records.event import Act, EventType, LinkKind, Status
from dragoman.records.mention import Amount, Attribution, Place, TimeExpression
from dragoman.records.span import Span
from make import find_span, find_token


def with_day(document: Document, words: str, day: str) -> Document:
    time = TimeExpression(find_span(document, words), "DATE", day, day, day, "day", True)
    return replace(document, times=(*(document.times or ()), time))


def test_a_date_on_the_saying_is_not_the_act_s() -> None:
    document = frozen("Iran said on Friday that it attacked Iraq on Monday.")
    document = with_day(with_day(document, "Friday", "2026-01-09"), "Monday", "2026-01-05")
    date = event_at(code(document), "attacked").date
    assert date is not None
    assert (date.start, date.end, date.text, date.basis) == (
        "2026-01-05",
        "2026-01-05",
        "Monday",
        "stated",
    )


def test_a_plan_told_on_friday_has_no_day() -> None:
    document = with_day(
        frozen("Iran said on Friday that it will attack Iraq."), "Friday", "2026-01-09"
    )
    assert event_at(code(document), "attack").date is None


def test_a_planned_act_has_its_own_day() -> None:
    document = with_day(frozen("Iran will meet Iraq on Monday."), "Monday", "2026-01-12")
    date = event_at(code(document), "meet").date
    assert date is not None
    assert (date.start, date.text) == ("2026-01-12", "Monday")


def test_without_a_day_only_the_publication_bounds_an_act() -> None:
    date = event_at(code(frozen("Iran attacked Iraq.")), "attacked").date
    assert date is not None
    assert (date.start, date.end, date.basis) == (None, "2026-01-10", "published")


def test_without_any_day_the_date_is_unknown() -> None:
    assert event_at(code(frozen("Iran attacked Iraq.", date=None)), "attacked").date is None


def test_the_speaker_and_the_cue_are_kept() -> None:
    document = frozen("Iran said that it had released prisoners.")
    said = Attribution(
        content=(find_span(document, "that it had released prisoners"),),
        cue=find_span(document, "said"),
        cue_head=find_token(document, "said"),
        speaker=find_span(document, "Iran"),
        speaker_head=find_token(document, "Iran"),
        kind="indirect",
    )
    (event,) = code(replace(document, attributions=(said,)))
    (attribution,) = event.attribution
    assert attribution.speaker is not None
    assert attribution.cue is not None
    assert (attribution.speaker.id, attribution.cue.text) == ("IRN", "said")


def test_an_amount_belongs_to_the_act_that_it_counts() -> None:
    document = frozen("An attack by Iran on Iraq killed ten soldiers.")
    amount = Amount(
        find_span(document, "ten soldiers"),
        10,
        "soldier",
        False,
        None,
        find_token(document, "soldiers"),
    )
    (event,) = code(replace(document, amounts=(amount,)))
    assert [(a.value, a.unit, a.text) for a in event.amounts] == [(10, "soldier", "ten soldiers")]


@pytest.mark.parametrize(
    ("text", "use", "name"),
    [
        ("Iran attacked Iraq near Basra.", "literal", "Basra"),
        ("Iran attacked Iraq near Basra.", "metonymic", None),
    ],
)
def test_only_a_literal_place_is_where_an_act_takes_place(
    text: str, use: str, name: str | None
) -> None:
    document = frozen(text)
    span = find_span(document, "Basra")
    place = Place(span, "Basra", "IRQ", 30.5, 47.8, 99532, "city", use)
    (event,) = code(replace(document, places=(place,)))
    assert (event.place.name if event.place else None) == name


@pytest.mark.parametrize(
    ("text", "source", "kind", "target"),
    [
        (
            "Iran released prisoners because Iraq attacked Kuwait.",
            "released",
            LinkKind.BECAUSE_OF,
            "attacked",
        ),
        (
            "Iran will release prisoners if Iraq attacks Kuwait.",
            "release",
            LinkKind.CONDITIONAL_ON,
            "attacks",
        ),
        (
            "Iran threatened to attack Iraq unless it withdraws troops.",
            "attack",
            LinkKind.CONDITIONAL_ON,
            "withdraws",
        ),
        ("Iran visited Iraq to release prisoners.", "visited", LinkKind.PURPOSE, "release"),
    ],
    ids=["because", "if", "unless", "to"],
)
def test_links_between_acts(text: str, source: str, kind: LinkKind, target: str) -> None:
    events = code_sentence(text)
    (link,) = event_at(events, source).links
    assert (link.kind, link.event) == (kind, event_at(events, target).id)
    assert link.evidence is None or link.evidence.text in text


@pytest.mark.parametrize(
    "text",
    [
        "Iran released prisoners because Iraq lifted sanctions.",
        "Iran will release prisoners if Iraq lifts sanctions.",
    ],
)
def test_a_cause_of_the_same_type_is_an_event_of_its_own(text: str) -> None:
    assert len(code_sentence(text)) == 2


def test_ids_are_the_same_when_coded_again() -> None:
    text = "Iran attacked Iraq and seized a tanker."
    assert code_sentence(text) == code_sentence(text)


# --- from the act meant to PLOVER's type


def frame_of(type_: EventType, mode: str | None) -> Frame:
    return Frame("x.x.v1", "x", "v", (), (), (), type_, mode, None, (), "", "")


STATEMENTS = [
    ("CONSULT", "visit", "occurred", None, ("CONSULT", "visit", None)),
    ("CONSULT", "visit", "planned", None, ("AGREE", None, ("CONSULT", "visit"))),
    ("AID", "economic", "possible", None, ("AGREE", None, ("AID", "economic"))),
    ("SUPPORT", None, "conditional", None, ("AGREE", None, ("SUPPORT", None))),
    ("COOPERATE", "military", "planned", None, ("AGREE", None, ("COOPERATE", "military"))),
    ("RETREAT", "release", "planned", None, ("RETREAT", "release", None)),
    ("CONCEDE", None, "planned", None, ("CONCEDE", None, None)),
    ("CONSULT", "visit", "cancelled", None, ("REJECT", "meet", ("CONSULT", "visit"))),
    ("ASSAULT", "aerial", "cancelled", None, ("ASSAULT", "aerial", None)),
    ("ASSAULT", "aerial", "planned", "THREATEN", ("THREATEN", "violence", ("ASSAULT", "aerial"))),
    ("RETREAT", "release", "requested", "REQUEST", ("REQUEST", "yield", ("RETREAT", "release"))),
    ("CONSULT", None, "denied", "REJECT", ("REJECT", "meet", ("CONSULT", None))),
    ("ASSAULT", None, "possible", "ACCUSE", ("ACCUSE", "allege", ("ASSAULT", None))),
    ("REQUEST", "meet", "occurred", "REQUEST", ("REQUEST", "meet", None)),
    # Nobody is threatened with help.
    ("AID", None, "planned", "THREATEN", ("AGREE", None, ("AID", None))),
]


@pytest.mark.parametrize(
    ("type_", "mode", "status", "statement", "expected"),
    STATEMENTS,
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_statement_of(
    type_: str,
    mode: str | None,
    status: str,
    statement: str | None,
    expected: tuple[str, str | None, tuple[str, str | None] | None],
) -> None:
    trigger = Trigger(0, frame_of(EventType(type_), mode))
    speech = EventType(statement) if statement else None
    reading = Reading(Status(status), speech, (), (), (), (), None)
    told, told_mode, act = statement_of(coding_resources().ontology, trigger, reading)
    made = Act(EventType(expected[2][0]), expected[2][1]) if expected[2] else None
    assert (told, told_mode, act) == (EventType(expected[0]), expected[1], made)


def test_spans_of_hand_built_documents_hold() -> None:
    document = frozen("Iran called off the attack on Iraq.")
    (event,) = code(document)
    for person in (*event.actors, *event.recipients):
        assert document.text[person.span.start : person.span.end] == person.text
    assert event.sentence == Span(0, len(document.text))
