"""Small tables that the coder reads beside the lexicon: links, contexts, confidence weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.datafiles import data_path, read_table
from dragoman.ontology import load_ontology
from dragoman.records.event import LinkKind


@dataclass(frozen=True, slots=True)
class CueTables:
    """Link markers by how they link, contexts by lemma, and the weights of proposals."""

    link_marks: Mapping[str, LinkKind]
    link_verbs: Mapping[str, LinkKind]
    contexts: Mapping[str, tuple[str, ...]]
    acts: Mapping[str, float]


@cache
def load_cue_tables() -> CueTables:
    """Give the shipped tables of data/lexicon.

    Raises: ValueError for a link kind that the records do not know.
    """
    marks: dict[str, LinkKind] = {}
    verbs: dict[str, LinkKind] = {}
    for row in read_table(data_path("lexicon", "links.tsv")):
        table = marks if row["how"] == "mark" else verbs
        table.update({word: LinkKind(row["kind"]) for word in row["markers"].split("|")})
    return CueTables(
        link_marks=marks,
        link_verbs=verbs,
        contexts=_contexts(),
        acts=_weights("acts.tsv"),
    )


def _weights(name: str) -> Mapping[str, float]:
    rows = read_table(data_path("lexicon", name))
    return {row["feature"]: float(row["weight"]) for row in rows}


def _contexts() -> dict[str, tuple[str, ...]]:
    known = set(load_ontology().contexts)
    by_lemma: dict[str, tuple[str, ...]] = {}
    for row in read_table(data_path("lexicon", "contexts.tsv")):
        if row["context"] not in known:
            raise ValueError(f"contexts.tsv: {row['context']!r} is not a PLOVER context")
        for lemma in row["lemmas"].split("|"):
            by_lemma[lemma] = (*by_lemma.get(lemma, ()), row["context"])
    return by_lemma
