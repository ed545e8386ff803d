"""Do two mentions tell one event? A sum of named features with visible weights, or a bar.

The score of a pair is a function of the two tellings and of the likeness of their two reports,
so it is the same whatever else was read. Weights: ``data/merge/coreference.tsv``. The features
are those of the pairwise models of event coreference (Chen and Ji 2009; Cybulska and Vossen 2015).
"""

import math
from dataclasses import dataclass

from dragoman.merge.rules import MergeRules
from dragoman.merge.tellings import Telling
from dragoman.records.event import Feature

_FUTURE = frozenset({"planned", "possible", "conditional", "requested"})
_PAST = frozenset({"occurred", "ongoing"})
_MUTUAL = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE"})


@dataclass(frozen=True, slots=True)
class Kinship:
    """How two reports are related: the likeness of their words, 0 to 1, and whether one copies."""

    similarity: float
    copies: bool


def compare(one: Telling, other: Telling, kin: Kinship, rules: MergeRules) -> tuple[Feature, ...]:
    """Give the features of a pair, with the weight of each; those that do not apply are left out."""
    found = (
        ("start", "any pair"),
        ("type", "same" if one.act == other.act else "near"),
        ("mode", _same_or_differ(one.mode, other.mode)),
        ("trigger", _compare_triggers(one, other)),
        *_compare_people(one, other),
        ("date", _compare_dates(one, other)),
        ("place", _compare_places(one, other)),
        ("amount", _compare_amounts(one, other)),
        ("sentence", _compare_words(one.words, other.words)),
        ("story", _compare_stories(one, other, kin)),
        ("status", _compare_statuses(one, other)),
        ("background", "differ" if one.background != other.background else ""),
        ("copy", "twin" if kin.copies and is_twin(one, other, rules) else ""),
        ("report", "same" if one.report == other.report else ""),
    )
    return tuple(
        Feature(name, value, rules.weights.get((name, value), 0.0))
        for name, value in found
        if value
    )


def score(features: tuple[Feature, ...]) -> float:
    """Give the logistic of the features' weights, 0 to 1, rounded so that it is stored exactly."""
    total = math.fsum(feature.weight for feature in features)
    return round(1.0 / (1.0 + math.exp(-total)), 6)


def find_bar(one: Telling, other: Telling, rules: MergeRules) -> str:
    """Give why two mentions can never tell one event, in words; empty when nothing forbids it."""
    if one.dataset and one.dataset == other.dataset:
        return "rows of one file, which tells them apart"
    if one.stance != other.stance:
        return "one is a statement about the act, the other the act"
    if rules.groups.get(one.act) != rules.groups.get(other.act):
        return "types of act that never tell one act"
    if _are_apart(one, other, rules):
        return "took place on different days"
    if _is_over(one, other, rules) or _is_over(other, one, rules):
        return "one took place before the other was still to come"
    mine, theirs = set(one.countries), set(other.countries)
    if len(mine) > 1 and len(theirs) > 1 and not mine & theirs:
        return "between other countries"
    if _is_turned(one, other):
        return "who did it is whom it was done to in the other"
    return ""


def is_twin(one: Telling, other: Telling, rules: MergeRules) -> bool:
    """Tell whether mentions of two near copies are the same words at the same place."""
    if one.trigger != other.trigger or one.status != other.status:
        return False
    common = len(one.words & other.words)
    return common >= rules.copy_words * max(1, len(one.words | other.words))


def _same_or_differ(one: str | None, other: str | None) -> str:
    if not one or not other:
        return ""
    return "same" if one == other else "differ"


def _compare_triggers(one: Telling, other: Telling) -> str:
    if one.trigger == other.trigger:
        return "same"
    return "alike" if one.meaning and one.meaning == other.meaning else "differ"


def _compare_people(one: Telling, other: Telling) -> tuple[tuple[str, str], ...]:
    straight = (
        _compare_side(one.actors, other.actors, one.actor_countries, other.actor_countries),
        _compare_side(
            one.recipients, other.recipients, one.recipient_countries, other.recipient_countries
        ),
    )
    crossed = (
        _compare_side(one.actors, other.recipients, one.actor_countries, other.recipient_countries),
        _compare_side(one.recipients, other.actors, one.recipient_countries, other.actor_countries),
    )
    if "differ" in straight and any(found.startswith("same") for found in crossed):
        mutual = one.act in _MUTUAL and other.act in _MUTUAL
        return (("sides", "swapped" if mutual else "crossed"),)
    return (("actors", straight[0]), ("recipients", straight[1]))


def _compare_side(
    mine: tuple[str, ...],
    theirs: tuple[str, ...],
    my_countries: tuple[str, ...],
    their_countries: tuple[str, ...],
) -> str:
    if not mine or not theirs:
        return "unknown"
    if not set(mine).isdisjoint(theirs):
        return "same"
    if not my_countries or not their_countries:
        # A name without a country may well stand for the other side's country.
        return "unknown" if my_countries or their_countries else "differ"
    return "differ" if set(my_countries).isdisjoint(their_countries) else "same country"


def _compare_dates(one: Telling, other: Telling) -> str:
    if one.day is None or other.day is None:
        return "unknown"
    gap = abs(one.day - other.day)
    if gap == 0:
        return "same day" if one.exact or other.exact or one.status in _PAST else "close"
    if gap <= 2 or _overlap(one, other):
        return "close"
    return "week" if gap <= 7 else "far"


def _overlap(one: Telling, other: Telling) -> bool:
    """Tell whether both acts have bounds on both sides and these overlap."""
    if None in (one.earliest, one.latest, other.earliest, other.latest):
        return False
    latest_start = max(one.earliest or 0, other.earliest or 0)
    return latest_start <= min(one.latest or 0, other.latest or 0)


def _is_turned(one: Telling, other: Telling) -> bool:
    """Tell whether each side's countries are the other's, and the act is not a mutual one."""
    if one.act in _MUTUAL or other.act in _MUTUAL:
        return False
    mine, theirs = set(one.actor_countries), set(other.actor_countries)
    my_target, their_target = set(one.recipient_countries), set(other.recipient_countries)
    crossed = bool(mine & their_target) and bool(my_target & theirs)
    return crossed and not mine & theirs and not my_target & their_target


def _are_apart(one: Telling, other: Telling, rules: MergeRules) -> bool:
    if not (one.status == other.status == "occurred" and one.exact and other.exact):
        return False
    gap = _gap(one, other)
    return gap >= rules.apart_days


def _gap(one: Telling, other: Telling) -> int:
    """Give the days between two bounded stretches, 0 when they overlap or are open."""
    if one.latest is not None and other.earliest is not None and one.latest < other.earliest:
        return other.earliest - one.latest
    if other.latest is not None and one.earliest is not None and other.latest < one.earliest:
        return one.earliest - other.latest
    return 0


def _is_over(one: Telling, other: Telling, rules: MergeRules) -> bool:
    """Tell whether ``one`` took place before ``other`` was still to come."""
    if one.status not in _PAST or other.status not in _FUTURE or one.status == "ongoing":
        return False
    if one.latest is None or other.earliest is None:
        return False
    return one.latest + rules.slack_days < other.earliest


def _compare_places(one: Telling, other: Telling) -> str:
    if not one.place or not other.place:
        return ""
    if one.place == other.place:
        return "same"
    if one.place_country != other.place_country or (one.place_fine and other.place_fine):
        return "differ"
    return "same country"


def _compare_amounts(one: Telling, other: Telling) -> str:
    theirs = dict(other.amounts)
    common = [(value, theirs[unit]) for unit, value in one.amounts if unit in theirs]
    if not common:
        return ""
    equal = any(abs(a - b) <= 0.1 * max(abs(a), abs(b)) for a, b in common)
    return "equal" if equal else "differ"


def _compare_words(one: frozenset[str], other: frozenset[str]) -> str:
    shortest = min(len(one), len(other))
    share = len(one & other) / shortest if shortest else 0.0
    if share >= 0.5:
        return "much"
    return "some" if share >= 0.25 else "little"


def _compare_stories(one: Telling, other: Telling, kin: Kinship) -> str:
    if one.report == other.report:
        return ""
    if kin.similarity >= 0.35:
        return "same"
    if kin.similarity >= 0.2:
        return "near"
    return "other" if kin.similarity >= 0.1 else "none"


def _compare_statuses(one: Telling, other: Telling) -> str:
    if one.status == other.status:
        return "same"
    if {one.status, other.status} == {"occurred", "denied"}:
        return "opposed"
    return "later"
