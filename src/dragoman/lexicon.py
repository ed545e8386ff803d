"""Loads and checks data/lexicon: frames of event words, word classes and cue words.

A frame says which word names an act, under which conditions on its grammatical slots, which slots
fill actor and recipient, and which PLOVER type, mode and CAMEO code the act has. A cue sets the
status of the act that it governs. Both are data; this module only reads and indexes them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dragoman.datafiles import data_path, read_table
from dragoman.errors import DataError
from dragoman.ontology import Ontology, load_ontology
from dragoman.records.event import EventType

COMPUTED_CLASSES = frozenset({"actor", "country", "person", "armed", "police", "group", "place"})
POS = frozenset({"v", "n", "a"})

Path_ = tuple[str, ...]
"""A slot, or a slot of a slot's filler: ("obj",) or ("obj", "on")."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on a slot's filler: its lemma is one of ``lemmas`` or it has a computed class."""

    path: Path_
    lemmas: frozenset[str]
    classes: frozenset[str]
    anything: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the lexicon.

    ``actor`` and ``recipient`` hold alternatives in order of preference, each a tuple of slots
    whose fillers are taken together.
    """

    id: str
    lemma: str
    pos: str
    conditions: tuple[Condition, ...]
    actor: tuple[tuple[Path_, ...], ...]
    recipient: tuple[tuple[Path_, ...], ...]
    type: EventType
    mode: str | None
    cameo: str | None
    contexts: tuple[str, ...]
    example: str
    trap: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word's effect on an act that stands in one of ``relations`` to it."""

    lemma: str
    pos: str
    relations: frozenset[str]
    conditions: tuple[Condition, ...]
    effect: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Frames and cues by (lemma, pos), and the words of each class."""

    frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    cues: Mapping[tuple[str, str], tuple[Cue, ...]]
    classes: Mapping[str, frozenset[str]]


@cache
def load_lexicon() -> Lexicon:
    """Give the shipped lexicon.

    Raises: DataError naming file and row for anything that ``check_lexicon`` would list.
    """
    classes = _load_classes()
    frames, problems = _load_frames(classes, load_ontology())
    if problems:
        raise DataError(problems[0])
    return Lexicon(
        frames=_indexed(frames),
        cues=_load_cues(classes),
        classes=MappingProxyType(classes),
    )


_CARRYING = frozenset(
    {
        "light", "begun", "resumed", "ended", "ongoing", "planned", "scheduled", "ordered",
        "threatened", "offered", "cancelled", "announced", "requested", "possible",
    }
)  # fmt: skip


_CARRIED_IN = frozenset({"noun", "in", "into", "to", "with", "on", "under"})


def carriers_of(lexicon: Lexicon) -> frozenset[str]:
    """Give the verbs whose subject does what their object or phrase names ("launch", "engage")."""
    return frozenset(
        lemma
        for (lemma, pos), cues in lexicon.cues.items()
        if pos == "v" and any(c.effect in _CARRYING and c.relations & _CARRIED_IN for c in cues)
    )


def check_lexicon() -> list[str]:
    """Give every problem in the lexicon's files, in words; empty when it is sound."""
    classes = _load_classes()
    frames, problems = _load_frames(classes, load_ontology())
    seen: dict[str, int] = defaultdict(int)
    for frame in frames:
        seen[frame.id] += 1
        if not frame.example:
            problems.append(f"frame {frame.id}: no example")
        problems += [
            f"frame {frame.id}: mark the trigger like *this* in {name}"
            for name, text in (("example", frame.example), ("trap", frame.trap))
            if text and text.count("*") != 2
        ]
    problems += [
        f"frame {id_}: {count} rows with this id" for id_, count in seen.items() if count > 1
    ]
    return problems


def parse_conditions(cell: str, classes: Mapping[str, frozenset[str]]) -> tuple[Condition, ...]:
    """Give the conditions of a ``when`` cell.

    Raises: DataError for a malformed condition or an unknown class.
    """
    return tuple(_condition(part, classes) for part in cell.split())


def _condition(text: str, classes: Mapping[str, frozenset[str]]) -> Condition:
    negated = text.startswith("!")
    slot, colon, fillers = text.lstrip("!").partition(":")
    if not colon or not slot or not fillers:
        raise DataError(f"condition {text!r}: write slot:filler, as in obj:sanction|@aid")
    lemmas: set[str] = set()
    computed: set[str] = set()
    for filler in fillers.split("|"):
        if not filler.startswith("@"):
            lemmas.add(filler)
        elif filler[1:] in COMPUTED_CLASSES:
            computed.add(filler[1:])
        elif filler[1:] in classes:
            lemmas |= classes[filler[1:]]
        else:
            raise DataError(f"condition {text!r}: no class {filler}")
    return Condition(
        path=tuple(slot.split(".")),
        lemmas=frozenset(lemmas),
        classes=frozenset(computed),
        anything="*" in lemmas,
        negated=negated,
    )


def _roles(cell: str) -> tuple[tuple[Path_, ...], ...]:
    alternatives = (part for part in cell.replace(" ", "").split(",") if part and part != "none")
    return tuple(
        tuple(tuple(slot.split(".")) for slot in part.split("+") if slot) for part in alternatives
    )


def _load_classes() -> dict[str, frozenset[str]]:
    root = data_path("lexicon")
    united: dict[str, set[str]] = defaultdict(set)
    for path in [root / "classes.tsv", *sorted((root / "classes").glob("*.tsv"))]:
        if not path.exists():
            continue
        for row in read_table(path):
            united[row["class"].lstrip("@")] |= {w.strip() for w in row["lemmas"].split("|") if w}
    return {name: frozenset(_without_references(words, united)) for name, words in united.items()}


def _without_references(words: Iterable[str], united: Mapping[str, set[str]]) -> set[str]:
    plain: set[str] = set()
    for word in words:
        plain |= united.get(word[1:], set()) if word.startswith("@") else {word}
    return plain


def _load_frames(
    classes: Mapping[str, frozenset[str]], ontology: Ontology
) -> tuple[list[Frame], list[str]]:
    frames: list[Frame] = []
    problems: list[str] = []
    for path in sorted(data_path("lexicon", "frames").glob("*.tsv")):
        for row in read_table(path):
            try:
                frames.append(_frame(row, path, classes, ontology))
            except DataError as error:
                problems.append(f"{path.name}: frame {row.get('id')}: {error}")
    return frames, problems


def _frame(
    row: Mapping[str, str], path: Path, classes: Mapping[str, frozenset[str]], ontology: Ontology
) -> Frame:
    if row["pos"] not in POS:
        raise DataError(f"pos {row['pos']!r}: write v, n or a")
    if row["type"] not in EventType.__members__:
        raise DataError(f"type {row['type']!r} is not one of PLOVER's")
    type_ = EventType(row["type"])
    mode = row["mode"] or None
    if mode is not None and mode not in ontology.types[type_].modes:
        raise DataError(f"mode {mode!r} is not one of {type_}'s")
    contexts = tuple(c for c in row["contexts"].split("|") if c)
    unknown = set(contexts) - set(ontology.contexts)
    if unknown:
        raise DataError(f"contexts {sorted(unknown)} are not PLOVER's")
    return Frame(
        id=row["id"],
        lemma=row["lemma"],
        pos=row["pos"],
        conditions=parse_conditions(row["when"], classes),
        actor=_roles(row["actor"]),
        recipient=_roles(row["recipient"]),
        type=type_,
        mode=mode,
        cameo=row["cameo"] or None,
        contexts=contexts,
        example=row["example"],
        trap=row.get("trap", ""),
    )


def _indexed(frames: Iterable[Frame]) -> Mapping[tuple[str, str], tuple[Frame, ...]]:
    by_word: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in frames:
        by_word[frame.lemma, frame.pos].append(frame)
    # The frame with most conditions is tried first; ties keep the file's order.
    return MappingProxyType(
        {key: tuple(sorted(rows, key=_specificity)) for key, rows in by_word.items()}
    )


def _specificity(frame: Frame) -> tuple[int, int]:
    positive = [c for c in frame.conditions if not c.negated]
    return (-len(positive), sum(c.anything for c in positive))


def _load_cues(
    classes: Mapping[str, frozenset[str]],
) -> Mapping[tuple[str, str], tuple[Cue, ...]]:
    by_word: dict[tuple[str, str], list[Cue]] = defaultdict(list)
    for row in read_table(data_path("lexicon", "cues.tsv")):
        conditions = parse_conditions(row["when"], classes)
        relations = frozenset(row["relation"].split("|"))
        for lemma in row["lemmas"].split("|"):
            cue = Cue(lemma, row["pos"], relations, conditions, row["effect"])
            by_word[lemma, row["pos"]].append(cue)
    return MappingProxyType(
        {
            key: tuple(sorted(rows, key=lambda c: -len(c.conditions)))
            for key, rows in by_word.items()
        }
    )
