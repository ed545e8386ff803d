"""Scores of place names: found or not (F1), and how far the resolved points lie from the gold ones."""

import math
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import InputError
from dragoman.records.mention import Place

NEAR_KM = 161.0
"""A hundred miles: the distance that the field counts as right (accuracy@161km)."""

_EARTH_DIAMETER_KM = 12_742.0


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A gold toponym: half-open offsets and its point, ``None`` where the gold gives none."""

    start: int
    end: int
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """A text with its gold toponyms."""

    text: str
    places: tuple[GoldPlace, ...]


def read_lgl(path: Path) -> Iterator[PlaceReport]:
    """Give the reports of a file of the LGL form (Lieberman et al. 2010; also TR-News, GWN).

    Raises: InputError when it is no such file.
    """
    for article in _articles(path):
        places = tuple(_read_toponym(one) for one in article.iterfind("toponyms/toponym"))
        yield PlaceReport(_text(article, "text"), places)


def read_geovirus(path: Path) -> Iterator[PlaceReport]:
    """Give the reports of GeoVirus (Gritta et al. 2018), whose offsets count from one.

    Raises: InputError when it is no such file.
    """
    for article in _articles(path):
        places = tuple(
            GoldPlace(
                int(_text(one, "start")) - 1,
                int(_text(one, "end")) - 1,
                (float(_text(one, "lat")), float(_text(one, "lon"))),
            )
            for one in article.iterfind("locations/location")
        )
        yield PlaceReport(_text(article, "text"), places)


def score_places(
    reports: Iterable[PlaceReport], find: Callable[[str], Sequence[Place]]
) -> dict[str, float]:
    """Give precision, recall and F1 of exact spans, and accuracy@161km of those found.

    ``found`` counts the gold toponyms with a point whose span was found; ``near`` is the share of
    them resolved to within 161 km.
    """
    right = predicted = gold = found = near = 0
    for report in reports:
        by_span = {(place.span.start, place.span.end): place for place in find(report.text)}
        predicted += len(by_span)
        gold += len(report.places)
        for place in report.places:
            match = by_span.get((place.start, place.end))
            right += match is not None
            if match is not None and place.point is not None:
                found += 1
                near += _is_near(match, place.point)
    precision, recall = right / max(predicted, 1), right / max(gold, 1)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "found": float(found),
        "near": near / max(found, 1),
    }


def measure_km(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Give the great-circle distance of two points (latitude, longitude in degrees)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *two))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return _EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(half)))


def _is_near(place: Place, point: tuple[float, float]) -> bool:
    if place.lat is None or place.lon is None:
        return False
    return measure_km((place.lat, place.lon), point) <= NEAR_KM


def _articles(path: Path) -> Iterator[ElementTree.Element]:
    try:
        root = ElementTree.parse(path).getroot()
    except (ElementTree.ParseError, OSError) as error:
        raise InputError(f"{path.name}: {error}") from error
    yield from root.iterfind("article")


def _read_toponym(element: ElementTree.Element) -> GoldPlace:
    tag = element.find("gaztag")
    point = (float(_text(tag, "lat")), float(_text(tag, "lon"))) if tag is not None else None
    return GoldPlace(int(_text(element, "start")), int(_text(element, "end")), point)


def _text(element: ElementTree.Element, name: str) -> str:
    found = element.findtext(name)
    if found is None:
        raise InputError(f"element {element.tag} has no {name}: not a file of this form")
    return found
