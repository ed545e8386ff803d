"""The shipped machines: five tracks, every state reachable, broken files named."""

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.situation.machines import _read, load_machines


def test_the_five_tracks_in_the_brief_s_order() -> None:
    assert {machine.track for machine in load_machines()} == {
        "diplomatic",
        "military",
        "sanctions",
        "humanitarian",
        "economic",
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
    ],
    ids=["state", "type", "key", "missing", "number"],
)
def test_a_broken_file_is_named_with_its_fault(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(_GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=rf"broken\.yaml.*{said}"):
        _read(path)


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text(_GOOD, encoding="utf-8")
    assert _read(path)
