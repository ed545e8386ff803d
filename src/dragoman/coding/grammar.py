"""Grammatical slots of verbs and event nouns, read off a Universal Dependencies parse.

A slot is a logical role that frames speak of: ``subj`` and ``obj`` are logical subject and object
(a passive's subject is its ``obj``), a preposition's own word is the noun it governs, and so on
(see data/lexicon). Subjects that syntax leaves out are restored: conjoined verbs, infinitives
(control), participles, relative clauses, and nouns under light verbs ("held talks").
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dragoman.records.document import Document, Word

Slots = Mapping[str, tuple[int, ...]]

_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"})
_SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear", "offer", "commit"})
# Parsers tag the particle of "stepped down", "called off" as an adverb as often as not.
_PARTICLES = frozenset({"up", "down", "out", "off", "over", "back", "aside", "away", "in", "on"})
_PREPOSITIONS = frozenset(
    {
        "to",
        "with",
        "from",
        "on",
        "in",
        "for",
        "against",
        "of",
        "over",
        "at",
        "into",
        "about",
        "after",
    }
)
# "Engaged in talks", "took part in", "agreed to a truce": the subject does what the noun names.
_TAKING_PART = frozenset({"in", "into", "to", "with", "on", "under"})
_CLAUSE_SLOTS = {"xcomp": "xcomp", "ccomp": "ccomp", "advmod": "adv", "compound:prt": "prt"}
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Tree:
    """A document's parse with children by head, and a memo of the slots computed so far."""

    words: tuple[Word, ...]
    children: tuple[tuple[int, ...], ...]
    containers: frozenset[str] = frozenset()
    carriers: frozenset[str] = frozenset()
    memo: dict[int, Slots] = field(default_factory=dict, compare=False, repr=False)


def make_tree(
    document: Document,
    containers: frozenset[str] = frozenset(),
    carriers: frozenset[str] = frozenset(),
) -> Tree:
    """Give the document's parse as a tree. Reads words.

    ``containers`` are nouns that slots see through: in "a number of prisoners" both fill the slot.
    ``carriers`` are verbs whose subject is that of their event noun: "carried out an attack".
    """
    words = _mended(document.words or ())
    below: list[list[int]] = [[] for _ in words]
    for index, word in enumerate(words):
        if word.head >= 0:
            below[word.head].append(index)
    children = tuple(tuple(row) for row in below)
    return Tree(words=words, children=children, containers=containers, carriers=carriers)


def _mended(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Mend two impossible parses.

    In "the government led by X also issued a statement" the participle may be read as a clause on
    "statement" with the real subject as its own; an English relative clause follows its noun. In
    "issued a statement and plans to send" the second verb may be read as a noun; a noun conjoined
    to a verb has no infinitive of its own.
    """
    mended = list(words)
    for index, word in enumerate(words):
        if word.deprel == "xcomp" and word.head >= 0 and words[word.head].xpos == "NNS":
            noun = words[word.head]
            if noun.deprel == "conj" and words[noun.head].upos == "VERB":
                mended[word.head] = replace(noun, upos="VERB", xpos="VBZ")
        if not word.deprel.startswith("acl") or word.head <= index:
            continue
        verb = words[word.head].head
        subjects = [
            i for i in range(index) if words[i].head == index and words[i].deprel == "nsubj"
        ]
        if verb > index and subjects and words[verb].upos == "VERB":
            mended[subjects[0]] = replace(words[subjects[0]], head=verb)
            mended[index] = replace(word, head=subjects[0], deprel="acl", xpos="VBN")
    return tuple(mended)


def slots(tree: Tree, index: int, depth: int = 0) -> Slots:
    """Give the fillers of each slot of the word at ``index``, conjuncts included, in text order."""
    known = tree.memo.get(index)
    if known is not None:
        return known
    if depth > _MAX_DEPTH:
        return {}
    found = (
        _verb_slots(tree, index, depth)
        if is_verbal(tree, index)
        else _noun_slots(tree, index, depth)
    )
    result = {slot: tuple(dict.fromkeys(fillers)) for slot, fillers in found.items() if fillers}
    tree.memo[index] = result
    return result


def fillers(tree: Tree, index: int, path: Sequence[str]) -> tuple[int, ...]:
    """Give the words that fill a slot path such as ("obj",) or ("obj", "on") of ``index``."""
    found = slots(tree, index).get(path[0], ())
    if not found and len(path) == 1 and path[0] in _PREPOSITIONS and is_verbal(tree, index):
        # "Handed the suspect | to the court": parsers hang the phrase on either word.
        found = fillers(tree, index, ("obj", path[0]))
    for step in path[1:]:
        found = tuple(f for filler in found for f in slots(tree, filler).get(step, ()))
    return found


def is_verbal(tree: Tree, index: int) -> bool:
    """Tell whether the word heads a clause with verbal slots."""
    word = tree.words[index]
    return word.upos == "VERB" or (word.upos == "AUX" and word.deprel in {"root", "conj"})


def is_passive(tree: Tree, index: int) -> bool:
    """Tell whether the verb at ``index`` is passive, by auxiliary, subject label or participle."""
    word = tree.words[index]
    if word.xpos not in {"VBN", "VBD"}:
        return False
    labels = {tree.words[c].deprel for c in tree.children[index]}
    if labels & {"aux:pass", "nsubj:pass"}:
        return True
    bare = not labels & {"aux", "nsubj", "obj"}
    if word.deprel == "conj" and bare and word.head >= 0:
        return word.xpos == "VBN" and is_passive(tree, word.head)
    reduced = word.deprel in {"acl", "advcl", "amod", "xcomp", "dep"} or (
        word.deprel == "root" and word.xpos == "VBN"
    )
    # An acl is a participle: a past-tense tag on it is the tagger's slip.
    return reduced and bare and (word.xpos == "VBN" or word.deprel == "acl")


def case_of(tree: Tree, index: int) -> str:
    """Give the preposition that governs ``index`` ("with", "because_of"), or ``""``."""
    marks = [c for c in tree.children[index] if tree.words[c].deprel in {"case", "mark"}]
    if not marks:
        return ""
    first = marks[0]
    parts = [first, *(c for c in tree.children[first] if tree.words[c].deprel == "fixed")]
    if len(parts) == 1 and len(marks) > 1 and marks[1] == first + 1:
        parts = marks[:2]
    return "_".join(tree.words[p].lemma.lower() for p in parts)


def conjuncts(tree: Tree, index: int) -> Iterator[int]:
    """Give ``index`` and every word conjoined to it."""
    yield index
    for child in tree.children[index]:
        if tree.words[child].deprel == "conj":
            yield from conjuncts(tree, child)


def appositions(tree: Tree, index: int) -> tuple[int, ...]:
    """Give the words that name ``index`` anew: "the capital, Caracas"."""
    return tuple(c for c in tree.children[index] if tree.words[c].deprel == "appos")


def ancestors(tree: Tree, index: int) -> Iterator[int]:
    """Give the heads above ``index``, nearest first."""
    seen = {index}
    head = tree.words[index].head
    while head >= 0 and head not in seen:
        yield head
        seen.add(head)
        head = tree.words[head].head


def subtree(tree: Tree, index: int) -> list[int]:
    """Give every word at or below ``index``, in text order."""
    stack, found = [index], []
    while stack:
        top = stack.pop()
        found.append(top)
        stack.extend(tree.children[top])
    return sorted(found)


def _add(found: dict[str, list[int]], slot: str, tree: Tree, index: int) -> None:
    for filler in conjuncts(tree, index):
        found[slot].append(filler)
        if tree.words[filler].lemma.lower() in tree.containers:
            found[slot].extend(_contents(tree, filler))


def _contents(tree: Tree, index: int) -> Iterator[int]:
    """Give the nouns that a container holds: "hundreds of prisoners and hostages"."""
    for child in tree.children[index]:
        if tree.words[child].deprel.startswith("nmod") and case_of(tree, child) == "of":
            for noun in conjuncts(tree, child):
                yield noun
                if tree.words[noun].lemma.lower() in tree.containers:
                    yield from _contents(tree, noun)


def _preposition_slots(case: str) -> tuple[str, ...]:
    if not case:
        return ("tmod",)
    parts = case.split("_")
    return (case, parts[-1]) if len(parts) > 1 else (case,)


# --- verbs


def _verb_slots(tree: Tree, index: int, depth: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    passive = is_passive(tree, index)
    for child in tree.children[index]:
        word = tree.words[child]
        base = word.deprel.partition(":")[0]
        if word.deprel in _CLAUSE_SLOTS:
            found[_CLAUSE_SLOTS[word.deprel]].append(child)
            if word.deprel == "advmod" and word.lemma.lower() in _PARTICLES:
                found["prt"].append(child)
        elif base == "nsubj":
            _add(found, "obj" if passive else "subj", tree, _antecedent(tree, index, child))
        elif base in {"obj", "iobj"}:
            slot = "obj" if not passive or base == "obj" else "iobj"
            _add(found, slot if base == "obj" else "iobj", tree, _antecedent(tree, index, child))
        elif base == "obl":
            _oblique(found, tree, child, passive=passive)
        elif base == "advcl" and word.upos in _NOUNS:
            _oblique(found, tree, child, passive=False)
        elif base == "advcl" and word.xpos == "VB" and case_of(tree, child) == "to":
            # "Pressed Belgrade to align": parsers waver between complement and purpose.
            found["xcomp"].append(child)
        elif base == "advcl" and word.xpos == "VBG" and case_of(tree, child) in _PREPOSITIONS:
            _add(found, case_of(tree, child), tree, child)
    _inherit(found, tree, index, passive=passive, depth=depth)
    return found


def _oblique(found: dict[str, list[int]], tree: Tree, child: int, *, passive: bool) -> None:
    case = case_of(tree, child)
    if passive and case == "by" and tree.words[child].upos in _NOUNS:
        _add(found, "subj", tree, child)
        return
    for slot in _preposition_slots(case):
        _add(found, slot, tree, child)


def _antecedent(tree: Tree, verb: int, child: int) -> int:
    """Give the noun that a relative pronoun stands for, or the child itself."""
    word = tree.words[verb]
    relative = tree.words[child].lemma.lower() in _RELATIVE and word.deprel == "acl:relcl"
    return word.head if relative and word.head >= 0 else child


def surface_subject(tree: Tree, index: int, depth: int = 0) -> tuple[int, ...]:
    """Give the grammatical subject of a clause: a passive's logical object, else its subject."""
    found = slots(tree, index, depth + 1)
    passive = is_verbal(tree, index) and is_passive(tree, index)
    return found.get("obj", ()) if passive else found.get("subj", ())


def _inherit(
    found: dict[str, list[int]], tree: Tree, index: int, *, passive: bool, depth: int
) -> None:
    word = tree.words[index]
    missing = "obj" if passive else "subj"
    if found.get(missing) or word.head < 0:
        if word.deprel == "acl:relcl" and not passive and not found.get("obj"):
            _object_gap(found, tree, index)
        return
    base = word.deprel
    if base == "acl:relcl":
        _add(found, missing, tree, word.head)
    elif base == "acl":
        _inherit_from_noun(found, tree, index, missing=missing, depth=depth)
    elif base == "xcomp":
        found[missing].extend(_controller(tree, word.head, depth))
    elif base == "amod":
        found[missing].append(word.head)
    elif base in {"conj", "advcl", "ccomp", "parataxis", "obl", "nmod"}:
        found[missing].extend(surface_subject(tree, word.head, depth))


def _object_gap(found: dict[str, list[int]], tree: Tree, index: int) -> None:
    """In "the prisoners (that) Caracas released" the noun is the relative clause's object."""
    subjects = found.get("subj", [])
    head = tree.words[index].head
    if head >= 0 and head not in subjects and not found.get("ccomp") and not found.get("xcomp"):
        found["obj"].append(head)


def _inherit_from_noun(
    found: dict[str, list[int]], tree: Tree, index: int, *, missing: str, depth: int
) -> None:
    """Participles modify their noun; an infinitive or "of doing" is the noun's content."""
    word = tree.words[index]
    marked = any(tree.words[c].deprel in {"mark", "case"} for c in tree.children[index])
    if not marked and word.xpos in {"VBN", "VBG", "VBD"}:
        _add(found, missing, tree, word.head)
        return
    owner = slots(tree, word.head, depth + 1)
    for slot in ("poss", "subj", "by", "comp"):
        if owner.get(slot):
            found[missing].extend(owner[slot])
            return


def _controller(tree: Tree, head: int, depth: int) -> tuple[int, ...]:
    """Give an infinitive's subject: its governor's object if there is one, else the subject."""
    above = slots(tree, head, depth + 1)
    if is_verbal(tree, head) and not is_passive(tree, head):
        by_object = tree.words[head].lemma not in _SUBJECT_CONTROL
        if by_object and (above.get("obj") or above.get("iobj")):
            return above.get("obj") or above["iobj"]
    return surface_subject(tree, head, depth)


# --- nouns and adjectives


def _noun_slots(tree: Tree, index: int, depth: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for child in tree.children[index]:
        word = tree.words[child]
        if word.deprel == "nmod:poss":
            _add(found, "poss", tree, child)
        elif word.deprel in {"compound", "amod", "nummod", "nmod:desc", "flat", "nmod:unmarked"}:
            _add(found, "comp", tree, child)
            found["comp"].extend(_inner_compounds(tree, child))
        elif word.deprel.partition(":")[0] in {"nmod", "obl"}:
            for slot in _preposition_slots(case_of(tree, child)):
                _add(found, slot, tree, child)
        elif word.deprel in {"xcomp", "ccomp", "acl"} and word.upos in {"VERB", "AUX"}:
            found["xcomp"].append(child)
        elif word.deprel == "nsubj":
            _add(found, "subj", tree, _antecedent(tree, index, child))
        elif word.deprel == "advmod":
            found["adv"].append(child)
    _govern(found, tree, index, depth)
    return found


def _inner_compounds(tree: Tree, index: int) -> Iterator[int]:
    for child in tree.children[index]:
        if tree.words[child].deprel in {"compound", "amod"}:
            yield child


def _govern(found: dict[str, list[int]], tree: Tree, index: int, depth: int) -> None:
    """Add what the governing verb (or the first conjunct) knows: "held talks with Iran"."""
    word = tree.words[index]
    if word.head < 0 or depth > _MAX_DEPTH:
        return
    base = word.deprel.partition(":")[0]
    contained = (
        base == "nmod"
        and tree.words[word.head].lemma.lower() in tree.containers
        and case_of(tree, index) == "of"
    )
    if contained or (base == "conj" and tree.words[word.head].upos in _NOUNS):
        for slot, values in slots(tree, word.head, depth + 1).items():
            kept = [value for value in values if value != index]
            if slot not in {"comp", "xcomp", "adv"} and kept and not found.get(slot):
                found[slot].extend(kept)
    elif base == "xcomp":
        found["subj"].extend(_controller(tree, word.head, depth))
    elif is_verbal(tree, word.head) and base in {"obj", "nsubj", "obl"}:
        _from_verb(found, tree, index, base, depth)


def _from_verb(found: dict[str, list[int]], tree: Tree, index: int, base: str, depth: int) -> None:
    verb = tree.words[index].head
    if tree.words[verb].lemma.lower() not in tree.carriers:
        return
    if base == "obl" and case_of(tree, index) not in _TAKING_PART:
        return
    above = slots(tree, verb, depth + 1)
    subjects = above.get("subj", ())
    if base in {"obj", "obl"} or is_passive(tree, verb):
        found["subj"].extend(s for s in subjects if s != index)
    if base == "obl":
        found["subj"].extend(s for s in above.get("obj", ()) if is_passive(tree, verb))
    for slot, values in above.items():
        kept = [v for v in values if v != index]
        if slot not in {"subj", "obj", "xcomp", "ccomp", "adv", "prt", "tmod"} and kept:
            found[f"verb.{slot}"].extend(kept)
            if base != "obl" and not found.get(slot):
                found[slot].extend(kept)
