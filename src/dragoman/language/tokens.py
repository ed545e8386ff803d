"""Tokens and sentences by rule, as the treebanks EWT and GUM cut them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from dragoman.datafiles import data_path, read_table
from dragoman.language.sentences import find_blocks, find_ends
from dragoman.records.document import Document, Sentence, Token

METHOD = "tokens.v1"

_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_CHUNK = re.compile(rf"[^{_UNSEEN}]+")
_LONGEST_CHUNK = 2000  # without a blank this is no language: cut blindly
_BLIND_CUT = 1000

_LETTER = r"(?:[^\W\d_]|[\u00ad\u0300-\u036f])"
_TAIL = (
    r"(?:com|org|net|gov|mil|edu|int|info|biz|eu|uk|us|ru|cn|de|fr|tv|io|co|doc|docx|xls|pdf|"
    r"html?|php|txt)"
)
_CLITIC = r"(?:['’`´](?:s|re|ve|ll|d|m)|n['’`´]t)(?![^\W_])"
_UNIT = r"(?:[ap]\.?m|[mck]m|kg|[km]|mn|bn|tn|lbs?|ft|mph|kph|hrs?|mins?|yrs?|gb|mb|[km]w)"
_PREFIX = (
    r"(?:non|anti|pro|pre|post|ex|re|co|mid|multi|semi|sub|counter|cross|inter|intra|neo|over|"
    r"micro|mini|macro|un|under|ultra|vice(?=-pres)|socio|psycho|trans|extra|de|e|bi|tri|quasi|"
    r"pseudo|super|infra|hyper|geo|bio|agro|arch|eco|electro)"
)
_PIECE = re.compile(
    rf"""
    (?:https?|ftp)://[^\s<>"”]*[^\s<>"”.,;:!?'’)\]]   # addresses
    | www\.[^\s<>"”]*[^\s<>"”.,;:!?'’)\]]
    | [\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]+)+
    | [@\#][^\W\d_]\w+                                 # handles, tags
    | (?:{_LETTER}\.){{2,}}(?![^\W_])                  # U.S.  a.m.
    | (?:{_LETTER}\.)+{_LETTER}(?![^\W_.])             # U.S   p.m
    | [^\W_]+(?:[.-][^\W_]+)*\.{_TAIL}\b               # dawn.com
    | ['’‘]\d0s\b | \d+['’]s\b                         # '90s
    | ['’‘](?:em|til|cause|tis|twas)\b
    | (?:US|A|C|HK|NZ|R|S|NT|MX)\$(?=\d|$)
    | \+?\d+(?:-\d{{2,4}}){{0,2}}-\d{{4}}(?!\d)(?<!\b\d{{4}}-\d{{4}}) # telephone
    | \d{{4}}-\d\d-\d\d(?!\d) | \d\d?-\d\d?-\d{{4}}(?!\d)
    | \d++(?:[.,:/]\d+)*+(?={_UNIT}(?![^\W_]))        # 7pm  $5bn  40km
    | \d++(?:[.,:/]\d+)*+(?:st|nd|rd|th|s)?(?![^\W\d_]) | \.\d+(?!\w)
    | {_PREFIX}-(?={_LETTER}){_LETTER}+(?:['’]{_LETTER}+)*?(?={_CLITIC}|(?!['’]?{_LETTER}))
    | (?:can(?=not\b)|gon(?=na\b)|got(?=ta\b)|wan(?=na\b)|lem(?=me\b)|gim(?=me\b))
    | {_CLITIC}
    | [^\W_](?:[^\W_]|[\u00ad\u0300-\u036f_])*?(?:['’&][^\W_]+)*?
      (?={_CLITIC}|(?![\w\u00ad\u0300-\u036f]|['’&][^\W_]))
    | \w+
    | \.{{2,}} | …+ | [!?]+ | -{{2,}} | \*+ | _+ | =+ | ~+ | [—–]+ | `` | ''
    | .
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FACE = re.compile(r"[:;=8xX]['’]?-?[()DPpOo/|\\\]\[*]+|<3|\^_*\^|[:;]-?[dpDP]")
_WORD = re.compile(r"[^\W\d_]+")


def find_tokens(document: Document) -> Document:
    """Cut the text into sentences and tokens; offsets count code points of ``document.text``.

    Layers: writes sentences, tokens. Blanks, control and direction characters are in no token.
    """
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for start, end in find_blocks(document.text):
        block = _cut_block(document.text, start, end)
        first = 0
        for last in find_ends(block, _abbreviations()):
            own = block[first:last]
            at = len(tokens)
            sentences.append(Sentence(own[0].start, own[-1].end, at, at + len(own)))
            tokens.extend(own)
            first = last
    return replace(document, tokens=tuple(tokens), sentences=tuple(sentences))


def _cut_block(text: str, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    chunks = [(m.start(), m.group()) for m in _CHUNK.finditer(text, start, end)]
    for index, (at, chunk) in enumerate(chunks):
        following = chunks[index + 1][1] if index + 1 < len(chunks) else ""
        for left, right in _cut_at_stop(chunk, following):
            tokens.append(Token(at + left, at + right, chunk[left:right]))
    return tokens


def _cut_at_stop(chunk: str, following: str) -> tuple[tuple[int, int], ...]:
    """Give the cuts of a chunk; what follows decides whether "No." is a word or "number"."""
    if chunk.isalpha() and len(chunk) < 4:
        return ((0, len(chunk)),)
    if len(chunk) > _LONGEST_CHUNK:
        steps = range(0, len(chunk), _BLIND_CUT)
        return tuple((i, min(i + _BLIND_CUT, len(chunk))) for i in steps)
    cuts = _cut_chunk(chunk)
    left, right = cuts[-1]
    if chunk[right - 1] == "." and _is_word_here(chunk[left:right], following):
        return (*cuts[:-1], (left, right - 1), (right - 1, right))
    return cuts


def _is_word_here(piece: str, following: str) -> bool:
    """Tell whether an abbreviation is, by what follows, a word and the end of its sentence."""
    kind = _abbreviations().get(piece.lower())
    if kind == "number":
        return not (following[:1].isdigit() or (piece[0] == "N" and following[:1] == "#"))
    return not following and len(piece) > 1 and kind in ("title", "never") and piece.isalpha()


@lru_cache(maxsize=65536)
def _cut_chunk(chunk: str) -> tuple[tuple[int, int], ...]:
    """Give the half-open offsets of the tokens of a stretch without blanks."""
    if _WORD.fullmatch(chunk) and chunk.lower() not in _RUN_TOGETHER:
        return ((0, len(chunk)),)
    if _FACE.fullmatch(chunk):
        return ((0, len(chunk)),)
    return tuple(_joined(chunk, [m.span() for m in _PIECE.finditer(chunk)]))


_RUN_TOGETHER = {"cannot", "gonna", "gotta", "wanna", "lemme", "gimme"}


def _joined(chunk: str, cuts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the cuts, an abbreviation joined to its stop."""
    index = 0
    while index < len(cuts):
        left, right = cuts[index]
        dotted = index + 1 < len(cuts) and chunk[right : cuts[index + 1][1]] == "."
        if dotted and _keeps_stop(chunk[left : right + 1], chunk[right + 1 : right + 2]):
            index, right = index + 1, right + 1
        yield left, right
        index += 1


def _keeps_stop(piece: str, after: str) -> bool:
    if len(piece) == 2 and piece[0].isupper() and piece[0].isalpha():
        return not after.isalpha()
    return piece.lower() in _abbreviations() and not after.isalnum()


@cache
def _abbreviations() -> dict[str, str]:
    """Give the kind of each abbreviation, by its form in small letters with its stop."""
    rows = read_table(data_path("tokens", "abbreviations.tsv"))
    return {row["form"]: row["kind"] for row in rows}
