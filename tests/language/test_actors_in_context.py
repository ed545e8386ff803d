"""Who is meant by the forms in which news names actors: offices, adjectives, seats, possessors."""

from collections.abc import Callable, Iterable
from pathlib import Path

from dragoman.datafiles import read_table
from dragoman.folding import fold
from dragoman.records.document import Document
from dragoman.records.mention import Entity

ROWS = tuple(read_table(Path(__file__).with_name("actors_in_context.tsv")))
FLOOR = 0.93
"""Share of rows that must be right: a retrained encoder may read single sentences otherwise."""


def find_actor(row: dict[str, str], document: Document) -> Entity | None:
    """The entity that covers most of the words in brackets, the fuller of two, person before body."""
    start = row["text"].index("[")
    end = row["text"].index("]") - 1

    def overlap(entity: Entity) -> int:
        return min(end, entity.span.end) - max(start, entity.span.start)

    found = [entity for entity in document.entities or () if overlap(entity) > 0]
    wanted = [entity for entity in found if entity.kind == row["kind"]]
    return max(wanted or found, key=overlap, default=None)


def faults(row: dict[str, str], entity: Entity | None) -> list[str]:
    """What is wrong with an entity, by the row's fields."""
    if entity is None:
        return ["nothing found"]
    told = {
        "kind": str(entity.kind),
        "country": entity.country or "",
        "role": (entity.role or "").lower(),
        "name": fold(entity.name).lower(),
    }
    asked = {"kind": row["kind"], "country": row["country"]}
    if row["role"]:
        asked["role"] = row["role"]
    if row["name"]:
        asked["name"] = fold(row["name"]).lower()
    return [f"{field} {told[field]!r}" for field in asked if not _agree(field, asked, told)]


def _agree(field: str, asked: dict[str, str], told: dict[str, str]) -> bool:
    if field == "role":
        return told[field].endswith(asked[field]) or asked[field].endswith(told[field] or "-")
    return told[field] == asked[field]


def read_rows(rows: Iterable[dict[str, str]], read_report: Callable[..., Document]) -> list[str]:
    """One line for each row that is wrong."""
    wrong = []
    for row in rows:
        text = row["text"].replace("[", "").replace("]", "")
        found = faults(row, find_actor(row, read_report(text, row["date"])))
        if found:
            wrong.append(f"{row['text']} ({row['date']}): {', '.join(found)}")
    return wrong


def test_actors_are_read_in_context(read_report: Callable[..., Document]) -> None:
    wrong = read_rows(ROWS, read_report)
    assert len(wrong) <= (1 - FLOOR) * len(ROWS), "\n".join(wrong)
