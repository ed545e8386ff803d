"""Lints every shipped data file; prints each problem and ends with 1 when there is one."""

import sys
from collections.abc import Callable, Iterable

from dragoman.actors import check_actors
from dragoman.cuetables import load_cue_tables
from dragoman.datafiles import data_path
from dragoman.errors import DataError
from dragoman.gazetteer import check_gazetteer
from dragoman.lexicon import check_lexicon
from dragoman.ontology import load_ontology
from dragoman.situation.machines import load_machines


def main() -> int:
    """Run every lint; give the exit code."""
    problems = [
        problem
        for lint in (check_lexicon, check_actors, check_gazetteer, _check_loads, _check_headers)
        for problem in _run(lint)
    ]
    for problem in problems:
        print(problem)
    print(f"data: {len(problems)} problems")
    return 1 if problems else 0


def _run(lint: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return list(lint())
    except (DataError, ValueError) as error:
        return [f"{lint.__name__}: {error}"]


def _check_loads() -> list[str]:
    load_ontology()
    load_machines()
    load_cue_tables()
    return []


def _check_headers() -> list[str]:
    """Every table says first what it is, whence, and under which licence."""
    problems = []
    for path in sorted(data_path().rglob("*.tsv")):
        head = path.read_text(encoding="utf-8")[:1200]
        if not head.startswith("#") or "CC" not in head.split("\n\n")[0]:
            problems.append(f"{path.relative_to(data_path())}: no header with source and licence")
    return problems


if __name__ == "__main__":
    sys.exit(main())
