"""Who takes part, weighed: the slots of the frames and the encoder's reading of the sentence.

The rules know grammar and whom words stand for; the encoder has seen which words of a sentence
readers take for actor and recipient, also where no slot of the grammar joins them to the act.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from dragoman.coding.arguments import Arguments, Participants
from dragoman.coding.grammar import Tree, case_of
from dragoman.coding.participants import Cast, merge, resolve
from dragoman.coding.readings import Trigger
from dragoman.records.event import EventType, Participant

_FLOOR = 0.03
"""Probability of a role for words that the encoder does not propose for it."""

_BY_ENCODER = "read by the encoder"


def weigh_roles(
    cast: Cast,
    tree: Tree,
    arguments: Arguments,
    trigger: Trigger,
    weights: Mapping[str, float],
) -> Arguments:
    """Give the arguments with those that the encoder reads added, and those that it is sure are
    none left out. Each participant has one role, the likelier.

    Where talks are held is no party to them: a place hosts visits only.
    """
    act = trigger.act
    if act is None:
        return arguments
    mere = _is_mere_place(tree, trigger)
    proposed = (
        _resolved(cast, tree, [(t, s) for t, s in act.actors if not mere(t)], places=False),
        _resolved(
            cast,
            tree,
            [(t, s) for t, s in act.recipients if not mere(t)],
            places=not _talks(trigger),
        ),
    )
    everyone = merge((*arguments.actors, *arguments.recipients, *proposed[0], *proposed[1]))
    scores = {
        person.id: (
            _score(person, arguments.actors, proposed[0], (act.score, weights)),
            _score(person, arguments.recipients, proposed[1], (act.score, weights)),
        )
        for person in everyone
    }
    actors = (p for p in everyone if scores[p.id][0] > 0 and scores[p.id][0] >= scores[p.id][1])
    recipients = (p for p in everyone if 0 < scores[p.id][1] > scores[p.id][0])
    chosen = Arguments(tuple(actors), tuple(recipients))
    return chosen if chosen.actors or chosen.recipients else arguments


def _talks(trigger: Trigger) -> bool:
    return trigger.frame.type is EventType.CONSULT and trigger.frame.mode != "visit"


def _is_mere_place(tree: Tree, trigger: Trigger) -> Callable[[int], bool]:
    """Give the test whether a word only says where talks are held ("in Geneva")."""
    talks = _talks(trigger)
    return lambda token: talks and case_of(tree, token) in _WHERE


_WHERE = frozenset({"in", "at", "near", "outside", "inside"})

_Proposed = dict[Participant, float]


def _resolved(
    cast: Cast, tree: Tree, words: Iterable[tuple[int, float]], *, places: bool
) -> _Proposed:
    """Give the participants that the words stand for, each with the highest share."""
    found: _Proposed = {}
    for token, share in words:
        for person in resolve(cast, tree, token, places=places):
            known = next((p for p in found if p.id == person.id), None)
            if known is None:
                marked = replace(person, via=f"{person.via}, {_BY_ENCODER}".lstrip(", "))
                found[marked] = share
            else:
                found[known] = max(found[known], share)
    return found


def _score(
    person: Participant,
    ruled: Participants,
    proposed: _Proposed,
    how: tuple[float, Mapping[str, float]],
) -> float:
    """Give the log odds of a role; of a word that hardly names an act the encoder knows no roles."""
    trust, weights = how
    by_rules = any(p.id == person.id for p in ruled)
    share = next((s for p, s in proposed.items() if p.id == person.id), _FLOOR)
    odds = math.log(share / (1 - min(share, 0.9999)))
    return weights["role.bias"] + weights["role.rules"] * by_rules + trust * odds
