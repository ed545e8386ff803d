"""Who did what to whom: the actors and recipients of an act, and of the statement that tells it."""

from dataclasses import dataclass

from dragoman.coding.grammar import Tree, fillers, slots
from dragoman.coding.participants import Cast, merge, resolve
from dragoman.coding.readings import Reading, Trigger
from dragoman.lexicon import Lexicon, Path_
from dragoman.records.event import EventType, Participant, Status

Participants = tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class Arguments:
    """An event's two role lists; an actor is never also a recipient."""

    actors: Participants
    recipients: Participants


def find_arguments(
    cast: Cast, tree: Tree, trigger: Trigger, reading: Reading, lexicon: Lexicon
) -> Arguments:
    """Give the actors and recipients of the event that a trigger and its reading make.

    A demand's actor is who demands and its recipient who is to act; a refusal's actor is who
    refuses (PLOVER manual 3.8, 3.10, 3.11). All participants of a symmetric act are actors (2.4.2).
    """
    inner = _of_act(cast, tree, trigger, lexicon)
    owners = _everyone(cast, tree, reading.owners)
    targets = _everyone(cast, tree, reading.targets)
    match reading.statement:
        case EventType.REQUEST:
            asked = _others(targets, owners) or _minus(inner.actors, owners) or inner.recipients
            return _distinct(owners, asked)
        case EventType.ACCUSE:
            return _distinct(owners, targets or _minus(inner.actors, owners) or inner.recipients)
        case EventType.THREATEN:
            recipients = inner.recipients or _minus(targets, owners)
            return _distinct(owners or inner.actors, recipients)
        case EventType.REJECT:
            others = _minus((*inner.actors, *inner.recipients), owners)
            return _distinct(owners or inner.actors, others if owners else inner.recipients)
    if reading.status is Status.CANCELLED and trigger.frame.type is EventType.CONSULT and owners:
        return _distinct(owners, _minus((*inner.actors, *inner.recipients), owners))
    return _distinct(inner.actors or _minus(owners, inner.recipients), inner.recipients)


def _of_act(cast: Cast, tree: Tree, trigger: Trigger, lexicon: Lexicon) -> Arguments:
    heads = (trigger.token, *trigger.carriers)
    frame = trigger.frame
    if _is_undergone(tree, trigger, lexicon):
        suffered = _first(cast, tree, heads, ((("poss",),),), places=False)
        actors = _first(cast, tree, heads, ((("by",),), (("subj",),)), places=False)
        return Arguments(_minus(actors, suffered), suffered)
    actors = _first(cast, tree, heads, frame.actor, places=False)
    recipients = _first(cast, tree, heads, frame.recipient, places=True)
    if not actors and len(recipients) > 1 and len({p.span for p in recipients}) == 1:
        # One phrase for both sides ("between the two countries"): neither is acted on alone.
        return Arguments(recipients, ())
    if not actors and not recipients:
        return _located(cast, tree, heads, frame.type)
    return Arguments(actors, _minus(recipients, actors))


def _located(cast: Cast, tree: Tree, heads: tuple[int, ...], type_: EventType) -> Arguments:
    """Give the country where an attack or protest took place when nobody in it is known."""
    if type_ not in {EventType.ASSAULT, EventType.PROTEST}:
        return Arguments((), ())
    hosts = _first(cast, tree, heads, tuple(((slot,),) for slot in _WHERE), places=True)
    return Arguments(hosts, ()) if type_ is EventType.PROTEST else Arguments((), hosts)


_WHERE = ("in", "at", "through", "across", "near", "outside", "on")


def _is_undergone(tree: Tree, trigger: Trigger, lexicon: Lexicon) -> bool:
    """In "X's killing" the possessor suffers the act; in "their killing of X" he does it."""
    found = slots(tree, trigger.token)
    undergone = tree.words[trigger.token].lemma.lower() in lexicon.classes["undergone"]
    return undergone and bool(found.get("poss")) and not found.get("of")


def _first(
    cast: Cast,
    tree: Tree,
    heads: tuple[int, ...],
    alternatives: tuple[tuple[Path_, ...], ...],
    *,
    places: bool,
) -> Participants:
    """Give the participants of the first alternative that has any."""
    for paths in alternatives:
        found = merge(
            participant
            for head in heads
            for path in paths
            for token in fillers(tree, head, path)
            if token not in heads
            for participant in resolve(cast, tree, token, places=places)
        )
        if found:
            return found
    return ()


def _everyone(cast: Cast, tree: Tree, tokens: tuple[int, ...]) -> Participants:
    return merge(p for token in tokens for p in resolve(cast, tree, token))


def _minus(some: Participants, others: Participants) -> Participants:
    ids = {participant.id for participant in others}
    return tuple(participant for participant in some if participant.id not in ids)


def _others(some: Participants, owners: Participants) -> Participants:
    """Of several who are asked together leave out the asker's own country.

    "Egypt's minister urged both sides": the two sides are those he speaks to.
    """
    own = {participant.country for participant in owners}
    abroad = tuple(participant for participant in some if participant.country not in own)
    return abroad if len(some) > 1 and abroad else some


def _distinct(actors: Participants, recipients: Participants) -> Arguments:
    return Arguments(actors, _minus(recipients, actors))
