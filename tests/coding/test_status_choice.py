"""What the encoder's reading of a status may claim over the rules'."""

from dragoman.coding.readings import CueStep, Reading
from dragoman.coding.status_choice import choose_status
from dragoman.cuetables import load_cue_tables
from dragoman.records.event import EventType, Status
from dragoman.records.mention import ActReading


def by_rules(status: Status, effect: str) -> Reading:
    cue = CueStep(token=1, effect=effect, relation="to")
    return Reading(status, None, (), (), (cue,), (1,), finite=None)


def read(score: float, status: str, statement: str = "-") -> ActReading:
    statuses = tuple((str(s), float(s == status)) for s in Status)
    kinds = tuple((k, float(k == statement)) for k in ("-", "REQUEST", "REJECT"))
    return ActReading(2, score, (("SUPPORT", None, 1.0),), statuses, kinds, 0.0, (), ())


def chosen(rules: Reading, act: ActReading) -> Reading:
    return choose_status(rules, act, EventType.SUPPORT, load_cue_tables().acts)


def test_what_is_intended_is_not_done_where_the_encoder_hardly_reads_an_act() -> None:
    planned = by_rules(Status.PLANNED, "planned")
    assert chosen(planned, read(0.3, "occurred")).status is Status.PLANNED


def test_a_sure_encoder_may_call_a_plan_done() -> None:
    planned = by_rules(Status.PLANNED, "planned")
    assert chosen(planned, read(0.95, "occurred")).status is Status.OCCURRED


def test_a_possible_act_is_no_refusal() -> None:
    possible = by_rules(Status.POSSIBLE, "possible")
    found = chosen(possible, read(0.97, "possible", "REJECT"))
    assert found.statement is not EventType.REJECT or found.status is not Status.POSSIBLE
