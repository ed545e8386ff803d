"""Compiles annotated sentences from their plain form to JSON lines, and checks them.

    python tools/compile_sentences.py IN.txt OUT.jsonl

The plain form is what an annotator types, a block a text, blank lines between:

    # c-0001 2025-03-04
    Chad's army said it had called off an attack on rebels after they released 30 soldiers.
    > attack | ASSAULT | - | cancelled | - | it=TCD | rebels=rebels
    > released | RETREAT/release | - | occurred | - | they=rebels | soldiers=TCD

An event's fields: trigger word (``word#2`` is its second occurrence), TYPE/mode, act meant or ``-``,
status, ``b`` for background or ``-``, actors, recipients. A participant is ``words=WHO``: the head
words as they stand in the text and whom they are, an ISO 3166-1 alpha-3 code or a name; ``=WHO``
alone where the text names none; several are separated by ``;``.

With ``--articles FILE`` the blocks annotate articles by id and hold no text: the first line is
``# ID`` and an event starts with its sentence's number, ``3> attack | …``. The output then has
offsets and codes only.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.language.tokens import find_tokens
from dragoman.ontology import load_ontology
from dragoman.records.document import Document, Published
from dragoman.records.event import EventType, Status

ANNOTATED = 1_800
"""Characters of an article, to the end of the sentence that they end in, that are annotated."""

_LINE = re.compile(r"(?P<sentence>\d*)\s*>\s*(?P<fields>.+)")
_FIELDS = 7


class Flaw(Exception):
    """What is wrong with a block, in words for its annotator."""


def main() -> None:
    """Compile one file; name every flaw and end with 1 when there is any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=Path, help="JSON lines, gzipped, with the articles")
    options = parser.parse_args()
    articles = read_articles(options.articles) if options.articles else None
    rows, flaws = [], []
    for number, block in blocks(options.source.read_text(encoding="utf-8")):
        try:
            rows.append(compile_block(block, articles))
        except Flaw as flaw:
            flaws.append(f"{options.source.name}:{number}: {flaw}")
    ids = [row.get("id", row.get("article")) for row in rows]
    flaws += [f"{id_}: twice" for id_ in sorted({i for i in ids if ids.count(i) > 1})]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    options.out.write_text("".join(lines), encoding="utf-8")
    events = sum(len(row["events"]) for row in rows)
    print(f"{len(rows)} texts, {events} acts, {len(flaws)} flaws")
    print("\n".join(flaws))
    sys.exit(bool(flaws))


def blocks(source: str) -> Iterator[tuple[int, list[str]]]:
    """Give each block's first line number and its lines."""
    block: list[str] = []
    first = 0
    for number, line in enumerate([*source.splitlines(), ""], 1):
        if line.strip():
            first = first if block else number
            block.append(line.strip())
        elif block:
            yield first, block
            block = []


def compile_block(block: list[str], articles: dict[str, str] | None) -> dict[str, Any]:
    """Give a block as a JSON object. Raises: Flaw."""
    head = block[0].removeprefix("#").split()
    if articles is not None:
        return _article(head[0], block[1:], articles)
    if not block[0].startswith("#") or len(head) != 2 or len(block) < 2:
        raise Flaw(f"a block starts with '# ID DATE' and a text, not {block[0][:60]!r}")
    text = block[1]
    events = [_event(line, text, (0, len(text))) for line in block[2:]]
    return {"id": head[0], "text": text, "date": head[1], "events": _distinct(events)}


def _article(id_: str, lines: list[str], articles: dict[str, str]) -> dict[str, Any]:
    if id_ not in articles:
        raise Flaw(f"no article {id_!r}")
    text = articles[id_]
    spans = annotated_sentences(text)
    events = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or not match["sentence"] or not int(match["sentence"]) < len(spans):
            raise Flaw(
                f"an event starts with its sentence's number, 0 to {len(spans) - 1}: {line!r}"
            )
        events.append(_event(line, text, spans[int(match["sentence"])]))
    for event in events:
        del event["word"]
    return {"article": id_, "end": spans[-1][1], "events": _distinct(events)}


def annotated_sentences(text: str) -> list[tuple[int, int]]:
    """Give the spans of an article's sentences that start within its first ``ANNOTATED``."""
    cut = find_tokens(Document("article", text, Published(None, "unknown")))
    return [(s.start, s.end) for s in cut.sentences or () if s.start < ANNOTATED]


def _distinct(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    triggers = [tuple(event["trigger"]) for event in events]
    if len(set(triggers)) < len(triggers):
        raise Flaw("two events have one trigger")
    return sorted(events, key=lambda event: event["trigger"])


def _event(line: str, text: str, within: tuple[int, int]) -> dict[str, Any]:
    match = _LINE.fullmatch(line)
    fields = [field.strip() for field in match["fields"].split("|")] if match else []
    if len(fields) != _FIELDS:
        raise Flaw(f"an event has {_FIELDS} fields after '>': {line!r}")
    word, act, meant, status, background, actors, recipients = fields
    type_, mode = _act(act)
    if status not in set(Status):
        raise Flaw(f"no status {status!r}: {line!r}")
    start, end = _find(word, text, within)
    named, meant_by = _people(actors, text, within), _people(recipients, text, within)
    return {
        "trigger": [start, end],
        "word": text[start:end],
        "type": type_,
        "mode": mode,
        "act": None if meant == "-" else dict(zip(("type", "mode"), _act(meant), strict=True)),
        "status": status,
        "background": background == "b",
        "actors": [who for who, _ in named],
        "recipients": [who for who, _ in meant_by],
        "actor_spans": [span for _, span in named],
        "recipient_spans": [span for _, span in meant_by],
    }


def _act(field: str) -> tuple[str, str | None]:
    type_, _, mode = field.partition("/")
    if type_ not in set(EventType):
        raise Flaw(f"no type {type_!r}")
    known = load_ontology().types[EventType(type_)].modes
    if mode and mode not in known:
        raise Flaw(f"{type_} has no mode {mode!r}, only {' '.join(sorted(known))}")
    return type_, mode or None


def _people(field: str, text: str, within: tuple[int, int]) -> list[tuple[str, list[int] | None]]:
    people: list[tuple[str, list[int] | None]] = []
    for part in field.split(";"):
        part = part.strip()
        if part in {"", "-"}:
            continue
        words, equals, who = part.rpartition("=")
        if not equals or not who:
            raise Flaw(f"a participant is words=WHO: {part!r}")
        people.append((who, list(_find(words, text, within)) if words else None))
    return people


def _find(words: str, text: str, within: tuple[int, int]) -> tuple[int, int]:
    wanted, _, number = words.partition("#")
    pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    found = [m.span() for m in pattern.finditer(text, *within)]
    index = int(number or 1) - 1
    if index >= len(found):
        raise Flaw(f"{words!r} is not in {text[slice(*within)][:90]!r}")
    return found[index]


def read_articles(path: Path) -> dict[str, str]:
    """Give the articles' texts by id."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return {row["ID"]: row["content_original"] for row in rows}


if __name__ == "__main__":
    main()
