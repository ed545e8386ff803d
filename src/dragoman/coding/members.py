"""Who belongs to a delegation: persons that the text names as part of a group which acts."""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.grammar import Tree, conjuncts, fillers, slots
from dragoman.coding.participants import Cast, merge, resolve
from dragoman.records.event import Participant
from dragoman.records.mention import EntityKind

_MAKE_UP = frozenset({"include", "comprise", "consist", "contain", "feature"})
_LISTED = (("obj",), ("of",), ("include",), ("of", "include"), ("obj", "include"))


@dataclass(frozen=True, slots=True)
class Membership:
    """A group's word, where the text says it went if it does, and the persons who belong to it."""

    group: int
    countries: frozenset[str]
    members: tuple[Participant, ...]


def find_memberships(cast: Cast, tree: Tree) -> Iterator[Membership]:
    """Give each statement of who makes up a group ("the delegation includes X and Y")."""
    for index, word in enumerate(tree.words):
        if word.upos != "VERB" or word.lemma not in _MAKE_UP:
            continue
        members = merge(_persons(cast, tree, index))
        for group in slots(tree, index).get("subj", ()):
            if members and tree.words[group].upos == "NOUN":
                yield Membership(group, _destinations(cast, tree, group), members)


def _persons(cast: Cast, tree: Tree, verb: int) -> Iterator[Participant]:
    for path in _LISTED:
        for filler in fillers(tree, verb, path):
            for token in (*conjuncts(tree, filler), *slots(tree, filler).get("include", ())):
                if _is_named_person(cast, token):
                    yield from resolve(cast, tree, token)


def _is_named_person(cast: Cast, token: int) -> bool:
    index = cast.entity_at.get(token)
    entities = cast.document.entities or ()
    return index is not None and entities[index].kind is EntityKind.PERSON


def _destinations(cast: Cast, tree: Tree, group: int) -> frozenset[str]:
    places = (t for slot in ("to", "in") for t in slots(tree, group).get(slot, ()))
    found = (p for token in places for p in resolve(cast, tree, token, places=True))
    return frozenset(p.country for p in found if p.country)
