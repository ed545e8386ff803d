"""Training rows of acts: which word names one, what becomes of it, who takes part.

Read from annotated sentences (``data/training/README.md``), from annotations of articles that hold
offsets only, and from the examples and traps of the lexicon's frames.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.language.tokens import find_tokens
from dragoman.lexicon import Frame
from dragoman.models import NO_ACT, STATEMENTS, act_label, normalise_word
from dragoman.records.document import Document, Published, Sentence, Token
from dragoman.records.event import EventType, Status
from dragoman.train.rows import ActTarget, ActTargets, Row

_RAREST = 8  # a mode told less often is learnt as its type without mode
_STATED = frozenset({EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.ACCUSE})
STATUSES = tuple(str(status) for status in Status)


def read_sentences(paths: Iterable[Path], *, whole: bool) -> list[Row]:
    """Give a row a sentence of files of annotated texts."""
    rows = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            rows += _rows(
                record["id"], record["text"], len(record["text"]), record["events"], whole
            )
    return rows


def read_articles(paths: Iterable[Path], articles: Path) -> list[Row]:
    """Give the rows of articles annotated by offsets; their texts come from ``articles``."""
    with gzip.open(articles, "rt", encoding="utf-8") as stream:
        texts = {r["ID"]: r["content_original"] for r in map(json.loads, stream)}
    rows = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            text = texts[record["article"]]
            rows += _rows(record["article"], text, record["end"], record["events"], True)
    return rows


def read_examples(frames: Iterable[Frame]) -> list[Row]:
    """Give a row for each example and trap of the lexicon: one word annotated, the rest unknown."""
    rows = []
    for frame in frames:
        for name, marked in (("example", frame.example), ("trap", frame.trap)):
            if marked.count("*") != 2:
                continue
            first, last = marked.index("*"), marked.rindex("*") - 1
            text = marked.replace("*", "")
            act = {"type": str(frame.type), "mode": frame.mode} if name == "example" else None
            rows += list(_example_rows(f"{frame.id}.{name}", text, (first, last), act))
    return rows


def _example_rows(
    id_: str, text: str, span: tuple[int, int], act: dict[str, Any] | None
) -> Iterator[Row]:
    sentences, tokens = _cut(text)
    for sentence in sentences:
        own = tokens[sentence.first : sentence.last]
        word = _word_at(own, span)
        if word is None:
            continue
        label = act_label(act["type"], act["mode"]) if act else NO_ACT
        target = ActTarget(word, label, None, None, None, None, None)
        yield _row(id_, own, ActTargets((target,), whole=False))


def _rows(
    id_: str, text: str, end: int, events: Sequence[Mapping[str, Any]], whole: bool
) -> Iterator[Row]:
    sentences, tokens = _cut(text)
    for number, sentence in enumerate(sentences):
        if sentence.start >= end:
            return
        own = tokens[sentence.first : sentence.last]
        targets = {t.word: t for e in events if (t := _target(e, own, sentence)) is not None}
        yield _row(f"{id_}.{number}", own, ActTargets(tuple(targets.values()), whole=whole))


def _cut(text: str) -> tuple[Sequence[Sentence], Sequence[Token]]:
    document = find_tokens(Document("row", text, Published(None, "unknown")))
    return document.sentences or (), document.tokens or ()


def _row(id_: str, tokens: Sequence[Token], targets: ActTargets) -> Row:
    return Row(id_, tuple(normalise_word(t.text) for t in tokens), None, None, targets)


def _target(
    event: Mapping[str, Any], tokens: Sequence[Token], sentence: Sentence
) -> ActTarget | None:
    start, end = event["trigger"]
    if not sentence.start <= start < sentence.end:
        return None
    word = _word_at(tokens, (start, end))
    if word is None:
        return None
    act = event["act"] or event
    stated = EventType(event["type"])
    derived = event["act"] is None or stated not in _STATED or event["status"] == "cancelled"
    return ActTarget(
        word=word,
        act=act_label(act["type"], act["mode"]),
        status=event["status"],
        statement=STATEMENTS[0] if derived else str(stated),
        background=bool(event["background"]),
        actors=_spans(event.get("actor_spans"), event["actors"], tokens),
        recipients=_spans(event.get("recipient_spans"), event["recipients"], tokens),
    )


def _spans(
    spans: Sequence[Sequence[int] | None] | None, who: Sequence[str], tokens: Sequence[Token]
) -> tuple[tuple[int, int], ...] | None:
    """Give word spans of participants; ``None`` where they are named without their words."""
    if spans is None:
        return None if who else ()
    found = []
    for span in spans:
        inside = [i for i, t in enumerate(tokens) if span and t.start < span[1] and t.end > span[0]]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return tuple(found)


def _word_at(tokens: Sequence[Token], span: tuple[int, int]) -> int | None:
    for index, token in enumerate(tokens):
        if token.start < span[1] and token.end > span[0]:
            return index
    return None


def find_act_labels(rows: Iterable[Row]) -> tuple[str, ...]:
    """Give the acts told apart, no act first: each type, and each mode told often enough."""
    counts = Counter(t.act for row in rows if row.acts for t in row.acts.acts)
    modes = {label for label, n in counts.items() if "/" in label and n >= _RAREST}
    return (NO_ACT, *sorted({*map(str, EventType), *modes}))


def number_of(label: str, labels: Sequence[str]) -> int:
    """Give an act's place among the labels; a mode that is not learnt counts as its type."""
    return labels.index(label if label in labels else label.partition("/")[0])
