"""Lemmas: a dictionary's where it knows the form, else the encoder's edit of the form.

An edit such as ``l3y`` makes "studies" into "study". The dictionary is that of the package
lemminflect (MIT; from the NIH SPECIALIST lexicon).
"""

from functools import lru_cache

from lemminflect import getLemma

_KNOWN = frozenset({"VERB", "NOUN"})

_LOWER, _KEEP, _TITLE = "l", "k", "t"


def find_rule(form: str, lemma: str) -> str:
    """Give the edit that makes ``lemma`` of ``form``: case, letters to cut, letters to add.

    The case letter is l (lower the form first), k (keep it) or t (capitalise it).
    """
    case = _LOWER if lemma == lemma.lower() else _case_of_name(form, lemma)
    base = _recase(form, case)
    common = _common_prefix(base, lemma)
    return f"{case}{len(base) - common}{lemma[common:]}"


@lru_cache(maxsize=100_000)
def find_lemma(form: str, upos: str, rule: str) -> str:
    """Give the lemma of ``form`` as a word of class ``upos``; ``rule`` is the encoder's edit.

    Of several lemmas that the dictionary knows ("found") the encoder's is taken, else the first.
    """
    guess = apply_rule(rule, form)
    if upos not in _KNOWN or not form.isalpha():
        return guess
    known = getLemma(form.lower(), upos, lemmatize_oov=False)
    return guess if not known or guess in known else known[0]


def apply_rule(rule: str, form: str) -> str:
    """Give the lemma of ``form`` by ``rule``; a form too short for the rule is only re-cased."""
    base = _recase(form, rule[0])
    digits = 2 if rule[1:3].isdigit() else 1
    cut = int(rule[1 : 1 + digits])
    if cut > len(base):
        return base
    return base[: len(base) - cut] + rule[1 + digits :] or base


def _case_of_name(form: str, lemma: str) -> str:
    kept = _common_prefix(form, lemma)
    return _KEEP if kept >= _common_prefix(form.capitalize(), lemma) else _TITLE


def _recase(form: str, case: str) -> str:
    if case == _LOWER:
        return form.lower()
    return form.capitalize() if case == _TITLE else form


def _common_prefix(left: str, right: str) -> int:
    for index, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return index
    return min(len(left), len(right))
