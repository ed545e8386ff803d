"""What a description takes up: "the president", "the embassy", "the country", "both sides".

Each rule looks back over the mentions so far; a description that nothing explains opens a cluster
of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from dragoman.language.clusters import Clusters, Seen
from dragoman.language.noun_phrases import (
    SUBJECTS,
    Tree,
    children_by,
    clause_of,
    preposition_of,
)
from dragoman.records.mention import Entity, EntityKind, MentionLevel

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_BY_KIND = frozenset(
    {
        EntityKind.COMPANY,
        EntityKind.MEDIA,
        EntityKind.PARTY,
        EntityKind.ARMED_GROUP,
        EntityKind.IGO,
    }
)
_COUNTRY_WEIGHT = {EntityKind.COUNTRY: 3.0, EntityKind.GOVERNMENT: 2.5, EntityKind.PLACE: 2.0}
_WITHIN = frozenset({"in", "into", "inside", "across", "throughout", "within"})
_SAME_PLACE = 4.0  # "in Syria ... in the country" speaks of one place
_PAIR_REACH = 2  # sentences within which two countries or persons are sought first
_COUNTRY_REACH = 6
_FARTHEST = 1500  # mentions looked back over: a long report must not take quadratic time


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may look at: the parse, all entities, and word classes."""

    tree: Tree
    entities: tuple[Entity, ...]
    classes: Mapping[str, frozenset[str]]


def find_antecedents(scene: Scene, index: int, clusters: Clusters) -> tuple[int, ...]:
    """Give the clusters that the description ``entities[index]`` stands for, several for a pair."""
    entity = scene.entities[index]
    pair = _read_pair(scene, entity)
    if pair == "sides":
        return _two_countries(scene, entity, clusters) or _same_noun(scene, entity, clusters)
    if pair == "leaders":
        return _two_persons(scene, entity, clusters)
    known = clusters.by_key.get(entity.key)
    if known is not None and _is_identified(scene, entity):
        return (known,)
    if not is_definite(scene.tree, entity):
        return ()
    if entity.kind is EntityKind.COUNTRY and entity.country is None:
        return _country_spoken_of(scene, entity, clusters)
    if entity.kind is EntityKind.PERSON:
        return _same_office(scene, entity, clusters)
    return _same_noun(scene, entity, clusters)


def is_definite(tree: Tree, entity: Entity) -> bool:
    """Tell whether a description has a definite article or demonstrative."""
    determiners = children_by(tree, entity.head, "det")
    before = tree.lowered[entity.first - 1] if entity.first > 0 else ""
    return before in _DEFINITE or any(tree.lowered[i] in _DEFINITE for i in determiners)


def _is_identified(scene: Scene, entity: Entity) -> bool:
    """A key names one actor when it is a person's, or a country's only such body."""
    if entity.level is MentionLevel.NAMED or "apposition" in entity.evidence:
        return True
    if entity.country is None or entity.kind is EntityKind.GROUP:
        return False
    is_body = entity.kind is not EntityKind.PERSON and _is_singular(scene.tree, entity)
    return is_body or ":" not in entity.key


def _is_singular(tree: Tree, entity: Entity) -> bool:
    return tree.words[entity.head].xpos not in ("NNS", "NNPS")


# --- pairs


def _read_pair(scene: Scene, entity: Entity) -> str:
    """Tell "the two countries" (sides) and "both leaders" (leaders) from other phrases."""
    if _is_singular(scene.tree, entity) or entity.country is not None:
        return ""
    first = max(0, entity.first - 1)
    if not any(
        form in scene.classes["both_of"] for form in scene.tree.lowered[first : entity.last]
    ):
        neighbours = entity.name.lower() in ("neighbors", "neighbours", "sides", "rivals")
        return "sides" if neighbours and is_definite(scene.tree, entity) else ""
    head = scene.tree.lowered[entity.head]
    if head in scene.classes["sides"]:
        return "sides"
    return "leaders" if head in scene.classes["leaders"] else ""


def _two_countries(scene: Scene, entity: Entity, clusters: Clusters) -> tuple[int, ...]:
    """Give the two countries spoken of: of one coordination, else the weightiest nearby."""
    sentence = scene.tree.sentence_of[entity.head]
    for seen in reversed(clusters.seen):
        if sentence - seen.sentence > _PAIR_REACH:
            break
        if len(seen.members) == 2 and seen.nature == "body":
            return seen.members
    weights: dict[str, float] = {}
    for seen, other in _entities_before(scene, clusters):
        back = sentence - seen.sentence
        if back > _COUNTRY_REACH or other.country is None:
            continue
        weight = _COUNTRY_WEIGHT.get(other.kind, 1.0) / (1 + back)
        weights[other.country] = weights.get(other.country, 0.0) + weight
    best = sorted(weights, key=lambda country: -weights[country])[:2]
    found = tuple(_cluster_of_country(scene, country, clusters) for country in best)
    return found if len(found) == 2 else ()


def _two_persons(scene: Scene, entity: Entity, clusters: Clusters) -> tuple[int, ...]:
    """Give the two persons named last; of two heads of state also by "the two presidents"."""
    found: list[int] = []
    sentence = scene.tree.sentence_of[entity.head]
    for seen, other in _entities_before(scene, clusters):
        if sentence - seen.sentence > _PAIR_REACH + 1:
            break
        if other.kind is EntityKind.PERSON and seen.number == "sing" and seen.cluster not in found:
            found.append(seen.cluster)
        if len(found) == 2:
            return tuple(reversed(found))
    return ()


def _entities_before(scene: Scene, clusters: Clusters) -> Iterable[tuple[Seen, Entity]]:
    for seen in islice(reversed(clusters.seen), _FARTHEST):
        if seen.entity is not None:
            yield seen, scene.entities[seen.entity]


def _cluster_of_country(scene: Scene, country: str, clusters: Clusters) -> int:
    """Give the country's own cluster, else the latest mention that belongs to it."""
    if country in clusters.by_key:
        return clusters.by_key[country]
    belongs = [
        seen.cluster
        for seen, other in _entities_before(scene, clusters)
        if other.country == country
    ]
    return belongs[0] if belongs else clusters.by_key.setdefault(country, clusters.open())


# --- one antecedent


def _country_spoken_of(scene: Scene, entity: Entity, clusters: Clusters) -> tuple[int, ...]:
    """Give the country that "the country" means: near, prominent, and not its clause's subject.

    "U.S. officials have entered the country": the subject's own country is another one.
    """
    sentence = scene.tree.sentence_of[entity.head]
    excluded = _subject_country(scene, entity, clusters)
    inside = preposition_of(scene.tree, entity.head) in _WITHIN
    weights: dict[str, float] = {}
    for seen, other in _entities_before(scene, clusters):
        back = sentence - seen.sentence
        if back > _COUNTRY_REACH:
            break
        if other.country is None or other.country == excluded:
            continue
        if other.kind not in _COUNTRY_WEIGHT and other.country not in clusters.by_key:
            continue
        weight = _COUNTRY_WEIGHT.get(other.kind, 1.0) * (1.5 if seen.slot == "subject" else 1.0)
        if inside and preposition_of(scene.tree, seen.head) in _WITHIN:
            weight *= _SAME_PLACE
        weights[other.country] = weights.get(other.country, 0.0) + weight * 0.6**back
    if not weights:
        return ()
    best = max(weights, key=lambda country: weights[country])
    return (_cluster_of_country(scene, best, clusters),)


def _subject_country(scene: Scene, entity: Entity, clusters: Clusters) -> str | None:
    clause = clause_of(scene.tree, entity.head)
    for _ in range(4):
        for child in scene.tree.children[clause]:
            if scene.tree.words[child].deprel in SUBJECTS and child != entity.head:
                owners = [other for seen, other in _entities_before(scene, clusters)
                          if seen.head == child]  # fmt: skip
                return owners[0].country if owners else None
        if scene.tree.words[clause].deprel not in ("xcomp", "advcl", "conj", "acl"):
            return None
        clause = clause_of(scene.tree, scene.tree.words[clause].head)
    return None


def _same_office(scene: Scene, entity: Entity, clusters: Clusters) -> tuple[int, ...]:
    """Give the latest person whose role has the description's noun, of no other country."""
    noun = scene.tree.words[entity.head].lemma.lower()
    whole = (entity.role or entity.name).lower()
    for exact in (True, False):
        for seen, other in _entities_before(scene, clusters):
            if other.kind is not EntityKind.PERSON or not _compatible(entity, other):
                continue
            if entity.country is not None and other.country is None:
                continue
            role = (other.role or "").lower()
            if noun == "leader" and not exact and role in scene.classes["leader_roles"]:
                return (seen.cluster,)
            if role == whole or (not exact and noun in role.split() and whole == noun):
                return (seen.cluster,)
    return ()


def _same_noun(scene: Scene, entity: Entity, clusters: Clusters) -> tuple[int, ...]:
    """Give the latest body or group with the description's noun, or of its kind when named."""
    word = scene.tree.words[entity.head]
    noun = word.lemma.lower()
    delegation = scene.classes["delegation"] if noun in scene.classes["delegation"] else frozenset()
    singular = _is_singular(scene.tree, entity)
    for seen, other in _entities_before(scene, clusters):
        if not _compatible(entity, other) or other.kind is EntityKind.PERSON:
            continue
        if (seen.number == "plur") == singular and seen.number != "any":
            continue
        lemma = scene.tree.words[other.head].lemma.lower()
        if lemma == noun and (other.level is MentionLevel.NOMINAL or _may_be(entity, other)):
            return (seen.cluster,)
        if lemma in delegation and noun == "delegation" and other.kind is entity.kind:
            return (seen.cluster,)
        if other.level is MentionLevel.NAMED and singular and _is_of_kind(entity, other):
            return (seen.cluster,)
    return ()


def _is_of_kind(entity: Entity, other: Entity) -> bool:
    short = len(entity.name.split()) <= 2
    return short and entity.kind is other.kind and entity.kind in _BY_KIND


def _may_be(entity: Entity, other: Entity) -> bool:
    """ "The ministry" may be a named ministry, not "the extremist group" the Group of 20."""
    return other.kind in (entity.kind, EntityKind.ORGANIZATION)


def _compatible(entity: Entity, other: Entity) -> bool:
    """Tell whether two countries can be one; one taken from the report's context yields."""
    if entity.country is None or other.country is None or entity.country == other.country:
        return True
    return "context" in entity.evidence or "context" in other.evidence
