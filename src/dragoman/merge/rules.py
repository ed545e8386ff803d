"""The tables by which mentions are compared and merged: ``data/merge/``, loaded and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.datafiles import data_path, read_table
from dragoman.errors import DataError
from dragoman.merge.duplicates import CopyRules, load_copy_rules, read_numbers
from dragoman.merge.stories import StoryWeights, load_group_rules
from dragoman.records.event import EventType

Weights = Mapping[tuple[str, str], float]
"""The weight of each feature's value: ``("date", "same day") -> 1.2``."""


@dataclass(frozen=True, slots=True)
class MergeRules:
    """All that merging rests on.

    ``weights`` are summed and squashed to a score; ``groups`` gives each act's group of types
    that may tell one act; ``meanings`` the group of a trigger's lemma; ``shares`` in how many
    reports of 1 a word occurs. The numbers are explained in ``data/merge/merging.tsv``.
    """

    weights: Weights
    groups: Mapping[str, str]
    meanings: Mapping[str, str]
    copies: CopyRules
    stories: StoryWeights
    shares: Mapping[str, float]
    threshold: float
    floor: float
    near_days: int
    far_days: int
    apart_days: int
    slack_days: int
    copy_words: float
    vector_words: int
    sample: int


@dataclass(frozen=True, slots=True)
class _Numbers:
    threshold: float
    floor: float
    near_days: int
    far_days: int
    apart_days: int
    slack_days: int
    copy_words: float
    vector_words: int
    sample: int


@cache
def load_merge_rules() -> MergeRules:
    """Give the shipped rules. Raises: DataError for tables that break their form."""
    stories = load_group_rules()
    numbers = _Numbers(**read_numbers("merging.tsv", _Numbers.__annotations__))
    return MergeRules(
        weights=_read_weights(),
        groups=_read_groups(),
        meanings=_read_meanings(),
        copies=load_copy_rules(),
        stories=stories.stories,
        shares=stories.shares,
        threshold=numbers.threshold,
        floor=numbers.floor,
        near_days=numbers.near_days,
        far_days=numbers.far_days,
        apart_days=numbers.apart_days,
        slack_days=numbers.slack_days,
        copy_words=numbers.copy_words,
        vector_words=numbers.vector_words,
        sample=numbers.sample,
    )


def _read_weights() -> Weights:
    weights: dict[tuple[str, str], float] = {}
    for row in read_table(data_path("merge", "coreference.tsv")):
        key = (row["feature"], row["value"])
        if key in weights:
            raise DataError(f"coreference.tsv: {key} stands twice")
        weights[key] = float(row["weight"])
    return weights


def _read_groups() -> Mapping[str, str]:
    rows = {row["type"]: row["group"] for row in read_table(data_path("merge", "types.tsv"))}
    if rows.keys() != set(EventType):
        raise DataError(f"types.tsv: types differ: {sorted(rows.keys() ^ set(EventType))}")
    return rows


def _read_meanings() -> Mapping[str, str]:
    meanings: dict[str, str] = {}
    for row in read_table(data_path("merge", "meanings.tsv")):
        for lemma in row["lemmas"].split():
            if lemma in meanings:
                raise DataError(f"meanings.tsv: {lemma!r} stands in two rows")
            meanings[lemma] = row["meaning"]
    return meanings
