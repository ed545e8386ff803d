"""Loads data/mentions: word classes, metonymy cues, genders and weights of the mention stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dragoman.datafiles import data_path, read_table
from dragoman.errors import DataError

READINGS = frozenset({"government", "place"})
GENDERS = frozenset({"male", "female"})


@dataclass(frozen=True, slots=True)
class MentionWords:
    """The tables of data/mentions.

    ``classes`` maps a class to its lower-case words; ``readings`` maps a relation and the lemma of
    the governor (or ``*``) to "government" or "place"; ``genders`` maps a given name to "male" or
    "female"; ``weights`` maps a salience feature to its weight; ``short_names`` maps words such as
    "North" to pairs of the countries that a report must name and the country that is then meant;
    ``offices`` maps an office that one person holds at a time to its titles in data/actors.
    """

    classes: Mapping[str, frozenset[str]]
    readings: Mapping[tuple[str, str], str]
    genders: Mapping[str, str]
    weights: Mapping[str, float]
    short_names: Mapping[str, tuple[frozenset[str], str]]
    offices: Mapping[str, tuple[str, ...]]


@cache
def load_mention_words() -> MentionWords:
    """Give the shipped tables, read once per process.

    Raises: DataError when a table is missing or malformed.
    """
    return read_mention_words(data_path("mentions"))


def read_mention_words(folder: Path) -> MentionWords:
    """Give the tables of a folder such as data/mentions.

    Raises: DataError for an unknown reading or gender.
    """
    readings: dict[tuple[str, str], str] = {}
    for row in read_table(folder / "metonymy.tsv"):
        _check(row["reading"], READINGS, "metonymy.tsv")
        for lemma in row["governor"].split("|"):
            readings[row["relation"], lemma] = row["reading"]
    genders: dict[str, str] = {}
    for row in read_table(folder / "given_names.tsv"):
        _check(row["gender"], GENDERS, "given_names.tsv")
        genders |= dict.fromkeys(row["names"].split("|"), row["gender"])
    return MentionWords(
        classes=MappingProxyType(
            {
                row["class"]: frozenset(row["words"].split("|"))
                for row in read_table(folder / "words.tsv")
            }
        ),
        readings=MappingProxyType(readings),
        genders=MappingProxyType(genders),
        weights=MappingProxyType(
            {row["feature"]: float(row["weight"]) for row in read_table(folder / "salience.tsv")}
        ),
        short_names=MappingProxyType(
            {
                row["words"]: (frozenset(row["needs"].split("|")), row["country"])
                for row in read_table(folder / "short_names.tsv")
            }
        ),
        offices=MappingProxyType(
            {
                row["role"]: tuple(row["titles"].split("|"))
                for row in read_table(folder / "offices.tsv")
            }
        ),
    )


def _check(value: str, allowed: frozenset[str], name: str) -> None:
    if value not in allowed:
        raise DataError(f"{name}: {value!r} is none of {', '.join(sorted(allowed))}")
