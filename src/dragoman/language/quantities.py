"""Amounts of a report: money, people and things counted, percentages, measures."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from dragoman.datafiles import data_path, read_table
from dragoman.errors import MissingLayer
from dragoman.language.numbers import DIGIT_NUMBER, WORD_NUMBER, parse_number
from dragoman.language.time_words import load_time_words
from dragoman.language.times import find_times
from dragoman.records.document import Document, Sentence, Token
from dragoman.records.mention import Amount
from dragoman.records.span import Span

# Shares and plain ordering words are no things counted.
_NOT_COUNTED = frozenset(
    [
        "third",
        "quarter",
        "half",
        "fifth",
        "tenth",
        "percent",
        "other",
        "one",
        "of",
        "time",
        "age",
        "year-old",
        "thing",
        "way",
    ]
)
_BARE_ROLES = frozenset(["obj", "nsubj", "nsubj:pass", "iobj"])
_PLURAL = re.compile(
    r"(?:[a-z][a-z-]*[^s\W]s|people|men|women|children|police|troops|personnel|aircraft)$"
)
_WEIGHED = re.compile(r"\s+of\b|-|\s+(?:bomb|weight|warhead|explosive|device)")
_STEP = re.compile(r"\s*[\w'’-]+")
_SHORT = {"m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12, "k": 1e3}


@dataclass(frozen=True, slots=True)
class AmountWords:
    """The tables of data/quantities with the patterns made of them; keys are lower case."""

    symbols: dict[str, str]
    currencies: dict[str, str]
    units: dict[str, str]
    modifiers: dict[str, str]
    vague: dict[str, float | None]
    numbered: frozenset[str]
    times: frozenset[str]
    number: re.Pattern[str]
    some: re.Pattern[str]
    before: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number with what stands around it: characters ``start``..``end``, the digits ``at``."""

    start: int
    at: int
    end: int
    value: float | None
    unit: str
    modifier: str | None
    word: str


def find_amounts(document: Document) -> Document:
    """Give the document with its amounts: money, counted people and things, shares, measures.

    Layers: reads tokens, sentences and, where present, words and times; writes amounts. Dates,
    ages, ordinals and numbers in names are none. Currency codes: ISO 4217. A range has its middle
    as value and counts as approximate. Raises: MissingLayer.
    """
    if document.sentences is None or document.tokens is None:
        raise MissingLayer("find_amounts needs sentences and tokens; run the tokens stage first")
    words = load_amount_words()
    times = document.times if document.times is not None else find_times(document).times
    taken = [time.span for time in times or ()]
    starts = [token.start for token in document.tokens]
    amounts = [
        amount
        for sentence in document.sentences
        for candidate in _candidates(document.text, sentence, words)
        if not _overlaps(taken, candidate)
        and (amount := _make_amount(document, starts, sentence, candidate, words)) is not None
    ]
    return replace(document, amounts=tuple(_without_overlaps(amounts)))


@cache
def load_amount_words() -> AmountWords:
    """Give the tables of data/quantities. Raises: DataError when one is missing or malformed."""
    currencies = list(read_table(data_path("quantities", "currencies.tsv")))
    symbols = {r["name"].lower(): r["code"] for r in currencies if r["kind"] != "word"}
    named = {r["name"].lower(): r["code"] for r in currencies if r["kind"] != "symbol"}
    units = _table("units.tsv", "name", "unit")
    modifiers = _table("modifiers.tsv", "words", "modifier")
    vague = {
        name: float(value) if value else None
        for name, value in _table("vague_numbers.tsv", "words", "value").items()
    }
    scale = r"(?:[\s-]+(?:hundred|thousand|million|billion|trillion)\b(?!-))*"
    number = rf"(?:(?:{DIGIT_NUMBER}){scale}(?:(?:bn|mn|mln|trn|tn|[mbk])\b)?|{WORD_NUMBER})"
    symbol = rf"(?:{_any_of(symbols, ends=False)})"
    modifier = rf"(?P<modifier>{_any_of(modifiers)})\s+(?:(?:an?|the|another)\s+(?=[\d$£€]))?"
    unit = rf"(?:[\s-]?(?P<unit>{_any_of([*units, *named, 'pound'], plural=True)}))?"
    return AmountWords(
        symbols=symbols,
        currencies=named,
        units=units,
        modifiers=modifiers,
        vague=vague,
        numbered=frozenset(r["words"] for r in read_table(data_path("quantities", "numbered.tsv"))),
        times=frozenset(load_time_words().units) - {"second", "quarter"},
        number=re.compile(
            rf"(?<![\w$€£#/.-])(?<!\d[,:])(?:{modifier})?(?P<between>between\s+|from\s+)?"
            rf"(?P<symbol>{symbol})?\s?(?P<number>{number})"
            rf"(?:\s*(?P<to>-|–|—|\s(?:to|or)\s|(?(between)\sand\s|(?!)))\s*(?P<symbol2>{symbol})?(?P<number2>{number}))?"
            rf"(?![\d/]|[.,:]\d|(?:st|nd|rd|th)\b){unit}",
            re.IGNORECASE,
        ),
        some=re.compile(
            rf"\b(?:{modifier})?(?:a\s+total\s+of\s+)?(?P<vague>{_any_of(vague)})\b(?:\s+of)?",
            re.IGNORECASE,
        ),
        before=re.compile(r"([\w.]+)[\s.]*$"),
    )


def _table(name: str, key: str, value: str) -> dict[str, str]:
    rows = read_table(data_path("quantities", name))
    return {row[key].lower(): row[value] for row in rows}


def _any_of(names: Iterable[str], *, plural: bool = False, ends: bool = True) -> str:
    """One alternation, longest first; words end at a word's end."""
    parts = []
    for name in sorted(set(names), key=len, reverse=True):
        part = re.escape(name).replace(r"\ ", r"\s+")
        if plural and name[-1].isalpha():
            part += "(?:es|s)?"
        parts.append(part + (r"\b" if ends and name[-1].isalpha() else ""))
    return "|".join(parts)


def _candidates(text: str, sentence: Sentence, words: AmountWords) -> Iterator[_Candidate]:
    for match in words.number.finditer(text, sentence.start, sentence.end):
        candidate = _read_number(match, words)
        if candidate is not None and not _is_name(text, match, words):
            yield candidate
    for match in words.some.finditer(text, sentence.start, sentence.end):
        vague = re.sub(r"\s+", " ", match["vague"].lower())
        value = words.vague[vague]
        modifier = _modifier(match, words) or ("vague" if value is None else None)
        yield _Candidate(
            match.start(), match.start("vague"), match.end("vague"), value, "", modifier, vague
        )


def _modifier(match: re.Match[str], words: AmountWords) -> str | None:
    stated = match["modifier"]
    return words.modifiers[re.sub(r"\s+", " ", stated.lower())] if stated else None


def _read_number(match: re.Match[str], words: AmountWords) -> _Candidate | None:
    symbol = (match["symbol"] or match["symbol2"] or "").lower()
    unit_word = re.sub(r"[\s]+", " ", (match["unit"] or "").lower())
    unit = words.symbols.get(symbol) or _unit_of(unit_word, words)
    if unit == "GBP" and not symbol and unit_word.startswith("pound"):
        unit = ""
    value = _value(match["number"], money=bool(unit))
    if value is None:
        return None
    modifier = _modifier(match, words)
    end = match.end("unit") if match["unit"] else match.end("number")
    if match["number2"]:
        second = _value(match["number2"], money=bool(unit))
        joined = bool(match["between"]) or match["to"].strip().lower() not in ("and", "or")
        if second is None or not joined or (match["unit"] is None and "-" in match.group()[-1:]):
            return _cut(match, symbol, value, modifier, words)
        if value < second and _scale_of(match["number2"]) > 1 == _scale_of(match["number"]):
            value *= _scale_of(match["number2"])
        if value >= second:
            return None
        value, modifier = (value + second) / 2, modifier or "approximate"
        end = match.end("unit") if match["unit"] else match.end("number2")
    start = match.start("modifier") if match["modifier"] else match.start("number")
    if match["between"] and match["number2"]:
        start = min(start, match.start("between"))
    elif symbol and not match["modifier"]:
        start = match.start("symbol") if match["symbol"] else start
    unit = unit or _pounds(match, value)
    return _Candidate(start, match.start("number"), end, value, unit, modifier, match["number"])


def _cut(
    match: re.Match[str], symbol: str, value: float, modifier: str | None, words: AmountWords
) -> _Candidate:
    """Only the first of two numbers that make no range ("12 and 40 people")."""
    start = match.start("modifier") if match["modifier"] else match.start("number")
    if symbol and not match["modifier"]:
        start = match.start("symbol")
    unit = words.symbols.get(symbol, "")
    return _Candidate(
        start, match.start("number"), match.end("number"), value, unit, modifier, match["number"]
    )


def _scale_of(number: str) -> float:
    for word, scale in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6), ("thousand", 1e3)):
        if word in number.lower():
            return scale
    short = re.search(r"\d([a-z]+)$", number.lower())
    return _SHORT.get(short.group(1), 1.0) if short else 1.0


def _value(number: str, *, money: bool) -> float | None:
    """ "100m" is a hundred million of money or people; parse_number reads the rest."""
    return parse_number(number)


def _unit_of(word: str, words: AmountWords) -> str:
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in words.units:
            return words.units[form]
        if form in words.currencies:
            return words.currencies[form]
    return "GBP" if word.startswith("pound") else ""


def _pounds(match: re.Match[str], value: float) -> str:
    """Bare pounds: money by the million, else a weight."""
    if not (match["unit"] or "").lower().startswith("pound"):
        return ""
    weighed = _WEIGHED.match(match.string, match.end("unit")) or match.group()[-6:-5] == "-"
    return "GBP" if value >= 1e6 and not weighed else "pound"


def _is_name(text: str, match: re.Match[str], words: AmountWords) -> bool:
    """ "Flight 370", "the Group of Seven", "12-member": the number counts nothing by itself."""
    at, end = match.start("number"), match.end("number")
    number = match["number"]
    if match["unit"] is None and re.match(r"[-‐‑](?!\d)\w", text[end : end + 2]):
        return match["symbol"] is None
    if number[0].isupper() and at and re.search(r"[\w,]\s+$", text[max(at - 3, 0) : at]):
        return True
    before = words.before.search(text, max(at - 20, 0), at)
    return before is not None and before.group(1).lower().rstrip(".") in words.numbered


def _overlaps(spans: list[Span], candidate: _Candidate) -> bool:
    index = bisect_left(spans, Span(candidate.end, candidate.end))
    return any(
        span.start < candidate.end and candidate.at < span.end
        for span in spans[max(index - 2, 0) : index + 1]
    )


def _make_amount(
    document: Document,
    starts: list[int],
    sentence: Sentence,
    candidate: _Candidate,
    words: AmountWords,
) -> Amount | None:
    first = bisect_left(starts, candidate.at)
    last = bisect_left(starts, candidate.end)
    tokens = document.tokens or ()
    if first >= len(tokens) or last <= first or _is_one_of(tokens, candidate, last):
        return None
    end, unit, head = candidate.end, candidate.unit, last - 1
    if not unit:
        noun = _counted(document, first, last, sentence)
        if noun is None:
            if not _stands_alone(document, candidate, first, last):
                return None
        else:
            unit = document.words[noun].lemma if document.words else _singular(tokens[noun].text)
            if _counts_nothing(unit, words):
                return None
            unit = words.currencies.get(unit.lower(), unit)
            end, head = max(end, tokens[noun].end), noun
    elif document.words is not None:
        head = _head_of(document, first, last)
    value = candidate.value
    return Amount(
        span=Span(candidate.start, end),
        value=value,
        unit=unit,
        approximate=candidate.modifier == "approximate" or value is None,
        modifier=candidate.modifier,
        head=head,
    )


def _is_one_of(tokens: tuple[Token, ...], candidate: _Candidate, last: int) -> bool:
    """ "one of the men" picks, it does not count."""
    return candidate.value == 1 and last < len(tokens) and tokens[last].text.lower() == "of"


def _counts_nothing(unit: str, words: AmountWords) -> bool:
    return unit.lower() in words.times or unit.lower() in _NOT_COUNTED


def _head_of(document: Document, first: int, last: int) -> int:
    parse = document.words or ()
    outside = [i for i in range(first, last) if not first <= parse[i].head < last]
    return outside[0] if outside else last - 1


def _counted(document: Document, first: int, last: int, sentence: Sentence) -> int | None:
    """The token of the noun that is counted."""
    tokens, parse = document.tokens or (), document.words
    if parse is None:
        return _counted_by_form(document, last, sentence)
    number = _head_of(document, first, last)
    if parse[number].upos == "PROPN":
        return None
    head = parse[number].head
    if parse[number].deprel.startswith(("nummod", "amod", "det", "compound")):
        noun = parse[head].upos in ("NOUN", "PROPN") or parse[head].xpos.startswith("NN")
        near = last <= head < last + 8 and noun
        return head if near and all(parse[i].upos != "VERB" for i in range(last, head)) else None
    if last < sentence.last and tokens[last].text.lower() == "of":
        return _noun_after_of(document, last + 1, sentence)
    return None


def _noun_after_of(document: Document, first: int, sentence: Sentence) -> int | None:
    """ "dozens of angry protesters", "two of the men": the last noun of the phrase after "of"."""
    parse = document.words or ()
    noun: int | None = None
    for index in range(first, min(first + 8, sentence.last)):
        upos = parse[index].upos
        if upos in ("NOUN", "PROPN"):
            noun = index
        elif noun is not None or upos not in ("DET", "ADJ", "NUM", "PRON", "ADV", "PUNCT"):
            break
    return noun


def _counted_by_form(document: Document, last: int, sentence: Sentence) -> int | None:
    """Without a parse: the next plural within a few words."""
    tokens = document.tokens or ()
    for index in range(last, min(last + 5, sentence.last)):
        text = tokens[index].text
        if _PLURAL.match(text):
            return index
        if not re.match(r"[A-Za-z'’-]+$", text) or text in ("and", "in", "on", "to", "at", "for"):
            return None
    return None


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun.removesuffix("s") if not noun.endswith("ss") else noun


def _stands_alone(document: Document, candidate: _Candidate, first: int, last: int) -> bool:
    """A number without a noun: "killing at least 12", "hundreds were arrested"."""
    value = candidate.value
    if value is not None and 1900 <= value <= 2100 and len(candidate.word) == 4:
        return False
    if value == 1 or (value == 0 and not candidate.modifier):
        return False
    if candidate.word.startswith(("a ", "several", "both", "multiple")) and not candidate.modifier:
        return False
    if document.words is None:
        return candidate.modifier is not None
    number = _head_of(document, first, last)
    word = document.words[number]
    if word.upos == "PROPN" or candidate.word.endswith("number"):
        return False
    if word.deprel.startswith(("nummod", "flat", "appos", "compound", "list", "dep")):
        return False
    return candidate.modifier not in (None, "vague") or word.deprel in _BARE_ROLES


def _without_overlaps(amounts: list[Amount]) -> list[Amount]:
    """In order of the text; of two that overlap the longer stays."""
    kept: list[Amount] = []
    for amount in sorted(amounts, key=lambda a: (a.span.start, -a.span.end)):
        if kept and amount.span.start < kept[-1].span.end:
            if amount.span.end - amount.span.start > kept[-1].span.end - kept[-1].span.start:
                kept[-1] = amount
            continue
        kept.append(amount)
    return kept
