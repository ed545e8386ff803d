"""Training rows of acts: which word names one, what becomes of it, who takes part.

Read from annotated sentences (``data/training/README.md``), from annotations of articles that hold
offsets only, and from the examples and traps of the lexicon's frames.
"""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


OWN = ("events-a.jsonl", "events-b.jsonl", "events-c.jsonl")
"""Files of own sentences; in the first two not every act of a text is annotated."""
_PARTLY = OWN[:2]
ARTICLES = "articles.jsonl"
"""Annotated acts of the articles in world-dev.jsonl.gz: offsets and codes, no text."""
_HELD = 10  # one text in so many is never trained on: the coder's weights are fitted on it


def is_held_out(id_: str) -> bool:
    """Tell whether a text is kept out of the encoder's training, by a hash of its id."""
    return int(hashlib.sha256(id_.encode()).hexdigest(), 16) % _HELD == 0


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text, or the beginning of one, with its annotated acts.

    ``whole`` is false where acts may be told that nobody annotated.
    """

    id: str
    text: str
    date: str
    events: Sequence[Mapping[str, Any]]
    whole: bool


def read_texts(own: Path, data: Path) -> list[AnnotatedText]:
    """Give the own sentences and the annotated beginnings of articles.

    ``own`` is the folder of the annotations, ``data`` that of the corpora with the articles' texts.
    """
    texts = []
    for name in OWN:
        for record in _records(own / name):
            whole = name not in _PARTLY
            fields = (record["id"], record["text"], record["date"], record["events"], whole)
            texts.append(AnnotatedText(*fields))
    with gzip.open(data / "articles/world-dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        articles = {r["ID"]: r for r in map(json.loads, stream)}
    for record in _records(own / ARTICLES):
        article = articles[record["article"]]
        text = article["content_original"][: record["end"]]
        fields = (record["article"], text, article["date"], record["events"], True)
        texts.append(AnnotatedText(*fields))
    return texts


def _records(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def read_act_rows(own: Path, data: Path, frames: Iterable[Frame]) -> list[Row]:
    """Give all rows of acts to train on: a sentence each, and the lexicon's examples."""
    texts = [text for text in read_texts(own, data) if not is_held_out(text.id)]
    return [row for text in texts for row in make_rows(text)] + read_examples(frames)


def read_examples(frames: Iterable[Frame]) -> list[Row]:
    """Give a row for each example and trap of the lexicon: one word annotated, the rest unknown."""
    rows: list[Row] = []
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


def make_rows(text: AnnotatedText) -> Iterator[Row]:
    """Give a row for each sentence of an annotated text."""
    sentences, tokens = _cut(text.text)
    for number, sentence in enumerate(sentences):
        own = tokens[sentence.first : sentence.last]
        found = (_target(event, own, sentence) for event in text.events)
        targets = {target.word: target for target in found if target is not None}
        acts = ActTargets(tuple(targets.values()), whole=text.whole)
        yield _row(f"{text.id}.{number}", own, acts)


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
