"""How acts, parties and events are put into words, from data/situation/acts.yaml."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from dragoman.datafiles import data_path, read_table
from dragoman.errors import DataError
from dragoman.ontology import load_ontology
from dragoman.records.event import Act, Event, EventMention, EventType, Participant

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COUNTRY_KINDS = frozenset({"country", "government"})
_LONGEST_CLAUSE = 12


@dataclass(frozen=True, slots=True)
class ActWords:
    """The words of one type or mode: see the head of acts.yaml."""

    noun: str
    does: str
    alone: str
    breaks: str


@dataclass(frozen=True, slots=True)
class SituationWords:
    """The table of acts with what goes with it: contraries, promises, conditions, days."""

    acts: Mapping[str, ActWords]
    contrary: Mapping[str, frozenset[str]]
    promises: tuple[str, ...]
    conditions: re.Pattern[str]
    days: Mapping[str, int]


@cache
def load_words() -> SituationWords:
    """Give the shipped table.

    Raises: DataError for a type or mode that is not PLOVER's and for a type without words.
    """
    raw = yaml.load(data_path("situation", "acts.yaml").read_bytes(), Loader=_LOADER)
    for name in (
        *raw["acts"],
        *raw["contrary"],
        *(n for row in raw["contrary"].values() for n in row),
    ):
        _check_act(name)
    missing = [type_ for type_ in EventType if str(type_) not in raw["acts"]]
    if missing:
        raise DataError(f"acts.yaml: no words for {missing}")
    openers = sorted(raw["conditions"], key=len, reverse=True)
    return SituationWords(
        acts=MappingProxyType({name: ActWords(**row) for name, row in raw["acts"].items()}),
        contrary=MappingProxyType({n: frozenset(row) for n, row in raw["contrary"].items()}),
        promises=tuple(raw["promises"]),
        conditions=re.compile(r"\b(?:" + "|".join(map(re.escape, openers)) + r")\b", re.IGNORECASE),
        days=MappingProxyType(raw["days"]),
    )


def _check_act(name: str) -> None:
    type_, _, mode = name.partition("/")
    rows = load_ontology().types
    if type_ not in set(EventType) or (mode and mode not in rows[EventType(type_)].modes):
        raise DataError(f"acts.yaml: {name} is no PLOVER type or mode")


def act_name(act: Act) -> str:
    """Give an act as type/mode: "CONSULT/visit"."""
    return f"{act.type}/{act.mode}" if act.mode else str(act.type)


def words_of(act: Act) -> ActWords:
    """Give the words of an act; those of its type where its mode has none."""
    acts = load_words().acts
    return acts.get(act_name(act)) or acts[str(act.type)]


@cache
def country_names() -> Mapping[str, str]:
    """Give each country's English name by ISO 3166-1 alpha-3 code."""
    rows = read_table(data_path("actors", "countries.tsv"))
    return MappingProxyType({row["iso3"]: row["name"] for row in rows})


def country_name(code: str) -> str:
    """Give a country's English name; the code itself where it is not known."""
    return country_names().get(code, code)


def name_party(person: Participant) -> str:
    """Give a participant's name for a reader; a government goes by its country's."""
    if person.country and person.kind in _COUNTRY_KINDS:
        return country_name(person.country)
    return person.name


def name_parties(people: Iterable[Participant]) -> tuple[str, ...]:
    """Give the names of participants, each once."""
    return tuple(dict.fromkeys(map(name_party, people)))


def join_names(names: Iterable[str]) -> str:
    """Give names as a phrase: "A, B and C"."""
    names = list(names)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def describe_clause(mention: EventMention, text: str) -> str:
    """Give the report's own words for the act: from the trigger to the end of its clause."""
    start = mention.trigger.span.start
    tail = text[start : mention.sentence.end] if text else mention.trigger.text
    cut = re.split(r"[,.;:!?”\"()—]| (?:who|which|that|because|after|when|unless|if)\b", tail)[0]
    words = cut.split()
    if len(words) > _LONGEST_CLAUSE:
        return " ".join(words[:_LONGEST_CLAUSE]) + " …"
    return " ".join(words) or mention.trigger.text


def describe_owed(mention: EventMention, text: str) -> str:
    """Give what an act is, with who does it: "Venezuela: send a delegation to Washington"."""
    actors = join_names(name_parties(mention.actors))
    clause = describe_clause(mention, text)
    return f"{actors}: {clause}" if actors else clause


def describe_event(event: Event | EventMention) -> str:
    """Give an event in a few words: "release (Venezuela → political prisoners)"."""
    act = event.act or Act(event.type, event.mode)
    actors, recipients = name_parties(event.actors), name_parties(event.recipients)
    sides = " → ".join(filter(None, (join_names(actors), join_names(recipients))))
    noun = words_of(act).noun
    return f"{noun} ({sides})" if sides else noun
