"""Whether a text can be read at all: has words, is English, and is not endless."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dragoman.errors import InputError

LONGEST_TEXT = 2_000_000
"""Code points: longer than any report; a longer text is refused rather than cut in silence."""

_SAMPLE = 4_000
_FEWEST_LETTERS = 40
_SURE = 0.9
_ENGLISH_SHARE = 0.12
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LETTER_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = frozenset(
    "the of and to in a is that for on was with as it by at from are has have his he be an were "
    "said its not after will who been which their or but had would this they".split()
)
_LANGUAGES = {
    "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "it": "Italian",
    "ru": "Russian", "ar": "Arabic", "zh": "Chinese", "fa": "Persian", "tr": "Turkish",
    "uk": "Ukrainian", "nl": "Dutch", "pl": "Polish", "ja": "Japanese", "ko": "Korean",
    "he": "Hebrew", "hi": "Hindi", "id": "Indonesian", "sw": "Swahili", "el": "Greek",
}  # fmt: skip


def check_text(text: str) -> None:
    """Check that a text is one that Dragoman reads.

    Raises: InputError for an empty, overlong, binary or non-English text.
    """
    if not text.strip():
        raise InputError("the text is empty; give a report's words")
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"the text has {len(text):,} characters, more than {LONGEST_TEXT:,}; split it"
        )
    broken = _SURROGATE.search(text)
    if broken:
        raise InputError(
            f"half a character (a lone surrogate) at offset {broken.start()}; mend the encoding"
        )
    if not _LETTER_WORD.search(text):
        raise InputError("the text has no words; is it a binary or empty file?")
    language = find_foreign_language(text)
    if language is not None:
        raise InputError(
            f"the text is in {language}, not English; Dragoman codes English reports only"
        )


def find_foreign_language(text: str) -> str | None:
    """Give the language of a text that is surely not English, or ``None``.

    Short texts are taken for English: names of people and places mislead any identifier.
    """
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _LETTER_WORD.findall(sample)]
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return None
    if sum(word in _FUNCTION_WORDS for word in words) >= _ENGLISH_SHARE * len(words):
        return None
    code, probability = _identifier().classify(sample)
    if code == "en" or probability < _SURE:
        return None
    return _LANGUAGES.get(code, f"the language with ISO 639-1 code {code!r}")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
