"""Scores of coded events against sentences whose acts are annotated by hand."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.actors import load_actors
from dragoman.errors import InputError
from dragoman.pipeline import Stage, run
from dragoman.records.document import Document, Published
from dragoman.records.event import EventMention, Participant

_HAPPENED = frozenset({"occurred", "ongoing"})

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold act and the event that the coder has for it; the one that is missing is ``None``."""

    gold: Gold | None
    event: EventMention | None


@dataclass(frozen=True, slots=True)
class Aligned:
    """A sentence with its gold acts and the coder's events, put side by side."""

    row: Gold
    pairs: tuple[Pair, ...]


def score_events(path: Path, stages: Sequence[Stage]) -> dict[str, Any]:
    """Give the figures of the coder on a file of annotated sentences, one JSON object a line.

    Each line has ``id``, ``text``, ``date`` and ``events`` (see ``data/training/README.md``).
    ``precision``, ``recall`` and ``f1`` are of triggers that overlap; type, mode, act, status and
    background accuracies are over the acts found, ``all_right_of_gold`` (type, mode, act type and
    status) over all gold acts. ``false_happened`` is the share of the acts that did not happen
    which the coder calls occurred or ongoing. Country scores compare sets of ISO 3166-1 codes per
    found act; ``participants`` joins actors and recipients.

    Raises: InputError for a line that is no annotated sentence.
    """
    aligned = [align(row, stages) for row in read_rows(path)]
    found = [(p.gold, p.event) for a in aligned for p in a.pairs if p.gold and p.event]
    gold = sum(p.gold is not None for a in aligned for p in a.pairs)
    coded = sum(p.event is not None for a in aligned for p in a.pairs)
    silent = [a for a in aligned if not a.row["events"]]
    return {
        "sentences": len(aligned),
        "gold_events": gold,
        "coded_events": coded,
        **_rates(len(found), coded, gold),
        "type": _share(g["type"] == e.type for g, e in found),
        "type_and_mode": _share((g["type"], g["mode"]) == (e.type, e.mode) for g, e in found),
        "act_type": _share(_act_type(g) == (e.act.type if e.act else None) for g, e in found),
        "status": _share(g["status"] == e.status for g, e in found),
        "background": _share(g["background"] == e.background for g, e in found),
        "all_right_of_gold": round(sum(_all_right(g, e) for g, e in found) / max(1, gold), 4),
        "false_happened": _share(
            e.status in _HAPPENED for g, e in found if g["status"] not in _HAPPENED
        ),
        "actor_countries_f1": _country_f1(
            (_codes(g["actors"]), _named(e.actors)) for g, e in found
        ),
        "recipient_countries_f1": _country_f1(
            (_codes(g["recipients"]), _named(e.recipients)) for g, e in found
        ),
        "participants_countries_f1": _country_f1(
            (_codes([*g["actors"], *g["recipients"]]), _named((*e.actors, *e.recipients)))
            for g, e in found
        ),
        "no_event_sentences": len(silent),
        "no_event_sentences_coded": sum(bool(a.pairs) for a in silent),
    }


def read_rows(path: Path) -> list[Gold]:
    """Give the annotated sentences of a file, checked to have offsets that fit their words.

    Raises: InputError naming the line.
    """
    rows: list[Gold] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            fits = all(row["text"][slice(*g["trigger"])] == g["word"] for g in row["events"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path.name} line {number}: no annotated sentence: {error}"
            ) from error
        if not fits:
            raise InputError(f"{path.name} line {number}: a trigger's offsets miss its word")
        rows.append(row)
    return rows


def align(row: Gold, stages: Sequence[Stage]) -> Aligned:
    """Give the gold acts of a sentence beside the coder's events, by overlap of triggers.

    Each event serves one gold act at most; those left over stand alone.
    """
    published = Published(date=row["date"], basis="given")
    document = run(Document(id=row["id"], text=row["text"], published=published), stages)
    left = list(document.events or ())
    pairs: list[Pair] = []
    for gold in row["events"]:
        event = max(left, key=lambda e: _overlap(gold, e), default=None)
        if event is not None and _overlap(gold, event) > 0:
            left.remove(event)
        else:
            event = None
        pairs.append(Pair(gold, event))
    return Aligned(row, (*pairs, *(Pair(None, event) for event in left)))


# --- comparing


def _overlap(gold: Gold, event: EventMention) -> int:
    start, end = gold["trigger"]
    return int(min(end, event.trigger.span.end) - max(start, event.trigger.span.start))


def _all_right(gold: Gold, event: EventMention) -> bool:
    return (gold["type"], gold["mode"], _act_type(gold), gold["status"]) == (
        event.type,
        event.mode,
        event.act.type if event.act else None,
        event.status,
    )


def _act_type(gold: Gold) -> str | None:
    return gold["act"]["type"] if gold["act"] else None


def _codes(names: Iterable[str]) -> set[str]:
    """The ISO 3166-1 codes among the names; the others name bodies and groups."""
    return {n for n in names if n in load_actors().countries}


def _named(participants: Iterable[Participant]) -> set[str]:
    return {p.country for p in participants if p.country}


# --- figures


def _rates(right: int, coded: int, gold: int) -> dict[str, float]:
    precision, recall = right / max(1, coded), right / max(1, gold)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * right / max(1, coded + gold), 4),
    }


def _share(outcomes: Iterable[bool]) -> float:
    values = list(outcomes)
    return round(sum(values) / max(1, len(values)), 4)


def _country_f1(pairs: Iterable[tuple[set[str], set[str]]]) -> float:
    right = coded = gold = 0
    for want, got in pairs:
        right, coded, gold = right + len(want & got), coded + len(got), gold + len(want)
    return _rates(right, coded, gold)["f1"]
