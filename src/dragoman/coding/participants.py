"""From a word that fills a role to the political actors that it stands for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dragoman.coding.grammar import Tree, appositions, slots
from dragoman.records.document import Document
from dragoman.records.event import Participant
from dragoman.records.mention import Entity, EntityKind, Mention, MentionLevel, Place
from dragoman.records.span import Span

CameoCode = Callable[[str | None, tuple[str, ...]], str | None]
CountryName = Callable[[str], str | None]

_POLITICAL_KINDS = frozenset(
    {
        EntityKind.COUNTRY, EntityKind.GOVERNMENT, EntityKind.AGENCY, EntityKind.ARMED_FORCE,
        EntityKind.POLICE, EntityKind.IGO, EntityKind.PARTY, EntityKind.ARMED_GROUP,
        EntityKind.COMPANY, EntityKind.ORGANIZATION, EntityKind.GROUP, EntityKind.MEDIA,
    }
)  # fmt: skip
_ARMED = frozenset({"MIL", "REB", "UAF", "SEP", "PRM"})
_PEOPLE = frozenset({EntityKind.GROUP, EntityKind.PERSON})
_INNER_SLOTS = ("of", "from", "among", "poss", "comp", "between", "within", "by")
_PLACE_SLOTS = ("obj", "in")
_DESCENDED = frozenset({"NOUN", "NUM", "DET", "PROPN", "ADJ", "VERB"})


@dataclass(frozen=True, slots=True)
class ActorNames:
    """The two look-ups that a participant needs from the actor data."""

    cameo_code: CameoCode
    country_name: CountryName


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone whom a document mentions, indexed by token."""

    document: Document
    names: ActorNames
    entity_at: dict[int, int]
    mention_at: dict[int, Mention]
    mention_of: dict[int, Mention]
    place_at: dict[int, Place]


def make_cast(document: Document, names: ActorNames) -> Cast:
    """Index a document's entities, mentions and places by token."""
    entity_at: dict[int, int] = {}
    entities = document.entities or ()
    for index, entity in sorted(enumerate(entities), key=lambda pair: pair[1].first - pair[1].last):
        for token in range(entity.first, entity.last):
            entity_at[token] = index
    # A head word speaks for its own mention, even inside a longer one's span.
    entity_at.update({entity.head: index for index, entity in enumerate(entities)})
    mentions = document.mentions or ()
    return Cast(
        document=document,
        names=names,
        entity_at=entity_at,
        mention_at={m.head: m for m in mentions if m.level is MentionLevel.PRONOUN},
        mention_of={m.entity: m for m in mentions if m.entity is not None},
        place_at=_places_by_token(document),
    )


def _places_by_token(document: Document) -> dict[int, Place]:
    starts = {token.start: index for index, token in enumerate(document.tokens or ())}
    found: dict[int, Place] = {}
    for place in document.places or ():
        index = starts.get(place.span.start)
        while index is not None and index < len(document.tokens or ()):
            if (document.tokens or ())[index].start >= place.span.end:
                break
            found[index] = place
            index += 1
    return found


def has_class(cast: Cast, tree: Tree, token: int, name: str) -> bool:
    """Tell whether the word at ``token`` is of a class that frames name: @actor, @armed, ..."""
    if name == "place":
        return token in cast.place_at or _kind_at(cast, token) in {
            EntityKind.PLACE,
            EntityKind.COUNTRY,
        }
    if name in {"person", "group"} and tree.words[token].upos == "PRON":
        return tree.words[token].lemma.lower() in _PERSONAL
    return any(_entity_has_class(entity, name) for entity in _entities_at(cast, token))


_PERSONAL = frozenset({"he", "she", "they", "who", "we", "i", "him", "her", "them", "us", "me"})


def _kind_at(cast: Cast, token: int) -> EntityKind | None:
    index = cast.entity_at.get(token)
    return (cast.document.entities or ())[index].kind if index is not None else None


def _entity_has_class(entity: Entity, name: str) -> bool:
    if name == "actor":
        return is_political(entity)
    if name == "country":
        return entity.kind in {EntityKind.COUNTRY, EntityKind.GOVERNMENT}
    if name == "person":
        return entity.kind is EntityKind.PERSON
    if name == "police":
        return entity.kind is EntityKind.POLICE or "COP" in entity.sectors
    if name == "armed":
        armed = {EntityKind.ARMED_FORCE, EntityKind.ARMED_GROUP}
        return entity.kind in armed or bool(_ARMED & set(entity.sectors))
    return entity.kind in _PEOPLE


def is_political(entity: Entity) -> bool:
    """Tell whether an entity can be an actor of its own: not a bare place or an unknown person."""
    if entity.kind is EntityKind.PLACE:
        return False
    if entity.kind is EntityKind.PERSON:
        return bool(entity.country or entity.sectors)
    return entity.kind in _POLITICAL_KINDS


def _entities_at(cast: Cast, token: int) -> list[Entity]:
    entities = cast.document.entities or ()
    mention = cast.mention_at.get(token)
    if mention is not None:
        return [entities[i] for i in mention.antecedents]
    index = cast.entity_at.get(token)
    if index is None:
        return []
    own = entities[index]
    linked = cast.mention_of.get(index)
    if own.country is None and linked is not None and linked.antecedents:
        return [own, *(entities[i] for i in linked.antecedents)]
    return [own]


def resolve(
    cast: Cast, tree: Tree, token: int, *, places: bool = False, depth: int = 0
) -> tuple[Participant, ...]:
    """Give the participants that a word stands for, or none when it is no actor.

    ``places`` lets a place stand for the country that it lies in (the host of a visit, the
    target of an attack).
    """
    mention = cast.mention_at.get(token)
    if mention is not None:
        return _by_antecedents(cast, mention.antecedents, _words_of(cast, token, mention), places)
    index = cast.entity_at.get(token)
    if index is not None:
        found = _by_entity(cast, index, places=places)
        if found:
            return found
    if token in cast.place_at:
        return _by_place(cast, cast.place_at[token]) if places else ()
    if depth >= _DEEPEST or tree.words[token].upos not in _DESCENDED:
        return ()
    for named in appositions(tree, token):
        found = resolve(cast, tree, named, places=places, depth=depth + 1)
        if found:
            return found
    for slot in (*_INNER_SLOTS, *(_PLACE_SLOTS if places else ())):
        inner = slots(tree, token).get(slot, ())
        found = merge(
            p
            for t in inner
            if t != token
            for p in resolve(cast, tree, t, places=places, depth=depth + 1)
        )
        if found:
            return found
    return ()


_DEEPEST = 2


def merge(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """Give participants without repeats of the same actor, in the text's order."""
    seen: dict[str, Participant] = {}
    for participant in participants:
        seen.setdefault(participant.id, participant)
    return tuple(sorted(seen.values(), key=lambda p: (p.span.start, p.span.end)))


def _words_of(cast: Cast, token: int, mention: Mention) -> tuple[str, Mention]:
    span = mention.span
    return cast.document.text[span.start : span.end], mention


def _by_antecedents(
    cast: Cast, antecedents: tuple[int, ...], words: tuple[str, Mention], places: bool
) -> tuple[Participant, ...]:
    text, mention = words
    entities = cast.document.entities or ()
    found = []
    for index in antecedents:
        entity = entities[index]
        if is_political(entity) or (places and entity.kind is EntityKind.PLACE):
            found.append(_participant(cast, entity, text, mention.span, "coreference"))
    return merge(found)


def _by_entity(cast: Cast, index: int, *, places: bool) -> tuple[Participant, ...]:
    entity = (cast.document.entities or ())[index]
    text = cast.document.text[entity.span.start : entity.span.end]
    linked = cast.mention_of.get(index)
    if linked is not None and linked.antecedents and entity.level is not MentionLevel.NAMED:
        others = tuple(i for i in linked.antecedents if i != index)
        if len(others) > 1 or entity.country is None:
            found = _by_antecedents(cast, others, (text, linked), places)
            if len(found) > 1 or (found and found[0].country and _same_kind(entity, found[0])):
                return found
            if found and found[0].country and entity.country is None:
                return (_with_country(cast, entity, text, found[0].country),)
    if entity.kind is EntityKind.PLACE:
        return _place_entity(cast, entity, text) if places else ()
    if not is_political(entity):
        return ()
    return (_participant(cast, entity, text, entity.span, ""),)


def _same_kind(entity: Entity, participant: Participant) -> bool:
    return participant.kind == entity.kind or entity.kind in {EntityKind.PERSON, EntityKind.COUNTRY}


def _with_country(cast: Cast, entity: Entity, text: str, country: str) -> Participant:
    made = _participant(cast, entity, text, entity.span, "country by coreference")
    return Participant(
        text=made.text,
        span=made.span,
        name=made.name,
        kind=made.kind,
        country=country,
        sectors=made.sectors,
        cameo=cast.names.cameo_code(country, entity.sectors),
        role=made.role,
        id=f"{country}.{entity.key}",
        via=made.via,
    )


def _participant(cast: Cast, entity: Entity, text: str, span: Span, via: str) -> Participant:
    from_place = entity.kind is EntityKind.PLACE and entity.country is not None
    if from_place:
        via = via or "place for the country that it lies in"
    country_name = (
        cast.names.country_name(entity.country) if from_place and entity.country else None
    )
    return Participant(
        text=text,
        span=span,
        name=country_name or entity.name,
        kind=str(EntityKind.COUNTRY if from_place else entity.kind),
        country=entity.country,
        sectors=() if from_place else entity.sectors,
        cameo=cast.names.cameo_code(entity.country, () if from_place else entity.sectors),
        role=entity.role,
        id=entity.country if from_place and entity.country else entity.key,
        via=via or _via(entity),
    )


def _via(entity: Entity) -> str:
    return "seat for its government" if "metonym" in entity.evidence else ""


def _place_entity(cast: Cast, entity: Entity, text: str) -> tuple[Participant, ...]:
    if entity.country is None:
        place = cast.place_at.get(entity.head)
        return _by_place(cast, place) if place is not None else ()
    return (_participant(cast, entity, text, entity.span, ""),)


def _by_place(cast: Cast, place: Place) -> tuple[Participant, ...]:
    if place.country is None:
        return ()
    name = cast.names.country_name(place.country)
    return (
        Participant(
            text=cast.document.text[place.span.start : place.span.end],
            span=place.span,
            name=name or place.country,
            kind=str(EntityKind.COUNTRY),
            country=place.country,
            sectors=(),
            cameo=cast.names.cameo_code(place.country, ()),
            role=None,
            id=place.country,
            via="place for the country that it lies in",
        ),
    )
