"""Scores the status of acts told in news sentences (DESIGN's eight values)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.pipeline import Stage, run
from dragoman.records.document import Document, Published
from dragoman.records.event import EventMention

_HAPPENED = frozenset({"occurred", "ongoing"})


def score_status(path: Path, stages: Sequence[Stage]) -> dict[str, Any]:
    """Give the figures of the coder on a file of annotated acts, one JSON object a line.

    Each line has ``text``, ``date``, ``target`` [start, end], ``status`` and ``alternatives``. An
    act that the coder has no event for counts as not found; accuracies are over the found ones,
    ``*_of_all`` over all. ``false_happened`` is the share of the acts that did not happen (told
    as planned, denied, ...) which the coder calls occurred or ongoing.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    found = [(row, event) for row in rows if (event := _event_of(row, stages)) is not None]
    exact = sum(event.status == row["status"] for row, event in found)
    allowed = sum(event.status in (row["status"], *row["alternatives"]) for row, event in found)
    unhappened = [row for row in rows if row["status"] not in _HAPPENED]
    wrongly = sum(
        row["status"] not in _HAPPENED and event.status in _HAPPENED for row, event in found
    )
    return {
        "acts": len(rows),
        "found": round(len(found) / len(rows), 4),
        "accuracy": round(exact / max(1, len(found)), 4),
        "accuracy_with_alternatives": round(allowed / max(1, len(found)), 4),
        "accuracy_of_all": round(exact / len(rows), 4),
        "false_happened": round(wrongly / max(1, len(unhappened)), 4),
    }


def _event_of(row: dict[str, Any], stages: Sequence[Stage]) -> EventMention | None:
    """Give the event whose trigger overlaps the target, or that was folded from it."""
    published = Published(date=row["date"], basis="given")
    document = run(Document(id=row["id"], text=row["text"], published=published), stages)
    start, end = row["target"]
    for event in document.events or ():
        words = [event.trigger, *(w for m in event.method if m.field == "type" for w in m.words)]
        if any(w.span.start < end and start < w.span.end for w in words):
            return event
    return None
