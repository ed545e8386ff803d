"""Whether two tellings speak of one act, also where merging has left their events apart.

Merging asks whether two reports tell one event. A promise and its keeping, a demand and its
granting, a claim and its denial are looser: the act is the same, its status is not.
"""

from collections.abc import Iterable
from functools import lru_cache

from dragoman.merge.stories import stem
from dragoman.records.event import Act, EventMention, EventType, Participant
from dragoman.situation.told import Told, act_of

YIELDING = frozenset({EventType.CONCEDE, EventType.RETREAT, EventType.AID})


def is_same_act(owed: Told, other: Told) -> bool:
    """Tell whether ``other`` speaks of the act that ``owed`` speaks of, by kind and parties."""
    if owed.event.id == other.event.id:
        return True
    return is_like_act(owed, other) and agree_on_parties(owed.mention, other.mention)


def is_like_act(owed: Told, other: Told) -> bool:
    """Tell whether two tellings are of the same kind of act.

    Type and mode agree (one may lack the mode). Visits, calls and steps back are alike by their
    mode; other types hold many unlike acts, so that the trigger word of one must stand in the
    other's sentence. So it must for yielding of unlike types: a waiver conceded is sanctions eased.
    """
    first, second = act_of(owed.mention), act_of(other.mention)
    if first.type is second.type and _modes_agree(first, second):
        plain = first.mode is not None and first.mode == second.mode
        by_kind = plain and first.type in {EventType.CONSULT, EventType.RETREAT}
        return by_kind or shares_trigger(owed, other)
    both_yield = first.type in YIELDING and second.type in YIELDING
    return both_yield and shares_trigger(owed, other)


def _modes_agree(first: Act, second: Act) -> bool:
    return first.mode is None or second.mode is None or first.mode == second.mode


def shares_trigger(owed: Told, other: Told) -> bool:
    """Tell whether the trigger word of one stands in the sentence of the other."""
    return _stem(owed.mention.trigger.text) in _stems(other.sentence) or _stem(
        other.mention.trigger.text
    ) in _stems(owed.sentence)


@lru_cache(maxsize=4096)
def _stem(text: str) -> str:
    words = text.lower().split()
    return stem(words[0]) if words else ""


@lru_cache(maxsize=4096)
def _stems(sentence: str) -> frozenset[str]:
    return frozenset(stem(word.strip(".,;:!?\"'“”‘’()")) for word in sentence.lower().split())


def agree_on_parties(first: EventMention, second: EventMention) -> bool:
    """Tell whether the parties can be the same: on no side are both known and wholly different.

    Bodies of one state agree (a ministry speaks for its country); a company, party or armed group
    agrees only with itself. At least one party must be in common over both sides, and not both
    may have parties that the other lacks: a delegation's meeting with a ministry is not its
    country's meeting with a company.
    """
    sides = ((first.actors, second.actors), (first.recipients, second.recipients))
    crossed = ((first.actors, second.recipients), (first.recipients, second.actors))
    if any(a and b and not _meet(a, b) for a, b in map(_known, sides)):
        return False
    if not any(_meet(a, b) for a, b in (*sides, *crossed)):
        return False
    a, b = _known(((*first.actors, *first.recipients), (*second.actors, *second.recipients)))
    return not (_lacks(a, b) and _lacks(b, a))


def _lacks(first: Iterable[Participant], second: Iterable[Participant]) -> bool:
    """Tell whether one of the first has no match among the second."""
    second = list(second)
    return any(not _meet([one], second) for one in first)


def _known(
    pair: tuple[tuple[Participant, ...], tuple[Participant, ...]],
) -> tuple[list[Participant], list[Participant]]:
    first, second = ([p for p in side if p.country or p.kind in _OWN_WILL] for side in pair)
    return first, second


def _meet(first: Iterable[Participant], second: Iterable[Participant]) -> bool:
    second = list(second)
    return any(_is_one(a, b) for a in first for b in second)


def _is_one(first: Participant, second: Participant) -> bool:
    if first.id == second.id:
        return True
    own_will = first.kind in _OWN_WILL or second.kind in _OWN_WILL
    return bool(first.country) and first.country == second.country and not own_will


_OWN_WILL = frozenset({"company", "party", "armed-group", "media", "organization", "igo"})
