"""How names are spelled: variants, surnames, and when a stretch of text counts as a name."""

import re
from functools import lru_cache

from dragoman.actors.rows import Person

FAMILY_NAME_FIRST = frozenset({"CHN", "HKG", "KOR", "PRK", "TWN"})
PARTICLES = frozenset(
    "al ad an ar as ben bin da de del della den der di do dos du el ibn la le los san st ter ul "
    "van von zu".split()
)
FUNCTION_WORDS = frozenset(
    "a about after against all also although among an and are around as at because before between "
    "both but by despite during even for from given her his how if in inside into is its like many "
    "meanwhile most near neither new no nor not now of off on once one only or our outside over "
    "since so some still that the their then there they this through to today toward towards "
    "under unless unlike until was what when where whether which while who why will with within "
    "without yet north northern south southern east eastern west western central".split()
)
"""Words that stand beside a country's name without being part of a longer name."""
ARTICLES = ("al-", "Al-", "el-", "El-", "ul-", "ad-")
"""Arabic articles as they stand joined to a name."""
HEADS = frozenset(
    "agency alliance army assembly association authority bank brigade brigades bureau coalition "
    "command commission committee congress corporation corps council court department duma forces "
    "force front government group guard guards house institute ministry movement office "
    "organization organisation parliament parties party police service services tribunal union "
    "university".split()
)
"""Last words of names that some papers print in lower case ("Supreme court", "Labour party")."""

_WORD_BEFORE = re.compile(r"([^\W_][\w.'-]*) $")
_WORD_AFTER = re.compile(r" ([^\W_][\w'-]*)")


def variants(form: str) -> tuple[str, ...]:
    """Give a spelling and the house styles of it: U.S. or US, St. or St, al-Assad or Assad."""
    if form.startswith(("U.S. ", "U.N. ", "U.K. ")):
        return form, f"{form[0]}{form[2]} {form[5:]}"
    if "St. " in form:
        return form, form.replace("St. ", "St ")
    if " al-" in form:
        return (
            form,
            form.replace(" al-", " "),
            form.replace(" al-", " Al-"),
            form.replace("al-", "al "),
        )
    return (form,)


def surnames(person: Person) -> tuple[str, ...]:
    """Give the ways in which a person is named by surname alone.

    The last word with its particles ("von der Leyen"), and for an Arabic article also without it
    ("al-Assad", "Assad"); the first word where family names come first. An alias of one word
    ("Lula") counts as well.
    """
    words = person.name.split()
    if len(words) > 1 and person.offices[0].country in FAMILY_NAME_FIRST and "-" not in words[0]:
        found = [words[0]]
    else:
        first = len(words) - 1
        while first > 1 and words[first - 1].lower() in PARTICLES:
            first -= 1
        found = [" ".join(words[first:])]
        bare = re.sub(r"^[AaEe][ln]?[dsrzt]?[hn]?-", "", words[-1])
        found += [bare, f"al-{bare}"] if bare != words[-1] else []
    return tuple(dict.fromkeys([*found, *(alias for alias in person.aliases if " " not in alias)]))


@lru_cache(maxsize=65536)
def agrees(seen: str, form: str) -> bool:
    """Tell whether a name as seen has the data's case, or one that papers print instead."""
    if seen == form or (form[0].islower() and seen == form[0].upper() + form[1:]):
        return True
    if seen.isupper():
        return len(seen) > 3 and seen == form.upper()
    lead, _, head = seen.rpartition(" ")
    return bool(lead) and head in HEADS and form.rpartition(" ")[0] == lead


def is_bounded(text: str, start: int, end: int) -> bool:
    """Tell whether nothing continues the name on either side."""
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return False
    # "al-" before it makes another name of it: Abdul-Malik al-Houthi is not the group.
    return start == 0 or not (
        text[start - 1].isalnum() or text[start - 1] == "_" or text.endswith(ARTICLES, 0, start)
    )


def neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """Give the words beside a name with only a space between, empty across punctuation."""
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    after = _WORD_AFTER.match(text, end)
    return before[1] if before else "", after[1] if after else ""


def is_capitals(word: str) -> bool:
    """Tell whether a word is written in capitals."""
    return len(word) > 1 and word.isupper() and word.isalpha()


def is_capitalised(word: str) -> bool:
    """Tell whether a word begins with a capital."""
    return bool(word) and word[0].isupper()
