"""What the words of a time expression say, before any date is known: the grammar's own records."""

from dataclasses import dataclass, fields, replace
from typing import Literal

Direction = Literal["last", "this", "next", "previous", "following"]


@dataclass(frozen=True, slots=True)
class Relative:
    """So many units away from a base: the publication date, the last date told, or a phrase.

    The base ``story`` is the last date told where the verb is past ("they left the next day").

    ``unit`` is an ISO 8601 code, or decade | century; ``count`` is ``None`` for a number not told.
    ``told`` is the unit in which the day so found is told, where it is another ("two years ago
    this week"), or "some week" for a week that may be any.
    """

    unit: str
    count: float | None
    base: "Literal['anchor', 'reference', 'story'] | Calendar" = "anchor"
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A day or stretch of the calendar, as far as the words say it.

    ``direction`` is how "last", "next", ... point at a month, weekday, season or holiday;
    ``value`` is a TIMEX3 value that needs no reckoning; ``holiday`` a rule of holidays.tsv.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    quarter: int | None = None
    half: int | None = None
    season: str | None = None
    weekend: bool | None = None
    holiday: str | None = None
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    value: str | None = None
    relative: Relative | None = None
    direction: Direction | None = None
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time by its length; ``parts`` are counts (``None``: not told) and unit names.

    ``side`` is past or next for one that ends or begins with the day of publication.
    """

    parts: tuple[tuple[float | None, str], ...]
    modifier: str | None = None
    side: Literal["past", "next"] | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    """A time that comes again: its TIMEX3 value."""

    value: str


@dataclass(frozen=True, slots=True)
class Vague:
    """PRESENT_REF, PAST_REF or FUTURE_REF."""

    value: str


@dataclass(frozen=True, slots=True)
class Period:
    """The quarter that a report speaks of: "the quarter", "the year-ago quarter".

    ``years`` shifts it, ``year`` names its year; ``named`` is false for a mere "a year ago", which
    speaks of a quarter only where one has been told.
    """

    years: int = 0
    year: int | None = None
    named: bool = True


Phrase = Calendar | Length | Recurring | Vague | Period

# What may stand together in one expression, the time of day left out.
_WHOLES = {
    frozenset(tags.split())
    for tags in (
        "",
        "year",
        "sub",
        "date",
        "day",
        "week",
        "weekday",
        "year sub",
        "year date",
        "weekday date",
        "weekday date year",
        "weekday week",
    )
}
_CLOCKED = {"date", "day", "weekday"}


def tags_of(calendar: Calendar) -> frozenset[str]:
    """Give which kinds of word a calendar phrase holds: year, sub, date, week, weekday, ..."""
    found = {"clock" if calendar.clock else "", "part" if calendar.part else ""}
    found.add("year" if calendar.year is not None else "")
    found.add("weekday" if calendar.weekday else "")
    if calendar.value or calendar.holiday or calendar.day:
        found.add("date")
    elif calendar.month or calendar.quarter or calendar.half or calendar.season:
        found.add("sub")
    if calendar.weekend:
        found.add("weekend")
    if calendar.relative:
        found.add({"Y": "year", "W": "week", "D": "day"}.get(calendar.relative.unit, "other"))
    return frozenset(found - {""})


def merge(first: Calendar, second: Calendar) -> Calendar | None:
    """Give both phrases as one, ``None`` where they clash or make no expression together."""
    tags = [tags_of(first), tags_of(second)]
    together = tags[0] | tags[1]
    whole = together - {"clock", "part"}
    if tags[0] & tags[1] or whole not in _WHOLES:
        return None
    if whole and together != whole and not whole & _CLOCKED:
        return None
    stated: dict[str, object] = {}
    for field in fields(Calendar):
        values = [getattr(phrase, field.name) for phrase in (first, second)]
        present = [value for value in values if value is not None]
        if len(present) == 2 and field.name not in ("modifier", "direction"):
            return None
        if present:
            stated[field.name] = present[0]
    return replace(Calendar(), **stated)  # type: ignore[arg-type]  # the names are Calendar's own
