"""Where blocks of text and sentences end."""

import re
from collections.abc import Iterator, Mapping, Sequence

from dragoman.records.document import Token

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_ENDING = tuple(".!?…:;\"”’')]>—")
_WIDEST_WRAPPED = 100  # characters: longer lines are paragraphs, not wrapped lines
_SHORT = 0.6  # a wrapped line shorter than this part of the longest ends its block

_STOPS = re.compile(r"\.|[!?]+|\.{2,}|…+|[!?.]{2,}")
_CLOSING = set("\"”’')]}»") | {"''"}
_OPENING = set("\"“‘'([{«") | {"``"}
_BULLETS = set("*•·‣–—-")
_STARTERS = frozenset(
    [
        *("a", "an", "the", "this", "that", "these", "those", "it", "he", "she", "we", "they"),
        *("i", "you", "his", "her", "its", "their", "our", "my", "there", "here", "in", "on"),
        *("at", "for", "from", "with", "but", "and", "or", "if", "when", "while", "as", "after"),
        *("before", "since", "because", "although", "though", "however", "meanwhile", "what"),
        *("who", "how", "why", "where", "both", "some", "many", "most", "one", "two", "no"),
        *("not", "now", "then", "also", "under", "last", "earlier", "according", "so", "such"),
        *("despite", "during", "by", "to", "even", "all", "another", "other", "more", "several"),
    ]
)


def find_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches that no sentence crosses: paragraphs, headings, list items.

    Lines broken to a width (wire copy, plain mail) are joined; other line ends are block ends.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    width = _wrapped_width(text, lines)
    start: int | None = None
    for index, (left, right) in enumerate(lines):
        start = left if start is None else start
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or _ends_block(text, (left, right), following, width):
            yield start, right
            start = None


def find_ends(tokens: Sequence[Token], abbreviations: Mapping[str, str]) -> Iterator[int]:
    """Give, for each sentence of a block, the index after its last token."""
    count = len(tokens)
    index = last = _dateline_end(tokens)
    if last:
        yield last
    while index < count:
        index += 1
        if not _may_end(tokens[index - 1].text, abbreviations):
            continue
        stop, index = index - 1, _after_closing(tokens, index)
        if index < count and _ends_sentence(tokens, stop, index, abbreviations):
            yield index
            last = index
    if last < count:
        yield count


_DASHES = frozenset({"—", "–", "--", "-"})
_LONGEST_DATELINE = 16  # tokens: "PORT-AU-PRINCE, Haiti, Jan. 10 (AP) --"


def _dateline_end(tokens: Sequence[Token]) -> int:
    """Give the index after the dash that ends a block's dateline, 0 when it has none.

    A dateline opens with a place in capitals and holds no lower-case word before its dash.
    """
    agency = _agency_end(tokens)
    if agency or not tokens or not tokens[0].text.isupper() or len(tokens[0].text) < 3:
        return agency
    for index, token in enumerate(tokens[1:_LONGEST_DATELINE], 1):
        spaced = token.start > tokens[index - 1].end
        if token.text in _DASHES and spaced:
            return index + 1 if index + 1 < len(tokens) else 0
        if token.text.isalpha() and token.text.islower():
            return 0
    return 0


_AGENCIES = frozenset({"CNN", "AP", "AFP", "UPI", "Reuters", "CBS", "Xinhua", "dpa", "EFE", "ANI"})
_LONGEST_PLACE = 6  # tokens of "Port-au-Prince, Haiti" and the like


def _agency_end(tokens: Sequence[Token]) -> int:
    """Give the index after "Washington (CNN)" and any dash behind it, 0 where there is none."""
    for index in range(1, min(_LONGEST_PLACE, len(tokens) - 3)):
        if tokens[index].text == "(" and tokens[index + 1].text in _AGENCIES:
            if tokens[index + 2].text != ")":
                return 0
            return index + 3 + (tokens[index + 3].text in _DASHES)
    return 0


def _wrapped_width(text: str, lines: Sequence[tuple[int, int]]) -> int:
    """Give the width to which lines were broken, 0 when they were not."""
    sizes = [right - left for left, right in lines]
    widest = max(sizes, default=0)
    if len(sizes) < 4 or not 40 <= widest <= _WIDEST_WRAPPED:
        return 0
    full = sum(size >= _SHORT * widest for size in sizes)
    broken = sum(_runs_on(text, right) for _, right in lines[:-1])
    return widest if full >= len(sizes) / 2 and broken >= len(sizes) / 3 else 0


def _runs_on(text: str, right: int) -> bool:
    """Tell whether a line ends amid a sentence."""
    return not text[max(0, right - 20) : right].rstrip().endswith(_ENDING)


def _ends_block(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    left, right = line
    between = text[right : following[0]]
    if between.count("\n") > 1 or between.count("\r") > 1 or "\u2029" in between:
        return True
    if not text[left:right].strip() or not text[following[0] : following[0] + 200].strip():
        return True
    begins = text[following[0] : following[0] + 200].lstrip()[:1]
    if begins in _BULLETS:
        return True
    if width:
        return right - left < _SHORT * width
    return not (begins.islower() and _runs_on(text, right))


def _may_end(form: str, abbreviations: Mapping[str, str]) -> bool:
    last = form[-1]
    if last not in ".!?…":
        return False
    return _STOPS.fullmatch(form) is not None or _ends_short(form, abbreviations)


def _ends_short(form: str, abbreviations: Mapping[str, str]) -> bool:
    """Tell whether an abbreviation may end a sentence at all."""
    if len(form) == 2:
        return False  # an initial
    kind = abbreviations.get(form.lower())
    return kind in ("end", "month") or (kind is None and "." in form[:-1])


def _after_closing(tokens: Sequence[Token], index: int) -> int:
    """Give the index after the stops, quotes, brackets and notes that close with the sentence."""
    while index < len(tokens):
        token = tokens[index]
        touching = token.start == tokens[index - 1].end
        if touching and (token.text in _CLOSING or _STOPS.fullmatch(token.text)):
            index += 1
        elif _is_note(tokens, index):
            index += 3
        else:
            break
    return index


def _is_note(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a note's number in brackets follows, as in "said. [22]"."""
    forms = [token.text for token in tokens[index : index + 3]]
    return len(forms) == 3 and forms[0] == "[" and forms[1].isdigit() and forms[2] == "]"


def _ends_sentence(
    tokens: Sequence[Token], stop: int, index: int, abbreviations: Mapping[str, str]
) -> bool:
    form, following = tokens[stop].text, _first_word(tokens, index)
    touching = tokens[index].start == tokens[index - 1].end
    if touching and not following[:1].isupper():
        return False
    if not _STOPS.fullmatch(form):
        return _begins_sentence(tokens, stop, index, abbreviations)
    if form == ".":
        return not (following[:1].islower() and index > stop + 1) and not _is_number(tokens, stop)
    return not following[:1].islower() and tokens[index].text not in {",", ";", "-", "—", "–"}


def _begins_sentence(
    tokens: Sequence[Token], stop: int, index: int, abbreviations: Mapping[str, str]
) -> bool:
    """Tell whether, after an abbreviation, a new sentence begins."""
    following = _first_word(tokens, index)
    if not following[:1].isupper():
        return False
    if abbreviations.get(tokens[stop].text.lower()) == "month" and following[:1].isdigit():
        return False
    opened = tokens[index].text in _OPENING and tokens[index].text != "("
    return opened or index > stop + 1 or following.lower() in _STARTERS


def _is_number(tokens: Sequence[Token], stop: int) -> bool:
    """Tell whether the stop belongs to a list number at the start of its block ("2. Iran")."""
    return stop == 1 and tokens[0].text.isdigit() and len(tokens[0].text) < 3


def _first_word(tokens: Sequence[Token], index: int) -> str:
    """Give the first token from ``index`` that is not an opening mark."""
    for token in tokens[index : index + 3]:
        if token.text not in _OPENING:
            return token.text
    return ""
