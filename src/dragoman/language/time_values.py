"""From what a time expression says to its TIMEX3 type and value, given when it was said.

Source: TimeML 1.2.1 and the TempEval-3 guidelines. Decades and centuries are written 198X, 19XX.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dragoman.language.calendars import (
    first_day,
    holiday_value,
    interval_of,
    mask_year,
    shift_day,
    unit_value,
)
from dragoman.language.time_phrases import (
    Calendar,
    Length,
    Period,
    Phrase,
    Recurring,
    Relative,
    Vague,
)
from dragoman.language.time_words import TimeWords, unit_of

Tense = Literal["past", "future"]
_UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "decade": "XXXX",
    "century": "XXXX",
}
_SEASON_MONTH = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}
_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_NUMERIC = re.compile(r"(\d+)/(\d+)/(\d+)")
_FAR = 10**6


@dataclass(frozen=True, slots=True)
class Context:
    """When and how an expression was said.

    ``anchor`` is the day of publication; ``reference`` the last date told before, ``period`` the
    last quarter told, both TIMEX3 values; ``near`` the day told last in this or the sentence
    before, ``year`` the year told there with a month or date; ``tense`` that of the verb it
    belongs to; ``order`` (mdy | dmy) reads 3/4/2015.
    """

    anchor: date | None
    tense: Tense | None = None
    reference: str | None = None
    near: str | None = None
    year: int | None = None
    period: str | None = None
    order: str = "mdy"


@dataclass(frozen=True, slots=True)
class Value:
    """A TIMEX3 type and value, its mod, and whether the publication date was needed for it."""

    type: str
    value: str
    anchored: bool = False
    modifier: str | None = None
    zone: str | None = None


def resolve_phrase(phrase: Phrase, context: Context, words: TimeWords) -> Value:
    """Give the TIMEX3 type and value of a phrase; what the calendar cannot hold is PAST_REF."""
    if isinstance(phrase, Recurring):
        return Value("SET", phrase.value)
    if isinstance(phrase, Vague):
        return Value(
            "DURATION" if phrase.value.startswith("P") and "_" not in phrase.value else "DATE",
            phrase.value,
        )
    if isinstance(phrase, Length):
        return Value("DURATION", length_value(phrase, words), modifier=phrase.modifier)
    try:
        if isinstance(phrase, Period):
            return _resolve_period(phrase, context)
        return _resolve_calendar(phrase, context, words)
    except (ValueError, OverflowError):
        return Value("DATE", "PAST_REF")


def length_value(phrase: Length, words: TimeWords) -> str:
    """Give an ISO 8601 duration; a count not told is X, decades and more are told in years."""
    days, clock = "", ""
    for count, name in phrase.parts:
        unit = unit_of(words, name)
        if count is None and unit.step > 1 and unit.code == "Y":
            days += {10: "XE", 100: "XC", 1000: "XL"}[unit.step]
            continue
        told = _divide(count, unit.code, unit.step) if count is not None else f"X{unit.code}"
        if unit.clock:
            clock += told
        else:
            days += told
    return f"P{days}" + (f"T{clock}" if clock else "")


def _divide(count: float, code: str, step: int) -> str:
    """A count and its unit, a broken count passed on to the next smaller unit: 2.5 Y is 2Y6M."""
    total = count * step
    smaller = {"Y": ("M", 12), "H": ("M", 60), "M": ("S", 60)}.get(code)
    whole = int(total)
    if total == whole:
        return f"{whole}{code}"
    if smaller and round((total - whole) * smaller[1], 6).is_integer():
        rest = f"{round((total - whole) * smaller[1])}{smaller[0]}"
        return f"{whole}{code}{rest}" if whole else rest
    return f"{total:g}{code}"


def _resolve_period(phrase: Period, context: Context) -> Value:
    """A quarter spoken of: the last one told, else the last one that had ended by then."""
    if not phrase.named and context.period is None:
        value = _relative_value(Relative("Y", float(phrase.years)), context)
        return Value("DATE", value, anchored=True)
    told = context.period or _last_quarter(context.anchor)
    if told is None:
        return Value("DATE", _UNKNOWN["Q"])
    year = phrase.year or int(told[:4]) + phrase.years
    return Value("DATE", f"{year:04}{told[4:]}", anchored=True)


def _last_quarter(anchor: date | None) -> str | None:
    return unit_value(shift_day(anchor, "Q", -1), "Q") if anchor else None


def _resolve_calendar(phrase: Calendar, context: Context, words: TimeWords) -> Value:
    value, anchored = _day_or_stretch(phrase, context, words)
    if phrase.relative and phrase.relative.told == "some week" and phrase.modifier is None:
        value = f"{value[:6]}XX"
    if phrase.clock is None and phrase.part is None:
        return Value("DATE", value, anchored, phrase.modifier)
    if not value:
        told = context.near or (context.anchor.isoformat() if context.anchor else "XXXX-XX-XX")
        value, anchored = told[:10], True
    if phrase.clock is not None:
        return Value("TIME", f"{value}T{phrase.clock}", anchored, phrase.modifier, phrase.zone)
    return Value("TIME", f"{value}T{phrase.part}", anchored, phrase.modifier)


def _day_or_stretch(phrase: Calendar, context: Context, words: TimeWords) -> tuple[str, bool]:
    """The value without the time of day, empty when the phrase tells only that; and anchored."""
    if phrase.value is not None:
        return _ready_value(phrase.value, context.order), False
    if phrase.relative is not None and phrase.relative.unit in ("Y", "W"):
        filled = _within_relative(phrase, phrase.relative, context, words)
        if filled is not None:
            return filled, True
    if phrase.relative is not None:
        base = phrase.relative.base
        if isinstance(base, Calendar):
            return _from_base(phrase.relative, base, context, words)
        return _relative_value(phrase.relative, context), True
    if phrase.holiday is not None:
        return _holiday(phrase, context, words)
    if phrase.year is not None:
        return _year_value(phrase, phrase.year), False
    if phrase.weekend:
        return _weekend(phrase, context), True
    if phrase.month or phrase.quarter or phrase.half or phrase.season:
        if phrase.month and context.year and not (phrase.direction or phrase.weekday):
            # "5 June 1944 ... on 6 June": the story goes on in the year just told.
            told = _valid_value(phrase, context.year)
            if told is not None:
                return told, False
        return _nearest_year(phrase, context), True
    if phrase.weekday is not None:
        return _weekday(phrase, phrase.weekday, context), True
    return "", False


def _ready_value(value: str, order: str) -> str:
    """A numeric date read by the outlet's order, unless only one order is possible."""
    match = _NUMERIC.fullmatch(value)
    if not match:
        return value
    first, second, year = (int(part) for part in match.groups())
    month, day = (second, first) if order == "dmy" else (first, second)
    if month > 12:
        month, day = day, month
    return date(year, month, day).isoformat()


def _year_value(phrase: Calendar, year: int) -> str:
    """The value of a phrase whose year is known."""
    if phrase.month:
        if phrase.day:
            return date(year, phrase.month, phrase.day).isoformat()
        return f"{year:04}-{phrase.month:02}"
    if phrase.quarter:
        return f"{year:04}-Q{phrase.quarter}"
    if phrase.half:
        return f"{year:04}-H{phrase.half}"
    return f"{year:04}-{phrase.season}" if phrase.season else f"{year:04}"


def _within_relative(
    phrase: Calendar, relative: Relative, context: Context, words: TimeWords
) -> str | None:
    """ "June last year", "Friday next week": the stretch fixes what the rest leaves open."""
    outer = _relative_value(relative, context)
    if relative.unit == "W":
        start = first_day(outer)
        if phrase.weekday is None:
            return None
        if start is None:
            return f"XXXX-WXX-{phrase.weekday}"
        return (start + timedelta(days=phrase.weekday - 1)).isoformat()
    if not (phrase.month or phrase.quarter or phrase.half or phrase.season or phrase.holiday):
        return None
    if not outer[:4].isdigit():
        return _yearless(phrase)
    if phrase.holiday:
        return holiday_value(phrase.holiday, int(outer[:4]), words.new_years) or outer
    return _year_value(phrase, int(outer[:4]))


def _yearless(phrase: Calendar) -> str:
    if phrase.month and phrase.day:
        return f"XXXX-{phrase.month:02}-{phrase.day:02}"
    if phrase.month:
        return f"XXXX-{phrase.month:02}"
    if phrase.quarter:
        return f"XXXX-Q{phrase.quarter}"
    return f"XXXX-H{phrase.half}" if phrase.half else f"XXXX-{phrase.season}"


def _relative_value(relative: Relative, context: Context) -> str:
    """ "last week" from the publication date, "the following week" from the last date told."""
    base = context.anchor
    precise = True
    story = context.tense == "past" or (context.tense is None and context.near is not None)
    told = relative.base == "reference" or (relative.base == "story" and story)
    if told and context.reference is not None:
        base = first_day(context.reference) or base
        precise = len(context.reference) >= 10
    lost = relative.base == "reference" and context.reference is None and context.tense == "past"
    if base is None or (lost and (relative.count or 0) > 0):
        # "Two days later" of a past that has not been told cannot count from the publication.
        return _UNKNOWN.get(relative.unit, "XXXX-XX-XX")
    if relative.count is None:
        return "PAST_REF"
    if abs(relative.count) > _FAR:
        raise OverflowError("farther than the calendar reaches")
    if relative.unit.startswith("T"):
        hours = {"TH": 1.0, "TM": 1 / 60, "TS": 1 / 3600}[relative.unit] * relative.count
        return (base + timedelta(days=int(hours / 24))).isoformat()
    if relative.unit in ("decade", "century"):
        size, places = (10, 1) if relative.unit == "decade" else (100, 2)
        year = base.year + round(size * relative.count)
        if not 1 <= year <= 9999:
            raise OverflowError("farther than the calendar reaches")
        return mask_year(year, places)
    if relative.unit == "D" and not precise and context.reference:
        # "that day" after a month or year has been told cannot be more precise than it.
        return context.reference if not relative.count else "XXXX-XX-XX"
    day = shift_day(base, relative.unit, relative.count)
    told_unit = relative.told if relative.told in ("D", "W", "M") else relative.unit
    return unit_value(day, told_unit)


def _from_base(
    relative: Relative, base: Calendar, context: Context, words: TimeWords
) -> tuple[str, bool]:
    """ "two days after Christmas": reckoned from the phrase's own date."""
    told, anchored = _day_or_stretch(base, context, words)
    inner = replace(context, anchor=first_day(told) or None)
    unit = "D" if relative.unit.startswith("T") else relative.unit
    return _relative_value(Relative(unit, relative.count), inner), anchored


def _holiday(phrase: Calendar, context: Context, words: TimeWords) -> tuple[str, bool]:
    rule = phrase.holiday or ""
    if phrase.year is not None:
        return holiday_value(rule, phrase.year, words.new_years) or f"{phrase.year:04}", False
    if context.anchor is None:
        return (rule, False) if re.fullmatch(r"\d{4}-\d\d-\d\d", rule) else ("XXXX-XX-XX", False)
    values = [
        holiday_value(rule, year, words.new_years)
        for year in range(max(context.anchor.year - 1, 1), min(context.anchor.year + 2, 9999))
    ]
    days = {day: value for value in values if value and (day := first_day(value))}
    if not days:
        return "XXXX-XX-XX", True
    return days[_pick(list(days), phrase, context, context.anchor)], True


def _pick(days: list[date], phrase: Calendar, context: Context, anchor: date) -> date:
    """Of the same day in several years, the one that the direction or the tense points at."""
    base = anchor
    if phrase.direction in ("previous", "following") and context.reference:
        base = first_day(context.reference) or anchor
    before = [day for day in days if day < base]
    after = [day for day in days if day > base]
    if phrase.direction in ("last", "previous") and before:
        if phrase.direction == "last" and phrase.month and not phrase.day and len(before) > 1:
            # In May or June "last May" is the year before: this one would be "this" or "in May".
            near = [day for day in before if _months_between(day, base) < 2]
            before = [day for day in before if day not in near] or before
        return max(before)
    if phrase.direction in ("next", "following") and after:
        return min(after)
    if phrase.direction == "this":
        same = [day for day in days if day.year == anchor.year]
        return same[0] if same else days[0]
    if context.tense == "past" and [day for day in days if day <= base]:
        return max(day for day in days if day <= base)
    if context.tense == "future" and [day for day in days if day >= base]:
        return min(day for day in days if day >= base)
    return min(days, key=lambda day: _distance(day, base))


def _months_between(day: date, later: date) -> int:
    return (later.year - day.year) * 12 + later.month - day.month


def _distance(day: date, anchor: date) -> int:
    """Days apart; another year than the anchor's counts 100 more: news tells other years."""
    return abs((day - anchor).days) + (100 if day.year != anchor.year else 0)


def _nearest_year(phrase: Calendar, context: Context) -> str:
    """Month, date, quarter, half or season without a year."""
    anchor = context.anchor
    if anchor is None:
        return _yearless(phrase)
    if phrase.direction == "this" and (phrase.month or phrase.season):
        # In January "this winter" began the year before.
        early = phrase.season == "WI" and anchor.month < 3
        return _year_value(phrase, anchor.year - early)
    years = range(max(anchor.year - 7, 1), min(anchor.year + 8, 9999))
    candidates = {
        day: value
        for year in years
        if (value := _valid_value(phrase, year)) and (day := _middle(phrase, value, anchor))
    }
    agreeing = [
        day
        for day in candidates
        if phrase.weekday is None or not phrase.day or day.isoweekday() == phrase.weekday
    ]
    near = [day for day in agreeing if abs(day.year - anchor.year) <= 1]
    if not near and phrase.day and phrase.weekday:
        near = agreeing
    days = near or [day for day in candidates if abs(day.year - anchor.year) <= 1]
    if not days:
        # February 29: the nearest leap year.
        days = list(candidates)
    if not days:
        return _yearless(phrase)
    if phrase.quarter or phrase.half:
        begun = [day for day in days if day <= anchor]
        if context.tense != "future" and begun and phrase.direction is None:
            return candidates[max(begun)]
    if candidates.get(anchor) and anchor in days and phrase.direction not in ("last", "next"):
        return candidates[anchor]
    return candidates[_pick(days, phrase, context, anchor)]


def _valid_value(phrase: Calendar, year: int) -> str | None:
    try:
        return _year_value(phrase, year)
    except ValueError:
        return None


def _middle(phrase: Calendar, value: str, anchor: date) -> date | None:
    """The day by which a stretch is compared: the anchor itself when it lies inside."""
    interval = interval_of(value)
    if interval is None:
        return None
    start, end = date.fromisoformat(interval[0]), date.fromisoformat(interval[1])
    if phrase.direction in ("last", "next", "previous", "following"):
        return start
    if start <= anchor <= end:
        return anchor
    return end if end < anchor and not phrase.quarter else start


def _weekend(phrase: Calendar, context: Context) -> str:
    anchor = context.anchor
    base = anchor
    if phrase.direction in ("previous", "following") and context.reference:
        base = first_day(context.reference) or anchor
    if base is None:
        return _UNKNOWN["WE"]
    weekday = base.isoweekday()
    # A Monday's paper means the weekend before by "the" or "this" weekend, a Thursday's the next.
    past = phrase.direction is None and context.tense != "future" and weekday <= 5
    if past or phrase.direction in ("last", "previous"):
        return unit_value(shift_day(base, "W", -1), "WE")
    if phrase.direction in ("next", "following"):
        return unit_value(shift_day(base, "W", 1 if weekday > 3 else 0), "WE")
    if phrase.direction == "this" and context.tense == "past" and weekday <= 3:
        return unit_value(shift_day(base, "W", -1), "WE")
    return unit_value(base, "WE")


def _weekday(phrase: Calendar, weekday: int, context: Context) -> str:
    anchor = context.anchor
    if phrase.direction in ("previous", "following") and context.reference:
        anchor = first_day(context.reference) or anchor
    if anchor is None:
        return f"XXXX-WXX-{weekday}"
    if phrase.day:
        return _weekday_and_day(weekday, phrase.day, anchor)
    back = (anchor.isoweekday() - weekday) % 7
    ahead = (weekday - anchor.isoweekday()) % 7
    if phrase.direction in ("last", "previous"):
        return (anchor - timedelta(days=back or 7)).isoformat()
    if phrase.direction == "following":
        return (anchor + timedelta(days=ahead or 7)).isoformat()
    if phrase.direction == "next":
        monday = anchor - timedelta(days=anchor.isoweekday() - 1)
        return (monday + timedelta(days=6 + weekday)).isoformat()
    if phrase.direction == "this" and context.tense != "past":
        return (anchor + timedelta(days=ahead)).isoformat()
    if context.tense == "future":
        return (anchor + timedelta(days=ahead)).isoformat()
    return (anchor - timedelta(days=back)).isoformat()


def _weekday_and_day(weekday: int, day: int, anchor: date) -> str:
    """ "Monday the 13th": the nearest such day."""
    for months in (0, -1, 1, -2, 2):
        try:
            found = shift_day(anchor.replace(day=1), "M", months).replace(day=day)
        except ValueError:
            continue
        if found.isoweekday() == weekday:
            return found.isoformat()
    return f"XXXX-XX-{day:02}"
