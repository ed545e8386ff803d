"""Folds spellings together: accents, quotes, hyphens and spaces, one code point for one.

Offsets in the folded text are offsets in the text, so that evidence stays verbatim.
"""

import unicodedata

_FIXED = {
    **dict.fromkeys("‘’‛ʼʻ′`´ʿʾ", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–−", "-"),
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "t",
    "Þ": "T",
    "ß": "s",
    "æ": "a",
    "Æ": "A",
    "œ": "o",
    "Œ": "O",
    "ə": "a",
    "Ə": "A",
}


class _Table(dict[int, str]):
    """A translation table that works out each new code point once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _FIXED.get(character) or _fold_character(character)
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Give a text without accents and typographic variants, case kept, of the same length."""
    return text if text.isascii() else text.translate(_TABLE)


def drop_marks(text: str) -> tuple[str, list[int]] | None:
    """Give a text without combining marks and where each kept code point stood.

    ``None`` when there is none to drop, the usual case: composed letters are left to ``fold``.
    """
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return None
    kept = [index for index, character in enumerate(text) if not unicodedata.combining(character)]
    return "".join(text[index] for index in kept), kept


def _fold_character(character: str) -> str:
    if character.isspace():
        return " " if character not in "\n\r" else character
    base = "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)
    )
    # Lower-casing must not change the length either: "İ".lower() has two code points.
    return base if len(base) == 1 and len(base.lower()) == 1 else character
