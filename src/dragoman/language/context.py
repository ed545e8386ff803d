"""The country of an official or authority that the phrase itself does not name.

"Police said", "the army", "Prime Minister Ana Brnabic": a report speaks of some country, and its
authorities are meant. Evidence says "context", so that later stages can weigh it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.language.nominals import Nominal
from dragoman.language.noun_phrases import Tree
from dragoman.records.mention import Entity, EntityKind, MentionLevel

_STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
_BODIES = frozenset(
    {EntityKind.GOVERNMENT, EntityKind.AGENCY, EntityKind.POLICE, EntityKind.ARMED_FORCE}
)
_ABROAD = frozenset({EntityKind.MEDIA, EntityKind.COMPANY})
"""Kinds that report from or trade in a country not their own."""
_LEADING = frozenset({"led", "headed", "governed", "ruled", "run", "chaired", "backed"})
_FARTHEST = 6  # tokens from "by" to a person's name
_SEVERAL = frozenset({"two", "three", "both", "all", "other", "various"})
_WEIGHT = {EntityKind.COUNTRY: 2.0, EntityKind.GOVERNMENT: 2.0, EntityKind.PLACE: 2.0}
_NEARBY = 3  # how many times more a country weighs in the same sentence or the one before
_PRESENT = 0.35  # share that the only country of an official's own sentence must have
_CLEAR = 0.6  # share of the weight that the report's main country must have


@dataclass(frozen=True, slots=True)
class _Stated:
    """A country that a mention states, and where."""

    sentence: int
    country: str
    weight: float


def place_in_context(
    tree: Tree, entities: Sequence[Entity], nominals: Iterable[Nominal]
) -> list[Entity]:
    """Give state officials and authorities without a country that of their surroundings.

    Descriptions with a sender ("embassy", "delegation") and plural offices stay as they are.
    """
    open_roles = {n.entity.head for n in nominals if n.role.country_from in ("sender", "none")}
    countries = _weigh(
        _Stated(tree.sentence_of[entity.head], entity.country, _WEIGHT.get(entity.kind, 1.0))
        for entity in entities
        if entity.country is not None
        and entity.kind not in _ABROAD
        and entity.head not in open_roles
    )
    led = _countries_led(tree, entities) | _countries_spoken_for(tree, entities)
    placed: dict[str, str] = {}
    found: list[Entity] = []
    for entity in entities:
        is_open = entity.country is None and not entity.members
        if is_open and _needs_country(tree, entity) and entity.head not in open_roles:
            country = led.get(entity.head) or placed.get(entity.key)
            if country is None:
                country = _main_country(countries, tree.sentence_of[entity.head])
            if country is not None:
                entity = _placed(entity, country)
                if entity.level is MentionLevel.NAMED:
                    placed[entity.key] = country
        elif entity.country is None and entity.kind is EntityKind.PERSON and entity.key in placed:
            entity = replace(entity, country=placed[entity.key])
        found.append(entity)
    return found


def _needs_country(tree: Tree, entity: Entity) -> bool:
    if _SEVERAL & set(tree.lowered[max(0, entity.first - 1) : entity.last]):
        return False
    if not _STATE_SECTORS & set(entity.sectors[:1]):
        return False
    if entity.kind in _BODIES:
        return True
    if entity.kind is EntityKind.PERSON:
        return entity.role is not None and not entity.evidence.startswith("actors")
    return entity.kind is EntityKind.GROUP


def _placed(entity: Entity, country: str) -> Entity:
    key = entity.key
    if entity.level is MentionLevel.NOMINAL and ":" not in key:
        key = f"{country}:{key}"
    return replace(
        entity, country=country, key=key, evidence=f"{entity.evidence}; country: context"
    )


def _countries_led(tree: Tree, entities: Sequence[Entity]) -> dict[int, str]:
    """Map a leader's head to the country of what is led.

    "The interim government of Venezuela led by President Delcy Rodriguez".
    """
    ending = {entity.last: entity for entity in entities if entity.country is not None}
    led: dict[int, str] = {}
    for person in entities:
        if person.kind is not EntityKind.PERSON:
            continue
        for by in range(person.first - 1, max(0, person.first - _FARTHEST), -1):
            body = ending.get(by - 1)
            if tree.lowered[by] == "by" and body and tree.lowered[by - 1] in _LEADING:
                led[person.head] = body.country or ""
    return led


def _countries_spoken_for(tree: Tree, entities: Sequence[Entity]) -> dict[int, str]:
    """Map a speaker's head to the country whose doings are the speaker's words.

    "The minister said that Venezuela would appoint an envoy".
    """
    countries = {e.head: e.country for e in entities if e.kind is EntityKind.COUNTRY and e.country}
    subjects = {
        tree.words[index].head: index
        for index, word in enumerate(tree.words)
        if word.deprel == "nsubj"
    }
    found: dict[int, str] = {}
    for index, word in enumerate(tree.words):
        if word.deprel == "ccomp":
            saying, said = word.head, index
        elif word.deprel == "parataxis":
            saying, said = index, word.head
        else:
            continue
        if (
            tree.lowered[saying] in _SPOKEN
            and saying in subjects
            and subjects.get(said) in countries
        ):
            found[subjects[saying]] = countries[subjects[said]]
    return found


_SPOKEN = frozenset({"said", "says", "say", "announced", "added", "promised", "pledged", "vowed"})


@dataclass(frozen=True, slots=True)
class _Countries:
    """How much the whole report and each of its sentences speak of each country."""

    whole: Mapping[str, float]
    by_sentence: Mapping[int, Mapping[str, float]]


def _weigh(stated: Iterable[_Stated]) -> _Countries:
    whole: defaultdict[str, float] = defaultdict(float)
    by_sentence: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for item in stated:
        whole[item.country] += item.weight
        here = by_sentence[item.sentence]
        here[item.country] = here.get(item.country, 0.0) + item.weight
    return _Countries(whole, by_sentence)


def _main_country(countries: _Countries, sentence: int) -> str | None:
    """Give the country that has a clear share of what is said, nearby mentions counting more."""
    weights = dict(countries.whole)
    for near in (sentence - 1, sentence):
        for country, weight in countries.by_sentence.get(near, {}).items():
            weights[country] += (_NEARBY - 1) * weight
    if not weights:
        return None
    here = countries.by_sentence.get(sentence, {})
    total = sum(countries.whole.values())
    if len(here) == 1 and countries.whole[only := next(iter(here))] >= _PRESENT * total:
        # The only country of the sentence, if the report speaks of it elsewhere as well.
        return only
    country = max(weights, key=lambda country: weights[country])
    return country if weights[country] >= _CLEAR * sum(weights.values()) else None
