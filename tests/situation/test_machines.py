"""The shipped machines: five tracks, every state reachable, broken files named."""

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.situation.machines import check_machines, load_machines, read_machine


def test_the_six_tracks_in_the_brief_s_order() -> None:
    assert {machine.track for machine in load_machines()} == {
        "diplomatic",
        "military",
        "sanctions",
        "humanitarian",
        "economic",
        "negotiation",
    }
    orders = [machine.order for machine in load_machines()]
    assert orders == sorted(set(orders))


def test_every_rule_leads_to_a_named_state_and_has_its_own_id() -> None:
    for machine in load_machines():
        ids = [rule.id for rule in machine.rules]
        assert len(ids) == len(set(ids)), machine.track
        assert {rule.to for rule in machine.rules} <= set(machine.states), machine.track


def test_claims_are_clear() -> None:
    claims = [machine.claim for machine in load_machines()]
    assert len(claims) == len(set(claims))


_GOOD = """
track: t
label: T
order: 1
claim: 1
covers: [{types: [CONSULT]}]
states: {a: an A}
rules: [{id: r, to: a, types: [CONSULT]}]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: a", "to: b", "no state"),
        ("types: [CONSULT]", "types: [NONSENSE]", "NONSENSE"),
        ("types: [CONSULT]", "typse: [CONSULT]", "unknown keys"),
        ("label: T", "lable: T", "label"),
        ("order: 1", "order: first", "first"),
        ("types: [CONSULT]", "modes: [nonsense]", "no such modes"),
        ("types: [CONSULT]", "actor_kinds: [nonsense]", "no such actor_kinds"),
        ("types: [CONSULT]", "contexts: [nonsense]", "no such contexts"),
        ("types: [CONSULT]", "alone: away", "unknown keys|alone"),
        ("claim: 1", "claim: 1\nunnamed: never", "unnamed"),
        ("claim: 1", "claim: 1\nshared: true", "unknown keys"),
        ("track: t", "track: [t", "no YAML"),
    ],
    ids=[
        *("state", "type", "key", "missing", "number", "mode", "kind", "context", "alone"),
        *("unnamed", "machine key", "yaml"),
    ],
)
def test_a_broken_file_is_named_with_its_fault(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(_GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=rf"broken\.yaml.*{said}"):
        read_machine(path)


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text(_GOOD, encoding="utf-8")
    assert read_machine(path).states == {"a": "an A"}


def _folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_adds_tracks_to_the_shipped_ones(tmp_path: Path) -> None:
    text = _GOOD.replace("order: 1", "order: 70").replace("claim: 1", "claim: 70")
    tracks = [machine.track for machine in load_machines(_folder(tmp_path, text))]
    assert tracks == [*(machine.track for machine in load_machines()), "t"]


def test_a_track_of_a_shipped_name_replaces_it(tmp_path: Path) -> None:
    shipped = {machine.track: machine for machine in load_machines()}
    own = _GOOD.replace("track: t", "track: economic").replace("order: 1", "order: 5")
    own = own.replace("claim: 1", f"claim: {shipped['economic'].claim}")
    found = {machine.track: machine for machine in load_machines(_folder(tmp_path, own))}
    assert set(found) == set(shipped)
    assert found["economic"].file == "mine.yaml"


def test_a_claim_that_another_track_has_is_refused(tmp_path: Path) -> None:
    text = _GOOD.replace("order: 1", "order: 70")
    with pytest.raises(DataError, match=r"mine\.yaml.*same claim 1"):
        load_machines(_folder(tmp_path, text))


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="DRAGOMAN_MACHINES"):
        load_machines(tmp_path / "absent")


def test_the_shipped_tracks_have_no_oddities() -> None:
    assert list(check_machines()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("states: {a: an A}", "states: {a: an A, b: a B}", "state b: no rule leads to it"),
        ("to: a, types: [CONSULT]", "to: a, types: [AID]", "it can never fire"),
        ("rules: [", "rules: [{id: r, to: a, types: [CONSULT]}, ", "2 rules have this id"),
    ],
    ids=["unreached", "uncovered", "same id"],
)
def test_oddities_are_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = _GOOD.replace("order: 1", "order: 70").replace("claim: 1", "claim: 70")
    (problem,) = check_machines(_folder(tmp_path, text.replace(old, new)))
    assert problem.startswith("mine.yaml")
    assert said in problem
