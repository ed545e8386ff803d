"""Whether two tellings speak of one act, also where merging has left their events apart.

Merging asks whether two reports tell one event. A promise and its keeping, a demand and its
granting, a claim and its denial are looser: the act is the same, its status is not.
"""

from functools import lru_cache

from dragoman.merge.stories import stem
from dragoman.records.event import Act, EventMention, EventType
from dragoman.situation.told import Told, act_of, countries_of

_YIELDING = frozenset({EventType.CONCEDE, EventType.RETREAT, EventType.AID})


def is_same_act(owed: Told, other: Told) -> bool:
    """Tell whether ``other`` speaks of the act that ``owed`` speaks of, by kind and parties."""
    if owed.event.id == other.event.id:
        return True
    return is_like_act(owed, other) and agree_on_parties(owed.mention, other.mention)


def is_like_act(owed: Told, other: Told) -> bool:
    """Tell whether two tellings are of the same kind of act.

    Type and mode agree (one may lack the mode); a yielding of any type counts where one's trigger
    word stands in the other's sentence ("waiver"). Acts without a mode need a word in common too.
    """
    first, second = act_of(owed.mention), act_of(other.mention)
    if first.type is second.type and _modes_agree(first, second):
        return (
            (first.mode is not None and first.mode == second.mode)
            or first.type is EventType.CONSULT
            or shares_trigger(owed, other)
        )
    both_yield = first.type in _YIELDING and second.type in _YIELDING
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

    At least one country or actor must be in common over both sides.
    """
    a, b = countries_of(first), countries_of(second)
    if any(x and y and not set(x) & set(y) for x, y in zip(a, b, strict=True)):
        return False
    shared = {*a[0], *a[1]} & {*b[0], *b[1]}
    ids = {p.id for p in (*first.actors, *first.recipients)} & {
        p.id for p in (*second.actors, *second.recipients)
    }
    return bool(shared or ids)
