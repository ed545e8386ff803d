"""Contradictions: values that cannot both hold, between sources for one act.

Compared are the tellings of one merged event, and those of events that merging left apart because
the values differ: the same act of the same parties on the same day, or an act and its denial.
Settled ones are kept, with what settled them: a voice that takes up the other side's value.
"""

import hashlib
import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from dragoman.datafiles import data_path, read_table
from dragoman.records.event import EventAmount, EventType, Quoted, Status
from dragoman.records.situation import Contradiction, Dyad, Side
from dragoman.situation.days import first_day, last_day_of
from dragoman.situation.sameness import agree_on_parties, shares_trigger
from dragoman.situation.told import ReportContext, Told, act_of, own_date
from dragoman.situation.words import describe_event

_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_ABOUT = 0.2  # "about 100" and 85 can both be true; "about 100" and 120 just so
_FAR_KM = 50.0  # two towns nearer than this may be one place under two names
_DENIED_WITHIN = 14  # days in which a denial answers a report of the act
_STATE_KINDS = frozenset({"country", "government", "agency", "armed-force", "police"})


@dataclass(frozen=True, slots=True)
class _Claim:
    """One telling's value for a field, in a form that can be compared."""

    told: Told
    value: str
    words: Quoted
    low: float = 0.0
    high: float = 0.0
    key: str = ""


def find_contradictions(
    tellings: Sequence[Told], dyad: Dyad, reports: Mapping[str, ReportContext]
) -> tuple[Contradiction, ...]:
    """Give the contradictions among a dyad's tellings, earliest first.

    ``tellings`` are in the order of publication.
    """
    found = [
        contradiction
        for group in _groups(tellings)
        for contradiction in _in_group(group, dyad, reports)
    ]
    return tuple(sorted(found, key=lambda c: (c.sides[-1].basis.published or "9999", c.id)))


def is_denial(told: Told) -> bool:
    """Tell whether a telling says that the act did not take place; a refusal says no such thing."""
    mention = told.mention
    return mention.status is Status.DENIED and mention.type is not EventType.REJECT


# --- which tellings are compared


def _groups(tellings: Sequence[Told]) -> Iterator[list[Told]]:
    """Tellings of one event, joined where two events tell the same act with unlike values."""
    by_event: dict[str, list[Told]] = defaultdict(list)
    for told in tellings:
        if told.mention.type is not EventType.REJECT:
            by_event[told.event.id].append(told)
    parent = {event: event for event in by_event}

    def root(event: str) -> str:
        while parent[event] != event:
            event = parent[event]
        return event

    for first, second in _rivals(by_event):
        one, other = sorted((root(first), root(second)))
        parent[other] = one
    joined: dict[str, list[Told]] = defaultdict(list)
    for event, own in by_event.items():
        joined[root(event)] += own
    order = {told.mention.id: place for place, told in enumerate(tellings)}
    for group in joined.values():
        if len({told.mention.report for told in group}) > 1:
            yield sorted(group, key=lambda told: order[told.mention.id])


def _rivals(by_event: Mapping[str, Sequence[Told]]) -> Iterator[tuple[str, str]]:
    """Pairs of events that may tell one act with values that cannot both hold."""
    buckets: dict[tuple[str, str | None], list[Told]] = defaultdict(list)
    for own in by_event.values():
        for told in own:
            if is_denial(told) or (told.mention.status in _DONE and not told.mention.act):
                act = act_of(told.mention)
                buckets[str(act.type), act.mode].append(told)
    for bucket in buckets.values():
        yield from _rivals_by_day(bucket)
        yield from _denied(bucket)


def _rivals_by_day(bucket: Sequence[Told]) -> Iterator[tuple[str, str]]:
    by_day: dict[str, list[Told]] = defaultdict(list)
    for told in bucket:
        if told.mention.amounts and told.dated and told.mention.status in _DONE:
            by_day[own_date(told.mention) or told.day].append(told)
    for same_day in by_day.values():
        for place, told in enumerate(same_day):
            for other in same_day[place + 1 :]:
                if _may_be_one(told, other) and _shares_unit(told, other):
                    yield told.event.id, other.event.id


def _shares_unit(first: Told, second: Told) -> bool:
    units = {a.unit for a in first.mention.amounts if a.value is not None}
    return bool(units & {a.unit for a in second.mention.amounts if a.value is not None})


def _denied(bucket: Sequence[Told]) -> Iterator[tuple[str, str]]:
    dated = sorted((t for t in bucket if t.source.published), key=lambda told: told.published)
    done = [told for told in dated if told.mention.status is Status.OCCURRED]
    days = [told.published for told in done]
    for denial in filter(is_denial, dated):
        earliest = (first_day(denial.published) - timedelta(days=_DENIED_WITHIN)).isoformat()
        for told in done[bisect_left(days, earliest) : bisect_right(days, denial.published)]:
            if _agree_on_day(told, denial) and _may_be_one(told, denial):
                yield told.event.id, denial.event.id


def _may_be_one(first: Told, second: Told) -> bool:
    return (
        first.event.id != second.event.id
        and first.mention.report != second.mention.report
        and agree_on_parties(first.mention, second.mention)
        and (act_of(first.mention).mode is not None or shares_trigger(first, second))
    )


def _agree_on_day(told: Told, denial: Told) -> bool:
    day, other = own_date(told.mention), own_date(denial.mention)
    return not (day and other) or _overlap(_interval(told), _interval(denial))


# --- what cannot both hold


def _in_group(
    group: Sequence[Told], dyad: Dyad, reports: Mapping[str, ReportContext]
) -> Iterator[Contradiction]:
    claims = {
        "status": _status_claims(group, reports),
        "date": _date_claims(group),
        "place": _place_claims(group),
        "actor": _actor_claims(group),
        **{f"amount {unit}": found for unit, found in _amount_claims(group).items()},
    }
    for field, made in claims.items():
        values = _incompatible(field, made)
        if len(values) > 1:
            yield _contradiction(field, values, group, dyad)


def _incompatible(field: str, claims: Sequence[_Claim]) -> list[list[_Claim]]:
    """The claims by value, where two values exclude each other; those between are left out."""
    by_value: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_value[claim.key].append(claim)
    groups = list(by_value.values())
    at_odds = [
        group
        for group in groups
        if any(_exclude(field, group[0], other[0]) for other in groups if other is not group)
    ]
    voices = {(_voice(claim.told), claim.told.mention.report) for g in at_odds for claim in g}
    return at_odds if len(voices) > 1 else []


def _exclude(field: str, first: _Claim, second: _Claim) -> bool:
    if field == "place":
        return _far(first.told, second.told)
    if field in {"status", "actor"}:
        return first.key != second.key
    return first.high < second.low or second.high < first.low


def _overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _status_claims(group: Sequence[Told], reports: Mapping[str, ReportContext]) -> list[_Claim]:
    claims = []
    for told in group:
        mention = told.mention
        done = mention.status in _DONE and not mention.act
        if done or is_denial(told):
            key = "occurred" if done else "denied"
            value = str(mention.status)
            claims.append(_Claim(told, value, Quoted(told.sentence, mention.sentence), key=key))
    return claims


def _date_claims(group: Sequence[Told]) -> list[_Claim]:
    claims = []
    for told in filter(_is_done, group):
        date = told.mention.date
        exact = date is not None and date.basis == "stated" and date.precision in _DAY_OR_FINER
        if exact and date and date.start and date.text and date.span:
            low, high = _interval(told)
            words = Quoted(date.text, date.span)
            claims.append(_Claim(told, date.start[:10], words, low, high, date.start[:10]))
    return claims


_DAY_OR_FINER = frozenset({"day", "hour", "minute", "second"})


def _interval(told: Told) -> tuple[float, float]:
    date = told.mention.date
    if date is None or date.start is None:
        return -math.inf, math.inf
    end = last_day_of(date.end or date.start)
    return float(first_day(date.start).toordinal()), float(end.toordinal())


def _is_done(told: Told) -> bool:
    return told.mention.status in _DONE and not told.mention.act


def _place_claims(group: Sequence[Told]) -> list[_Claim]:
    claims = []
    for told in filter(_is_done, group):
        place = told.mention.place
        if place and place.precision == "city" and None not in (place.lat, place.lon):
            words = Quoted(place.text, place.span)
            claims.append(_Claim(told, place.name, words, key=str(place.geonames or place.name)))
    return claims


def _far(first: Told, second: Told) -> bool:
    a, b = first.mention.place, second.mention.place
    if a is None or b is None or None in (a.lat, a.lon, b.lat, b.lon):
        return False
    return _kilometres(*(float(x or 0) for x in (a.lat, a.lon, b.lat, b.lon))) > _FAR_KM


def _kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine), mean Earth radius."""
    p, q = math.radians(lat), math.radians(lat2)
    h = (
        math.sin((q - p) / 2) ** 2
        + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(h))


def _actor_claims(group: Sequence[Told]) -> list[_Claim]:
    """Who did it, where each telling names states as actors and none in common."""
    claims = []
    for told in filter(_is_done, group):
        actors = told.mention.actors
        known = [a for a in actors if a.country and a.kind in _STATE_KINDS]
        if known and len(known) == len(actors):
            countries = " ".join(sorted({a.country for a in known if a.country}))
            words = Quoted(known[0].text, known[0].span)
            claims.append(_Claim(told, known[0].name, words, key=countries))
    shared = set.intersection(*(set(c.key.split()) for c in claims)) if claims else set()
    return [] if shared else claims


# --- amounts


def _amount_claims(group: Sequence[Told]) -> dict[str, list[_Claim]]:
    claims: dict[str, list[_Claim]] = defaultdict(list)
    for told in group:
        if told.mention.status not in _DONE:
            continue
        by_unit: dict[str, list[EventAmount]] = defaultdict(list)
        for amount in told.mention.amounts:
            if amount.value is not None:
                by_unit[amount.unit].append(amount)
        for unit, amounts in by_unit.items():
            if len(amounts) == 1:
                claims[unit].append(_amount_claim(told, amounts[0]))
    return claims


def _amount_claim(told: Told, amount: EventAmount) -> _Claim:
    low, high = amount_range(amount)
    words = Quoted(amount.text, amount.span)
    return _Claim(told, amount.text, words, low, high, f"{low:g}..{high:g}")


def amount_range(amount: EventAmount) -> tuple[float, float]:
    """Give the least and greatest number that an amount's words allow."""
    value = amount.value or 0.0
    text = amount.text.lower()
    modifier = next((m for words, m in _modifiers() if _has_words(words, text)), None)
    if modifier in {"at-least", "more-than"}:
        return value, math.inf
    if modifier in {"at-most", "less-than"}:
        return 0.0, value
    if amount.approximate or modifier == "approximate":
        return value * (1 - _ABOUT), value * (1 + _ABOUT)
    return value, value


def _has_words(words: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text) is not None


@cache
def _modifiers() -> tuple[tuple[str, str], ...]:
    """The words that make a number inexact, longest first: "at least" before "least"."""
    rows = [
        (r["words"], r["modifier"]) for r in read_table(data_path("quantities", "modifiers.tsv"))
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


# --- the finished record


def _contradiction(
    field: str, values: Sequence[Sequence[_Claim]], group: Sequence[Told], dyad: Dyad
) -> Contradiction:
    claims = sorted((c for g in values for c in g), key=lambda c: _place_in(group, c.told))
    resolution, settled = _settle(claims)
    firsts = sorted((g[0] for g in values), key=lambda c: _place_in(group, c.told))
    event = min(told.event.id for told in group)
    name, _, unit = field.partition(" ")
    return Contradiction(
        id=hashlib.sha256(f"{event} {field}".encode()).hexdigest()[:16],
        label=f"{describe_event(firsts[0].told.event)}: {unit or name}",
        dyad=dyad,
        event=event,
        events=tuple(dict.fromkeys(claim.told.event.id for claim in claims)),
        field=name,
        sides=tuple(_side(first, [c for c in claims if c.key == first.key]) for first in firsts),
        resolution=resolution,
        settled=settled.told.basis if settled else None,
    )


def _place_in(group: Sequence[Told], told: Told) -> int:
    return next(place for place, one in enumerate(group) if one is told)


def _side(first: _Claim, claims: Iterable[_Claim]) -> Side:
    outlets = dict.fromkeys(outlet for claim in claims for outlet in claim.told.source.outlets)
    return Side(
        value=first.value,
        basis=first.told.basis,
        outlets=tuple(outlets),
        speaker=speaker_of(first.told),
        words=first.words.text,
        start=first.words.span.start,
        end=first.words.span.end,
    )


def speaker_of(told: Told) -> str | None:
    """Give the name of who says so in the report; ``None`` where the report itself does."""
    for said in told.mention.attribution:
        if said.speaker is not None:
            return said.speaker.name
    return None


def _voice(told: Told) -> str:
    """Who answers for a telling: the speaker that the report names, else its outlet."""
    for said in told.mention.attribution:
        if said.speaker is not None:
            return f"speaker {said.speaker.id}"
    return f"outlet {told.source.outlets[0] if told.source.outlets else told.mention.report}"


def _settle(claims: Sequence[_Claim]) -> tuple[str | None, _Claim | None]:
    """A voice that gave one value and later gives another has settled it, unless it turns back."""
    said: dict[str, _Claim] = {}
    resolution: tuple[str | None, _Claim | None] = (None, None)
    for claim in claims:
        voice = _voice(claim.told)
        before = said.get(voice)
        if (
            before is not None
            and before.key != claim.key
            and before.told.published < claim.told.published
        ):
            who = speaker_of(claim.told) or " ".join(voice.split()[1:])
            if claim.key == "occurred" and before.key == "denied":
                resolution = (f"{who}, who had denied it, confirms it", claim)
            else:
                resolution = (f"{who}, who had said {before.value}, now says {claim.value}", claim)
        elif before is None and resolution[1] is not None and claim.key != resolution[1].key:
            resolution = (None, None)
        said[voice] = claim
    return resolution
