"""Time expressions of a report: where they stand and which dates they mean (TIMEX3)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from dragoman.errors import MissingLayer
from dragoman.language.calendars import first_day, interval_of, shift_day
from dragoman.language.time_grammar import Grammar, Reading, load_grammar, read_at
from dragoman.language.time_phrases import Calendar, Length, Period, Phrase
from dragoman.language.time_values import Context, Tense, Value, resolve_phrase
from dragoman.language.time_vetoes import Place, is_doubtful, is_rate, make_place
from dragoman.language.time_words import unit_of
from dragoman.records.document import Document, Sentence
from dragoman.records.mention import TimeExpression
from dragoman.records.span import Span

_WORD_START = re.compile(
    r"(?<![\w$€£¥₽])(?<![\d][.,:/])(?<![A-Za-z_][-‐‑])"
    r"(?:(?<!\d[-‐‑])|(?=\d\d?\s+[A-Z]))[A-Za-z0-9'’]"
)
_VERB_GROUP = 30  # characters from "will" to the end of its participle
_REACH = 60  # characters from the first word of an expression to the end of its word of time
_DAY_TAIL = re.compile(
    r"\s*(?:(?:-|–|—|to|through|until|till)\s*(?P<to>3[01]|[12]\d|[1-9])(?![\w:/%]|[.,]\d|\s+(?:percent|a\.?m|p\.?m))"
    r"|(?:and|or)\s+(?P<and>3[01]|[12]\d|[1-9])(?=[.;)]|,(?!\d)|\s+(?:in|at|of|with|after|before|to|for)\b|$))"
    r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
)
_DATED = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY_TAIL = re.compile(rf"\s+(?:and|or|to)\s+(?P<day>{'|'.join(_WEEKDAYS)})\b")
_YEAR_TAIL = re.compile(r"\s*[-–—/]\s*(?P<year>\d{4}|\d\d)\b(?![-–/\d])")
_FUTURE = re.compile(
    r"\b(?:will|won['’]t|shall|would|['’]ll|(?:is|are|was|were)\s+(?:due|set|scheduled|expected|supposed|about)"
    r"|to\s+be\s+held|plan(?:s|ned)?|planning|scheduled|due|expected|upcoming|hopes?\s+to|intends?\s+to|going\s+to"
    r"|must|deadline|ahead\s+of|next)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|said|told|held|met|took|came|went|began|killed|fought|left|made|shot|struck|won|lost|"
    r"rose|fell|[a-z]{2,}ed)\b",
    re.IGNORECASE,
)
_SAYING = frozenset(
    [
        "say",
        "tell",
        "announce",
        "report",
        "state",
        "add",
        "note",
        "declare",
        "write",
        "tweet",
        "confirm",
        "claim",
        "warn",
        "explain",
    ]
)
_INTENDING = frozenset(
    [
        "plan",
        "intend",
        "expect",
        "schedule",
        "hope",
        "aim",
        "agree",
        "promise",
        "vow",
        "pledge",
        "prepare",
        "propose",
        "want",
        "need",
        "due",
        "set",
        "slate",
        "decide",
        "threaten",
        "invite",
        "urge",
        "order",
        "call",
        "ask",
    ]
)
_SCHEDULED = frozenset(
    [
        "meet",
        "begin",
        "start",
        "open",
        "close",
        "travel",
        "visit",
        "resume",
        "arrive",
        "leave",
        "depart",
        "host",
        "vote",
        "expire",
        "end",
        "fly",
        "return",
        "convene",
        "head",
    ]
)
_PRECISIONS = {
    "S": "second",
    "M": "month",
    "H": "hour",
    "D": "day",
    "W": "week",
    "WE": "week",
    "Q": "quarter",
    "Y": "year",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading that stands, with the place of its first character."""

    start: int
    reading: Reading


def find_times(document: Document) -> Document:
    """Give the document with its time expressions and the dates that they mean.

    Layers: reads tokens, sentences and, where present, words and names; writes times.
    Relative words count from ``document.published``; without it they keep XXXX for the unknown.
    Raises: MissingLayer. Source: TimeML 1.2.1, TempEval-3 guidelines.
    """
    if document.sentences is None or document.tokens is None:
        raise MissingLayer("find_times needs sentences and tokens; run the tokens stage first")
    grammar = load_grammar()
    place = make_place(document, grammar)
    context = Context(anchor=_published_day(document), order=_numeric_order(document, grammar))
    times: list[TimeExpression] = []
    for sentence in document.sentences:
        context = replace(
            context,
            near=_near(times, place, sentence),
            year=_near_year(times, place, sentence),
        )
        for found in _search(grammar, place, sentence):
            span = Span(found.start, found.reading.end)
            verb = _governor(place, span)
            said = place.lemma(verb) in _SAYING
            told = replace(
                context,
                tense=_tense(place, sentence, span, verb),
                year=None if said else context.year,
            )
            phrase = found.reading.phrase
            value = resolve_phrase(phrase, told, grammar.words)
            times.append(_make_time(phrase, value, span, told, grammar, place))
            context = _remember(context, phrase, value, said=said)
    return replace(document, times=tuple(times))


def resolve(
    expression_text: str,
    anchor_date: str | None,
    tense: Tense | None = None,
) -> tuple[str, str]:
    """Give TIMEX3 type and value of an expression whose extent is known.

    ``anchor_date`` is ISO 8601 (its day counts). What is no time expression gives ("DATE", "").
    """
    context = Context(_day(anchor_date), tense)
    return next(_resolve_each((expression_text,), context))


def resolve_in_order(
    expression_texts: Iterable[str], anchor_date: str | None
) -> list[tuple[str, str]]:
    """Give type and value of a report's expressions in their order, each seen after those before.

    So "a year earlier" and "the following month" count from what has been told.
    """
    return list(_resolve_each(expression_texts, Context(_day(anchor_date))))


def _resolve_each(texts: Iterable[str], context: Context) -> Iterator[tuple[str, str]]:
    grammar = load_grammar()
    for text in texts:
        reading = _read_whole(grammar, text.strip())
        if reading is None:
            yield "DATE", ""
            continue
        value = resolve_phrase(reading.phrase, context, grammar.words)
        # Rows of a list are no sentences, so a year does not carry over to the next.
        context = replace(_remember(context, reading.phrase, value), year=None)
        yield value.type, value.value


def _read_whole(grammar: Grammar, text: str) -> Reading | None:
    """The reading that takes up all of the text, else the longest in it."""
    readings = read_at(grammar, text, 0)
    whole = [reading for reading in readings if reading.end == len(text)]
    if whole:
        return whole[0]
    inner = [
        (reading.end - match.start(), reading)
        for match in _WORD_START.finditer(text)
        for reading in read_at(grammar, text, match.start())
    ]
    return max(inner, key=lambda pair: pair[0])[1] if inner else None


def _search(grammar: Grammar, place: Place, sentence: Sentence) -> Iterator[_Found]:
    """Each expression of a sentence, from left to right, the longest that stands."""
    text = place.text
    cores = [match.end() for match in grammar.starts.finditer(text, sentence.start, sentence.end)]
    if not cores:
        return
    at, core = sentence.start, 0
    for match in _WORD_START.finditer(text, sentence.start, sentence.end):
        while core < len(cores) and cores[core] <= match.start():
            core += 1
        if core == len(cores):
            return
        far = cores[core] > match.start() + _REACH
        if far or match.start() < at or not place.may_start(match.start()):
            continue
        for reading in read_at(grammar, text, match.start()):
            fits = reading.end <= sentence.end and not text[reading.end : reading.end + 1].isalnum()
            if fits and not is_doubtful(place, match.start(), reading):
                yield _Found(match.start(), reading)
                at = reading.end
                for tail in _tails(text, reading, sentence.end):
                    yield tail
                    at = tail.reading.end
                break


def _tails(text: str, reading: Reading, end: int) -> Iterator[_Found]:
    """The second date of "Jan. 3-5" and "2012-15", which lacks its month or century."""
    phrase = reading.phrase
    if not isinstance(phrase, Calendar):
        return
    if reading.rules == ("date-dmy-range",):
        return
    if phrase.month and phrase.day and not phrase.clock and not phrase.part:
        match = _DAY_TAIL.match(text, reading.end, end)
        if match:
            name = "to" if match["to"] else "and"
            year = int(match["year"]) if match["year"] else phrase.year
            tail = Calendar(year=year, month=phrase.month, day=int(match[name]))
            yield _Found(match.start(name), Reading(match.end(), tail, ("tail",), True))
    elif reading.rules == ("year",) and phrase.year is not None:
        match = _YEAR_TAIL.match(text, reading.end, end)
        if match:
            year = int(match["year"])
            year += 0 if len(match["year"]) == 4 else phrase.year // 100 * 100
            if phrase.year < year < phrase.year + 100:
                tail = Calendar(year=year)
                yield _Found(match.start("year"), Reading(match.end(), tail, ("tail",), True))
    elif reading.rules == ("weekday-pointed",):
        yield from _weekday_tail(text, reading, end)


def _weekday_tail(text: str, reading: Reading, end: int) -> Iterator[_Found]:
    """The second day of "next Thursday and Friday" lies in the same week as the first."""
    match = _WEEKDAY_TAIL.match(text, reading.end, end)
    if match and isinstance(reading.phrase, Calendar):
        weekday = 1 + _WEEKDAYS.index(match["day"])
        tail = replace(reading.phrase, weekday=weekday)
        yield _Found(match.start("day"), Reading(match.end(), tail, ("tail",), True))


def _make_time(
    phrase: Phrase, value: Value, span: Span, context: Context, grammar: Grammar, place: Place
) -> TimeExpression:
    if isinstance(phrase, Length) and is_rate(place, span):
        value = replace(value, type="SET")
    interval = interval_of(value.value + (value.zone or ""))
    if interval is None and isinstance(phrase, Length) and phrase.side:
        interval = _length_interval(phrase, context.anchor, grammar)
    start, end, precision = interval or (None, None, _precision(value))
    return TimeExpression(
        span=span,
        type=value.type,
        value=value.value,
        start=start,
        end=end,
        precision=precision,
        anchored=value.anchored or (start is not None and isinstance(phrase, Length)),
        modifier=value.modifier,
    )


def _length_interval(
    phrase: Length, anchor: date | None, grammar: Grammar
) -> tuple[str, str, str] | None:
    """ "the past two months" ends on the day of publication, "the next two" begin there."""
    count, name = phrase.parts[0]
    unit = unit_of(grammar.words, name)
    if anchor is None or count is None or unit.clock or len(phrase.parts) > 1:
        return None
    distance = count * unit.step * (-1 if phrase.side == "past" else 1)
    try:
        other = shift_day(anchor, unit.code, distance)
    except (ValueError, OverflowError):
        return None
    first, last = sorted((anchor, other))
    return first.isoformat(), last.isoformat(), _PRECISIONS[unit.code]


def _precision(value: Value) -> str:
    """The unit of a duration or set; vague for what points without a date."""
    units = re.findall(r"T?(?:\d+(?:\.\d+)?|X)(WE|[SMHDWQY])", value.value)
    if not units or not value.value.startswith("P"):
        return "vague"
    clock = "T" in value.value
    return "minute" if clock and units[-1] == "M" else _PRECISIONS[units[-1]]


def _remember(context: Context, phrase: Phrase, value: Value, *, said: bool = False) -> Context:
    """The context for what follows; the day on which someone spoke is not part of the story."""
    day = value.value.split("T")[0]
    if value.type not in ("DATE", "TIME") or first_day(day) is None:
        return context
    if isinstance(phrase, Period):
        # A comparison with the year before does not change the quarter that is spoken of.
        return context
    period = day if _is_past_quarter(day, context.anchor) else context.period
    near = day if len(day) == 10 else context.near
    reference = context.reference if said or _is_last_night(phrase) else day
    year = int(day[:4]) if _DATED.fullmatch(day) and not value.anchored else context.year
    return replace(context, reference=reference, near=near, period=period, year=year)


def _is_last_night(phrase: Phrase) -> bool:
    """ "overnight" tells when, but a story's "the next day" or "the previous Friday" skips it."""
    return isinstance(phrase, Calendar) and phrase.part == "NI" and phrase.relative is not None


def _is_past_quarter(value: str, anchor: date | None) -> bool:
    """A quarter to come is a forecast, not the one that the report is on."""
    interval = interval_of(value)
    if interval is None or interval[2] != "quarter":
        return False
    return anchor is None or interval[1] < anchor.isoformat()


def _near(times: list[TimeExpression], place: Place, sentence: Sentence) -> str | None:
    """The day told last in this sentence or the one before."""
    since = place.previous_start(sentence)
    for time in reversed(times):
        if time.span.start < since:
            return None
        day = time.value.split("T")[0]
        if len(day) == 10 and first_day(day):
            return day
    return None


def _near_year(times: list[TimeExpression], place: Place, sentence: Sentence) -> int | None:
    """The year told last in this sentence or the one before, together with a month or date."""
    since = place.previous_start(sentence)
    for time in reversed(times):
        if time.span.start < since:
            return None
        if not time.anchored and _DATED.match(time.value):
            return int(time.value[:4])
    return None


def _governor(place: Place, span: Span) -> int | None:
    """The token of the verb that a time expression belongs to, by the parse."""
    tokens = place.tokens_of(span)
    if place.words is None or not tokens:
        return None
    inside = set(tokens)
    heads = [index for index in tokens if place.words[index].head not in inside]
    index = heads[-1] if heads else tokens[-1]
    for _ in range(20):
        index = place.words[index].head
        if index < 0:
            return None
        if place.words[index].upos in ("VERB", "AUX"):
            return index
    return None


def _tense(place: Place, sentence: Sentence, span: Span, verb: int | None) -> Tense | None:
    if verb is not None and place.words is not None:
        return _verb_tense(place, verb)
    return cue_tense(place.text, sentence, span)


def _verb_tense(place: Place, verb: int) -> Tense | None:
    """The tense of a verb from its tag, its auxiliaries, and what it is the complement of."""
    words = place.words or ()
    helpers = {words[i].lemma.lower() for i in place.children(verb) if words[i].upos == "AUX"}
    forms = {words[i].xpos for i in place.children(verb) if words[i].upos == "AUX"}
    to = any(words[i].lemma == "to" and words[i].upos == "PART" for i in place.children(verb))
    xpos = words[verb].xpos
    if helpers & {"will", "shall", "'ll", "wo"}:
        return "future"
    if xpos == "VBD" or "VBD" in forms or (xpos == "VBN" and "have" in helpers):
        return _past_unless_meant(words[verb].lemma)
    if to or helpers & {"would", "may", "might", "can", "could", "should", "must"}:
        head = words[verb].head
        meant = head >= 0 and words[head].lemma in _INTENDING
        return "future" if to or meant or helpers else None
    if words[verb].lemma in _INTENDING and xpos in ("VBN", "VBG", "VBP", "VBZ"):
        return "future"
    if xpos == "VBN" and not helpers:
        return "past"
    if xpos in ("VBP", "VBZ"):
        # "The talks open on Monday"; other presents are headlines or states.
        return "future" if words[verb].lemma in _SCHEDULED else None
    head = words[verb].head
    if xpos == "VBG" and head >= 0 and words[head].upos == "VERB" and head != verb:
        return _verb_tense(place, head) if words[head].xpos in ("VBD", "VBN") else None
    return None


def _past_unless_meant(lemma: str) -> Tense | None:
    """ "was scheduled for Tuesday", "planned a meeting on Tuesday": either side is possible."""
    return None if lemma in _INTENDING - {"agree", "decide", "order", "call", "ask"} else "past"


def cue_tense(text: str, sentence: Sentence, span: Span) -> Tense | None:
    """Give the tense by words alone: the nearest word of tense before a span, else after it."""
    marks = _tense_marks(text[sentence.start : span.start])
    if marks:
        return max(marks)[1]
    marks = _tense_marks(text[span.end : sentence.end])
    return min(marks)[1] if marks else None


def _tense_marks(text: str) -> list[tuple[int, Tense]]:
    """Where words of tense end; "held" close behind "will be" belongs to it."""
    future = [match.end() for match in _FUTURE.finditer(text)]
    marks: list[tuple[int, Tense]] = [(end, "future") for end in future]
    for match in _PAST.finditer(text):
        if not any(0 <= match.end() - end <= _VERB_GROUP for end in future):
            marks.append((match.end(), "past"))
    return marks


def _published_day(document: Document) -> date | None:
    return _day(document.published.date)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _numeric_order(document: Document, grammar: Grammar) -> str:
    """mdy or dmy for 3/4/2015: as in the country of the outlet's address, else mdy."""
    try:
        host = urlsplit(document.url or "").hostname or ""
    except ValueError:
        host = ""
    if not host and document.outlet and "." in document.outlet:
        host = document.outlet
    return grammar.words.orders.get(host.rsplit(".", 1)[-1].lower(), "mdy")
