"""Roles joined to names: "President Trump", "X, the head of Y", "a spokesman for Z, X".

A title before a name is part of the person's mention. A description in apposition is a mention
of its own that carries the person's name and key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.actors import Actors
from dragoman.language.actor_names import KnownName
from dragoman.language.nominals import Nominal
from dragoman.language.noun_phrases import Tree, children_by, conjuncts, find_head
from dragoman.mentionwords import load_mention_words
from dragoman.records.mention import Entity, EntityKind

_BODIES = frozenset({"group", "body"})
_QUOTES = frozenset({'"', "“", "‘", "'", "``"})


def join_titles(
    tree: Tree, names: Sequence[KnownName], nominals: Sequence[Nominal], actors: Actors
) -> tuple[tuple[KnownName, ...], tuple[Nominal, ...]]:
    """Give names with the roles that the text gives them, and the nominals that stay mentions."""
    by_first = {known.entity.first: known for known in names}
    by_token = {i: known for known in names for i in range(known.entity.first, known.entity.last)}
    described: dict[int, Entity] = {}
    titles: set[int] = set()
    for number, nominal in enumerate(nominals):
        named = _named_after(tree, nominal, by_first)
        if named is not None:
            titles.add(number)
            for known in _sharing(tree, nominal, named, by_token):
                described[known.entity.first] = _describe(
                    tree, known, nominal, actors, first=nominal.first
                )
    kept: list[Nominal] = []
    for number, nominal in enumerate(nominals):
        if number in titles:
            continue
        named = _in_apposition(tree, nominal, by_token)
        if named is None or not _fits(named.entity, nominal):
            kept.append(nominal)
            continue
        current = replace(named, entity=described.get(named.entity.first, named.entity))
        entity = _describe(tree, current, nominal, actors, first=None)
        described[named.entity.first] = entity
        kept.append(_as_described(nominal, entity))
    joined = tuple(
        replace(known, entity=described[known.entity.first])
        if known.entity.first in described
        else known
        for known in names
    )
    return joined, tuple(kept)


def _fits(entity: Entity, nominal: Nominal) -> bool:
    """Persons have offices; bodies and groups have descriptions of bodies and groups."""
    if entity.kind is EntityKind.PERSON:
        return nominal.role.level == "office"
    if entity.kind in (EntityKind.COUNTRY, EntityKind.PLACE):
        return False
    return nominal.role.level in _BODIES


def _named_after(
    tree: Tree, nominal: Nominal, by_first: Mapping[int, KnownName]
) -> KnownName | None:
    """Give the name right behind a title, in the same sentence."""
    index = nominal.last
    ranks = load_mention_words().classes["personal_title"]
    while index < len(tree.words) and (
        tree.lowered[index] in _QUOTES or (index not in by_first and tree.lowered[index] in ranks)
    ):
        index += 1
    known = by_first.get(index)
    if known is None or tree.sentence_of[index] != tree.sentence_of[nominal.first]:
        return None
    if known.entity.kind is EntityKind.PERSON:
        return known if nominal.role.kind in (EntityKind.PERSON, EntityKind.GROUP) else None
    return known if _fits(known.entity, nominal) and _depends(tree, nominal, known) else None


def _depends(tree: Tree, nominal: Nominal, known: KnownName) -> bool:
    """ "the militant group Hamas": the parse ties both words."""
    head, name = nominal.entity.head, known.entity.head
    return tree.words[head].head == name or tree.words[name].head == head


def _sharing(
    tree: Tree, nominal: Nominal, named: KnownName, by_token: Mapping[int, KnownName]
) -> tuple[KnownName, ...]:
    """Give the names that one plural title belongs to: "Presidents Xi and Putin"."""
    if nominal.role.level == "office":
        return (named,)
    others = (by_token.get(index) for index in conjuncts(tree, named.entity.head))
    return (named, *(k for k in others if k and k != named and k.entity.kind is named.entity.kind))


def _in_apposition(
    tree: Tree, nominal: Nominal, by_token: Mapping[int, KnownName]
) -> KnownName | None:
    head = nominal.entity.head
    if tree.words[head].deprel == "appos":
        known = by_token.get(tree.words[head].head)
        if known is not None:
            return known
    for child in children_by(tree, head, "appos", "flat"):
        known = by_token.get(child)
        if known is not None and known.entity.first >= nominal.last:
            return known
    return _after_inner_noun(tree, nominal, by_token) or _after_comma(tree, nominal, by_token)


def _after_inner_noun(
    tree: Tree, nominal: Nominal, by_token: Mapping[int, KnownName]
) -> KnownName | None:
    """ "A spokesman for the German government, Steffen Y": no government has a person's name."""
    for inner in children_by(tree, nominal.entity.head, "nmod"):
        for child in children_by(tree, inner, "appos"):
            known = by_token.get(child)
            if known is not None and known.entity.kind is EntityKind.PERSON:
                named = inner in by_token and by_token[inner].entity.kind is EntityKind.PERSON
                return None if named else known
    return None


def _after_comma(
    tree: Tree, nominal: Nominal, by_token: Mapping[int, KnownName]
) -> KnownName | None:
    """ "McNamara, acting chargé d'affaires": whatever the parse says, a person, comma and office.

    A list ("Xi, President Putin and") has its next title before another name, a coordination its
    conjunct: neither is an apposition.
    """
    first = nominal.first
    while first > 0 and tree.words[first - 1].upos == "DET":
        first -= 1
    if (
        first < 2
        or tree.lowered[first - 1] != ","
        or tree.words[nominal.entity.head].deprel == "conj"
    ):
        return None
    known = by_token.get(first - 2)
    if known is None or known.entity.kind is not EntityKind.PERSON:
        return None
    same = tree.sentence_of[first - 2] == tree.sentence_of[nominal.first]
    subject = tree.words[nominal.entity.head].deprel in ("nsubj", "nsubj:pass")
    return known if same and not subject else None


def _describe(
    tree: Tree, known: KnownName, nominal: Nominal, actors: Actors, *, first: int | None
) -> Entity:
    """Give the named entity with what the nominal says; ``first`` begins a title before it."""
    entity, said = known.entity, nominal.entity
    role = _singular_role(nominal, actors)
    is_person = entity.kind is EntityKind.PERSON
    is_known = not entity.evidence.startswith("encoder")
    return replace(
        entity,
        head=entity.head if first is None else find_head(tree, first, entity.last),
        kind=entity.kind if is_known or is_person else said.kind,
        country=entity.country or said.country if is_known else said.country or entity.country,
        sectors=_sectors(entity, said, is_known=is_known),
        role=(role if first is not None or not entity.role else entity.role) if is_person else None,
        evidence=f"{entity.evidence}; {'title' if first is not None else 'apposition'} {said.name}",
    )


def _sectors(entity: Entity, said: Entity, *, is_known: bool) -> tuple[str, ...]:
    """What the data says of a day outranks a description, unless that makes the office past."""
    if not entity.sectors or said.sectors == ("ELI",):
        return said.sectors or entity.sectors
    return entity.sectors if is_known or entity.kind is not EntityKind.PERSON else said.sectors


def _singular_role(nominal: Nominal, actors: Actors) -> str:
    if nominal.entity.role is not None:
        return nominal.entity.role
    singular = nominal.role.phrase.removesuffix("s")
    return singular if singular in actors.roles else nominal.role.phrase


def _as_described(nominal: Nominal, named: Entity) -> Nominal:
    entity = replace(
        nominal.entity,
        name=named.name,
        key=named.key,
        country=nominal.entity.country or named.country,
        evidence=f"{nominal.entity.evidence}; apposition to {named.name}",
    )
    return replace(nominal, entity=entity)
