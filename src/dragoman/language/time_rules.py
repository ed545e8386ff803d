"""The forms of time expressions one by one: a regular expression and what its groups say."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dragoman.language.numbers import parse_number, parse_ordinal
from dragoman.language.time_phrases import (
    Calendar,
    Direction,
    Length,
    Period,
    Phrase,
    Recurring,
    Relative,
    Vague,
)
from dragoman.language.time_words import TimeWords, Unit, load_time_words, tidy, unit_of

Groups = dict[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of time expression; ``found`` is false for one too doubtful in running text."""

    name: str
    pattern: re.Pattern[str]
    build: Callable[[Groups], Phrase | None]
    found: bool = True


_DIRECTIONS: dict[str, Direction] = {
    "last": "last",
    "past": "last",
    "this past": "last",
    "this last": "last",
    "this": "this",
    "current": "this",
    "next": "next",
    "coming": "next",
    "upcoming": "next",
    "this coming": "next",
    "previous": "previous",
    "preceding": "previous",
    "prior": "previous",
    "following": "following",
    "ensuing": "following",
    "same": "this",
    "that": "this",
    "that same": "this",
}
_POINTER = (
    r"(?P<pointer>this\s+past|this\s+last|this\s+coming|that\s+same|last|past|this|current|next|coming|upcoming|"
    r"previous|preceding|prior|following|ensuing|same|that)"
)
_SIDES: dict[str, Literal["past", "next"]] = {
    "last": "past",
    "past": "past",
    "next": "next",
    "coming": "next",
}
_DECADES = {
    word: 10 * value
    for value, word in enumerate(
        [
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ],
        2,
    )
}


# "at least the past two to three full weeks", up to the unit.
_LENGTH = (
    r"(?:(?:each\s+of\s+)?(?:the|its|his|her|their|these|those|this)\s+)?"
    r"(?:(?P<lengthmod><LENGTHMOD>)\s+(?:(?<!over\s)(?<!under\s)(?<!within\s)the\s+)?)?"
    r"(?:(?P<which>first|last|past|next|previous|final|latest|coming|following|preceding|remaining|"
    r"opening|initial|year-earlier|same)\s+)?"
    r"(?:(?P<count><NUMBER>)(?:\s*(?:-|–|to|or)\s*(?P<upper><NUMBER>))?|(?P<vague><VAGUE>)|"
    r"(?P<half>half\s+(?:of\s+)?an?|half)|(?P<one>an?))(?:\s+or\s+(?:two|more|so))?(?:\s+|[-‐‑])"
    r"(?:(?:more|long|full|straight|consecutive|additional|trading|business|working|calendar|"
    r"further|extra|solid|short|whole|successive|other|crucial)\s+)?(?P<unit><UNIT>|<SHORTUNIT>)"
    r"(?:\s+and\s+a\s+(?P<andhalf>half)\b)?"
)
_LENGTH_END = r"(?:[-\s]long\b|-old\b)?(?:\s+or\s+(?:so|more|less)\b|\s+period\b)?(?![-‐‑]\w)"


def rule_table(
    words: TimeWords,
) -> tuple[tuple[str, str, Callable[[Groups], Phrase | None], bool], ...]:
    """Name, pattern, builder and whether running text is searched for it."""

    def month(groups: Groups) -> int:
        return words.months[tidy(groups["month"])]

    def weekday(groups: Groups) -> int:
        return words.weekdays[tidy(groups["dow"])]

    def build_date(groups: Groups) -> Phrase | None:
        day = _day_number(groups["day"])
        if not day:
            return None
        year = _year(groups["year"]) if "year" in groups else None
        named = words.weekdays[tidy(groups["dow"])] if "dow" in groups else None
        return Calendar(year=year, month=month(groups), day=day, weekday=named)

    def build_month(groups: Groups) -> Phrase:
        year = _year(groups["year"]) if "year" in groups else None
        return Calendar(month=month(groups), year=year, direction=_direction(groups))

    def build_weekday(groups: Groups) -> Phrase:
        return Calendar(weekday=weekday(groups), direction=_direction(groups))

    def build_season(groups: Groups) -> Phrase:
        code = words.seasons[tidy(groups["season"])]
        return Calendar(season=code, direction=_direction(groups))

    def build_holiday(groups: Groups) -> Phrase:
        return Calendar(
            holiday=words.holidays[tidy(groups["holiday"])], direction=_direction(groups)
        )

    def build_part(groups: Groups) -> Phrase:
        return Calendar(part=words.parts[tidy(groups["part"])])

    def build_day_part(groups: Groups) -> Phrase:
        base = "reference" if groups["pointer"].lower() in ("that", "same") else "anchor"
        shift = {"last": -1.0, "next": 1.0}.get(groups["pointer"].lower(), 0.0)
        code = words.parts[tidy(groups["part"])]
        return Calendar(relative=Relative("D", shift, base), part=code)  # type: ignore[arg-type]  # one of the two bases

    def build_clock(groups: Groups) -> Phrase | None:
        zone = words.zones.get(tidy(groups["zone"])) if "zone" in groups else None
        clock = _clock(groups)
        return Calendar(clock=clock, zone=zone or None) if clock else None

    def build_set_day(groups: Groups) -> Phrase:
        part = words.parts[tidy(groups["part"].removesuffix("s"))] if "part" in groups else ""
        return Recurring(f"XXXX-WXX-{weekday(groups)}" + (f"T{part}" if part else ""))

    def build_set_part(groups: Groups) -> Phrase:
        return Recurring(f"XXXX-XX-XXT{words.parts[tidy(groups['part'])]}")

    def build_set_month(groups: Groups) -> Phrase:
        if "season" in groups:
            return Recurring(f"XXXX-{words.seasons[tidy(groups['season'])]}")
        return Recurring(f"XXXX-{month(groups):02}")

    def build_reference(groups: Groups) -> Phrase:
        return Vague(words.references[tidy(groups["words"])])

    def build_doubtful(groups: Groups) -> Phrase | None:
        return build_reference(groups) if tidy(groups["words"]) in words.doubtful else None

    def build_sure(groups: Groups) -> Phrase | None:
        return None if tidy(groups["words"]) in words.doubtful else build_reference(groups)

    def build_set(groups: Groups) -> Phrase:
        return Recurring(words.sets[tidy(groups["words"])])

    def build_length(groups: Groups) -> Phrase | None:
        return _length(groups, words)

    return (
        # Dates of the calendar.
        (
            "eleventh-of-september",
            r"(?:Sept\.?|September)\s+11(?:th)?(?=,?\s+(?:terror\w*\s+|al[\s-]Qaida\s+|al[\s-]Qaeda\s+|hijack\w*\s+)?"
            r"(?:attacks|hijack\w+|terror\w*|plot(?:ters)?|mastermind|Memorial|Commission)\b)",
            lambda _: Calendar(year=2001, month=9, day=11),
            True,
        ),
        (
            "date-mdy-range",
            r"(?P<month><MONTH>)\s+(?P<day><DAYNUM>)(?=\s*(?:-|–|—|to|through|until|and)\s*"
            r"(?:<MONTH>\s+)?<DAYNUM>,?\s+(?P<year><YEAR>))",
            build_date,
            True,
        ),
        (
            "date-mdy",
            r"(?:(?P<dow><DOW>),?\s+(?:the\s+)?)?(?P<month><MONTH>)\s*(?:the\s+)?(?P<day><DAYNUM>|<ORDINAL>(?=\s*(?:[,.;)]|$|and\b|in\b|at\b|on\b|to\b|<YEAR>)))\b"
            r"(?:\s?,?\s+(?P<year><YEAR>))?",
            build_date,
            True,
        ),
        (
            "date-dmy",
            r"(?:(?P<dow><DOW>),?\s+)?(?:the\s+)?(?P<day><DAYNUM>|<ORDINAL>)(?:\s+day)?(?:\s+of)?[\s-]+(?P<month><MONTH>)"
            r"(?:,?[\s-]+(?P<year><YEAR>))?",
            build_date,
            True,
        ),
        (
            "date-dmy-range",
            r"(?P<day><DAYNUM>)(?=\s*(?:-|–|—|to|through|until|and)\s*<DAYNUM>(?:\s+of)?\s+"
            r"(?P<month><MONTH>)(?:,?\s+(?P<year><YEAR>))?)",
            build_date,
            True,
        ),
        (
            "date-iso",
            r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
            r"(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?P<zone>Z|[+-]\d\d:?\d\d)?)?(?!\d|[-/]\d)",
            _build_iso,
            True,
        ),
        (
            "date-numeric",
            r"(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark)(?P<year>\d{4}|\d\d)(?!\d|[-/.]\d)",
            _build_numeric,
            True,
        ),
        (
            "month-year",
            r"(?P<month><MONTH>),?\s+(?:of\s+)?['’]?(?P<year><YEAR>|<YEARWORDS>)",
            build_month,
            True,
        ),
        (
            "month-range",
            r"(?P<month><MONTH>)(?=\s*(?:-|–|—|to|through|until|and|or)\s*<MONTH>,?\s+(?P<year><YEAR>))",
            build_month,
            True,
        ),
        ("month", r"(?:the\s+month\s+of\s+)?(?P<month><MONTH>)", build_month, True),
        ("month-pointed", rf"(?:the\s+)?{_POINTER}\s+(?P<month><MONTH>)", build_month, True),
        # Years and what is longer.
        (
            "year",
            r"(?:the\s+year\s+)?(?P<year><YEAR>|<YEARWORDS>)(?:(?=['’]s\b)|(?!['’]?s\b))(?![-–]\w*[a-z])",
            _build_year,
            True,
        ),
        ("year-the", r"the\s+(?P<year><YEAR>)(?=\s+(?:<ORDINAL>|half)\b)", _build_year, False),
        (
            "period-of-year",
            r"the\s+(?P<year><YEAR>)\s+(?:quarter|period)\b",
            lambda g: Period(year=int(g["year"])),
            True,
        ),
        (
            "year-and-later",
            r"(?P<year><YEAR>)\s+(?:and\s+beyond|or\s+later|onwards?)",
            _build_year,
            False,
        ),
        ("year-short", r"['’](?P<year>\d\d)(?!\d|['’]?s)", _build_short_year, False),
        (
            "year-era",
            r"(?P<year>\d{1,4})\s*(?P<era>B\.?C\.?E?\.?|A\.?D\.?|C\.?E\.?)(?!\w)",
            _build_era,
            True,
        ),
        (
            "fiscal-year",
            r"(?:the\s+)?(?:(?:fiscal(?:[\s-]+year)?|financial\s+year|fy)[\s-]*(?P<year><YEAR>)"
            r"|(?P<year2><YEAR>)(?:[-–/]\d\d)?\s+(?:fiscal|financial)\s+year)",
            _build_fiscal,
            True,
        ),
        (
            "fiscal-this",
            rf"(?:the\s+)?(?:{_POINTER}\s+)?(?:(?P<latest>latest)\s+)?(?:fiscal|financial)\s+year",
            _build_fiscal_pointed,
            True,
        ),
        (
            "decade",
            r"(?:the\s+)?(?:(?P<decade>(?:1[0-9]|20)\d0)['’]?s\b|['’](?P<short>\d0)s\b"
            r"|(?:(?P<century>nineteen|eighteen|twenty)[\s-]+)?(?P<word>twenties|thirties|forties|fifties|"
            r"sixties|seventies|eighties|nineties)\b)",
            _build_decade,
            True,
        ),
        (
            "century",
            r"(?:the\s+)?(?P<ordinal><ORDINAL>)[\s-]+century(?:\s+(?P<era>B\.?C\.?E?\.?))?",
            _build_century,
            True,
        ),
        (
            "quarter",
            r"(?:(?:the|its|their|a\s+flat)\s+)?(?:fiscal[\s-]+)?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]+quarter\b(?!-?final)",
            _build_quarter,
            True,
        ),
        ("quarter-code", r"Q(?P<quarter>[1-4])\b", _build_quarter, True),
        (
            "quarters",
            r"(?:the\s+)?(?P<which>first|last)\s+two\s+quarters",
            _build_half,
            True,
        ),
        (
            "half",
            r"(?:the\s+)?(?P<which>first|second|last|latter)[\s-]+half(?=\s+of\s+(?:the\s+)?(?:this|last|next|<YEAR>|fiscal))(?:\s+of(?:\s+the)?(?=\s+(?:this|last|next|\d)))?",
            _build_half,
            True,
        ),
        (
            "half-of-year",
            r"(?:the\s+)?(?P<which>first|second|last|latter)[\s-]+half\s+of\s+the\s+year",
            _build_half,
            True,
        ),
        ("half-code", r"H(?P<which>[12])\b(?=\s+(?:of\s+)?<YEAR>)", _build_half, True),
        (
            "half-decade",
            r"(?:the\s+)?(?:first|second|last|latter)\s+half\s+of\s+(?:the\s+)?(?:['’](?P<short>\d0)s|(?P<decade>\d{3}0)s)\b",
            _build_decade,
            True,
        ),
        # Seasons, holidays.
        (
            "season-year",
            r"(?:the\s+)?(?:(?:early|late)\s+)?(?P<season><SEASON>)(?=\s+(?:of\s+)?(?:<YEAR>|<YEARWORDS>|this\s+year|last\s+year|next\s+year))",
            build_season,
            True,
        ),
        ("season-pointed", rf"(?:the\s+)?{_POINTER}\s+(?P<season><SEASON>)", build_season, True),
        ("season", r"(?:the\s+)?(?P<season><SEASON>)", build_season, True),
        ("holiday", rf"(?:(?:the\s+)?{_POINTER}\s+)?(?P<holiday><HOLIDAY>)", build_holiday, True),
        # Days seen from the day of publication.
        ("today", r"(?:later\s+|earlier\s+)?today", lambda _: _days(0), True),
        ("yesterday", r"yesterday", lambda _: _days(-1), True),
        ("tomorrow", r"tomorrow", lambda _: _days(1), True),
        ("before-yesterday", r"(?:the\s+)?day\s+before\s+yesterday", lambda _: _days(-2), True),
        ("after-tomorrow", r"(?:the\s+)?day\s+after\s+tomorrow", lambda _: _days(2), True),
        ("tonight", r"tonight", lambda _: _days(0, "NI"), True),
        ("overnight", r"overnight", lambda _: _days(-1, "NI"), True),
        ("weekday", r"(?P<dow><DOW>)", build_weekday, True),
        ("weekday-pointed", rf"(?:the\s+)?{_POINTER}\s+(?P<dow><DOW>)", build_weekday, True),
        (
            "weekday-nth",
            r"(?P<dow><DOW>),?\s+(?:the\s+)?(?P<day>\d\d?(?:st|nd|rd|th)|<ORDINAL>)",
            build_weekday_nth(words),
            True,
        ),
        (
            "day-part-pointed",
            r"(?P<pointer>this|last|that|same|next)\s+(?P<part><PART>)",
            build_day_part,
            True,
        ),
        ("part", r"(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<part><PART>)", build_part, False),
        (
            "part-small-hours",
            r"(?:in\s+)?the\s+(?:early|small|wee)\s+hours(?:\s+of)?",
            lambda _: Calendar(part="MO"),
            False,
        ),
        ("noon", r"(?:high\s+)?noon|midday", lambda _: Calendar(clock="12:00"), True),
        ("midnight", r"midnight", lambda _: Calendar(clock="24"), True),
        (
            "clock-12",
            r"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?(?::(?P<second>[0-5]\d))?\s*"
            r"(?:(?P<half>[ap])m\b|(?P<dotted>[ap])\.\s?m\b\.?)(?:,?\s+\(?(?P<zone><ZONE>)\)?)?",
            build_clock,
            True,
        ),
        (
            "clock-12-range",
            r"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?(?=\s*(?:-|–|to|and|until)\s*\d\d?(?:[:.][0-5]\d)?\s*(?P<half>[ap])\.?\s?m\b)",
            build_clock,
            True,
        ),
        (
            "clock-24",
            r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![:\d])(?:\s*h(?:rs)?\b|\s+(?P<zone><ZONE>))?",
            build_clock,
            True,
        ),
        (
            "clock-zone",
            r"(?P<hour>[01]\d|2[0-3])[.:]?(?P<minute>[0-5]\d)\s*(?P<zone><ZONE>)",
            build_clock,
            True,
        ),
        (
            "clock-oclock",
            r"(?P<hour>1[0-2]|[1-9]|<NUMBER>)\s+o['’]clock(?:\s+in\s+the\s+(?P<part>morning|afternoon|evening))?",
            build_clock,
            True,
        ),
        (
            "clock-part",
            r"(?P<hour>1[0-2]|[1-9])(?::(?P<minute>[0-5]\d))?\s+in\s+the\s+(?P<part>morning|afternoon|evening)",
            build_clock,
            True,
        ),
        # Units seen from the day of publication or from the last date told.
        (
            "unit-pointed",
            rf"(?:the\s+)?(?:very\s+)?{_POINTER}\s+(?:(?:calendar|full|whole)\s+)?(?P<unit><UNIT>)",
            lambda g: _pointed(g),
            True,
        ),
        (
            "unit-after-next",
            r"the\s+(?P<unit><UNIT>)\s+(?P<which>after\s+next|before\s+last)",
            _build_after_next,
            True,
        ),
        ("weekend", r"the\s+weekend", lambda _: Calendar(weekend=True), True),
        ("midweek", r"midweek", lambda _: Calendar(relative=Relative("W", 0.0)), True),
        (
            "the-unit",
            r"the\s+(?:whole\s+|full\s+|entire\s+)?(?P<unit>day|week|month|year)\b",
            _build_the_unit,
            False,
        ),
        (
            "this-time-last",
            r"(?:around\s+|about\s+)?this\s+time\s+(?P<pointer>last|next)\s+(?P<unit>year|week|month)",
            lambda g: _pointed(g),
            True,
        ),
        (
            "first-day",
            r"the\s+(?:<ORDINAL>|last|final|opening|closing)\s+day\b|(?:<ORDINAL>)\s+day\b",
            lambda _: Calendar(relative=Relative("D", 0.0, "reference")),
            False,
        ),
        (
            "day-number",
            r"day\s+(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b(?=\s+of|[,.;]|$)",
            lambda _: Calendar(relative=Relative("D", 0.0, "reference")),
            True,
        ),
        (
            "year-end",
            r"(?:the\s+)?(?:year(?:['’]s)?[\s-]end)\b",
            lambda _: Calendar(relative=Relative("Y", 0.0), modifier="END"),
            True,
        ),
        (
            "ago",
            r"(?:(?P<lengthmod><LENGTHMOD>)\s+)?(?:(?:an?|one)\s+|(?P<count><NUMBER>|<VAGUE>)\s+(?:(?:long|short|full)\s+)?)?"
            r"(?P<unit><UNIT>|<SHORTUNIT>)(?:\s+(?:or\s+so|and\s+a\s+half))?\s+(?P<side>ago|back|earlier|before(?=[.,;)]|$)|previously|prior|later|after(?=[.,;)]|$)|afterwards?|thereafter|from\s+now|hence|on(?=[.,;)]|$))\b",
            lambda g: _build_ago(g, words),
            True,
        ),
        (
            "ago-today",
            r"(?P<count><NUMBER>|an?)\s+(?P<unit><UNIT>)\s+ago\s+(?:today|this\s+(?P<within>week|month))\b",
            _build_ago_today,
            True,
        ),
        ("fortnight-hence", r"a\s+week\s+from\s+(?:today|now)", lambda _: _days(7), True),
        # Lengths.
        ("length", _LENGTH + _LENGTH_END, build_length, True),
        (
            "length-two",
            _LENGTH + r"(?:\s+and\s+|\s+)(?P<count2><NUMBER>)\s+(?P<unit2><UNIT>)" + _LENGTH_END,
            build_length,
            True,
        ),
        (
            "length-bare",
            r"(?:(?P<lengthmod>the|the\s+first|the\s+early|the\s+last|the\s+final)\s+)?(?P<unit><UNITS>)(?:(?=-long)-long)?(?:\s+(?:or|and)\s+<UNITS>)?",
            build_length,
            True,
        ),
        (
            "length-unit",
            r"(?P<unit>week|day|month|year|decade|century|hour)(?:-long\b|s-long\b|long\b)?",
            build_length,
            False,
        ),
        (
            "length-long",
            r"(?P<unit>week|day|month|year|decade|century|hour)s?-?long\b",
            build_length,
            True,
        ),
        (
            "length-all",
            r"(?:all|the\s+(?:whole|entire)|throughout\s+the)\s+(?P<unit>day|night|week|month|year)\b",
            build_length,
            True,
        ),
        (
            "length-unknown",
            r"(?:a\s+while|a\s+(?:fairly\s+)?(?:long|lengthy|short)\s+(?:time|period|while))",
            lambda _: Vague("PXX"),
            False,
        ),
        ("length-some-time", r"some\s+time", lambda _: Length(((None, "month"),)), False),
        (
            "quantity-of-days",
            r"(?:the\s+)?(?P<which>recent|past|last|next|coming|future|upcoming|previous)\s+(?:(?P<few>few|couple\s+of|several)\s+)?(?P<unit><UNITS>)(?:\s+and\s+(?P<other><UNITS>))?",
            _build_recent,
            True,
        ),
        # Sets.
        (
            "every",
            r"(?:each\s+and\s+every|every|each)\s+(?:(?P<other>other)\s+|(?P<count><NUMBER>|few)\s+)?(?P<unit><UNIT>)",
            lambda g: _build_every(g, words),
            True,
        ),
        (
            "every-weekday",
            r"(?:every|each)\s+(?:other\s+)?(?P<dow><DOW>)(?:\s+(?P<part><PART>))?",
            build_set_day,
            True,
        ),
        (
            "weekdays",
            r"(?:on\s+)?(?P<dow><LONGDOW>)(?:s|\s+(?P<part>mornings|afternoons|evenings|nights))\b",
            build_set_day,
            False,
        ),
        (
            "weekdays-plural",
            r"(?P<dow>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s(?:\s+(?P<part>mornings|afternoons|evenings|nights))?\b|(?P<dow2>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s+(?P<part2>mornings|afternoons|evenings|nights)\b",
            lambda g: build_set_day({k.removesuffix("2"): v for k, v in g.items()}),
            True,
        ),
        ("every-part", r"(?:every|each)\s+(?P<part><PART>)", build_set_part, True),
        (
            "every-month",
            r"(?:every|each)\s+(?:(?P<month><MONTH>)|(?P<season><SEASON>))",
            build_set_month,
            True,
        ),
        (
            "times-a",
            r"(?:once|twice|(?:<NUMBER>|several)\s+times)\s+(?:an?|every|each|per)\s+(?P<unit><UNIT>)",
            lambda g: _build_every(g, words),
            True,
        ),
        (
            "per-unit",
            r"(?:per|a)\s+(?P<unit>second|minute|hour|day|week|month|year)(?=\b)",
            lambda g: _build_every(g, words),
            False,
        ),
        ("set", r"(?:once\s+)?(?P<words><SET>)", build_set, True),
        # Words that point without a date.
        (
            "this-moment",
            r"(?:at\s+)?this\s+(?:very\s+)?(?:crucial|critical|decisive|historic|difficult|delicate|sensitive|"
            r"important|pivotal|dangerous|particular)\s+(?:moment|time|juncture|point|hour)\b",
            lambda _: Vague("PRESENT_REF"),
            True,
        ),
        ("reference", r"(?P<words><REFERENCE>)", build_sure, True),
        ("reference-doubtful", r"(?P<words><REFERENCE>)", build_doubtful, False),
        # Reports on a period.
        (
            "period",
            r"(?:the|this|that|its|latest)?\s*(?:(?P<latest>latest|current|comparable|corresponding|most\s+recent)\s+)?(?P<period>quarter|period)\b",
            lambda _: Period(),
            False,
        ),
        (
            "period-year-ago",
            r"(?:the\s+)?(?:(?:comparable\s+|corresponding\s+|same\s+)?year[\s-](?:ago|earlier)[\s-]+(?:quarter|period)"
            r"|last\s+year['’]s\s+(?:quarter|period)"
            r"|(?:quarter|period)\s+a\s+year\s+(?:ago|earlier)"
            r"|(?:corresponding|same|comparable)\s+(?:quarter|period)\s+(?:last\s+year|a\s+year\s+(?:ago|earlier)))",
            lambda _: Period(-1),
            True,
        ),
        ("year-ago", r"year-(?:ago|earlier)\b", lambda _: Period(-1, named=False), True),
        (
            "quarter-year-ago",
            r"(?:the\s+)?year[\s-](?:ago|earlier)(?=\s+(?:<ORDINAL>)[\s-]+quarter)",
            lambda _: Calendar(relative=Relative("Y", -1.0)),
            False,
        ),
    )


def build_weekday_nth(words: TimeWords) -> Callable[[Groups], Phrase | None]:
    """Give the builder for "Monday the 13th": weekday and day of a month not named."""

    def build(groups: Groups) -> Phrase | None:
        day = _day_number(groups["day"])
        return Calendar(weekday=words.weekdays[tidy(groups["dow"])], day=day) if day else None

    return build


def _days(count: float, part: str | None = None) -> Calendar:
    return Calendar(relative=Relative("D", count), part=part)


def _direction(groups: Groups) -> Direction | None:
    pointer = groups.get("pointer")
    return _DIRECTIONS[tidy(pointer)] if pointer else None


def _day_number(text: str) -> int | None:
    day = parse_ordinal(text)
    return day if day and 1 <= day <= 31 else None


def _year(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    words = re.split(r"[\s-]+", text.lower())
    if words[0] == "two":
        return int(parse_number(" ".join(words)) or 0) or None
    low = parse_number(" ".join(word for word in words[1:] if word != "oh"))
    high = parse_number(words[0])
    return int(high * 100 + low) if high is not None and low is not None else None


def _build_year(groups: Groups) -> Phrase | None:
    year = _year(groups["year"])
    return Calendar(year=year) if year else None


def _build_short_year(groups: Groups) -> Phrase:
    return Calendar(year=_full_year(groups["year"]))


def _full_year(two_digits: str) -> int:
    """Two digits as a year: POSIX's rule, 69 to 99 lie in the twentieth century."""
    return int(two_digits) + (1900 if int(two_digits) >= 69 else 2000)


def _build_era(groups: Groups) -> Phrase | None:
    era = groups["era"].upper().replace(".", "")
    year = int(groups["year"])
    if era.startswith("B"):
        return Calendar(value=f"BC{year:04}")
    return Calendar(year=year) if year else None


def _build_fiscal(groups: Groups) -> Phrase | None:
    return Calendar(year=_year(groups.get("year") or groups["year2"]))


def _build_fiscal_pointed(groups: Groups) -> Phrase | None:
    if "latest" in groups:
        return Calendar(relative=Relative("Y", -1.0))
    if "pointer" not in groups:
        return Calendar(relative=Relative("Y", 0.0))
    return _pointed({**groups, "unit": "year"})


def _build_decade(groups: Groups) -> Phrase:
    if "decade" in groups:
        return Calendar(value=groups["decade"][:3] + "X")
    if "short" in groups:
        return Calendar(value=f"{_full_year(groups['short']) // 10}X")
    century = {"eighteen": 18, "twenty": 20}.get(groups.get("century", ""), 19)
    return Calendar(value=f"{century}{_DECADES[groups['word'].lower()] // 10}X")


def _build_century(groups: Groups) -> Phrase | None:
    number = parse_ordinal(groups["ordinal"])
    if not number or number > 21:
        return None
    return Calendar(value=f"BC{number - 1:02}XX" if "era" in groups else f"{number - 1:02}XX")


def _build_quarter(groups: Groups) -> Phrase | None:
    quarter = parse_ordinal(groups["quarter"])
    return Calendar(quarter=quarter) if quarter else None


def _build_half(groups: Groups) -> Phrase:
    return Calendar(half=1 if groups["which"].lower() in ("first", "1") else 2)


def _build_iso(groups: Groups) -> Phrase | None:
    month, day = int(groups["month"]), int(groups["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31 and int(groups["year"])):
        return None
    zone = groups.get("zone")
    return Calendar(
        year=int(groups["year"]), month=month, day=day, clock=groups.get("clock"), zone=zone
    )


def _build_numeric(groups: Groups) -> Phrase | None:
    """A numeric date keeps both readings open: ``value`` holds "first/second/year"."""
    first, second = int(groups["first"]), int(groups["second"])
    year = int(groups["year"]) if len(groups["year"]) == 4 else _full_year(groups["year"])
    if not (1 <= min(first, second) <= 12 and max(first, second) <= 31 and year):
        return None
    return Calendar(value=f"{first}/{second}/{year}")


def _clock(groups: Groups) -> str | None:
    hour = parse_number(groups["hour"])
    if hour is None or hour > 23 or hour != int(hour):
        return None
    half = (groups.get("half") or groups.get("dotted", "")).lower()
    if groups.get("part", "").lower() in ("afternoon", "evening"):
        half = "p"
    number = int(hour)
    if half == "p" and number < 12:
        number += 12
    elif half == "a" and number == 12:
        number = 0
    clock = f"{number:02}:{groups.get('minute', '00')}"
    return f"{clock}:{groups['second']}" if "second" in groups else clock


def shift_unit(name: str) -> tuple[str, float]:
    """A unit's code for shifting a date, and how many of it make one of the unit."""
    words = load_time_words()
    lowered = name.lower().rstrip(".")
    singular = {"centuries": "century", "millennia": "millennium"}.get(
        lowered, lowered.removesuffix("s")
    )
    if singular in ("decade", "century"):
        return singular, 1.0
    unit = unit_of(words, lowered)
    return ("T" + unit.code if unit.clock else unit.code), float(unit.step)


def _pointed(groups: Groups) -> Phrase | None:
    """ "last week", "the following year", "that day"."""
    pointer = tidy(groups["pointer"])
    direction = _DIRECTIONS[pointer]
    unit, step = shift_unit(groups["unit"])
    if groups["unit"].lower().endswith("s"):
        return None
    if unit == "WE":
        return Calendar(weekend=True, direction=direction)
    if unit.startswith("T"):
        return Vague("PRESENT_REF") if direction == "this" else None
    told = pointer in ("same", "that", "that same") or direction in ("previous", "following")
    count = {"last": -1.0, "previous": -1.0, "next": 1.0, "following": 1.0}.get(direction, 0.0)
    if pointer == "next" and "the" in groups:
        return Calendar(relative=Relative(unit, count * step, "story"))
    return Calendar(relative=Relative(unit, count * step, "reference" if told else "anchor"))


def _build_the_unit(groups: Groups) -> Phrase:
    """ "by the end of the day" is the day told, the month and year are those of publication.

    A bare "the week" is not told to be this one (TimeBank writes 1989-WXX), its end is.
    """
    unit, _ = shift_unit(groups["unit"])
    if unit == "W":
        return Calendar(relative=Relative("W", 0.0, told="some week"))
    return Calendar(relative=Relative(unit, 0.0, "story" if unit == "D" else "anchor"))


def _build_after_next(groups: Groups) -> Phrase | None:
    unit, step = shift_unit(groups["unit"])
    count = 2.0 if groups["which"].lower().startswith("after") else -2.0
    if unit == "WE":
        return Calendar(relative=Relative("WE", count * step))
    return None if unit.startswith("T") else Calendar(relative=Relative(unit, count * step))


def count_of(text: str) -> float | None:
    """Give how many units the words before one tell, ``None`` for "several" and the like."""
    lowered = tidy(text)
    if lowered in ("a", "an", "the"):
        return 1.0
    if lowered in ("a couple", "a couple of", "couple of"):
        return 2.0
    return parse_number(lowered)


def _build_ago(groups: Groups, words: TimeWords) -> Phrase | None:
    side = tidy(groups["side"])
    unit, step = shift_unit(groups["unit"])
    plural = groups["unit"].lower().endswith(("s", "ia"))
    count = count_of(groups["count"]) if "count" in groups else (None if plural else 1.0)
    if "count" in groups and count is None and not plural:
        return None
    back = side in ("ago", "back", "earlier", "before", "previously", "prior")
    base = "anchor" if side in ("ago", "back", "from now", "hence") else "reference"
    if base == "reference" and count is None:
        return Length(((None, groups["unit"].lower()),))
    if unit == "Y" and count == 1 and side in ("ago", "earlier"):
        return Period(-1, named=False)
    modifier = words.length_modifiers.get(tidy(groups.get("lengthmod", ""))) or None
    shift = None if count is None else count * step * (-1 if back else 1)
    relative = Relative(unit, shift, "anchor" if base == "anchor" else "reference")
    return Calendar(relative=relative, modifier=modifier)


def _build_ago_today(groups: Groups) -> Phrase | None:
    """ "two years ago this week" is a week of that year, "a year ago today" a day."""
    unit, step = shift_unit(groups["unit"])
    count = count_of(groups["count"])
    if unit not in ("Y", "M", "W", "decade") or count is None:
        return None
    if unit == "decade":
        unit, step = "Y", 10.0
    named = shift_unit(groups["within"])[0] if "within" in groups else "D"
    return Calendar(relative=Relative(unit, -count * step, told=named))


def _build_recent(groups: Groups) -> Phrase | None:
    """ "recent years", "the coming days" point without a length; "the past few weeks" has one."""
    if "few" in groups:
        count = 2.0 if tidy(groups["few"]).startswith("couple") else None
        return Length(((count, groups["unit"].lower()),))
    unit, _ = shift_unit(groups["unit"])
    if groups["which"].lower() == "recent" and unit in ("W", "M", "Q") and "other" not in groups:
        # TimeBank gives recent weeks and months a length, recent days and years none.
        return Length(((None, groups["unit"].lower()),))
    future = groups["which"].lower() in ("next", "coming", "future", "upcoming")
    return Vague("FUTURE_REF" if future else "PAST_REF")


def _length(groups: Groups, words: TimeWords) -> Phrase | None:
    unit = groups["unit"].lower().rstrip(".")
    lengthmod = words.length_modifiers.get(tidy(groups.get("lengthmod", ""))) or None
    count: float | None = None
    if "count" in groups:
        count = parse_number(groups["count"])
        if count is None:
            return None
    elif "vague" in groups:
        count = count_of(groups["vague"])
    elif "half" in groups:
        count = 0.5
    elif not unit.endswith(("s", "ia")):
        count = 1.0
    if "andhalf" in groups and count is not None:
        count += 0.5
    parts: tuple[tuple[float | None, str], ...] = ((count, unit),)
    if "count2" in groups:
        if not _is_smaller(unit_of(words, groups["unit2"]), unit_of(words, unit)):
            return None
        parts += ((parse_number(groups["count2"]), groups["unit2"].lower()),)
    return Length(parts, lengthmod, _SIDES.get(groups.get("which", "").lower()))


def _is_smaller(unit: Unit, other: Unit) -> bool:
    """Whether "two years and six months" goes on with the smaller unit, as one length must."""

    def size(one: Unit) -> tuple[bool, int]:
        # The minute and the month share a letter: clock units are the smaller ones.
        return not one.clock, "SMH".find(one.code) if one.clock else "DWMQY".find(one.code)

    return size(unit) < size(other)


def _build_every(groups: Groups, words: TimeWords) -> Phrase | None:
    unit = unit_of(words, groups["unit"])
    if unit.code == "WE":
        return Recurring("XXXX-WXX-WE")
    count = 2.0 if "other" in groups else 1.0
    if "count" in groups:
        parsed = parse_number(groups["count"])
        number = f"{parsed * unit.step:g}" if parsed is not None else "X"
    else:
        number = f"{count * unit.step:g}"
    return Recurring(f"P{'T' if unit.clock else ''}{number}{unit.code}")
