"""``dragoman tracks``: which tracks there are, and whether an analyst's own are sound."""

from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from dragoman.config import load_settings
from dragoman.situation.machines import check_machines, load_machines, read_machine


def tracks(
    files: list[Path] = typer.Argument(None, help="Track files to check, before you add them."),
    check: bool = typer.Option(False, "--check", help="Check the tracks in use."),
) -> None:
    """List the tracks and their states; check those in use, or track files that you name.

    Your own tracks lie in the folder that DRAGOMAN_MACHINES names; docs/TRACKS.md shows how to
    write one.
    """
    folder = load_settings().machines
    if files:
        for path in files:
            machine = read_machine(path)
            print(
                f"{path}: {machine.label}: {len(machine.states)} states, {len(machine.rules)} rules"
            )
        return
    if check:
        problems = list(check_machines(folder))
        for problem in problems:
            print(problem)
        print(f"tracks: {len(problems)} problems")
        raise typer.Exit(1 if problems else 0)
    console = Console()
    for machine in load_machines(folder):
        head = Text(f"{machine.track:<14}", style="bold")
        head.append(f"{machine.label}", style="default not bold")
        head.append(f"  {machine.file}, {len(machine.rules)} rules", style="dim not bold")
        console.print(head)
        for state, label in machine.states.items():
            console.print(f"  {state:<22}{label}", markup=False, highlight=False)
