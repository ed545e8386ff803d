"""When a report was published: as given, as it says itself, or as its own dates imply."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.language.time_grammar import Grammar, load_grammar, read_at
from dragoman.language.time_phrases import Calendar
from dragoman.language.times import cue_tense
from dragoman.records.document import Published, Sentence
from dragoman.records.span import Span

FIRST_YEAR = 1800  # no news report on file is older
_HEAD = 1200  # characters in which a dateline or byline stands
_SHORT_LINE = 120
_LABEL = re.compile(
    r"(?:first\s+)?\b(?:published|posted|issued|released|filed|date(?:d)?|last\s+updated|updated)\b"
    r"(?:\s+(?:on|at))?\s*[:|]?\s*(?:\d{1,2}:\d\d\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?,?\s*(?:on\s+)?)?",
    re.IGNORECASE,
)
# "CARACAS, Venezuela, Jan. 10 (AP) --": a place in capitals opens a paragraph.
_DATELINE = re.compile(
    r"^[ \t]*(?P<place>[A-Z][A-Z.'’ -]{2,40}(?:,\s*(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|"
    r"Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d)[A-Z][\w.'’ -]{1,30})?)\s*"
    r"(?:\([A-Za-z .]{2,20}\)\s*)?(?:,|[-–—]+|\|)\s*(?=(?:[A-Z][a-z]|\d))",
    re.MULTILINE,
)
_DATELINE_END = re.compile(r"\s*(?:\([^)\n]{2,30}\)|[-–—:|]|$)", re.MULTILINE)
_NAME_START = re.compile(r"\b(?:[A-Z][a-z]{2}|\d)")
_YEAR = re.compile(r"(?<![\d,.$€£])\b(?:1[89]\d\d|20\d\d)\b(?![,.]\d|%)")
_AHEAD = re.compile(r"\b(?:by|until|till|through|before|to)\s+(?:the\s+)?(?:end\s+of\s+)?$")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z\"“])|\n+")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A weekday told together with a date, and the year where that is told too."""

    span: Span
    weekday: int
    month: int
    day: int
    year: int | None
    yesterday: bool


def infer_published(text: str, given: str | None, *, today: date | None = None) -> Published:
    """Give the report's date of publication with its basis and the reason in words.

    A valid ``given`` date wins. Without one the report's own dateline or byline is read, then the
    years in which its weekdays and dates agree. What cannot be known stays ``None``, basis
    unknown: the clock is never asked. ``today`` bounds an inference from above.
    """
    refused = ""
    if given is not None and given.strip():
        day = _read_iso(given.strip())
        if day is not None and day.year >= FIRST_YEAR:
            return Published(day.isoformat(), "given", _future_reason(day, today))
        refused = f"the given date {given.strip()!r} is no date of a report; "
    found = _stated_date(text, today) or _inferred_date(text, today)
    if found is None:
        reason = "no dateline, and no weekday told together with a date"
        return Published(None, "unknown", refused + reason)
    return Published(found.date, found.basis, refused + found.reason)


def _read_iso(text: str) -> date | None:
    match = re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?![\d-])", text)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _future_reason(day: date, today: date | None) -> str:
    if today is None or day <= today:
        return ""
    return f"the given date lies {(day - today).days} days after {today.isoformat()}; kept as given"


def _stated_date(text: str, today: date | None) -> Published | None:
    """The date that the report itself tells as its own: label, dateline, or a line of its own."""
    grammar = load_grammar()
    for start, words in _date_places(text):
        told = _calendar_at(grammar, text, start)
        if told is None:
            continue
        calendar, end = told
        if words == "dateline" and not _DATELINE_END.match(text, end):
            continue
        day = _full_date(calendar)
        if day is None and words == "dateline":
            dated = _date_dateline(text, calendar, today)
            if dated is not None:
                return dated
        if day is not None and (today is None or day <= today):
            quoted = " ".join(text[start:end].split())
            return Published(day.isoformat(), "dateline", f"the report's {words} says {quoted!r}")
    return None


def _date_places(text: str) -> Iterator[tuple[int, str]]:
    """Where a report tells its own date, surest first."""
    head = text[:_HEAD]
    for match in _LABEL.finditer(head):
        yield match.end(), "label"
    for match in _DATELINE.finditer(head):
        yield match.end(), "dateline"
    at = 0
    for line in head.split("\n")[:8]:
        if len(line) <= _SHORT_LINE:
            opening = line.lower().lstrip()
            byline = opening.startswith("by ")
            for match in _NAME_START.finditer(line):
                # A date inside a headline is the news's, not the report's.
                alone = not line[: match.start()].strip(" \t|-–—•·(")
                if byline or alone or re.search(r"[|•·–—]\s*$", line[: match.start()]):
                    yield at + match.start(), "byline" if byline else "date line"
        at += len(line) + 1
    tail = max(len(text) - 300, 0)
    for match in _LABEL.finditer(text, tail):
        yield match.end(), "label"


def _calendar_at(grammar: Grammar, text: str, start: int) -> tuple[Calendar, int] | None:
    for reading in read_at(grammar, text, start):
        phrase = reading.phrase
        if isinstance(phrase, Calendar) and phrase.day and phrase.month:
            return phrase, reading.end
    return None


def _full_date(calendar: Calendar) -> date | None:
    if not (calendar.year and calendar.month and calendar.day):
        return None
    try:
        return date(calendar.year, calendar.month, calendar.day)
    except ValueError:
        return None


def _date_dateline(text: str, calendar: Calendar, today: date | None) -> Published | None:
    """A dateline without its year: the year from the weekdays and dates of the text."""
    inferred = _inferred_date(text, today)
    if inferred is None or inferred.date is None or not (calendar.month and calendar.day):
        return None
    told = date.fromisoformat(inferred.date)
    days = []
    for year in (told.year - 1, told.year, told.year + 1):
        try:
            days.append(date(year, calendar.month, calendar.day))
        except ValueError:
            continue
    if not days:
        return None
    nearest = min(days, key=lambda day: abs((day - told).days))
    reason = f"the dateline tells day and month; the year, because {inferred.reason}"
    return Published(nearest.isoformat(), "dateline", reason)


def _inferred_date(text: str, today: date | None) -> Published | None:
    """The year in which the report's weekdays and dates agree, and the last such day told."""
    pairs = list(_find_pairs(text))
    if not pairs:
        return None
    told = [int(match.group()) for match in _YEAR.finditer(text) if not _is_ahead(text, match)]
    limit = today.year if today else max([*told, *(p.year or 0 for p in pairs), 0]) + 12
    told = [year for year in told if year <= limit]
    if not told and today is None:
        return None
    years = _agreeing_years(pairs, max(told) if told else limit - 27, limit, today)
    if not years:
        return None
    year = years[0] if told else years[-1]
    days = [(_day_of(pair, year), pair) for pair in pairs]
    past = [(day, pair) for day, pair in days if day and _is_past(text, pair.span)]
    last, pair = max(past or [(d, p) for d, p in days if d], key=lambda item: item[0])
    if today is not None and last > today:
        return None
    return _explain(text, last, pair, years, told)


def _find_pairs(text: str) -> Iterator[_Pair]:
    grammar = load_grammar()
    at = 0
    for match in _NAME_START.finditer(text):
        if match.start() < at:
            continue
        for reading in read_at(grammar, text, match.start())[:3]:
            phrase = reading.phrase
            if (
                isinstance(phrase, Calendar)
                and phrase.weekday
                and phrase.month
                and phrase.day
                and not phrase.relative
            ):
                at = reading.end
                before = text[max(match.start() - 14, 0) : match.start()].lower()
                yield _Pair(
                    Span(match.start(), reading.end),
                    phrase.weekday,
                    phrase.month,
                    phrase.day,
                    phrase.year,
                    re.search(r"\byesterday[,\s(]*$", before) is not None,
                )
                break


def _is_ahead(text: str, match: re.Match[str]) -> bool:
    """ "by 2030": a year of plans says nothing about when the report was written."""
    return _AHEAD.search(text, max(match.start() - 20, 0), match.start()) is not None


def _agreeing_years(pairs: list[_Pair], first: int, last: int, today: date | None) -> list[int]:
    """The years, earliest first, in which every date falls on the weekday told with it.

    Where no year suits all pairs (some tell an older date), those that suit the most are given.
    """
    scores: dict[int, int] = {}
    for year in range(max(first, 1), last + 1):
        days = [(_day_of(pair, year), pair) for pair in pairs if pair.year in (None, year)]
        if today is not None and any(day and day > today + timedelta(366) for day, _ in days):
            continue
        scores[year] = sum(1 for day, p in days if day and day.isoweekday() == p.weekday)
    best = max(scores.values(), default=0)
    return [year for year, score in scores.items() if score == best and best > 0]


def _day_of(pair: _Pair, year: int) -> date | None:
    try:
        day = date(pair.year or year, pair.month, pair.day)
    except ValueError:
        return None
    return day if day.isoweekday() == pair.weekday else None


def _sentence_around(text: str, span: Span) -> Sentence:
    """The sentence by its stops alone, as no layer exists yet; 600 characters a side at most."""
    first = max(span.start - 600, 0)
    starts = [match.end() for match in _SENTENCE_END.finditer(text, first, span.start)]
    stop = _SENTENCE_END.search(text, span.end, span.end + 600)
    end = stop.start() if stop else min(span.end + 600, len(text))
    return Sentence(starts[-1] if starts else first, end, 0, 0)


def _is_past(text: str, span: Span) -> bool:
    return cue_tense(text, _sentence_around(text, span), span) != "future"


def _explain(text: str, last: date, pair: _Pair, years: list[int], told: list[int]) -> Published:
    """The day itself, or the day after where the report calls it yesterday or tells a later day."""
    grammar = load_grammar()
    quoted = " ".join(text[pair.span.start : pair.span.end].split())
    reason = f"{quoted!r}: {last.day} {last:%B} is a {last:%A} in {last.year}"
    if told:
        reason += f", the first such year from {max(told)} on, the last year told"
    others = [str(year) for year in years if year != last.year]
    if others:
        reason += f" (it also is in {', '.join(others[:4])})"
    if pair.yesterday:
        after = last + timedelta(days=1)
        return Published(after.isoformat(), "inferred", f"{reason}; the report calls it yesterday")
    later = _later_weekday(grammar, text, last)
    if later is not None:
        reason += f"; the report also tells of the {later:%A} after it as past"
        return Published(later.isoformat(), "inferred", reason)
    reason += "; it is the last day told, and nothing in the report puts it a day back"
    return Published(last.isoformat(), "inferred", reason)


def _later_weekday(grammar: Grammar, text: str, last: date) -> date | None:
    """A bare weekday told as past that lies up to three days after the last date told."""
    found: list[date] = []
    weekdays = re.compile(grammar.words.fragments["LONGDOW"] + r"(?!\s*[(,]?\s*[A-Z\d])")
    for match in weekdays.finditer(text):
        number = grammar.words.weekdays[match.group().lower()]
        ahead = (number - last.isoweekday()) % 7
        span = Span(match.start(), match.end())
        before = text[max(match.start() - 10, 0) : match.start()].lower()
        pointed = re.search(r"\b(?:last|next|every|each|previous)\s+$", before)
        if 1 <= ahead <= 3 and not pointed and _tells_past(text, span):
            found.append(last + timedelta(days=ahead))
    return max(found, default=None)


def _tells_past(text: str, span: Span) -> bool:
    return cue_tense(text, _sentence_around(text, span), span) == "past"
