"""Choose what each place name of a report means, all names of the report together."""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.gazetteer import GazetteerEntry, fold

Weights = Mapping[str, float]
Floats = npt.NDArray[np.float64]

_ROUNDS = 3
_MOST_SENSES = 80
_NEAR_KM = 150.0
_COUNTRY_PULL = 0.3
_EARTH_RADIUS_KM = 6371.0
_SIDE = r"(?:(?:north|south|east|west|central|mid|upper|lower)\w*[ -])*"
_TOWN = (
    r"(?:capital|city|town|village|port|suburb|resort|settlement|hamlet|municipality|district|"
    r"region|province|state|area|county|governorate|enclave|territory|island)"
)
_INSIDE_NEXT = re.compile(
    rf"^(?:\s*,\s*|\s*\(\s*|,?\s+(?:\w+\s+){{0,2}}(?:in|of)\s+(?:the\s+)?{_SIDE}"
    rf"(?:{_TOWN}\s+(?:of\s+)?)?(?:the\s+)?{_SIDE})$"
)
_INSIDE_PREVIOUS = re.compile(
    rf"^(?:['’]s?)?\s*,?\s*(?:\w+[ -]){{0,3}}(?:{_TOWN}(?:\s+and\s+\w+)?(?:\s+of|,)?\s+|['’]s\s+)$"
)
_BARE_ADJECTIVE = re.compile(rf"^\s+(?:[\w-]+ ){{0,2}}{_TOWN}(?: of)? $")


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in the text with everything it could mean.

    ``sort`` is "division", "town" or "" as a word beside the name says; ``modifies`` is true of
    one that only describes the noun behind it.
    """

    start: int
    end: int
    name: str
    senses: tuple[GazetteerEntry, ...]
    sort: str = ""
    modifies: bool = False


def choose_senses(
    toponyms: Sequence[Toponym], text: str, weights: Weights, countries: Mapping[str, float]
) -> list[GazetteerEntry | None]:
    """Give each name its meaning, or ``None`` when the gazetteer has none.

    A name has one meaning per report. ``countries`` says how often the report names other actors
    of a country (ISO 3166-1 alpha-3).
    """
    groups = _group(toponyms)
    senses = {key: _prune(toponyms, members, weights) for key, members in groups.items()}
    static = {key: _score_alone(toponyms, groups[key], senses[key], weights) for key in groups}
    _add_containment(toponyms, text, senses, static, weights)
    chosen = _settle(senses, static, weights, countries)
    return [chosen[fold(one.name)] for one in toponyms]


def _group(toponyms: Sequence[Toponym]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, toponym in enumerate(toponyms):
        groups[fold(toponym.name)].append(index)
    return dict(groups)


def _prune(
    toponyms: Sequence[Toponym], members: Sequence[int], weights: Weights
) -> list[GazetteerEntry]:
    """All meanings of the group's members, the likeliest first, at most _MOST_SENSES of them."""
    found = {sense: None for index in members for sense in toponyms[index].senses}
    if any(sense.precision == "country" for sense in found):
        found = {sense: None for sense in found if not sense.alternate or sense.kind == "ADM1"}
    return sorted(found, key=lambda sense: -prior(sense, weights))[:_MOST_SENSES]


def prior(sense: GazetteerEntry, weights: Weights) -> float:
    """Give how likely a meaning is before its report is looked at."""
    score = weights["alternate"] if sense.alternate else 0.0
    match sense.kind:
        case "PCLI" | "PCLS" | "PCLD":
            return score + weights["country"]
        case "PCLH":
            return score + weights["past_country"]
        case "CONT" | "ZN":
            return score + weights["continent"]
        case "ADM1":
            known = sense.population == 0
            return score + weights["table_division" if known else "division"]
        case "ADM2":
            return score + weights["short_county" if sense.alternate else "county"]
        case "PPL" | "PPLC" if sense.population or sense.geonames:
            capital = weights["capital"] if sense.kind == "PPLC" else 0.0
            return score + capital + weights["population"] * math.log10(sense.population + 100)
    return score + weights["landmark"]


def _score_alone(
    toponyms: Sequence[Toponym],
    members: Sequence[int],
    senses: Sequence[GazetteerEntry],
    weights: Weights,
) -> Floats:
    sorts = {toponyms[index].sort for index in members}
    scores = np.array([prior(sense, weights) for sense in senses])
    for position, sense in enumerate(senses):
        if "division" in sorts and sense.precision == "region":
            # "Washington County" in short: the word makes up for the missing part of the name.
            short = sense.kind == "ADM2" and sense.alternate
            scores[position] += weights["division_word"] + (
                weights["county"] - weights["short_county"] - weights["alternate"] if short else 0
            )
        if "town" in sorts and sense.precision == "city":
            scores[position] += weights["town_word"]
    return scores


def _add_containment(
    toponyms: Sequence[Toponym],
    text: str,
    senses: Mapping[str, Sequence[GazetteerEntry]],
    static: Mapping[str, Floats],
    weights: Weights,
) -> None:
    """Raise meanings that the text places in a neighbouring name's meaning, and the latter."""
    before = {key: scores.copy() for key, scores in static.items()}
    for pair in {pair for pair in _pair_up(toponyms, text) if pair[0] != pair[1]}:
        inner, outer = pair
        matches = [
            (a, b)
            for b, container in enumerate(senses[outer])
            if container.precision in ("region", "country")
            for a, content in enumerate(senses[inner])
            if contains(container, content)
        ]
        _raise(inner, [(a, before[outer][b]) for a, b in matches], weights["container"], static,
               ceiling=before[outer].max(initial=0))  # fmt: skip
        _raise(outer, [(b, before[inner][a]) for a, b in matches], weights["content"], static,
               ceiling=before[inner].max(initial=0))  # fmt: skip


def _raise(
    key: str,
    supported: Sequence[tuple[int, float]],
    weight: float,
    static: Mapping[str, Floats],
    *,
    ceiling: float,
) -> None:
    best: dict[int, float] = {}
    for position, support in supported:
        best[position] = max(best.get(position, -1e9), support)
    for position, support in best.items():
        # A container that is itself an unlikely meaning ("Texas" in Queensland) supports less.
        static[key][position] += max(0.0, weight - 0.5 * (ceiling - support))


def _pair_up(toponyms: Sequence[Toponym], text: str) -> list[tuple[str, str]]:
    """(inner, outer) keys of neighbouring names where the text says that one lies in the other."""
    pairs = []
    for one, two in itertools.pairwise(toponyms):
        gap = text[one.end : two.start]
        if len(gap) > 60 or "\n" in gap:
            continue
        if _INSIDE_NEXT.match(gap) and not two.modifies:
            pairs.append((fold(one.name), fold(two.name)))
        if _INSIDE_PREVIOUS.match(gap) or _BARE_ADJECTIVE.match(gap):
            pairs.append((fold(two.name), fold(one.name)))
    return pairs


def contains(container: GazetteerEntry, content: GazetteerEntry) -> bool:
    """Tell whether one place lies in another, as far as the gazetteer knows."""
    if container.country != content.country or container is content:
        return False
    if container.precision == "country":
        return content.precision != "country"
    if container.kind == "ADM1" and content.division:
        division, name = fold(content.division), fold(container.name)
        return division in (name, name.removesuffix(" state"))
    if content.precision == "city" or content.kind == "ADM2":
        return _distance_km(container, content) < _NEAR_KM
    return False


def _distance_km(one: GazetteerEntry, two: GazetteerEntry) -> float:
    cosine = float(np.dot(_vectors([one])[0], _vectors([two])[0]))
    return _EARTH_RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))


def _vectors(senses: Sequence[GazetteerEntry]) -> Floats:
    """Unit vectors of the places' points, shape (senses, 3)."""
    lat = np.radians([sense.lat for sense in senses])
    lon = np.radians([sense.lon for sense in senses])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def _settle(
    senses: Mapping[str, Sequence[GazetteerEntry]],
    static: Mapping[str, Floats],
    weights: Weights,
    countries: Mapping[str, float],
) -> dict[str, GazetteerEntry | None]:
    """Choose each name's best meaning given those of the others; a few rounds suffice."""
    chosen: dict[str, GazetteerEntry | None] = {
        key: list(senses[key])[int(np.argmax(static[key]))] if senses[key] else None
        for key in senses
    }
    vectors = {key: _vectors(found) for key, found in senses.items() if found}
    for _ in range(_ROUNDS):
        before = dict(chosen)
        context = _Context(before, countries)
        for key, found in senses.items():
            if len(found) > 1:
                total = static[key] + _score_context(key, found, vectors[key], context, weights)
                chosen[key] = found[int(np.argmax(total))]
        if chosen == before:
            break
    return chosen


class _Context:
    """What the names of a report mean at the moment, to be asked without one of them."""

    def __init__(
        self, chosen: Mapping[str, GazetteerEntry | None], countries: Mapping[str, float]
    ) -> None:
        known = {key: sense for key, sense in chosen.items() if sense}
        self.chosen = known
        self.countries: dict[str, float] = defaultdict(float)
        for sense in known.values():
            self.countries[sense.country or ""] += _pull(sense)
        self.divisions = Counter(_division_of(sense) for sense in known.values())
        self.actors = countries
        self.keys = [key for key, sense in known.items() if sense.precision != "country"]
        self.points = _vectors([known[key] for key in self.keys])


def _pull(sense: GazetteerEntry) -> float:
    """How much a name speaks for its country: "U.S." in a report says little of its towns."""
    return _COUNTRY_PULL if sense.precision == "country" else 1.0


def _division_of(sense: GazetteerEntry) -> tuple[str | None, str]:
    division = fold(sense.name if sense.kind == "ADM1" else sense.division)
    return (sense.country, division.removesuffix(" state"))


def _score_context(
    key: str,
    found: Sequence[GazetteerEntry],
    vectors: Floats,
    context: _Context,
    weights: Weights,
) -> Floats:
    own = context.chosen[key]
    scores = weights["near"] * _nearness(key, vectors, context)
    for position, sense in enumerate(found):
        if sense.country:
            mine = _pull(own) if own.country == sense.country else 0.0
            named = context.countries[sense.country] - mine
            acting = context.actors.get(sense.country, 0.0)
            scores[position] += weights["same_country"] * math.log2(1 + named + acting)
        division = _division_of(sense)
        if division[1]:
            others = context.divisions[division] - (_division_of(own) == division)
            scores[position] += weights["same_division"] * math.log2(1 + others)
    return scores


def _nearness(key: str, vectors: Floats, context: _Context) -> Floats:
    """How near each meaning lies to the report's other towns and regions, 0..1."""
    others = [index for index, other in enumerate(context.keys) if other != key]
    if not others:
        return np.zeros(len(vectors))
    cosine = np.clip(vectors @ context.points[others].T, -1.0, 1.0)
    km = _EARTH_RADIUS_KM * np.arccos(cosine)
    closeness = np.sort(np.exp(-km / _NEAR_KM), axis=1)[:, -3:]
    return np.asarray(closeness.mean(axis=1))
