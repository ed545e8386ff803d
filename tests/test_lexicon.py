"""The shipped lexicon: sound, broad enough, and its own examples are found by the shipped parser."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from dragoman.coding.grammar import make_tree
from dragoman.coding.matching import first_satisfied
from dragoman.coding.participants import ActorNames, has_class, make_cast
from dragoman.errors import DataError
from dragoman.lexicon import Frame, check_lexicon, load_lexicon, parse_conditions
from dragoman.ontology import load_ontology
from dragoman.pipeline import Resources, build_stages, run
from dragoman.records.document import Document, Published
from dragoman.records.event import EventType

SAMPLE, SEED = 300, 20260110
FLOOR = 0.85
_POS = {"VERB": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a", "ADV": "a", "AUX": "v"}
_NO_NAMES = ActorNames(cameo_code=lambda country, sectors: country, country_name=lambda code: code)


def all_frames() -> list[Frame]:
    rows = [frame for frames in load_lexicon().frames.values() for frame in frames]
    return sorted(rows, key=lambda frame: frame.id)


def test_the_lexicon_is_sound() -> None:
    assert check_lexicon() == []


def test_there_are_2000_frames_or_more() -> None:
    assert len(all_frames()) >= 2_000


def test_every_type_has_frames() -> None:
    counts = dict.fromkeys(EventType, 0)
    for frame in all_frames():
        counts[frame.type] += 1
    assert min(counts.values()) >= 50, counts


def test_every_mode_has_a_frame() -> None:
    told = {(frame.type, frame.mode) for frame in all_frames()}
    modes = {(row.type, mode) for row in load_ontology().types.values() for mode in row.modes}
    assert sorted(modes - told) == []


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(DataError, match="no class @nonsense"):
        parse_conditions("obj:@nonsense", {})


@pytest.mark.parametrize("cell", ["obj", ":x", "obj:"])
def test_a_malformed_condition_is_named(cell: str) -> None:
    with pytest.raises(DataError, match="write slot:filler"):
        parse_conditions(cell, {})


def test_a_condition_is_read_whole() -> None:
    (first, second) = parse_conditions("obj.of:aid|@actor !prt:off", {})
    assert (first.path, first.lemmas, first.classes) == (
        ("obj", "of"),
        frozenset({"aid"}),
        frozenset({"actor"}),
    )
    assert (second.path, second.negated, first.negated) == (("prt",), True, False)


@dataclass(frozen=True, slots=True)
class Found:
    """A frame, and the frame that the shipped parser led to in its example or trap."""

    frame: Frame
    hit: Frame | None


@pytest.fixture(scope="module")
def find_in(resources: Resources) -> Callable[[str], Frame | None]:
    stages = build_stages(resources, today=date(2026, 2, 1), coded=False)
    lexicon = load_lexicon()

    def find(marked: str) -> Frame | None:
        start, end = marked.index("*"), marked.rindex("*") - 1
        text = marked.replace("*", "")
        document = run(Document(id="x", text=text, published=Published(None, "unknown")), stages)
        tree = make_tree(document, lexicon.classes["container"])
        cast = make_cast(document, _NO_NAMES)
        for index, token in enumerate(document.tokens or ()):
            if token.start < end and token.end > start:
                word = tree.words[index]
                rows = lexicon.frames.get((word.lemma.lower(), _POS.get(word.upos, "")), ())
                hit = first_satisfied(
                    tree, index, rows, lambda token, name: has_class(cast, tree, token, name)
                )
                if hit is not None:
                    return hit
        return None

    return find


def test_examples_are_found_with_their_type(find_in: Callable[[str], Frame | None]) -> None:
    sample = random.Random(SEED).sample(all_frames(), SAMPLE)
    found = [Found(frame, find_in(frame.example)) for frame in sample]
    right = [f for f in found if f.hit is not None and f.hit.type is f.frame.type]
    missed = [f.frame.id for f in found if f not in right]
    assert len(right) / len(found) >= FLOOR, missed


def test_traps_do_not_set_off_their_frame(find_in: Callable[[str], Frame | None]) -> None:
    trapped = [frame for frame in all_frames() if frame.trap]
    sample = random.Random(SEED).sample(trapped, min(len(trapped), 100))
    fired = [f.id for f in sample if (hit := find_in(f.trap)) is not None and hit.id == f.id]
    assert len(fired) / len(sample) <= 0.1, fired
