"""Marked sentences to train the relation model on: PLV, the project's own, and annotated acts."""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.evaluate.relations import read_plv
from dragoman.language.tokens import find_tokens
from dragoman.models import Pair
from dragoman.records.document import Document, Published
from dragoman.records.span import Span
from dragoman.train.acts import AnnotatedText

OWN_PAIRS = "relations.jsonl"
_YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its marked mentions and the event type between them.

    ``hints`` are the statements about source and target that PLV's makers' own system took to
    follow from the sentence: a second thing to learn, never asked for at run time. ``acts`` is
    true for a pair from an annotated act, whose labels follow the ontology rather than PLV.
    """

    pair: Pair
    label: str
    hints: tuple[str, ...] = ()
    acts: bool = False


def read_marked(path: Path) -> list[Marked]:
    """Give the rows of a TSV with the columns marked_sentence, source, target and gold_root.

    A row of which a mention is neither marked nor found in the sentence is left out.
    """
    return [
        Marked(Pair(text, source, target), label, _hints_of(row))
        for (text, source, target, label), row in read_plv(path)
    ]


def read_own_pairs(path: Path) -> list[Marked]:
    """Give the own pairs of a file: lines with ``text``, ``source``, ``target`` and ``label``."""
    with path.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [
        Marked(Pair(row["text"], Span(*row["source"]), Span(*row["target"])), row["label"])
        for row in rows
    ]


def make_pairs(texts: Iterable[AnnotatedText]) -> list[Marked]:
    """Give a pair for each annotated act whose two sides are marked in one sentence."""
    return [pair for text in texts for pair in _pairs_of(text)]


def _pairs_of(text: AnnotatedText) -> Iterator[Marked]:
    document = find_tokens(Document("pair", text.text, Published(None, "unknown")))
    for event in text.events:
        sides = _sides_of(event)
        for sentence in document.sentences or ():
            start, end = sentence.start, sentence.end
            if sides and all(start <= span.start and span.end <= end for span in sides):
                source, target = (Span(s.start - start, s.end - start) for s in sides)
                label = _YIELD.get(event["type"], event["type"])
                pair = Pair(text.text[start:end], source, target)
                yield Marked(pair, label, acts=True)


def _sides_of(event: Mapping[str, Any]) -> tuple[Span, Span] | None:
    """Give the first actor and the first recipient; two actors where nobody receives."""
    actors = _known(event.get("actor_spans"))
    recipients = _known(event.get("recipient_spans"))
    if actors and recipients:
        return actors[0], recipients[0]
    return (actors[0], actors[1]) if len(actors) > 1 and not event["recipients"] else None


def _known(spans: Sequence[Sequence[int] | None] | None) -> list[Span]:
    return [Span(*span) for span in spans or () if span]


def _hints_of(row: Mapping[str, str]) -> tuple[str, ...]:
    found: set[str] = set()
    for column in ("prompt_L1", "prompt_L2"):
        found.update(ast.literal_eval(row.get(column) or "[]"))
    return tuple(sorted(found))
