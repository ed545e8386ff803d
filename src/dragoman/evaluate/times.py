"""Scores of time expressions: types and values of expressions whose extent is given."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import InputError
from dragoman.language.times import resolve, resolve_in_order

_Pair = tuple[str, str]  # TIMEX3 type and value
_MASKED_YEARS = re.compile(r"(\d{2,3})X{0,2}")


@dataclass(frozen=True, slots=True)
class TimenormBlock:
    """The expressions of one document, in order, with the day on which it was written."""

    created: str
    rows: tuple[tuple[str, str, str], ...]


def score_timenorm(path: Path) -> dict[str, float]:
    """Give type and value accuracy on a file of the timenorm form (TempEval-3 values).

    ``value`` and ``type`` resolve each expression by itself; ``value_in_order`` and
    ``type_in_order`` resolve a document's expressions one after another, as ``find_times`` does.
    These count 198 and 198X, 19 and 19XX, as one value. ``value_exact_in_order`` compares the bare
    strings. ``value_compatible_in_order`` also accepts any value that an underspecified gold value
    admits (1989-WXX admits 1989-W43). ``expressions`` is their number.

    Raises: InputError for a row without its three fields.
    """
    blocks = list(read_timenorm(path))
    gold = [(row[1], row[2]) for block in blocks for row in block.rows]
    alone = [resolve(row[0], block.created) for block in blocks for row in block.rows]
    ordered = [
        pair
        for block in blocks
        for pair in resolve_in_order([row[0] for row in block.rows], block.created)
    ]
    return {
        "expressions": float(len(gold)),
        "type": _share(_same_type, gold, alone),
        "value": _share(_same_value, gold, alone),
        "type_in_order": _share(_same_type, gold, ordered),
        "value_in_order": _share(_same_value, gold, ordered),
        "value_exact_in_order": _share(_equal_value, gold, ordered),
        "value_compatible_in_order": _share(_admits, gold, ordered),
    }


def read_timenorm(path: Path) -> Iterator[TimenormBlock]:
    """Give the documents of a timenorm file: blocks of tab-separated expression, type, value.

    A block's first row is the day of writing. Raises: InputError for a row of another shape.
    """
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows: list[tuple[str, str, str]] = []
        for line in block.splitlines():
            if not line.strip():
                continue
            fields = line.split("\t")
            if len(fields) != 3:
                raise InputError(f"{path.name}: {line!r} has {len(fields)} fields, not 3")
            rows.append((fields[0], fields[1], fields[2]))
        if rows:
            yield TimenormBlock(rows[0][2], tuple(rows[1:]))


def _share(
    same: Callable[[_Pair, _Pair], bool], gold: Sequence[_Pair], predicted: Sequence[_Pair]
) -> float:
    pairs = zip(gold, predicted, strict=True)
    return sum(same(want, got) for want, got in pairs) / max(len(gold), 1)


def _same_type(gold: _Pair, predicted: _Pair) -> bool:
    return gold[0] == predicted[0]


def _equal_value(gold: _Pair, predicted: _Pair) -> bool:
    return gold[1] == predicted[1]


def _same_value(gold: _Pair, predicted: _Pair) -> bool:
    return _unmask(gold[1]) == _unmask(predicted[1])


def _unmask(value: str) -> str:
    """Decades and centuries are told with and without their X."""
    match = _MASKED_YEARS.fullmatch(value)
    return match.group(1) if match and len(value) in (2, 3, 4) else value


def _admits(gold: _Pair, predicted: _Pair) -> bool:
    """Whether the predicted value is the gold one, or one that its X leave open."""
    if _same_value(gold, predicted):
        return True
    value = gold[1]
    if "X" not in value or value.startswith("P"):
        return False
    pattern = "".join("." if letter == "X" else re.escape(letter) for letter in value)
    return re.fullmatch(pattern, predicted[1]) is not None
