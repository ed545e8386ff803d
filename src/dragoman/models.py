"""The models that ship with Dragoman: word pieces, encoder and relation model, as ONNX sessions."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from dragoman.datafiles import data_path
from dragoman.errors import DataError, ModelError
from dragoman.records.span import Span

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digit", "other")
_NONE, _LOWER, _TITLE, _UPPER, _INITIAL, _MIXED, _DIGIT, _OTHER = range(len(SHAPES))

_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
     "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "\xa0": " ", "`": "'"}
)  # fmt: skip
_LONGEST_WORD = 48  # characters of a word that the encoder sees
_MOST_PIECES = 16
_CACHE = 100_000
LONGEST_INPUT = 500  # pieces; BERT has 512 places


def normalise_word(word: str) -> str:
    """Give the word as the encoder sees it: straight quotes and plain dashes."""
    return word.translate(_PLAIN)


def find_shape(word: str) -> int:
    """Give the index in ``SHAPES`` of a word's casing: the word pieces themselves have none."""
    if word.islower():
        return _LOWER
    if not any(c.isalpha() for c in word):
        return _DIGIT if any(c.isdigit() for c in word) else _OTHER
    if word.isupper():
        return _INITIAL if sum(c.isalpha() for c in word) == 1 else _UPPER
    rest = word[1:]
    return _TITLE if word[0].isupper() and rest == rest.lower() else _MIXED


NO_ACT = "-"
STATEMENTS = ("-", "ACCUSE", "REJECT", "REQUEST", "THREATEN")
"""Kinds of statement that may tell an act; the first is none of them."""


def act_label(type_: str, mode: str | None) -> str:
    """Give an act's name among the encoder's labels: "CONSULT/visit"."""
    return f"{type_}/{mode}" if mode else type_


class WordPieces:
    """Cuts words into the encoder's pieces, remembering the words it has met."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}
        self.unknown, self.first, self.last = map(self._special, ("[UNK]", "[CLS]", "[SEP]"))

    def cut(self, word: str) -> tuple[tuple[int, ...], int]:
        """Give the piece ids of a word, never none, and the index of its shape."""
        word = word[:_LONGEST_WORD]
        known = self._known.get(word)
        if known is None:
            known = self._cut(normalise_word(word))
            if len(self._known) >= _CACHE:
                self._known.clear()
            self._known[word] = known
        return known

    def _special(self, name: str) -> int:
        found = self._tokenizer.token_to_id(name)
        if found is None:
            raise ModelError(f"tokenizer.json: no piece {name}; it does not fit this encoder")
        return found

    def _cut(self, word: str) -> tuple[tuple[int, ...], int]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:_MOST_PIECES]
        return tuple(ids) or (self.unknown,), find_shape(word)


@dataclass(frozen=True, slots=True)
class Labels:
    """What each head of the encoder tells apart, in the order of its outputs."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    rules: tuple[str, ...]
    deprels: tuple[str, ...]
    names: tuple[str, ...]
    acts: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The encoder's output for a batch of sentences, (batch, 1 + words, …).

    Word 0 is the root (its ``hidden`` stands for the sentence); rows are padded at the end.
    ``upos``, ``xpos`` and ``rules`` are label indices, ``names`` log probabilities, ``arcs``
    scores (…, 1 + words) of heads; ``rel_word`` and ``rel_head`` go to ``Encoder.relations``.
    ``acts``, ``statuses``, ``statements`` and ``background`` are log probabilities of what each
    word says as the name of an act; ``role_act`` and ``role_word`` go to ``find_roles``.
    """

    hidden: Floats
    upos: Integers
    xpos: Integers
    rules: Integers
    names: Floats
    arcs: Floats
    rel_word: Floats
    rel_head: Floats
    acts: Floats
    statuses: Floats
    statements: Floats
    background: Floats
    role_act: Floats
    role_word: Floats


ROLES = ("actor", "recipient")
ROLE_WIDTH = 96


def find_roles(act: Floats, words: Floats) -> Floats:
    """Give the probabilities (roles, words) that each word takes part in an act.

    ``act`` is one word's ``role_act`` (roles * width), ``words`` the ``role_word`` parts
    (words, roles * width) of its sentence; ``ROLES`` names the rows.
    """
    asked = act.reshape(len(ROLES), ROLE_WIDTH)
    offered = words.reshape(len(words), len(ROLES), ROLE_WIDTH)
    scores = np.einsum("rd,wrd->rw", asked, offered) - ROLE_BIAS
    shares: Floats = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return shares


ROLE_BIAS = 3.0
"""Most words take no part in an act: scores start from there."""


class Encoder:
    """The language encoder with its heads, held as an ONNX session."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.pieces = WordPieces(_file(folder, "tokenizer.json"))
        self.labels = read_labels(_file(folder, "labels.json"))
        weights = np.load(_file(folder, "deprels.npz"), allow_pickle=False)
        self._weight, self._bias = weights["weight"].T.copy(), weights["bias"]
        self._session = open_session(_file(folder, "encoder.onnx"), threads)

    def read(self, sentences: Sequence[Sequence[str]]) -> Reading:
        """Give the reading of sentences of words; each must fit ``LONGEST_INPUT`` pieces."""
        feed = self._feed(sentences)
        outputs = self._session.run(None, feed)
        missing = len(Reading.__dataclass_fields__) - len(outputs)
        return Reading(*outputs, *[np.zeros((0,), np.float32)] * missing)

    def relations(self, word: Floats, head: Floats) -> Floats:
        """Give deprel scores (n, deprels) from words' ``rel_word``, their heads' ``rel_head``."""
        scores: Floats = np.maximum(word + head, 0) @ self._weight + self._bias
        return scores

    def _feed(self, sentences: Sequence[Sequence[str]]) -> dict[str, Integers]:
        return _pad_rows([self._row(words) for words in sentences])

    def _row(self, words: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
        ids, shapes, places = [self.pieces.first], [_NONE], [0]
        for word in words:
            own, shape = self.pieces.cut(word)
            places.append(len(ids))
            ids.extend(own)
            shapes.extend([shape] * len(own))
        ids.append(self.pieces.last)
        return ids, shapes, places


def _pad_rows(rows: Sequence[tuple[list[int], list[int], list[int]]]) -> dict[str, Integers]:
    width = max(len(row[0]) for row in rows)
    words = max(len(row[2]) for row in rows)
    ids, shapes = (np.zeros((len(rows), width), dtype=np.int64) for _ in range(2))
    places = np.zeros((len(rows), words), dtype=np.int64)
    for index, (own_ids, own_shapes, own_places) in enumerate(rows):
        ids[index, : len(own_ids)] = own_ids
        shapes[index, : len(own_shapes)] = own_shapes
        places[index, : len(own_places)] = own_places
    return {"ids": ids, "shapes": shapes, "places": places}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions in a text: who acts, and on whom."""

    text: str
    source: Span
    target: Span


class RelationModel:
    """Gives the probabilities of event types between two marked mentions."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._pieces = WordPieces(_file(folder, "tokenizer.json"))
        stored = json.loads(_file(folder, "relation.json").read_text(encoding="utf-8"))
        self.labels: tuple[str, ...] = tuple(stored["labels"])
        self._temperature = float(stored["temperature"])
        self._session = open_session(_file(folder, "relation.onnx"), threads)

    def scores(self, pairs: Sequence[Pair]) -> Floats:
        """Give calibrated probabilities (pairs, labels), each row adding up to 1."""
        result = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        rows = [mark_pair(pair, self._pieces) for pair in pairs]
        order = sorted(range(len(rows)), key=lambda index: len(rows[index][0]))
        for start in range(0, len(order), _PAIRS):
            chosen = order[start : start + _PAIRS]
            (logits,) = self._session.run(None, _pad_rows([rows[i] for i in chosen]))
            result[chosen] = _softmax(logits / self._temperature)
        return result


def mark_pair(pair: Pair, pieces: WordPieces) -> tuple[list[int], list[int], list[int]]:
    """Give ids, shapes and the places of the four markers; far context is left out."""
    ids, shapes, places = [pieces.first], [_NONE], [0, 0, 0, 0]
    for start, end, marker in _marked_stretches(pair):
        for word in _PAIR_WORD.findall(pair.text[start:end]):
            own, shape = pieces.cut(word)
            ids.extend(own)
            shapes.extend([shape] * len(own))
        if marker is not None:
            places[marker] = len(ids)
            ids.append(MARKER_IDS[marker])
            shapes.append(len(SHAPES) + marker)
    return _trimmed(ids, shapes, places, pieces)


_PAIR_WORD = re.compile(r"\w+|[^\w\s]")
_PAIRS = 16
_PAIR_CONTEXT = 2000  # characters before, between and after the mentions
_PAIR_PIECES = 256
MARKER_IDS = (2, 3, 4, 5)  # [unused1] to [unused4]: begin, end of source; begin, end of target


def _marked_stretches(pair: Pair) -> Iterator[tuple[int, int, int | None]]:
    """Give stretches of the text, each with the marker after it, ``None`` after the last."""
    source, target = pair.source, pair.target
    ends = [(source.end, 0, 1), (target.end, 0, 3)]
    begins = [(source.start, 1, 0), (target.start, 1, 2)]
    at = max(0, min(source.start, target.start) - _PAIR_CONTEXT)
    for place, _, marker in sorted([*ends, *begins]):
        yield at, place, marker
        at = place
    yield at, at + _PAIR_CONTEXT, None


def _trimmed(
    ids: list[int], shapes: list[int], places: list[int], pieces: WordPieces
) -> tuple[list[int], list[int], list[int]]:
    """Cut the row to the stretch round its markers that fits, and end it."""
    spare = max(0, _PAIR_PIECES - (max(places) - min(places)))
    left = max(1, min(places) - max(spare // 2, spare - (len(ids) - max(places))))
    right = left + _PAIR_PIECES
    places = [min(place - left + 1, _PAIR_PIECES) for place in places]
    ids, shapes = ids[left:right], shapes[left:right]
    return [pieces.first, *ids, pieces.last], [_NONE, *shapes, _NONE], places


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def load_relation_model(folder: Path | None = None, *, threads: int = 1) -> RelationModel:
    """Give the relation model in ``folder``, by default the one that ships.

    Raises: ModelError when a file of it is missing or damaged.
    """
    try:
        return RelationModel(folder or data_path("models"), threads=threads)
    except DataError as error:
        raise ModelError(str(error)) from error


def load_encoder(folder: Path | None = None, *, threads: int = 1) -> Encoder:
    """Give the encoder in ``folder``, by default the one that ships.

    Raises: ModelError when a file of it is missing or damaged.
    """
    try:
        return Encoder(folder or data_path("models"), threads=threads)
    except DataError as error:
        raise ModelError(str(error)) from error


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """Give an ONNX session on the CPU with that many threads.

    Raises: ModelError when the file is no model.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no one base for its errors
        raise ModelError(f"{path}: not a model that can be run ({error})") from error


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise ModelError(f"{path}: the model file is missing; reinstall dragoman")
    return path


def read_labels(path: Path) -> Labels:
    """Give the labels that a labels.json names."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Labels(**{name: tuple(values) for name, values in stored.items()})
