"""``dragoman eval``: how right Dragoman is, task by task, beside other systems' figures."""

from datetime import date
from pathlib import Path

import typer
from rich.console import Console

from dragoman import __version__
from dragoman.config import load_settings
from dragoman.errors import ConfigError
from dragoman.evaluate.bench import Bench
from dragoman.evaluate.figures import load_aims, load_peers
from dragoman.evaluate.tasks import NOT_BUILT, TASKS, Task, measure_task
from dragoman.output.evaluation import Measured, make_peers_table, make_table, update_page

_PAGE = Path("docs/EVALUATION.md")
_NAMES = ", ".join(task.name for task in TASKS)


def eval_(
    task: str = typer.Argument(..., help=f"One of {_NAMES}; or all."),
    data: Path | None = typer.Option(None, help="Folder of the sets, or a set's own file."),
    gold: Path = typer.Option(Path("tests/gold"), help="Folder of the own gold sets."),
    write: bool = typer.Option(False, "--write", help=f"Write the figures into {_PAGE}."),
) -> None:
    """Score a task on public sets and the own gold; print the figures beside the field's."""
    bench = Bench(data=data or load_settings().data, gold=gold, today=date.today())
    console = Console()
    for chosen in find_tasks(task):
        measured = _measure(chosen, bench)
        console.print(make_table(measured))
        if measured.peers:
            console.print(make_peers_table(measured))
        if write:
            update_page(_PAGE, measured)


def find_tasks(name: str) -> tuple[Task, ...]:
    """Give the task of that name; for "all", every task.

    Raises: ConfigError for a name that is no task, or one that is yet to be built.
    """
    if name in NOT_BUILT:
        raise ConfigError(f"eval {name} is not built yet: {NOT_BUILT[name]}")
    found = TASKS if name == "all" else tuple(task for task in TASKS if task.name == name)
    if not found:
        raise ConfigError(f"no task {name!r}; give one of {_NAMES}, all")
    return found


def _measure(task: Task, bench: Bench) -> Measured:
    return Measured(
        task=task.name,
        about=task.about,
        figures=measure_task(task, bench),
        aims=load_aims(),
        peers=tuple(peer for peer in load_peers() if peer.task == task.name),
        command=f"dragoman eval {task.name}",
        version=__version__,
        day=bench.today,
    )
