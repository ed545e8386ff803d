"""Tellings: event mentions as merging compares them, with what their reports say of themselves.

A telling is made from one mention and its report alone, so that whatever is compared later gives
the same result in whatever order reports are read.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dragoman.folding import fold
from dragoman.merge.rules import MergeRules
from dragoman.merge.stories import count_features, stem
from dragoman.records.document import Document
from dragoman.records.event import EventMention, EventType, Participant, Status

Vector = Mapping[str, float]
"""A report's heaviest words and names with their weights, of length 1."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_FUTURE = frozenset({Status.PLANNED, Status.POSSIBLE, Status.CONDITIONAL, Status.REQUESTED})
_PAST = frozenset({Status.OCCURRED, Status.ONGOING})
_SPEECH = frozenset({EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.THREATEN})


@dataclass(frozen=True, slots=True)
class Telling:
    """One mention as merging sees it.

    ``act`` and ``mode`` are of the act meant; ``stance`` is the type of the statement where that
    is a request, refusal, accusation or threat, else empty. ``actors``, ``recipients`` are ids;
    ``countries`` their countries, actors first; ``home`` the pair of countries that the report
    names most. ``earliest`` and ``latest`` bound the act as ordinal days, ``None`` where open;
    ``day`` is its likeliest day. ``exact`` is true when the text states the day itself.
    ``meaning`` names the lemma group of the trigger; ``words`` are the stems of the sentence;
    ``amounts`` are (unit, value). ``dataset`` names the file of an imported row, else it is empty.
    """

    mention: str
    report: str
    act: str
    mode: str | None
    stance: str
    status: str
    background: bool
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    actor_countries: tuple[str, ...]
    recipient_countries: tuple[str, ...]
    home: tuple[str, ...]
    published: int | None
    earliest: int | None
    latest: int | None
    day: int | None
    exact: bool
    place: str
    place_country: str
    place_fine: bool
    trigger: str
    meaning: str
    words: frozenset[str]
    amounts: tuple[tuple[str, float], ...]
    dataset: str = ""

    @property
    def countries(self) -> tuple[str, ...]:
        """Give the countries of both sides, each once."""
        return tuple(dict.fromkeys((*self.actor_countries, *self.recipient_countries)))


def make_telling(
    event: EventMention, report: Document, home: tuple[str, ...], rules: MergeRules
) -> Telling:
    """Give a mention of a report as merging compares it; ``home`` is the report's own pair."""
    act = event.act.type if event.act else event.type
    published = _ordinal(report.published.date)
    earliest, latest, day = _bounds(event, published)
    place = event.place
    trigger = find_trigger(event)
    sentence = report.text[event.sentence.start : event.sentence.end]
    return Telling(
        mention=event.id,
        report=report.id,
        act=str(act),
        mode=event.act.mode if event.act else event.mode,
        stance=_stance(event),
        status=str(event.status),
        background=event.background,
        actors=tuple(person.id for person in event.actors),
        recipients=tuple(person.id for person in event.recipients),
        actor_countries=_countries(event.actors),
        recipient_countries=_countries(event.recipients),
        home=home,
        published=published,
        earliest=earliest,
        latest=latest,
        day=day,
        exact=bool(event.date and event.date.basis == "stated" and event.date.precision in _DAYS),
        place=place.name if place else "",
        place_country=(place.country or "") if place else "",
        place_fine=bool(place and place.precision in {"city", "feature"}),
        trigger=trigger,
        meaning=rules.meanings.get(trigger, ""),
        words=cut_words(sentence),
        amounts=tuple((a.unit, a.value) for a in event.amounts if a.value is not None),
        dataset=next((e.rule for e in event.method if e.field == "row"), ""),
    )


_DAYS = frozenset({"day", "hour", "minute", "second"})


def find_trigger(event: EventMention) -> str:
    """Give the lemma of a mention's trigger: of the frame that coded it, else its crude stem."""
    for evidence in event.method:
        if evidence.field == "type" and evidence.rule.startswith("lexicon:"):
            parts = evidence.rule.removeprefix("lexicon:").split(".")
            if len(parts) > 2:
                return parts[1]
    words = _WORD.findall(fold(event.trigger.text).lower())
    return stem(words[-1]) if words else ""


@lru_cache(maxsize=4096)
def cut_words(sentence: str) -> frozenset[str]:
    """Give the stems, names and numbers of a sentence; words under four letters only if names."""
    found = _WORD.findall(fold(sentence))
    return frozenset(
        stem(word.lower())
        for word in found
        if len(word) > 3 or word[0].isdigit() or word[0].isupper()
    )


def make_vector(report: Document, rules: MergeRules) -> Vector:
    """Give a report's ``rules.vector_words`` heaviest words, weighed by how rare they are in news.

    The rarity is that of the shipped table alone, so two reports always compare alike.
    """
    rare, shares = rules.stories.rare, rules.shares
    heavy = sorted(
        (
            (count * -math.log(shares.get(word, rare)), word)
            for word, count in count_features(report, rules.stories).items()
        ),
        reverse=True,
    )[: rules.vector_words]
    length = math.sqrt(math.fsum(weight * weight for weight, _ in heavy)) or 1.0
    return {word: round(weight / length, 4) for weight, word in heavy}


def compare_vectors(one: Vector, other: Vector) -> float:
    """Give the cosine of two reports' vectors, 0 to 1."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(weight * other[word] for word, weight in one.items() if word in other)


def block_keys(telling: Telling, rules: MergeRules) -> tuple[str, ...]:
    """Give the keys of a telling: only tellings that share one are ever compared.

    Each key joins the group of the act's type with what two tellings of one act have in common:
    the trigger's meaning and a country, both countries, a participant, a rare word of the
    sentence; and with a stretch of days, which overlaps with the next.
    """
    group = rules.groups.get(telling.act, telling.act) + (telling.stance and f"!{telling.stance}")
    sense = telling.meaning or telling.trigger
    countries = telling.countries or telling.home
    people = {p for p in (*telling.actors, *telling.recipients) if ":" not in p and "." not in p}
    pair = "-".join(sorted(countries[:2]))
    near = {f"{sense}|{country}" for country in countries}
    near |= {person for person in people if person not in countries}
    near |= {f"word|{word}" for word in _rare_words(telling.words, rules)}
    if len(telling.countries) > 1:
        near.add(pair)
    keys = {
        f"{group}|{key}|{stretch}"
        for key in near
        for stretch in _stretches(telling, rules.near_days)
    }
    keys |= {f"{group}|{sense}|{pair}|{far}" for far in _stretches(telling, rules.far_days)}
    return tuple(sorted(keys))


_RARE_WORDS = 6


def _rare_words(words: frozenset[str], rules: MergeRules) -> list[str]:
    """Give a few of the words that are in under 1 % of reports."""
    rare = (word for word in words if word not in rules.shares)
    return sorted(rare, key=lambda word: (-len(word), word))[:_RARE_WORDS]


def _stretches(telling: Telling, length: int) -> list[str]:
    """Give the stretches of days that the act's and the report's day lie in, and those after."""
    days = {day for day in (telling.day, telling.published) if day is not None}
    numbers = sorted({day // length + step for day in days for step in (0, 1)})
    return [f"{length}d{number}" for number in numbers] or ["?"]


def dump_telling(telling: Telling) -> dict[str, Any]:
    """Give a telling as JSON values."""
    return {**asdict(telling), "words": sorted(telling.words)}


def load_telling(values: Mapping[str, Any]) -> Telling:
    """Give the telling that ``dump_telling`` wrote."""
    lists = {
        name: tuple(values[name])
        for name in ("actors", "recipients", "actor_countries", "recipient_countries", "home")
    }
    amounts = tuple((unit, value) for unit, value in values["amounts"])
    return Telling(**{**values, **lists, "words": frozenset(values["words"]), "amounts": amounts})


def _bounds(
    event: EventMention, published: int | None
) -> tuple[int | None, int | None, int | None]:
    """Give the earliest, latest and likeliest day of the act, as ordinals.

    What is still to come cannot lie before the report, what took place not after it.
    """
    stated = event.date if event.date and event.date.basis != "published" else None
    earliest = _ordinal(stated.start) if stated else None
    latest = _ordinal(stated.end, last=True) if stated else None
    if event.status in _FUTURE and not event.background:
        earliest = _latest_of(earliest, published)
        day = earliest if stated else published
    elif event.status in _PAST:
        latest = latest if latest is not None else published
        day = earliest if earliest is not None else latest
    else:
        day = earliest if earliest is not None else published
    if latest is not None and earliest is not None and latest < earliest:
        latest = earliest
    return earliest, latest, day


def _stance(event: EventMention) -> str:
    """Give the kind of statement; calling off a meeting (REJECT/meet) tells of the meeting."""
    called_off = event.type is EventType.REJECT and event.status is Status.CANCELLED
    return str(event.type) if event.type in _SPEECH and not called_off else ""


def _latest_of(one: int | None, other: int | None) -> int | None:
    known = [day for day in (one, other) if day is not None]
    return max(known, default=None)


def _ordinal(value: str | None, *, last: bool = False) -> int | None:
    """Give the first or last day of an ISO 8601 prefix as an ordinal, ``None`` if it has none."""
    if not value:
        return None
    try:
        parts = [int(part) for part in value[:10].split("-")]
        year, month, day = (*parts, 1, 1)[:3]
        if not last or len(parts) == 3:
            return date(year, month, day).toordinal()
        if len(parts) == 1:
            return date(year, 12, 31).toordinal()
        following = date(year + month // 12, month % 12 + 1, 1)
        return (following - timedelta(days=1)).toordinal()
    except ValueError:
        return None


def _countries(people: Iterable[Participant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.country for person in people if person.country))
