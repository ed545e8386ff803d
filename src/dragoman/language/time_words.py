"""The word tables of data/times and the regex fragments made of them, read once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.datafiles import data_path, read_table
from dragoman.language.numbers import NUMBER, ORDINAL


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: ISO 8601 code, whether it stands behind the T, how many codes it makes."""

    code: str
    clock: bool
    step: int


@dataclass(frozen=True, slots=True)
class TimeWords:
    """What each word of time stands for; keys are lower case, without full stops."""

    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, Unit]
    parts: dict[str, str]
    seasons: dict[str, str]
    references: dict[str, str]
    doubtful: frozenset[str]
    sets: dict[str, str]
    zones: dict[str, str]
    modifiers: dict[str, str]
    length_modifiers: dict[str, str]
    holidays: dict[str, str]
    new_years: tuple[date, ...]
    not_times: re.Pattern[str]
    orders: dict[str, str]
    fragments: dict[str, str]


def tidy(words: str) -> str:
    """Give words as the tables key them: lower case, single blanks, straight apostrophes."""
    return re.sub(r"\s+", " ", words.strip().lower()).replace("’", "'").rstrip(".")


@cache
def load_time_words() -> TimeWords:
    """Give the tables of data/times. Raises: DataError when a file is missing or malformed."""
    names = _rows("calendar_names.tsv")
    months = {tidy(r["name"]): int(r["number"]) for r in names if r["kind"].startswith("month")}
    weekdays = {tidy(r["name"]): int(r["number"]) for r in names if r["kind"].startswith("week")}
    units = {
        r["name"]: Unit(r["code"], r["clock"] == "1", int(r["step"])) for r in _rows("units.tsv")
    }
    references = _rows("references.tsv")
    tables = {
        "parts": _column("parts_of_day.tsv", "name", "code"),
        "seasons": _column("seasons.tsv", "name", "code"),
        "references": {tidy(r["words"]): r["value"] for r in references},
        "sets": _column("sets.tsv", "words", "value"),
        "zones": _column("zones.tsv", "name", "offset"),
        "modifiers": _column("modifiers.tsv", "words", "modifier"),
        "length_modifiers": _column("length_modifiers.tsv", "words", "modifier"),
        "holidays": _column("holidays.tsv", "name", "rule"),
    }
    return TimeWords(
        months=months,
        weekdays=weekdays,
        units=units,
        doubtful=frozenset(tidy(r["words"]) for r in references if r["use"] == "span only"),
        new_years=tuple(date.fromisoformat(r["date"]) for r in _rows("lunar_new_year.tsv")),
        not_times=re.compile(
            r"\b(?:" + _alternatives(r["words"] for r in _rows("not_times.tsv")) + ")"
        ),
        orders={r["suffix"]: r["order"] for r in _rows("numeric_order.tsv")},
        fragments=_fragments(names, tables),
        **tables,
    )


def unit_of(words: TimeWords, name: str) -> Unit:
    """Give the unit that a singular or plural noun names."""
    lowered = name.lower().rstrip(".")
    singular = {"centuries": "century", "millennia": "millennium"}.get(lowered, lowered)
    return words.units.get(singular) or words.units[singular.removesuffix("s")]


def _rows(name: str) -> list[dict[str, str]]:
    return list(read_table(data_path("times", name)))


def _column(name: str, key: str, value: str) -> dict[str, str]:
    return {tidy(row[key]): row[value] for row in _rows(name)}


def _alternatives(words: Iterable[str]) -> str:
    """One regex alternation, longest first; blanks and apostrophes match in every form."""
    escaped = (re.escape(word) for word in sorted(set(words), key=len, reverse=True))
    return "|".join(
        word.replace(r"\ ", r"\s+").replace("'", "['’]").replace(r"\-", "[-‐‑]") for word in escaped
    )


def _fragments(names: list[dict[str, str]], tables: dict[str, dict[str, str]]) -> dict[str, str]:
    def named(*kinds: str) -> str:
        return _alternatives(r["name"] for r in names if r["kind"] in kinds)

    long_months, short_months = named("month"), named("month-short")
    long_days, short_days = named("weekday"), named("weekday-short")
    digit_day = r"(?:3[01]|[12]\d|0?[1-9])"
    teens_and_tens = (
        r"(?:oh[\s-](?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|thirteen|"
        r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
        r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
        r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)"
    )
    return {
        "MONTH": rf"(?:(?:{long_months})\b|(?:{short_months})\b\.?)",
        "LONGMONTH": rf"(?:{long_months})\b",
        "DOW": rf"(?:(?:{long_days})\b|(?:{short_days})\b\.?)",
        "LONGDOW": rf"(?:{long_days})\b",
        "DAYNUM": rf"(?:{digit_day}(?:st|nd|rd|th)?(?![\d:])(?!\.\d)(?!,\d{{3}}(?!\d)))",
        "ORDINAL": rf"(?:{ORDINAL})",
        "NUMBER": rf"(?:{NUMBER})",
        "YEAR": r"(?:(?:1[0-9]|20)\d\d\b(?![.,]\d|%))",
        "YEARWORDS": rf"(?:(?:eighteen|nineteen|twenty)[\s-]{teens_and_tens}\b"
        rf"|two\s+thousand(?:\s+and)?(?:\s+{teens_and_tens}|\s+(?:one|two|three|four|five|six|seven"
        r"|eight|nine))?\b)",
        "UNIT": r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|weekends?|months?|"
        r"quarters?|years?|decades?|century|centuries|millennium|millennia)\b",
        "UNITS": r"(?:seconds|minutes|hours|days|nights|weeks|fortnights|weekends|months|quarters|"
        r"years|decades|centuries|millennia)\b",
        "SHORTUNIT": r"(?:secs?|mins?|hrs?)\b\.?",
        "PART": rf"(?:{_alternatives(tables['parts'])})\b",
        "SEASON": rf"(?:{_alternatives(tables['seasons'])})\b",
        "REFERENCE": rf"(?:{_alternatives(tables['references'])})\b",
        "SET": rf"(?:{_alternatives(tables['sets'])})\b",
        "ZONE": rf"(?:{_alternatives(tables['zones'])})\b",
        "MODIFIER": rf"(?:{_alternatives(tables['modifiers'])})(?<=-|\w)",
        "LENGTHMOD": rf"(?:{_alternatives(tables['length_modifiers'])})\b",
        "HOLIDAY": rf"(?:{_alternatives(tables['holidays'])})(?!\w)",
        "VAGUE": r"(?:a\s+(?:good\s+)?few|the\s+few|few|several|many|"
        r"a\s+couple(?:\s+of)?|a\s+number\s+of|some|dozens\s+of|hundreds\s+of|thousands\s+of|tens\s+of\s+thousands\s+of|countless)",
    }
