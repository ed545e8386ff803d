"""How sure an event is: the probability that its act is told there, of its type and its status."""

import math
from collections.abc import Mapping

from dragoman.coding.arguments import Arguments
from dragoman.coding.readings import Reading, Trigger

_LEAST = 0.02
_UNREAD = 0.5
"""Share of type and status where the encoder did not read the word."""


def rate_confidence(
    trigger: Trigger, reading: Reading, arguments: Arguments, weights: Mapping[str, float]
) -> float:
    """Give the probability, between 0 and 1, by the fitted weights of the named features."""
    features = confidence_features(trigger, reading, arguments)
    total = sum(weights[f"confidence.{name}"] * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 3)


def confidence_features(
    trigger: Trigger, reading: Reading, arguments: Arguments
) -> dict[str, float]:
    """Give the features of an event that its confidence weighs."""
    act = trigger.act
    people = (*arguments.actors, *arguments.recipients)
    types = sum(s for t, _, s in act.acts if t == str(trigger.frame.type)) if act else _UNREAD
    status = dict(act.statuses)[str(reading.status)] if act else _UNREAD
    return {
        "bias": 1.0,
        "found": trigger.score,
        "type": math.log(max(types, _LEAST)),
        "status": math.log(max(status, _LEAST)),
        "status_agrees": float(not reading.outvoted),
        "type_agrees": float(trigger.by_lexicon and not trigger.outvoted),
        "actor": float(bool(arguments.actors)),
        "recipient": float(bool(arguments.recipients)),
        "country": float(any(person.country for person in people)),
    }
