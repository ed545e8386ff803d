"""Makes docs/notebook.ipynb anew: runs its code cells in one namespace and keeps what they show.

python tools/make_notebook.py            write the page with its outputs
python tools/make_notebook.py --check    run it and say which cells no longer show what they did
"""

import ast
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "notebook.ipynb"
CELLS: tuple[tuple[str, str], ...] = (
    (
        "markdown",
        "# Dragoman in a notebook\n\nTwo short reports of January 2026 go into a record; then the "
        "record is asked. Run it from the folder above `docs`, where `examples` lies. What the names "
        "mean: [PYTHON.md](PYTHON.md).",
    ),
    (
        "code",
        "import tempfile\nfrom pathlib import Path\n\nimport dragoman\n\n"
        'record = dragoman.open(Path(tempfile.mkdtemp()) / "record.db")',
    ),
    (
        "markdown",
        "## A report\n\nA report shows its text with the words behind each value coloured. Hover over "
        "them to see what they say.",
    ),
    ("code", 'record.read("examples/02-second-wave-called-off.txt")'),
    (
        "markdown",
        "## Events\n\nEvents are merged across reports and keep every source. The attack was planned "
        "and called off: it is on record as `cancelled`, not as an attack.",
    ),
    (
        "code",
        'record.read("examples/01-us-team-in-caracas.txt")\n'
        'record.events(dyad="USA-VEN", status=["planned", "cancelled", "ongoing"])',
    ),
    ("markdown", "As a pandas table, codes stay text:"),
    (
        "code",
        'frame = record.events(dyad="USA-VEN").df()\n'
        'frame.groupby("status").size().to_dict(), frame["cameo"].dtype.kind in "OUT"',
    ),
    ("markdown", "## Why\n\nAny value leads back to words."),
    (
        "code",
        'attack = next(iter(record.events(type="ASSAULT", status="cancelled")))\nrecord.why(attack.id)',
    ),
    ("markdown", "## Where things stand"),
    (
        "code",
        'situation = record.situation("USA-VEN")\n'
        "{track.label: track.state_label for track in situation.tracks if track.state}",
    ),
    (
        "code",
        "[(owed.label, str(owed.state)) for owed in situation.commitments]",
    ),
    (
        "markdown",
        "## Nothing kept\n\n`dragoman.code` codes a text without a record.",
    ),
    (
        "code",
        'told = dragoman.code("Iran denied that it had attacked Iraq.", date="2026-01-10")\n'
        "[(str(event.type), str(event.status)) for event in told.events]",
    ),
    ("code", "record.close()"),
)


def run_cells() -> list[list[dict[str, Any]]]:
    """Give what each code cell shows, in order."""
    space: dict[str, Any] = {"__name__": "__main__"}
    return [_run(source, space) for kind, source in CELLS if kind == "code"]


def _run(source: str, space: dict[str, Any]) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), space)
    if last is None:
        return []
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), space)  # type: ignore[attr-defined]
    if value is None:
        return []
    data = {"text/plain": _lines(repr(value)[:2000])}
    if hasattr(value, "_repr_html_"):
        data = {
            "text/plain": _lines(type(value).__name__),
            "text/html": _lines(value._repr_html_()),
        }
    return [{"output_type": "execute_result", "metadata": {}, "data": data}]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def make_page(outputs: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """Give the notebook, form 4.5."""
    shown = iter(outputs)
    cells: list[dict[str, Any]] = []
    number = 0
    for place, (kind, source) in enumerate(CELLS):
        cell: dict[str, Any] = {
            "cell_type": kind, "id": f"cell-{place}", "metadata": {}, "source": _lines(source),
        }  # fmt: skip
        if kind == "code":
            number += 1
            kept = [{**output, "execution_count": number} for output in next(shown)]
            cell |= {"execution_count": number, "outputs": kept}
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _kinds(cell: dict[str, Any]) -> object:
    """What a cell says and what kinds of output it has: values may change with the coder."""
    return cell["source"], [sorted(output["data"]) for output in cell.get("outputs", ())]


def main() -> int:
    """Write or check the page; give the exit code."""
    page = make_page(run_cells())
    if "--check" not in sys.argv:
        text = json.dumps(page, ensure_ascii=False, indent=1) + "\n"
        PAGE.write_text(text, encoding="utf-8")
        return 0
    kept = json.loads(PAGE.read_text(encoding="utf-8"))
    pairs = zip(page["cells"], kept["cells"], strict=True)
    differ = [cell["id"] for cell, other in pairs if _kinds(cell) != _kinds(other)]
    print("\n".join(f"{id_} differs: python tools/make_notebook.py" for id_ in differ))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
