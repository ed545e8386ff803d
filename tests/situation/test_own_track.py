"""An analyst's own track, as docs/TRACKS.md shows it, moves by what reports tell."""

import re
from pathlib import Path

from handmade import DYAD, report, situations, states, tell, track

from dragoman.situation.machines import load_machines

PAGE = Path(__file__).resolve().parents[2] / "docs" / "TRACKS.md"


def test_the_worked_example_moves_as_the_page_says(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "fisheries.yaml").write_text(example, encoding="utf-8")
    seized = tell("a", "COERCE/seize", "occurred", "It seized two trawlers.", trigger="seized")
    freed = tell("b", "RETREAT/release", "occurred", "It freed the fishermen.", trigger="freed")
    signed = tell("c", "SUPPORT", "occurred", "They signed fishing quotas.", trigger="signed")
    found = situations(
        *(report(f"2026-01-0{n}", said) for n, said in enumerate((seized, freed, signed), 1)),
        machines=load_machines(tmp_path),
    )[DYAD]
    assert states(track(found, "fisheries")) == ["seized", "freed", "agreed"]
    assert "humanitarian" not in {t.track for t in found.tracks}
