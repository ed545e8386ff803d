"""Lints every shipped data file; prints each problem and ends with 1 when there is one."""

import sys
from collections.abc import Callable, Iterable

from dragoman.actors import check_actors
from dragoman.config import load_settings
from dragoman.cuetables import load_cue_tables
from dragoman.datafiles import data_path
from dragoman.errors import DataError
from dragoman.gazetteer import load_gazetteer
from dragoman.lexicon import check_lexicon
from dragoman.ontology import load_ontology
from dragoman.situation.machines import check_machines
from dragoman.situation.words import load_words


def main() -> int:
    """Run every lint; give the exit code."""
    problems = [
        problem
        for lint in (check_lexicon, check_actors, _check_loads, _check_tracks, _check_headers)
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
    load_words()
    load_cue_tables()
    missing = [name for name in _WELL_KNOWN if not load_gazetteer().lookup(name)]
    return [f"gazetteer: does not know {name}" for name in missing]


def _check_tracks() -> Iterable[str]:
    return check_machines(load_settings().machines)


_LICENCES = ("CC BY", "CC0", "MIT", "Apache-2.0", "public domain")
_WELL_KNOWN = ("Caracas", "Kyiv", "Gaza Strip", "Aleppo", "South China Sea", "Texas")


def _check_headers() -> list[str]:
    """Every table says first what it is, whence, and under which licence."""
    problems = []
    for path in sorted(data_path().rglob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        head = " ".join(line for line in lines[:20] if line.startswith("#"))
        if not any(licence in head for licence in _LICENCES):
            problems.append(f"{path.relative_to(data_path())}: no header with source and licence")
    return problems


if __name__ == "__main__":
    sys.exit(main())
