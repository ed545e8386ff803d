"""Which PLOVER event a text tells between a marked source and target: model and coder together.

Three voices speak for each of PLV's fifteen classes (CONCEDE and RETREAT are one there, YIELD): the
relation model, the coder's events, and the encoder's readings of single words. Visible weights
(``data/lexicon/relations.tsv``, fitted by ``dragoman train blend``) add them up. The coder settles
what the model leaves open: which of the two YIELD is, the mode and the status.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.datafiles import data_path, read_table
from dragoman.models import Floats, Pair, RelationModel
from dragoman.records.document import Document
from dragoman.records.event import EventMention, EventType, Participant, Status
from dragoman.records.mention import ActReading
from dragoman.records.span import Span

YIELD = "YIELD"
"""PLV's one class for CONCEDE and RETREAT."""

FEATURES = (
    "model", "between", "beside", "elsewhere", "read_between", "read_beside", "stated", "future",
)  # fmt: skip
_YIELDED = frozenset({"CONCEDE", "RETREAT"})
_AHEAD = frozenset({"planned", "possible", "conditional"})
_LEAST_SHARE = 1e-5

Find = Callable[[Document, Span, Span], "Relation"]


@dataclass(frozen=True, slots=True)
class Relation:
    """The event between two marked mentions; ``scores`` has a probability for each of the 16."""

    type: EventType
    mode: str | None
    status: Status
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights of the voices by feature name, and of each class by itself."""

    weights: Mapping[str, float]
    classes: Mapping[str, float]

    def shares(self, features: Floats, labels: Sequence[str]) -> Floats:
        """Give probabilities (labels) from features (``FEATURES``, labels)."""
        weights = np.array([self.weights[name] for name in FEATURES], dtype=np.float64)
        own = np.array([self.classes.get(label, 0.0) for label in labels], dtype=np.float64)
        logits = weights @ features + own
        powers = np.exp(logits - logits.max())
        shares: Floats = (powers / powers.sum()).astype(np.float32)
        return shares


def load_blend() -> Blend:
    """Give the shipped weights. Raises: DataError."""
    rows = {row["name"]: float(row["weight"]) for row in _rows()}
    return Blend({n: rows.pop(n) for n in FEATURES}, rows)


def _rows() -> Iterator[dict[str, str]]:
    return read_table(data_path("lexicon", "relations.tsv"))


def make_find_relation(model: RelationModel, blend: Blend) -> Find:
    """Give the function that finds the relation of source and target in a coded document."""

    def find(document: Document, source: Span, target: Span) -> Relation:
        (own,) = model.scores([Pair(document.text, source, target)])
        features = measure_pair(document, source, target, model.labels, own)
        shares = blend.shares(features, model.labels)
        named = {name: float(share) for name, share in zip(model.labels, shares, strict=True)}
        return _settle(document, source, target, named)

    return find


def measure_pair(
    document: Document, source: Span, target: Span, labels: Sequence[str], shares: Floats
) -> Floats:
    """Give the features (``FEATURES``, labels) of a pair; ``shares`` are the model's (labels)."""
    found = np.zeros((len(FEATURES), len(labels)), dtype=np.float32)
    found[0] = np.log(np.maximum(shares, _LEAST_SHARE))
    places = {label: index for index, label in enumerate(labels)}
    for event in document.events or ():
        row = 3 - _fit(event, source, target)
        column = places[class_of(event.type)]
        found[row, column] = max(found[row, column], event.confidence)
    for reading in document.acts or ():
        _add_reading(found, reading, document, (source, target), places)
    return found


def _add_reading(
    found: Floats,
    reading: ActReading,
    document: Document,
    sides: tuple[Span, Span],
    places: Mapping[str, int],
) -> None:
    together = _role(reading.actors, document, sides[0]) * _role(
        reading.recipients, document, sides[1]
    )
    for type_, _, share in reading.acts:
        column = places[class_of(type_)]
        score = reading.score * share
        found[4, column] = max(found[4, column], score * together)
        found[5, column] = max(found[5, column], score * (1 - together))
    for name, share in reading.statements:
        if name in places:
            found[6, places[name]] = max(found[6, places[name]], reading.score * share)
    ahead = sum(share for name, share in reading.statuses if name in _AHEAD)
    column = places["AGREE"]
    found[7, column] = max(found[7, column], reading.score * ahead)


def _role(people: Iterable[tuple[int, float]], document: Document, span: Span) -> float:
    """Give the probability that words of the span stand in a role."""
    tokens = document.tokens or ()
    shares = [
        share
        for token, share in people
        if tokens[token].start < span.end and span.start < tokens[token].end
    ]
    return max(shares, default=0.0)


def class_of(type_: str) -> str:
    """Give PLV's class of a type."""
    return YIELD if type_ in _YIELDED else str(type_)


def _settle(
    document: Document, source: Span, target: Span, shares: Mapping[str, float]
) -> Relation:
    event = _event_between(document.events or (), source, target)
    scores = {str(type_): shares.get(type_, 0.0) for type_ in EventType}
    concede = event is not None and event.type is EventType.CONCEDE
    split = {"CONCEDE": 0.7, "RETREAT": 0.3} if concede else {"CONCEDE": 0.3, "RETREAT": 0.7}
    for type_, share in split.items():
        scores[type_] += share * shares.get(YIELD, 0.0)
    best = max(shares, key=lambda name: shares[name])
    chosen = best if best != YIELD else "CONCEDE" if concede else "RETREAT"
    agrees = event is not None and event.type == chosen
    return Relation(
        type=EventType(chosen),
        mode=event.mode if event is not None and agrees else None,
        status=event.status if event is not None else Status.OCCURRED,
        scores=scores,
    )


def _event_between(
    events: Iterable[EventMention], source: Span, target: Span
) -> EventMention | None:
    """Give the surest event whose actors and recipients cover source and target, in that order."""
    fitting = [event for event in events if _fit(event, source, target)]
    return max(fitting, key=lambda e: (_fit(e, source, target), e.confidence), default=None)


def _fit(event: EventMention, source: Span, target: Span) -> int:
    """Give how many of source and target the event has in their roles: 0 to 2."""
    sides = (event.actors, event.recipients or event.actors)
    return _covers(sides[0], source) + _covers(sides[1], target)


def _covers(people: tuple[Participant, ...], span: Span) -> int:
    return int(any(p.span.start < span.end and span.start < p.span.end for p in people))
