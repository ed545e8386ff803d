"""Which words of a text name acts, and what act each names."""

from collections.abc import Iterator

from dragoman.coding.cues import find_cue
from dragoman.coding.grammar import Tree, ancestors, case_of, fillers, is_verbal, slots
from dragoman.coding.matching import ClassTest, first_satisfied
from dragoman.coding.modality import clause_modality
from dragoman.coding.participants import Cast
from dragoman.coding.readings import Trigger
from dragoman.lexicon import Frame, Lexicon
from dragoman.records.event import EventType
from dragoman.records.mention import MentionLevel

_POS = {"VERB": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a", "ADV": "a", "AUX": "v"}


def find_triggers(tree: Tree, cast: Cast, lexicon: Lexicon, has_class: ClassTest) -> list[Trigger]:
    """Give each act-naming word with its frame, in text order, one for one act.

    A verb that only carries an event noun of the same type is folded into the noun; a noun that
    is part of a verb frame's own meaning ("lifted sanctions") is folded into the verb.
    """
    found = {
        index: frame
        for index in range(len(tree.words))
        if not is_inside_name(cast, index)
        and not is_mere_attribute(tree, index, lexicon)
        and (frame := _frame_at(tree, index, lexicon, has_class)) is not None
    }
    return list(_fold(tree, found, lexicon))


def pos_of(tree: Tree, index: int) -> str | None:
    """Give the lexicon's part of speech of a word, or ``None`` where it can name no act."""
    return _POS.get(tree.words[index].upos)


def _frame_at(tree: Tree, index: int, lexicon: Lexicon, has_class: ClassTest) -> Frame | None:
    word = tree.words[index]
    pos = pos_of(tree, index)
    if pos is None:
        return None
    frames = lexicon.frames.get((word.lemma.lower(), pos), ())
    if not frames:
        return None
    found = first_satisfied(tree, index, frames, has_class)
    # "This trip" needs no arguments: it points back at an act that was told with them.
    return found or (frames[-1] if pos == "n" and is_pointed_at(tree, index) else None)


def is_pointed_at(tree: Tree, index: int) -> bool:
    """Tell whether a noun points back: "this trip", "such talks"."""
    return any(
        tree.words[child].deprel == "det" and tree.words[child].lemma.lower() in _POINTERS
        for child in tree.children[index]
    )


_POINTERS = frozenset({"this", "that", "such", "these", "those"})


def is_mere_attribute(tree: Tree, index: int, lexicon: Lexicon) -> bool:
    """Tell whether a word only describes another ("sanctioned officials", "war crimes").

    A noun before a cue noun still tells an act: "attack plan", "sanctions threat".
    """
    word = tree.words[index]
    if word.upos == "VERB":
        return word.deprel == "amod"
    if word.deprel != "compound" or word.head < 0:
        return False
    head = tree.words[word.head].lemma.lower()
    cues = lexicon.cues.get((head, "n"), ())
    return head not in lexicon.classes["container"] and not any("of" in c.relations for c in cues)


def is_inside_name(cast: Cast, index: int) -> bool:
    """Tell whether a word is part of a name, or the head of an actor's description."""
    entity_index = cast.entity_at.get(index)
    if entity_index is None:
        return False
    entity = (cast.document.entities or ())[entity_index]
    if entity.level is MentionLevel.NAMED:
        return entity.last - entity.first > 1 or cast.document.text[entity.span.start].isupper()
    return entity.head == index


def _fold(tree: Tree, found: dict[int, Frame], lexicon: Lexicon) -> Iterator[Trigger]:
    folded: dict[int, int] = {}
    carriers: dict[int, list[int]] = {}
    standing: set[int] = set()
    for verb, frame in found.items():
        for noun in _own_nouns(tree, verb, frame, found):
            if noun in folded or verb in folded or _judges(tree, verb, lexicon):
                continue
            if _only_tells(tree, (verb, noun), found, lexicon) or (
                found[noun].type is frame.type and is_verbal(tree, verb)
            ):
                folded[verb] = noun
                carriers.setdefault(noun, []).append(verb)
            elif _undone(tree, verb, lexicon):
                folded[verb] = noun
                standing.add(noun)
                carriers.setdefault(noun, []).append(verb)
            else:
                folded[noun] = verb
                carriers.setdefault(verb, []).append(noun)
    for index in sorted(found):
        if index not in folded:
            yield Trigger(
                token=index,
                frame=found[index],
                carriers=tuple(carriers.get(index, ())),
                stands=index in standing,
            )


def _own_nouns(tree: Tree, verb: int, frame: Frame, found: dict[int, Frame]) -> Iterator[int]:
    """Give the event nouns that a frame's own conditions name ("impose" obj:sanction)."""
    for condition in frame.conditions:
        if condition.negated or condition.anything or not condition.lemmas:
            continue
        for filler in fillers(tree, verb, condition.path):
            if (
                filler in found
                and filler != verb
                and tree.words[filler].lemma.lower() in condition.lemmas
            ):
                yield filler
    if is_verbal(tree, verb):
        for filler in fillers(tree, verb, ("obj",)):
            same = filler in found and filler != verb and found[filler].type is frame.type
            if same and verb in ancestors(tree, filler):
                yield filler


def _only_tells(
    tree: Tree, pair: tuple[int, int], found: dict[int, Frame], lexicon: Lexicon
) -> bool:
    """Tell whether a word merely says what becomes of an act.

    "Cancelled the visit", "called for an embargo", "threat of attack"; so does a verb that stops
    a friendly act ("suspended aid"), whose own frame names what the stopping amounts to.
    """
    teller, act = pair
    if not is_verbal(tree, teller):
        relation = "of"
    elif act in slots(tree, teller).get("obj", ()):
        relation = "noun"
    else:
        relation = case_of(tree, act)
    cue = find_cue(tree, teller, relation, lexicon)
    if cue is None:
        return False
    stops = cue.effect in {"cancelled", "prevented"} and found[act].type in _FRIENDLY
    return stops or found[teller].type in _STATEMENTS


_FRIENDLY = frozenset(
    {EventType.CONSULT, EventType.AID, EventType.COOPERATE, EventType.SUPPORT, EventType.AGREE}
)


def _judges(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Tell whether a verb is an opinion on an act: "condemned the attack" tells of two."""
    cue = find_cue(tree, verb, "noun", lexicon) if is_verbal(tree, verb) else None
    return cue is not None and cue.effect == "praised"


_STATEMENTS = frozenset({EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN})


def _undone(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Tell whether the verb is denied outright: what it would have ended still stands."""
    if not is_verbal(tree, verb):
        return False
    modality = clause_modality(tree, verb, lexicon)
    return modality.negated and modality.force not in {"planned", "would"}
