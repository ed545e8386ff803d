"""Numbers in words and digits, as English news writes them."""

import re

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
_SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "quadrillion": 1e15,
    "lakh": 1e5,
    "crore": 1e7,
}
_SHORT_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mm": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "trn": 1e12,
}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ORDINAL_VALUES = {word: value for value, word in enumerate(_ORDINALS, 1)} | {
    f"{tens}{join}{word}": base + value
    for tens, base in (("twenty", 20), ("thirty", 30))
    for join in ("-", " ")
    for value, word in enumerate(_ORDINALS[:9], 1)
}
_ORDINAL_VALUES["thirtieth"] = 30
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

_WORD = "|".join(sorted([*_SMALL, *_SCALES], key=len, reverse=True))
DIGITS = r"(?:\d{1,3}(?:,\d{2,3})+|\d+)(?:\.\d+)?"
DIGIT_NUMBER = rf"{DIGITS}(?:[ -]\d/\d|[½¼¾⅓⅔])?|\d/\d|[½¼¾⅓⅔]"
WORD_NUMBER = (
    rf"(?:(?:an?|half\s+an?)\s+(?=(?:{'|'.join(_SCALES)})\b))?"
    rf"(?:{_WORD})\b(?:(?:\s+and\s+|[\s-]+)(?:{_WORD})\b)*(?:[\s-]+and[\s-]+a[\s-]+half\b)?"
)
NUMBER = rf"(?:{DIGIT_NUMBER}(?:\s+and\s+a\s+half\b)?|{WORD_NUMBER})"
ORDINAL = (
    r"(?:"
    + "|".join(sorted(_ORDINAL_VALUES, key=len, reverse=True)).replace(" ", r"\s")
    + r"|\d+(?:st|nd|rd|th))"
)

_DIGITS = re.compile(rf"({DIGITS})?(?:[ -]?(\d)/(\d)|([½¼¾⅓⅔]))?")
_TOKENS = re.compile(r"[^\s-]+")


def parse_number(text: str) -> float | None:
    """Give the value of a number written in digits, words or both ("1.5 million", "two dozen").

    ``None`` when some word is no number. Any size of number in the short scale.
    """
    lowered = text.lower().strip()
    match = _DIGITS.match(lowered)
    total = 0.0
    rest = lowered
    if match and match.group():
        total = _read_digits(match)
        rest = lowered[match.end() :].strip()
        if not rest:
            return total
        if rest in _SHORT_SCALES:
            return total * _SHORT_SCALES[rest]
        return _add_words(_TOKENS.findall(rest), total)
    return _add_words(_TOKENS.findall(rest), None)


def parse_ordinal(text: str) -> int | None:
    """Give the value of an ordinal ("third", "21st"), ``None`` when it is none."""
    lowered = re.sub(r"\s+", " ", text.lower().strip())
    if lowered in _ORDINAL_VALUES:
        return _ORDINAL_VALUES[lowered]
    digits = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)?", lowered)
    return int(digits.group(1)) if digits else None


def _read_digits(match: re.Match[str]) -> float:
    whole, upper, lower, sign = match.groups()
    value = float(whole.replace(",", "")) if whole else 0.0
    if upper and lower != "0":
        value += int(upper) / int(lower)
    return value + _FRACTIONS.get(sign or "", 0.0)


def _add_words(words: list[str], first: float | None) -> float | None:
    """Add up number words: ``part`` is what stands before the next scale of a thousand or more."""
    total = 0.0
    part = first
    halves = 0.0
    for index, word in enumerate(words):
        if word in _SMALL:
            part = (part or 0.0) + _SMALL[word]
        elif word in _SCALES:
            scaled = (1.0 if part is None else part) * _SCALES[word]
            if _SCALES[word] <= 100:
                part = scaled
            else:
                total, part = total + scaled, None
        elif word == "half" and words[index - 1 : index] == ["a"]:
            halves = _last_scale(words[:index]) / 2
        elif word == "half":
            part = 0.5
        elif word not in ("a", "an", "and", "of"):
            return None
    if part is None and not total:
        return None
    return total + (part or 0.0) + halves


def _last_scale(words: list[str]) -> float:
    """The scale that "and a half" halves: of "two million and a half", a million."""
    scales = [_SCALES[word] for word in words if word in _SCALES]
    return scales[-1] if scales else 1.0
