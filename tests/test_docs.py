"""Everything that a user can name is named in the documents."""

import re
from pathlib import Path

import pytest

from dragoman.config import SETTINGS
from dragoman.errors import DragomanError
from dragoman.evaluate.tasks import NOT_BUILT, TASKS
from dragoman.ontology import load_ontology
from dragoman.output.cli.main import app
from dragoman.output.evaluation import markers
from dragoman.pipeline import Stage
from dragoman.records.event import EventType, LinkKind, Status
from dragoman.situation.machines import load_machines

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    path.name: path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
}
ALL = "\n".join(PAGES.values())
COMMANDS = [command.name or "" for command in app.registered_commands]


def named(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert named(f"dragoman {command}", PAGES["README.md"]) or named(command, PAGES["README.md"])


@pytest.mark.parametrize("task", [task.name for task in TASKS])
def test_every_task_of_eval_has_its_section(task: str) -> None:
    page = PAGES["EVALUATION.md"]
    assert f"\n## {task}\n" in page
    assert [page.count(marker) for marker in markers(task)] == [1, 1]


@pytest.mark.parametrize("task", NOT_BUILT)
def test_a_task_to_come_is_told(task: str) -> None:
    assert f"\n## {task}\n" in PAGES["EVALUATION.md"]


@pytest.mark.parametrize("setting", [setting.variable for setting in SETTINGS])
def test_every_setting_is_named(setting: str) -> None:
    assert named(setting, ALL)


def test_every_stage_is_in_the_architecture(stages: tuple[Stage, ...]) -> None:
    page = PAGES["ARCHITECTURE.md"]
    assert [stage.name for stage in stages if not named(stage.name, page)] == []


@pytest.mark.parametrize("type_", list(EventType))
def test_every_type_and_mode_is_in_the_ontology_page(type_: EventType) -> None:
    page = PAGES["ONTOLOGY.md"]
    assert named(type_, page)
    modes = load_ontology().types[type_].modes
    assert [mode for mode in modes if not named(mode, page)] == []


@pytest.mark.parametrize("context", load_ontology().contexts)
def test_every_context_is_in_the_ontology_page(context: str) -> None:
    assert named(context, PAGES["ONTOLOGY.md"])


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_in_the_readme(status: Status) -> None:
    assert named(status, PAGES["README.md"])


@pytest.mark.parametrize("kind", list(LinkKind))
def test_every_kind_of_link_is_named(kind: LinkKind) -> None:
    assert named(kind, ALL)


@pytest.mark.parametrize("track", [machine.track for machine in load_machines()])
def test_every_track_is_named(track: str) -> None:
    assert named(track, ALL)


@pytest.mark.parametrize("error", [error.__name__ for error in DragomanError.__subclasses__()])
def test_every_error_has_its_place_in_the_errors_page(error: str) -> None:
    assert named(error, PAGES["ERRORS.md"])


@pytest.mark.parametrize("code", ["0", "1", "2", "3", "4", "5", "130"])
def test_every_exit_code_is_in_the_errors_page(code: str) -> None:
    assert re.search(rf"^\| {code} \|", PAGES["ERRORS.md"], re.MULTILINE)


@pytest.mark.parametrize("page", list(PAGES))
def test_links_between_pages_lead_somewhere(page: str) -> None:
    home = ROOT if page == "README.md" else ROOT / "docs"
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", PAGES[page])
    assert [target for target in targets if not (home / target).exists()] == []
