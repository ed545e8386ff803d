"""The grammar of time expressions: which words make one, and what they say (TimeML 1.2.1 extents).

A rule is a regular expression with a function from its groups to a phrase. Expressions are then
put together: a modifier before one ("early next year"), two that fill each other in ("noon" +
"Friday", "June" + "last year"), a distance from one ("two days after Christmas").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from dragoman.language.time_phrases import Calendar, Phrase, Relative, merge, tags_of
from dragoman.language.time_rules import Rule, count_of, rule_table, shift_unit
from dragoman.language.time_words import TimeWords, load_time_words, tidy


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text says from one place up to ``end``, and the rules that made it."""

    end: int
    phrase: Phrase
    rules: tuple[str, ...]
    found: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules, bound to their word tables."""

    rules: tuple[Rule, ...]
    modifier: re.Pattern[str]
    distance: re.Pattern[str]
    eve: re.Pattern[str]
    links: tuple[tuple[str, str, re.Pattern[str]], ...]
    starts: re.Pattern[str]
    words: TimeWords


def read_at(grammar: Grammar, text: str, start: int, *, depth: int = 0) -> list[Reading]:
    """Give every reading of a time expression that starts at ``start``, longest first."""
    readings = list(_read_rules(grammar, text, start))
    if depth < 2:
        readings += _read_modified(grammar, text, start, depth)
        readings += _read_distance(grammar, text, start, depth)
    if depth < 3:
        readings += [
            joined for reading in readings for joined in _read_joined(grammar, text, reading, depth)
        ]
    return sorted(readings, key=lambda reading: -reading.end)


def _read_rules(grammar: Grammar, text: str, start: int) -> Iterator[Reading]:
    for rule in grammar.rules:
        match = rule.pattern.match(text, start)
        if match:
            phrase = rule.build({k: v for k, v in match.groupdict().items() if v is not None})
            if phrase is not None:
                yield Reading(match.end(), phrase, (rule.name,), rule.found)


def _read_modified(grammar: Grammar, text: str, start: int, depth: int) -> Iterator[Reading]:
    match = grammar.modifier.match(text, start)
    if not match:
        return
    modifier = grammar.words.modifiers[tidy(match["modifier"])] or None
    for inner in read_at(grammar, text, match.end(), depth=depth + 1):
        if isinstance(inner.phrase, Calendar) and _takes_modifier(inner.phrase, modifier):
            phrase = replace(inner.phrase, modifier=modifier or inner.phrase.modifier)
            yield Reading(inner.end, phrase, ("modified", *inner.rules), True)


def _takes_modifier(phrase: Calendar, modifier: str | None) -> bool:
    return modifier in (None, "APPROX") or phrase.clock is None


def _read_distance(grammar: Grammar, text: str, start: int, depth: int) -> Iterator[Reading]:
    """ "two days after Christmas", "the day before the vote on Friday", "the eve of May Day"."""
    match = grammar.distance.match(text, start)
    eve = grammar.eve.match(text, start) if not match else None
    if match:
        count = count_of(match["count"]) if match["count"] else 1.0
        unit, step = shift_unit(match["unit"])
        count = None if count is None else count * step
        if count is not None and match["side"].lower() == "before":
            count = -count
        end = match.end()
    elif eve:
        unit, count, end = "D", -1.0, eve.end()
    else:
        return
    for inner in read_at(grammar, text, end, depth=depth + 1):
        if isinstance(inner.phrase, Calendar) and not tags_of(inner.phrase) & {"clock", "part"}:
            relative = Relative(unit, count, inner.phrase)
            yield Reading(inner.end, Calendar(relative=relative), ("distance", *inner.rules), True)


def _read_joined(grammar: Grammar, text: str, reading: Reading, depth: int) -> Iterator[Reading]:
    first = reading.phrase
    if not isinstance(first, Calendar):
        return
    tags = tags_of(first)
    for left, right, link in grammar.links:
        if left not in tags:
            continue
        match = link.match(text, reading.end)
        if not match or match.end() == reading.end:
            continue
        for second in read_at(grammar, text, match.end(), depth=depth + 1):
            if not isinstance(second.phrase, Calendar) or right not in tags_of(second.phrase):
                continue
            merged = merge(first, second.phrase)
            end = _close(text, match, second.end)
            if merged and end is not None:
                yield Reading(end, merged, (*reading.rules, *second.rules), True)


def _close(text: str, match: re.Match[str], end: int) -> int | None:
    """A bracket that the link opened must be closed right after the second part."""
    if "(" not in match.group():
        return end
    return end + 1 if text[end : end + 1] == ")" else None


@cache
def load_grammar() -> Grammar:
    """Give the grammar with its tables read and its patterns compiled."""
    words = load_time_words()
    fragments = words.fragments

    def compiled(pattern: str) -> re.Pattern[str]:
        filled = re.sub(r"<([A-Z]+)>", lambda match: fragments[match[1]], pattern)
        return re.compile(filled, re.IGNORECASE)

    rules = tuple(
        Rule(name, compiled(pattern), build, found)
        for name, pattern, build, found in rule_table(words)
    )
    return Grammar(
        rules=rules,
        modifier=compiled(
            r"(?:the\s+)?(?:very\s+)?(?P<modifier><MODIFIER>)(?:(?<=-)|\s+)(?:of\s+|in\s+|on\s+)?"
            r"(?:(?:the|this)\s+(?=<MONTH>|<YEAR>|<SEASON>))?"
        ),
        distance=compiled(
            r"(?:(?:the|an?)\s+|(?P<count><NUMBER>|<VAGUE>)\s+(?:full\s+)?)(?P<unit><UNIT>)\s+"
            r"(?P<side>before|after|from)\s+(?!yesterday|tomorrow)"
        ),
        eve=compiled(r"(?:the\s+)?eve\s+of\s+"),
        links=tuple((left, right, compiled(link)) for left, right, link in _LINKS),
        starts=compiled(_STARTS),
        words=words,
    )


# Which words join which two kinds of phrase; a bracket opened here is closed after the second.
_AROUND = r"(?:(?:at|around|about|by|from|until|(?:shortly|just)\s+(?:after|before))\s+){0,2}"
_LINKS = (
    ("clock", "weekday", r",?\s+(?:on\s+)?"),
    ("clock", "date", r",?\s+(?:on\s+)?(?:the\s+)?"),
    ("clock", "day", r",?\s+"),
    ("part", "weekday", r"\s+(?:on\s+|of\s+)?"),
    ("part", "date", r"\s+(?:on\s+|of\s+)?(?:the\s+)?"),
    ("part", "day", r"\s+"),
    ("weekday", "part", r"\s+(?:at\s+|in\s+(?=the))?"),
    ("date", "part", r"\s+(?:at\s+|in\s+(?=the))?"),
    ("day", "part", r"\s+(?:at\s+|in\s+(?=the))?"),
    ("weekday", "clock", rf",?\s+{_AROUND}"),
    ("date", "clock", rf",?\s+{_AROUND}"),
    ("day", "clock", rf",?\s+{_AROUND}"),
    ("part", "clock", rf"\s+{_AROUND}"),
    ("clock", "part", r"\s+(?:in\s+(?=the)|at\s+)?"),
    ("sub", "year", r"\s+(?:of\s+|in\s+)?(?:the\s+year\s+)?"),
    ("date", "year", r",?\s+(?:of\s+|in\s+)?(?:the\s+year\s+)?"),
    ("year", "sub", r"(?:['’]s)?\s+"),
    ("year", "date", r"['’]s\s+"),
    ("weekday", "date", r"(?:\s*\(|,?\s+(?:the\s+)?)"),
    ("date", "weekday", r"(?:\s*\(|,\s+)"),
    ("weekday", "week", r"\s+(?:of\s+)?"),
    ("day", "weekday", r"\s*\("),
)

# A sentence without one of these words holds no time expression: the cheap first test.
_STARTS = (
    r"\b(?:<MONTH>|<DOW>|<UNIT>|<SHORTUNIT>|<PART>|<SEASON>|<REFERENCE>|<SET>|<HOLIDAY>|<YEAR>|"
    r"<YEARWORDS>|\d{1,4}['’]?s\b|today|yesterday|tomorrow|tonight|overnight|noon|midnight|\d{1,2}:\d\d|"
    r"\d{1,2}\s*[ap]\.?m\b|\d{4}\s+(?:GMT|UTC)|o['’]clock|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|fy\s?\d|"
    r"twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|while|time|term|"
    r"year-end|midweek|eve|period|moment|juncture|[qh][1-4]\b)|['’]\d\ds\b"
)
