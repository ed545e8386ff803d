"""Calendar arithmetic on TIMEX3 values: shifts, intervals, weeks and holidays.

Sources: ISO 8601 (weeks, prefixes); TimeML 1.2.1 (TIMEX3 values); Meeus, Astronomical Algorithms
(Easter); Dershowitz and Reingold, Calendrical Calculations (tabular Islamic and Hebrew calendars).
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

_FIXED = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
_PARTIAL = re.compile(
    r"(?P<year>\d{4})(?:"
    r"-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<clock>[A-Z]{2}|[\d:.]+)(?P<zone>Z|[+-]\d\d:\d\d)?)?)?"
    r"|-W(?P<week>\d\d)(?P<weekend>-WE)?"
    r"|-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<season>SP|SU|FA|WI))?"
)
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], 1
    )
}
_ISLAMIC_EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram 1, civil tabular reckoning
_HEBREW_EPOCH = -1_373_427  # ordinal of 1 Tishri of the year 1, less a day


def unit_value(day: date, unit: str) -> str:
    """Give the TIMEX3 value of the day, week, weekend, month, quarter or year that holds ``day``.

    ``unit`` is D | W | WE | M | Q | Y | decade | century.
    """
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if unit in ("decade", "century"):
        return mask_year(day.year, 1 if unit == "decade" else 2)
    return day.isoformat()[: {"D": 10, "M": 7, "Y": 4}[unit]]


def mask_year(year: int, places: int) -> str:
    """Give a decade (one place) or century (two) as TIMEX3 writes it: 198X, 19XX."""
    return f"{year:04}"[: 4 - places] + "X" * places


def shift_day(day: date, unit: str, count: float) -> date:
    """Give the day that lies ``count`` units later; a month's end stays in its month.

    Raises: ValueError or OverflowError outside the years 1 to 9999.
    """
    if unit in ("D", "W", "WE"):
        return day + timedelta(days=count * (1 if unit == "D" else 7))
    months = round(count * {"M": 1, "Q": 3, "Y": 12}[unit])
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is outside the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def interval_of(value: str) -> tuple[str, str, str] | None:
    """Give first day, last day (ISO 8601, inclusive) and precision of a TIMEX3 value.

    ``None`` when the value names no stretch of the calendar (PRESENT_REF, P3D, XXXX-WXX-5).
    A time of day keeps its clock value in both ends, a part of the day its day.
    """
    masked = re.fullmatch(r"(\d\d)(\d|X)X", value)
    if masked:
        return _masked_interval(masked.group(1), masked.group(2))
    match = _PARTIAL.fullmatch(value)
    if not match:
        return None
    try:
        return _partial_interval(match, value)
    except ValueError:
        return None


def first_day(value: str) -> date | None:
    """Give the first day of the stretch that a TIMEX3 value names."""
    interval = interval_of(value)
    try:
        return date.fromisoformat(interval[0][:10]) if interval else None
    except ValueError:
        return None


def _masked_interval(century: str, decade: str) -> tuple[str, str, str] | None:
    low, high = (f"{century}0", f"{century}9") if decade == "X" else (century + decade,) * 2
    if int(high) == 0:
        return None
    precision = "century" if decade == "X" else "decade"
    return f"{low}0-01-01".replace("0000-", "0001-"), f"{high}9-12-31", precision


def _partial_interval(match: re.Match[str], value: str) -> tuple[str, str, str]:
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"])).isoformat()
        clock = match["clock"]
        if not clock:
            return day, day, "day"
        if clock.isalpha() or clock.startswith("24"):
            return day, day, "day" if clock.isalpha() else "hour"
        return value, value, ("hour", "minute", "second")[min(clock.count(":"), 2)]
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        start = monday + timedelta(days=5) if match["weekend"] else monday
        precision = "day" if match["weekend"] else "week"
        return start.isoformat(), (monday + timedelta(days=6)).isoformat(), precision
    first, last, precision = _months(match)
    end_year = year + 1 if last < first else year
    return (
        date(year, first, 1).isoformat(),
        date(end_year, last, monthrange(end_year, last)[1]).isoformat(),
        precision,
    )


def _months(match: re.Match[str]) -> tuple[int, int, str]:
    if match["month"]:
        return int(match["month"]), int(match["month"]), "month"
    if match["quarter"]:
        last = 3 * int(match["quarter"])
        return last - 2, last, "quarter"
    if match["half"]:
        last = 6 * int(match["half"])
        return last - 5, last, "half"
    if match["season"]:
        return *_SEASON_MONTHS[match["season"]], "season"
    return 1, 12, "year"


def holiday_value(rule: str, year: int, new_years: Sequence[date] = ()) -> str | None:
    """Give the day (or month, for a month of fasting) that a holiday's rule names in ``year``.

    The rules are those of data/times/holidays.tsv; ``new_years`` are the known first days of
    Chinese years. ``None`` when the rule has no day in that year.
    """
    fixed = _FIXED.fullmatch(rule)
    if fixed:
        return f"{fixed[1] or f'{year:04}'}-{fixed[2]}-{fixed[3]}"
    kind, *numbers = rule.split()
    if kind == "easter":
        return (_easter(year) + timedelta(days=int(numbers[0]))).isoformat()
    if kind == "islamic":
        return _islamic_day(int(numbers[0]), int(numbers[1]), year)
    if kind == "islamic-month":
        start = _islamic_day(int(numbers[0]), 1, year)
        return start[:7] if start else None
    if kind == "hebrew":
        return _hebrew_day(int(numbers[0]), int(numbers[1]), year).isoformat()
    if kind == "lunar":
        starts = [day for day in new_years if day.year == year]
        return (starts[0] + timedelta(days=int(numbers[0]))).isoformat() if starts else None
    return _nth_weekday(int(kind), numbers, year).isoformat()


def _nth_weekday(nth: int, numbers: list[str], year: int) -> date:
    weekday, month = _WEEKDAYS[numbers[0]], int(numbers[1])
    if nth > 0:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    else:
        last = date(year, month, monthrange(year, month)[1])
        day = last - timedelta(days=(last.isoweekday() - weekday) % 7)
    return day + timedelta(days=int(numbers[2]) if len(numbers) > 2 else 0)


def _easter(year: int) -> date:
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    offset = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * offset) // 451
    month, day = divmod(h + offset - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _islamic_day(month: int, day: int, year: int) -> str | None:
    """The tabular Islamic date's day in a Gregorian year: the first, as a year can hold two."""
    guess = int((year - 622) * 33 / 32)
    for islamic_year in range(max(guess - 1, 1), guess + 3):
        days = (
            354 * (islamic_year - 1)
            + (3 + 11 * islamic_year) // 30
            + (59 * (month - 1) + 1) // 2
            + day
            - 1
        )
        found = date.fromordinal(_ISLAMIC_EPOCH + days)
        if found.year == year:
            return found.isoformat()
    return None


def _hebrew_day(month: int, day: int, year: int) -> date:
    """The Hebrew date's day in a Gregorian year; months 7 to 9 open the Hebrew year."""
    if month >= 7:
        hebrew_year = year + 3761
        start = _hebrew_new_year(hebrew_year)
        lengths = _autumn_months(hebrew_year)
        return date.fromordinal(start + sum(lengths[: month - 7]) + day - 1)
    next_year = _hebrew_new_year(year + 3761)
    # Nisan to Elul always have 30, 29, 30, 29, 30, 29 days, so they are counted back from Tishri.
    back = sum((30, 29, 30, 29, 30, 29)[month - 1 :])
    return date.fromordinal(next_year - back + day - 1)


def _autumn_months(hebrew_year: int) -> tuple[int, ...]:
    length = _hebrew_new_year(hebrew_year + 1) - _hebrew_new_year(hebrew_year)
    return (30, 30 if length % 10 == 5 else 29, 29 if length % 10 == 3 else 30)


def _hebrew_new_year(year: int) -> int:
    delays = [_hebrew_elapsed(y) for y in (year - 1, year, year + 1)]
    correction = 0
    if delays[2] - delays[1] == 356:
        correction = 2
    elif delays[1] - delays[0] == 382:
        correction = 1
    return _HEBREW_EPOCH + delays[1] + correction


def _hebrew_elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    day = 29 * months + parts // 25920
    return day + 1 if (3 * (day + 1)) % 7 < 3 else day
