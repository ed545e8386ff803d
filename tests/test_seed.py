"""What must come out of the report that the project starts from, and of its paraphrase.

The twelve rows are those of the project's design; each is a condition on ``dragoman code``'s
output. The report itself is not part of the project: its file is named by DRAGOMAN_SEED, or lies
beside the repository; the paraphrase is always read.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman.read.files import read_path
from dragoman.records.document import Document

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[1]
SOURCES = {
    "paraphrase": ROOT / "examples" / "paraphrase.txt",
    "second": ROOT / "tests" / "gold" / "seed" / "second-paraphrase.txt",
    "seed": Path(os.environ.get("DRAGOMAN_SEED", ROOT / ".." / "shared" / "seed" / "report.txt")),
}


class Coded:
    """The coded report with the questions that the rows ask of it."""

    def __init__(self, text: str, line: Json) -> None:
        self.text, self.line = text, line
        self.events: list[Json] = line["events"]

    def sentence(self, event: Json) -> str:
        return self.text[event["sentence"]["start"] : event["sentence"]["end"]]

    def where(self, *tests: Callable[[Json], bool]) -> list[Json]:
        return [event for event in self.events if all(test(event) for test in tests)]

    def linked(self, event: Json, kind: str) -> list[Json]:
        ids = {link["event"] for link in event["links"] if link["kind"] == kind}
        return [other for other in self.events if other["id"] in ids]


def meant(event: Json) -> tuple[str, str | None]:
    act = event["act"] or event
    return act["type"], act["mode"]


def is_act(type_: str, mode: str | None = None) -> Callable[[Json], bool]:
    return lambda e: meant(e)[0] == type_ and (mode is None or meant(e)[1] == mode)


def is_type(type_: str) -> Callable[[Json], bool]:
    return lambda e: bool(e["type"] == type_)


def has_status(*statuses: str) -> Callable[[Json], bool]:
    return lambda e: e["status"] in statuses


def countries(event: Json, role: str) -> set[str]:
    return {person["country"] for person in event[role]}


def actor(*codes: str) -> Callable[[Json], bool]:
    return lambda e: set(codes) <= countries(e, "actors")


def recipient(*codes: str) -> Callable[[Json], bool]:
    return lambda e: set(codes) <= countries(e, "recipients")


def between(*codes: str) -> Callable[[Json], bool]:
    return lambda e: set(codes) <= countries(e, "actors") | countries(e, "recipients")


def on(day: str) -> Callable[[Json], bool]:
    return lambda e: bool(e["date"] and e["date"]["start"] == e["date"]["end"] == day)


def said_by(name: str) -> Callable[[Json], bool]:
    return lambda e: any(name in (a["speaker"] or {}).get("name", "") for a in e["attribution"])


@pytest.fixture(scope="module", params=list(SOURCES))
def coded(request: pytest.FixtureRequest, code_text: Callable[..., Json]) -> Coded:
    path = SOURCES[request.param]
    if not path.exists():
        pytest.skip(f"no seed report at {path}; set DRAGOMAN_SEED to its file")
    (report,) = read_path(path)
    assert isinstance(report, Document)
    return Coded(report.text, code_text(report.text, "2026-01-10"))


# What the code does not do yet, by test and source.
GAPS = {
    (
        "test_row_3_a_diplomat_belongs_to_the_delegation",
        "second",
    ): "'make up the team, among them X' is not read as membership",
    (
        "test_row_4_the_restoration_is_the_purpose_of_the_visit",
        "second",
    ): "'the visitors are to' is not tied to the visit",
    ("test_row_7_a_visit_requires_the_waiver", "second"): "'before they travel' is no visit",
}


@pytest.fixture(autouse=True)
def _known_gap(request: pytest.FixtureRequest) -> None:
    """Expect the failures that ``GAPS`` lists, and no others."""
    reason = GAPS.get((request.node.originalname, request.node.callspec.params["coded"]))
    if reason:
        request.node.add_marker(pytest.mark.xfail(strict=True, reason=reason))


def test_row_1_both_states_explore_restoring_relations(coded: Coded) -> None:
    assert coded.where(
        is_type("AGREE"),
        has_status("possible"),
        between("USA", "VEN"),
        on("2026-01-09"),
        lambda e: "diplomatic" in e["contexts"] and e["act"] is not None,
    )


def test_row_2_a_working_group_arrived_in_caracas(coded: Coded) -> None:
    visits = coded.where(
        is_act("CONSULT", "visit"),
        has_status("occurred"),
        actor("USA"),
        recipient("VEN"),
        on("2026-01-09"),
        lambda e: bool(e["place"]) and e["place"]["name"] == "Caracas",
    )
    assert visits
    assert any("State Department" in coded.sentence(e) for e in visits)
    assert any("GOV" in p["sectors"] for e in visits for p in e["actors"])


def test_row_2_its_purpose_is_the_exploration(coded: Coded) -> None:
    visits = coded.where(is_act("CONSULT", "visit"), actor("USA"), recipient("VEN"))
    aims = [aim for visit in visits for aim in coded.linked(visit, "purpose")]
    assert any(has_status("possible", "planned", "ongoing")(aim) for aim in aims)


def test_row_3_a_diplomat_belongs_to_the_delegation(coded: Coded) -> None:
    people = [p for e in coded.events for p in (*e["actors"], *e["recipients"])]
    named = [p for p in (*people, *coded.line["actors"]) if "McNamara" in p["name"]]
    assert any(p["country"] == "USA" and "charg" in (p["role"] or "").lower() for p in named)


def test_row_4_restoration_is_not_told_as_done(coded: Coded) -> None:
    told = coded.where(lambda e: "phased restoration" in coded.sentence(e))
    assert any(e["status"] in {"planned", "possible"} for e in told)
    assert all(e["status"] in {"planned", "possible", "ongoing"} for e in told)


def test_row_4_the_state_department_says_so(coded: Coded) -> None:
    assert coded.where(
        lambda e: "phased restoration" in coded.sentence(e), said_by("State Department")
    )


def test_row_4_the_restoration_is_the_purpose_of_the_visit(coded: Coded) -> None:
    visits = coded.where(is_act("CONSULT", "visit"), actor("USA"), has_status("occurred"))
    aims = [aim for visit in visits for aim in coded.linked(visit, "purpose")]
    assert any("phased restoration" in coded.sentence(aim) for aim in aims)


def test_row_5_the_break_of_2019_is_background(coded: Coded) -> None:
    broken = coded.where(lambda e: "2019" in coded.sentence(e), is_act("SANCTION"))
    assert any(e["background"] and e["date"] and e["date"]["start"][:4] == "2019" for e in broken)
    assert all(e["background"] for e in broken)


def test_row_6_the_interim_government_confirms_the_process(coded: Coded) -> None:
    assert coded.where(
        lambda e: "exploratory" in coded.sentence(e) and "confirm" in coded.sentence(e),
        lambda e: any((a["speaker"] or {}).get("country") == "VEN" for a in e["attribution"]),
        has_status("occurred", "ongoing", "possible"),
    )


def test_row_6_a_venezuelan_delegation_is_planned(coded: Coded) -> None:
    assert coded.where(
        is_type("AGREE"),
        is_act("CONSULT", "visit"),
        has_status("planned"),
        actor("VEN"),
        recipient("USA"),
    )


def test_row_6_the_planned_visit_is_never_stored_as_done(coded: Coded) -> None:
    assert not coded.where(
        is_act("CONSULT", "visit"), actor("VEN"), recipient("USA"), has_status("occurred")
    )


def test_row_7_sanctions_stand_in_part(coded: Coded) -> None:
    assert coded.where(
        is_act("SANCTION"),
        has_status("ongoing"),
        actor("USA"),
        recipient("VEN"),
        said_by("Associated Press"),
    )


def test_row_7_a_waiver_may_be_needed(coded: Coded) -> None:
    waivers = coded.where(lambda e: "waiver" in e["trigger"]["text"])
    assert waivers
    assert all(e["status"] in {"possible", "conditional", "requested"} for e in waivers)
    assert all(said_by("Associated Press")(e) and actor("USA")(e) for e in waivers)


def test_row_7_a_visit_requires_the_waiver(coded: Coded) -> None:
    visits = coded.where(is_act("CONSULT"))
    needed = [other for visit in visits for other in coded.linked(visit, "requires")]
    assert any("waiver" in other["trigger"]["text"] for other in needed)


def test_row_8_prisoners_were_released(coded: Coded) -> None:
    freed = coded.where(is_act("RETREAT", "release"), actor("VEN"))
    assert freed
    assert all(e["status"] == "occurred" and e["type"] == "RETREAT" for e in freed)


def test_row_9_the_attack_is_cancelled(coded: Coded) -> None:
    assert coded.where(is_act("ASSAULT"), has_status("cancelled"), actor("USA"), on("2026-01-09"))


def test_row_9_the_attack_never_occurred(coded: Coded) -> None:
    attacks = coded.where(is_act("ASSAULT"))
    assert attacks
    assert all(e["status"] == "cancelled" for e in attacks)


def test_row_9_because_prisoners_were_released(coded: Coded) -> None:
    attacks = coded.where(is_act("ASSAULT"), has_status("cancelled"))
    causes = [cause for attack in attacks for cause in coded.linked(attack, "because-of")]
    assert any(is_act("RETREAT", "release")(cause) for cause in causes)


def test_row_9_trump_announced_it(coded: Coded) -> None:
    assert coded.where(is_act("ASSAULT"), has_status("cancelled"), said_by("Trump"))


def test_row_10_warships_are_on_standby(coded: Coded) -> None:
    ships = coded.where(is_act("MOBILIZE"), actor("USA"), has_status("ongoing"))
    assert any(meant(e)[1] == "weapons" for e in ships)


def test_row_11_trump_met_oil_executives(coded: Coded) -> None:
    assert coded.where(
        is_act("CONSULT"),
        has_status("occurred"),
        between("USA"),
        on("2026-01-09"),
        lambda e: any("BUS" in p["sectors"] for p in (*e["actors"], *e["recipients"])),
    )


def test_row_11_on_a_plan_of_about_100_billion_dollars(coded: Coded) -> None:
    told = coded.where(is_act("CONSULT"), lambda e: "billion" in coded.sentence(e))
    amounts = [(a["value"], a["unit"], a["approximate"]) for e in told for a in e["amounts"]]
    assert (100e9, "USD", True) in amounts


def test_row_11_it_is_economic_and_on_natural_resources(coded: Coded) -> None:
    told = coded.where(is_act("CONSULT"), lambda e: "billion" in coded.sentence(e))
    assert any({"economic", "natural_resource"} <= set(e["contexts"]) for e in told)


def test_row_12_the_united_states_will_assist(coded: Coded) -> None:
    assert coded.where(
        is_type("AGREE"),
        is_act("AID"),
        has_status("planned"),
        actor("USA"),
        recipient("VEN"),
        said_by("Trump"),
    )


def test_there_are_at_most_26_events(coded: Coded) -> None:
    assert 10 <= len(coded.events) <= 26


def test_no_intended_act_is_stored_as_done(coded: Coded) -> None:
    done = coded.where(has_status("occurred", "ongoing"))
    assert not [e for e in done if meant(e)[0] in {"ASSAULT", "AID", "CONCEDE"}]
    assert not [e for e in done if meant(e)[0] == "SUPPORT" and e["type"] == "SUPPORT"]


def test_every_event_has_a_political_actor(coded: Coded) -> None:
    assert all(e["actors"] or e["recipients"] for e in coded.events)


def test_the_day_of_publication_is_inferred(coded: Coded, code_text: Callable[..., Json]) -> None:
    published = code_text(coded.text, None)["published"]
    assert published["basis"] == "inferred"
    assert published["date"] in {"2026-01-09", "2026-01-10"}
    assert published["reason"]
