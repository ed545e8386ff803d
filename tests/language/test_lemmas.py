"""Lemmas as edits."""

import pytest

from dragoman.language.lemmas import apply_rule, find_rule

PAIRS = [
    ("studies", "study", "l3y"),
    ("Went", "go", "l4go"),
    ("Iran", "Iran", "k0"),
    ("PRESIDENT", "President", "t0"),
    ("States", "State", "k1"),
    ("2026", "2026", "l0"),
]


@pytest.mark.parametrize(("form", "lemma", "rule"), PAIRS)
def test_rule_makes_the_lemma_of_the_form(form: str, lemma: str, rule: str) -> None:
    assert find_rule(form, lemma) == rule
    assert apply_rule(rule, form) == lemma


def test_rule_longer_than_the_form_changes_nothing_but_case() -> None:
    assert apply_rule("l4go", "Is") == "is"
