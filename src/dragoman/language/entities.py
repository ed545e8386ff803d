"""Mentions of political actors and places, named or described, with whom they name.

Names come from the encoder and from data/actors, descriptions from data/actors/roles.tsv. The
country of a modifier ("Venezuelan officials") belongs to the mention that it modifies; a country's
own name in such a place ("U.S. officials") stays a mention whose evidence says "modifier".
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.actors import Actors, NameForm
from dragoman.errors import MissingLayer
from dragoman.language.actor_names import COUNTRY_WORDS, KnownName, find_actor_names
from dragoman.language.context import place_in_context
from dragoman.language.metonymy import read_seat
from dragoman.language.nominals import Nominal, find_nominals
from dragoman.language.noun_phrases import Tree, children_by, make_tree
from dragoman.language.slugs import slug
from dragoman.language.titles import join_titles
from dragoman.mentionwords import MentionWords, load_mention_words
from dragoman.records.document import Document
from dragoman.records.mention import Entity, EntityKind, MentionLevel

_MODIFIERS = frozenset({"amod", "compound", "nmod:desc", "flat"})


def find_entities(document: Document, actors: Actors) -> Document:
    """Give the document with every mention of a political actor or place, in the text's order.

    Layers: reads sentences, tokens, words, names, published; writes entities.
    Raises: MissingLayer.
    """
    if document.names is None:
        raise MissingLayer("entities need the layer names")
    tree = make_tree(document)
    words = load_mention_words()
    date = document.published.date
    names = find_actor_names(tree, document.names, actors, date, words)
    names = tuple(read_seat(tree, known, actors, words) for known in names)
    nominals = find_nominals(tree, names, actors, words)
    used = {head for nominal in nominals for head in nominal.used}
    names, nominals = join_titles(tree, names, nominals, actors)
    entities = [
        *_from_names(tree, names, nominals, used),
        *_from_nominals(tree, nominals, actors, words),
    ]
    entities = _share_profiles(entities)
    entities = _inherit_from_owners(tree, entities, nominals)
    entities.sort(key=lambda entity: (entity.span.start, -entity.span.end))
    entities = place_in_context(tree, entities, nominals)
    offices = _Offices(
        actors, words.offices, words.classes["current"], words.classes["many_hold"], date
    )
    entities = _name_holders(entities, nominals, offices)
    return replace(document, entities=tuple(entities))


# --- names


def _from_names(
    tree: Tree, names: Iterable[KnownName], nominals: Sequence[Nominal], used: set[int]
) -> Iterable[Entity]:
    within = _tokens_of_names(nominals)
    within |= {known.entity.head for nominal in nominals for known in nominal.shared}
    for known in names:
        if known.form in COUNTRY_WORDS:
            entity = _from_country_word(tree, known, used)
            if entity is not None:
                yield entity
        elif known.entity.head in within:
            continue
        elif known.entity.head in used and known.form is NameForm.NAME:
            yield replace(known.entity, evidence=f"{known.entity.evidence}; modifier")
        else:
            yield known.entity


def _tokens_of_names(nominals: Iterable[Nominal]) -> set[int]:
    """Give the tokens of bodies whose description is written as a name: they hold no other name."""
    return {
        index
        for nominal in nominals
        if nominal.entity.level is MentionLevel.NAMED
        for index in range(nominal.first, nominal.entity.head)
    }


def _from_country_word(tree: Tree, known: KnownName, used: set[int]) -> Entity | None:
    """Give "Iranian" as the country when it modifies a noun, "Iranians" as a group of people.

    An adjective inside a mention is no mention, nor is the name of a language.
    """
    entity = known.entity
    if entity.head in used:
        return None
    if tree.words[entity.head].deprel in _MODIFIERS:
        return replace(entity, evidence="country adjective")
    if tree.words[entity.head].upos not in ("NOUN", "PROPN", "ADJ"):
        return None
    plural = tree.words[entity.head].xpos in ("NNS", "NNPS")
    article = entity.first > 0 and tree.words[entity.first - 1].upos in ("DET", "NUM", "ADJ")
    if not plural and not article:
        return None
    return replace(
        entity,
        level=MentionLevel.NOMINAL,
        kind=EntityKind.GROUP,
        name=tree.text[entity.span.start : entity.span.end],
        sectors=("CVL",),
        key=f"{entity.country}:people",
        evidence="people of a country",
    )


# --- descriptions


def _from_nominals(
    tree: Tree, nominals: Iterable[Nominal], actors: Actors, words: MentionWords
) -> Iterable[Entity]:
    for nominal in nominals:
        entity = _settle_kind(nominal.entity, nominal, actors, words)
        if nominal.shared:
            parts = [_part(known, nominal, actors, words) for known in nominal.shared]
            yield from parts
            entity = replace(entity, members=tuple(part.key for part in parts))
        yield entity


def _settle_kind(entity: Entity, nominal: Nominal, actors: Actors, words: MentionWords) -> Entity:
    """ "the country" is a country; governments of one country share a key and a name."""
    last = nominal.role.phrase.split()[-1]
    if last in words.classes["country_noun"] and nominal.role.kind is EntityKind.GOVERNMENT:
        return replace(entity, kind=EntityKind.COUNTRY, sectors=())
    if last in words.classes["government_noun"] and entity.country is not None:
        country = actors.countries[entity.country]
        name = f"Government of {country.name}"
        return replace(entity, name=name, key=f"{country.iso3}:government")
    return entity


def _part(known: KnownName, nominal: Nominal, actors: Actors, words: MentionWords) -> Entity:
    """Give one country's share of a coordinated mention, standing on the country's own word."""
    phrase = nominal.role.phrase
    singular = actors.roles.get(phrase.removesuffix("s"))
    is_single = singular is not None and singular.phrase in words.offices
    role = singular if is_single else None
    adjective = known.entity.name
    return replace(
        known.entity,
        level=MentionLevel.NOMINAL,
        kind=EntityKind.PERSON if role else nominal.role.kind,
        name=f"{role.phrase if role else phrase} of {adjective}",
        sectors=nominal.entity.sectors,
        role=role.phrase if role else None,
        key=f"{known.entity.country}:{slug(role.phrase if role else phrase)}",
        evidence=f"part of {nominal.entity.name}",
    )


# --- across the report


def _share_profiles(entities: list[Entity]) -> list[Entity]:
    """Give every mention of a person or body the country and role that one of them states."""
    best: dict[str, Entity] = {}
    for entity in entities:
        if entity.level is MentionLevel.NAMED and _knowledge(entity) > _knowledge(
            best.get(entity.key)
        ):
            best[entity.key] = entity
    return [_complete(entity, best.get(entity.key)) for entity in entities]


def _inherit_from_owners(
    tree: Tree, entities: list[Entity], nominals: Iterable[Nominal]
) -> list[Entity]:
    """Give "Mr. Assad's forces" the country that the report gives Assad elsewhere."""
    by_head = {entity.head: entity for entity in entities if entity.country is not None}
    open_heads = {n.entity.head for n in nominals if n.role.country_from != "none"}
    found: list[Entity] = []
    for entity in entities:
        if entity.country is None and entity.head in open_heads and not entity.members:
            owners = [by_head[i] for i in children_by(tree, entity.head, "nmod:poss", "compound")
                      if i in by_head]  # fmt: skip
            if owners:
                entity = replace(
                    entity,
                    country=owners[0].country,
                    key=f"{owners[0].country}:{entity.key}",
                    evidence=f"{entity.evidence}; of {owners[0].name}",
                )
        found.append(entity)
    return found


def _knowledge(entity: Entity | None) -> int:
    if entity is None:
        return -1
    return 2 * (entity.country is not None) + (entity.role is not None)


def _complete(entity: Entity, known: Entity | None) -> Entity:
    if known is None or known is entity or entity.kind is not known.kind:
        return entity
    return replace(
        entity,
        country=entity.country or known.country,
        role=entity.role or known.role,
        sectors=entity.sectors or known.sectors,
    )


@dataclass(frozen=True, slots=True)
class _Offices:
    """Who holds which office, the titles of offices that one person holds at a time, and the day.

    ``current`` are words before an office ("outgoing") whose holder still is its holder;
    ``many_hold`` are roles that several hold at a time.
    """

    actors: Actors
    titles: Mapping[str, tuple[str, ...]]
    current: frozenset[str]
    many_hold: frozenset[str]
    date: str | None

    def titles_of(self, role: str) -> tuple[str, ...]:
        """Give the titles of an office in the data, the likeliest first; none for other roles."""
        words = role.lower().split()
        while len(words) > 1 and words[0] in self.current:
            del words[0]
        return self.titles.get(" ".join(words), ())

    def office(self, role: str) -> str:
        """Give one title for all words for an office, the role itself when it is none."""
        return next(iter(self.titles_of(role)), role.lower())


def _name_holders(
    entities: list[Entity], nominals: Sequence[Nominal], offices: _Offices
) -> list[Entity]:
    """Give "the Iranian president" its holder's name and key: of the text, else of the data."""
    definite = {nominal.entity.head: nominal for nominal in nominals if nominal.definite}
    in_text = _holders_in_text(entities, offices)
    return [_name_holder(entity, definite, in_text, offices) for entity in entities]


def _holders_in_text(entities: list[Entity], offices: _Offices) -> dict[tuple[str, str], Entity]:
    """Map an office and country to the person named with it, where there is but one."""
    held: dict[tuple[str, str], Entity] = {}
    names: Counter[tuple[str, str]] = Counter()
    for entity in entities:
        if entity.kind is not EntityKind.PERSON or entity.level is not MentionLevel.NAMED:
            continue
        if entity.role is None or entity.country is None:
            continue
        office = (offices.office(entity.role), entity.country)
        if office not in held or held[office].key != entity.key:
            names[office] += 1
        held[office] = entity
    return {office: entity for office, entity in held.items() if names[office] == 1}


def _name_holder(
    entity: Entity,
    definite: Mapping[int, Nominal],
    in_text: Mapping[tuple[str, str], Entity],
    offices: _Offices,
) -> Entity:
    nominal = definite.get(entity.head)
    shared = entity.evidence.startswith("part of")
    if entity.kind is not EntityKind.PERSON or entity.level is MentionLevel.NAMED:
        return entity
    if entity.role is None or entity.country is None or not (nominal or shared):
        return entity
    if "apposition" in entity.evidence:
        return entity
    named = in_text.get((offices.office(entity.role), entity.country))
    if named is not None and entity.role.lower() not in offices.many_hold:
        return replace(entity, name=named.name, key=named.key)
    if offices.date is None:
        return entity
    for title in offices.titles_of(entity.role):
        holders = offices.actors.holders(title, entity.country, offices.date)
        if len(holders) == 1:
            evidence = f"{entity.evidence}; in office on {offices.date}"
            return replace(entity, name=holders[0].name, key=holders[0].key, evidence=evidence)
    return entity
