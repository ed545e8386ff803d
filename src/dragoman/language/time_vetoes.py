"""Where words of time are no time: names, modal verbs, ages, counts, fractions.

The grammar reads what a string can mean; these tests read the words around it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from dragoman.language.time_grammar import Grammar, Reading
from dragoman.language.time_phrases import Calendar, Length
from dragoman.records.document import Document, Sentence, Token, Word
from dragoman.records.mention import Name
from dragoman.records.span import Span

_AGE_AFTER = re.compile(
    r"[-\s]olds?\b|\s+of\s+age\b|\s+younger\b|\s+older\b|\s+his\s+junior|\s+her\s+junior"
)
_AGE_BEFORE = re.compile(
    r"(?:\bage[ds]?(?:\s+(?:of|at|between))?|\bat\s+the\s+age\s+of)\s*$", re.IGNORECASE
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|last|next|this|early|late|mid|from|through|for|during|before|after|"
    r"of|to|and|or|between|every|each|throughout|around|until|the|on)\s*[-(]?$",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|to|through|between|during|before|after|of|and|or|the|for|around|about|"
    r"early|late|mid|circa|as|back|year|their|its|his|her|a|'s|’s|that|this|pre|post|summer|winter|spring|fall|autumn|"
    r"on|with|into|last|november|per)|[(,;:–—]|^)\s*[-(]?\s*$",
    re.IGNORECASE,
)
_COUNTED_BEFORE = re.compile(
    r"(?:\b(?:about|some|least|most|nearly|almost|over|than|approximately|roughly|another|around|only|to|no|number|page|"
    r"flight|room|highway|route|resolution|article|section|boeing|airbus|type|model|mark)|[#№$€£])\s*$",
    re.IGNORECASE,
)
_MEASURED_AFTER = re.compile(
    r"\s*(?:people|troops|soldiers|civilians|protesters|refugees|migrants|fighters|men|women|children|members|"
    r"police|miles?|kilomet(?:er|re)s?|km|met(?:er|re)s?|feet|pounds?|tons?|tonnes?|dollars|euros|rubles|percent|per\s+cent|"
    r"votes|jobs|homes|houses|acres|hectares|hours|days|years|degrees|words|pages|calories|megawatts|barrels|others|"
    r"million|billion|thousand|rpm|mph|times)\b|\s*%",
    re.IGNORECASE,
)
_PLAIN_SEASON = re.compile(
    r"\b(?:in|by|until|since|during|before|after|of|through|this|last|next|early|late|mid)[-\s]+(?:the\s+)?$",
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(
    r"(?:\d|%|\b(?:times|once|twice|million|billion|thousand|hundred|people|barrels|dollars|hours|percent|"
    r"minutes|deaths|cases|tons|tonnes|flights|attacks|visits|strikes))\s*$",
    re.IGNORECASE,
)
_MONTH_ROLES = frozenset(["compound", "obl", "obl:unmarked", "nmod:unmarked", "obl:tmod"])
_BEFORE_CLOCK = re.compile(
    r"(?:\b(?:at|by|around|about|from|to|until|till|since|before|after|between|and|on|updated|posted|published)|[(\[,|])\s*$",
    re.IGNORECASE,
)
_SCORED = re.compile(r"\s*(?:victory|win|loss|lead|draw|majority|vote)")
_RATE = re.compile(r"(?:an?|per)\s+\w+$", re.IGNORECASE)
_CAPITAL_WORDS = re.compile(r"\b[A-Z]")
_STARTERS = re.compile(
    r"(?:['’]?\d|the|an?|this|that|these|those|last|past|next|current|coming|upcoming|previous|preceding|prior|"
    r"following|ensuing|same|early|earlier|earliest|late|later|mid|beginning|start|end|middle|around|about|"
    r"approximately|roughly|circa|some|sometime|much|most|part|parts|no|not|just|shortly|all|throughout|almost|"
    r"nearly|more|over|well|upwards|longer|in|less|under|fewer|barely|at|up|as|within|another|only|half|halfway|"
    r"midway|several|many|few|dozens|hundreds|thousands|tens|countless|each|every|once|twice|today|yesterday|tomorrow|"
    r"tonight|overnight|noon|high|midday|midnight|midweek|day|days?|nights?|weeks?|weekends?|months?|years?|decades?|"
    r"centur\w+|millennia|hours?|minutes|seconds|quarters?|quarterly|year|fy|fiscal|financial|q[1-4]|h[12]|its|his|"
    r"her|their|eve|recent|recently|future|very|close|comparable|corresponding|afterwards?|"
    r"(?:week|day|month|year|decade|century|hour)s?-?long|first|second|third|fourth|1st|2nd|3rd|4th|latter|to|right|far|one)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A document's text and layers as the tests need them."""

    text: str
    starts: tuple[int, ...]
    tokens: tuple[Token, ...]
    words: tuple[Word, ...] | None
    sentences: tuple[Sentence, ...]
    persons: tuple[Span, ...]
    no_times: tuple[Span, ...]
    first_words: re.Pattern[str]
    dependents: tuple[tuple[int, ...], ...]

    def tokens_of(self, span: Span) -> range:
        """The indices of the tokens that begin in a span."""
        first = bisect_left(self.starts, span.start)
        return range(first, bisect_left(self.starts, span.end))

    def lemma(self, index: int | None) -> str:
        """The lemma of a token, empty when there is none."""
        return self.words[index].lemma if self.words is not None and index is not None else ""

    def children(self, index: int) -> tuple[int, ...]:
        """The tokens whose head is this one."""
        return self.dependents[index]

    def may_start(self, start: int) -> bool:
        """Whether an expression can begin with the word here."""
        return self.first_words.match(self.text, start) is not None

    def previous_start(self, sentence: Sentence) -> int:
        """Where the sentence before this one starts."""
        index = bisect_left([s.start for s in self.sentences], sentence.start)
        return self.sentences[max(index - 1, 0)].start


def make_place(document: Document, grammar: Grammar) -> Place:
    """Give the document's layers in the form that the tests read."""
    tokens = document.tokens or ()
    names: tuple[Name, ...] = document.names or ()
    return Place(
        text=document.text,
        starts=tuple(token.start for token in tokens),
        tokens=tokens,
        words=document.words,
        sentences=document.sentences or (),
        persons=tuple(name.span for name in names if name.label == "PER"),
        no_times=tuple(
            Span(match.start(), match.end())
            for match in grammar.words.not_times.finditer(document.text)
        ),
        first_words=first_words(grammar),
        dependents=_dependents(document.words),
    )


def first_words(grammar: Grammar) -> re.Pattern[str]:
    """Give the pattern of the words that an expression can begin with."""
    fragments = grammar.words.fragments
    names = ("MONTH", "DOW", "REFERENCE", "SET", "HOLIDAY", "SEASON", "PART", "NUMBER", "ORDINAL")
    more = "|".join(fragments[name] for name in (*names, "YEARWORDS"))
    return re.compile(rf"(?:{_STARTERS.pattern}|{more})", re.IGNORECASE)


def is_doubtful(place: Place, start: int, reading: Reading) -> bool:
    """Whether a reading should not stand, by the words in and around it."""
    if not reading.found:
        return True
    span = Span(start, reading.end)
    if any(no.start < span.end and span.start < no.end for no in place.no_times):
        return True
    if _is_lower_name(place.text[span.start : span.end]) or _is_age(place.text, span):
        return True
    if _counts_something(place, span, reading):
        return True
    if reading.rules[0] == "clock-24" and _is_no_clock(place, span, reading):
        return True
    test = _TESTS.get(reading.rules[0]) if len(reading.rules) == 1 else None
    return test is not None and test(place, span, reading)


def is_rate(place: Place, span: Span) -> bool:
    """Whether "a day" says how often: after a count or the thing counted."""
    text = place.text[span.start : span.end]
    if not _RATE.fullmatch(text):
        return False
    if text.lower().startswith("per"):
        return True
    before = place.tokens_of(span).start - 1
    if place.words is not None and before >= 0:
        return place.words[before].upos in ("NOUN", "NUM", "SYM") and before + 1 < len(place.tokens)
    return _RATE_BEFORE.search(place.text, max(span.start - 24, 0), span.start) is not None


def _dependents(words: tuple[Word, ...] | None) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in words or ()]
    for index, word in enumerate(words or ()):
        if 0 <= word.head < len(found):
            found[word.head].append(index)
    return tuple(tuple(indices) for indices in found)


_NAMES = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|"
    r"dec|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun|easter|christmas|ramadan|halloween)\b"
)


def _is_lower_name(text: str) -> bool:
    """Months, weekdays and holidays are capitalised: "may" is a verb, "march" a walk."""
    return _NAMES.search(text) is not None


def _is_age(text: str, span: Span) -> bool:
    if _AGE_AFTER.match(text, span.end) or text[span.start : span.end].endswith("old"):
        return True
    return _AGE_BEFORE.search(text, max(span.start - 24, 0), span.start) is not None


def _counts_something(place: Place, span: Span, reading: Reading) -> bool:
    """ "In March 20 people died": the number that ends the reading belongs to what follows."""
    if not isinstance(reading.phrase, Calendar) or not place.text[span.end - 1].isdigit():
        return False
    tokens = place.tokens_of(span)
    if not tokens:
        return False
    last = tokens[-1]
    number = place.tokens[last].text
    small = not (len(number) == 4 and number.isdigit()) or number.endswith("00")
    if place.words is not None and small:
        word = place.words[last]
        if word.deprel == "nummod" and last < word.head < last + 4:
            head = place.words[word.head]
            if head.xpos == "NNS" or head.lemma in ("people", "percent"):
                return True
    return bool(_MEASURED_AFTER.match(place.text, span.end))


def _is_no_month(place: Place, span: Span, reading: Reading) -> bool:
    text = place.text
    word = text[span.start : span.end]
    if any(name.start <= span.start and span.end <= name.end for name in place.persons):
        return True
    tokens = place.tokens_of(span)
    if place.words is not None and tokens and place.words[tokens[-1]].xpos.startswith(("MD", "VB")):
        return True
    cued = _BEFORE_MONTH.search(text, max(span.start - 16, 0), span.start) is not None
    if len(word.rstrip(".")) <= 4 and word not in ("May", "June", "July"):
        return not (cued and word.endswith("."))
    if word == "March" and re.match(r"\s+(?:on|for|of|to)\b", text[span.end : span.end + 5]):
        return bool(re.search(r"\b(?:the|a|an|['’]s)\s+$", text[: span.start][-8:], re.IGNORECASE))
    if word not in ("May", "March", "August"):
        return False
    if place.words is not None and tokens and place.words[tokens[-1]].deprel in _MONTH_ROLES:
        cued = True
    titled = re.search(r"(?:[A-Z][a-z]+|Mrs?\.|Ms\.|Lord)\s+$", text[: span.start][-20:])
    return not cued or bool(titled and not _BEFORE_MONTH.search(titled.group()))


def _is_no_weekday(place: Place, span: Span, reading: Reading) -> bool:
    """ "Sun", "Sat", "Mon" alone are names or verbs more often than days."""
    return not place.text[span.start : span.end].lower().endswith("day")


def _is_no_year(place: Place, span: Span, reading: Reading) -> bool:
    text = place.text
    phrase = reading.phrase
    if not text[span.start].isdigit():
        return False
    year = phrase.year if isinstance(phrase, Calendar) else None
    if year is None or not 1000 < year <= 2100:
        return True
    before = text[max(span.start - 14, 0) : span.start]
    if _COUNTED_BEFORE.search(before) and not re.search(r"\b(?:to|around|about)\s*$", before):
        return True
    if not _BEFORE_YEAR.search(before):
        # A bare number in the middle of a name or a list is a year only when it looks like one.
        return not 1900 <= year <= 2050 or bool(re.search(r"[A-Z]{2,}[\s-]*$", before))
    if year < 1500:
        return not re.search(r"\b(?:in|since|from|until|year|of)\s+$", before, re.IGNORECASE)
    return False


def _is_no_season(place: Place, span: Span, reading: Reading) -> bool:
    text = place.text
    word = text[span.start : span.end]
    name = word.split()[-1]
    if name[0].isupper() and (len(word) == len(name) or not word[0].isupper()):
        return True
    if re.match(r"\s+(?:of|in|from|to)\b", text[span.end : span.end + 6]) and name in (
        "fall",
        "spring",
    ):
        return True
    if word.lower().startswith("the "):
        return name in ("fall", "spring") and not _PLAIN_SEASON.search(text[: span.start][-12:])
    return _PLAIN_SEASON.search(text[: span.start][-12:]) is None


def _is_no_reference(place: Place, span: Span, reading: Reading) -> bool:
    text = place.text
    word = text[span.start : span.end]
    after = text[span.end : span.end + 10]
    if re.match(r"[-‐‑]\w", after) or text[max(span.start - 1, 0)] == "-":
        return True
    if re.match(r"(?:shortly|soon|immediately|sooner|later)$", word, re.IGNORECASE):
        return bool(re.match(r"\s+(?:after|before|as|than|or|rather)\b", after)) or bool(
            re.search(r"\b(?:as|how|too|no)\s+$", text[: span.start][-5:], re.IGNORECASE)
        )
    if (
        word == "Current"
        and span.start
        and text[span.start - 1] not in '\n"“'
        and not _opens(place, span)
    ):
        return True
    return word.lower() == "the past" and bool(re.match(r"\s+(?:and|tense)\b", after))


def _is_no_set(place: Place, span: Span, reading: Reading) -> bool:
    """ "The Daily ...", "The Weekly ..." are papers: a capital inside a sentence."""
    return place.text[span.start].isupper() and not _opens(place, span)


def _is_no_length(place: Place, span: Span, reading: Reading) -> bool:
    phrase = reading.phrase
    if not isinstance(phrase, Length):
        return False
    text = place.text
    words = text[span.start : span.end].lower()
    count, unit = phrase.parts[0]
    after = text[span.end : span.end + 8]
    if re.search(r"\bhow\s+$", text[: span.start][-5:], re.IGNORECASE):
        return True
    if count is None and (
        _is_compounded(place, span) or text[max(span.start - 2, 0) : span.start - 1].isdigit()
    ):
        return True
    if unit.startswith("second"):
        return count in (None, 1.0, 0.5) and not words.startswith("one")
    last = place.tokens_of(span)
    if place.words is not None and last and place.words[last[-1]].upos == "ADJ":
        # "a minute detail"; "a three-year pause" ends on a noun or number.
        return unit == "minute"
    if unit.startswith("quarter"):
        return not re.search(r"past|next|last|first|previous|several|few", words) or bool(
            re.match(r"\s+of\b", after)
        )
    if unit == "night" and re.match(r"[-\s]?(?:club|stand|mare|school)", after):
        return True
    return "and" in words.split() and "half" not in words and count is None and "the" in words


def _is_compounded(place: Place, span: Span) -> bool:
    """ "man hours", "school days": the unit is the head of a compound noun."""
    first = place.tokens_of(span).start
    if place.words is None or first == 0 or first >= len(place.words):
        return False
    before = place.words[first - 1]
    return before.deprel == "compound" and before.head == first


def _is_no_unit(place: Place, span: Span, reading: Reading) -> bool:
    """ "this quarter", "that day" stand; "same century" too; a capital inside is a name."""
    word = place.text[span.start : span.end]
    return bool(_CAPITAL_WORDS.search(word)) and not _opens(place, span)


def _is_no_holiday(place: Place, span: Span, reading: Reading) -> bool:
    return (
        not _CAPITAL_WORDS.search(place.text[span.start : span.end])
        and not place.text[span.end - 1].isdigit()
    )


def _is_no_clock(place: Place, span: Span, reading: Reading) -> bool:
    """A clock reading inside a score or a verse, or the length of a video."""
    before = place.text[max(span.start - 12, 0) : span.start]
    phrase = reading.phrase
    zoned = isinstance(phrase, Calendar) and phrase.zone is not None
    scored = _SCORED.match(place.text, span.end) is not None
    return scored or not (zoned or span.start == 0 or _BEFORE_CLOCK.search(before))


def _opens(place: Place, span: Span) -> bool:
    """Whether the span begins a sentence (or a quotation in it)."""
    index = place.tokens_of(span).start
    if any(sentence.start == span.start for sentence in place.sentences):
        return True
    return index > 0 and place.tokens[index - 1].text in ('"', "“", "``", "‘", "'", "—", "–", ":")


_TESTS: dict[str, Callable[[Place, Span, Reading], bool]] = {
    "month": _is_no_month,
    "weekday": _is_no_weekday,
    "year": _is_no_year,
    "season": _is_no_season,
    "reference": _is_no_reference,
    "set": _is_no_set,
    "length": _is_no_length,
    "length-bare": _is_no_length,
    "today": _is_no_set,
    "unit-pointed": _is_no_unit,
    "holiday": _is_no_holiday,
}
