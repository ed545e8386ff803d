"""The tasks of ``dragoman eval``: each measures Dragoman on the sets that it finds."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.datafiles import data_path
from dragoman.errors import InputError
from dragoman.evaluate.bench import Bench
from dragoman.evaluate.coreference import score_coreference
from dragoman.evaluate.corpora import read_raw
from dragoman.evaluate.entities import (
    NamedText,
    encoder_names,
    entity_names,
    read_crossner_texts,
    read_uner_texts,
    score_names,
)
from dragoman.evaluate.events import score_events
from dragoman.evaluate.figures import Figure
from dragoman.evaluate.gold import read_named, read_places, read_quotes, read_relations
from dragoman.evaluate.parse import score_parse
from dragoman.evaluate.places import PlaceReport, read_geovirus, read_lgl, score_places
from dragoman.evaluate.quotes import QuoteReport, read_polnear, score_quotes
from dragoman.evaluate.relations import MarkedText, read_plv, score_relations
from dragoman.evaluate.status import score_status
from dragoman.evaluate.stories import score_stories
from dragoman.evaluate.times import score_timenorm
from dragoman.models import load_relation_model
from dragoman.records.span import Span
from dragoman.relations import load_blend, make_find_relation

Scores = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """A task: what it measures, in a line, and how."""

    name: str
    about: str
    measure: Callable[[Bench], Iterator[Figure]]


def measure_task(task: Task, bench: Bench) -> list[Figure]:
    """Give the figures of a task on every set of it that is there.

    Raises: InputError when none is.
    """
    figures = list(task.measure(bench))
    if not figures:
        raise InputError(
            f"no set for {task.name} under {bench.data} or {bench.gold}; "
            "give the folder of the sets with --data or DRAGOMAN_DATA"
        )
    return figures


def _relations(bench: Bench) -> Iterator[Figure]:
    stored = json.loads(data_path("models", "relation.scores.json").read_text(encoding="utf-8"))
    for name, title in (("blend", "both"), ("cross-validation", "model alone")):
        for measure in ("accuracy", "macro F1"):
            if name in stored:
                shown = measure if name == "blend" else f"{measure}, {title}"
                yield Figure("PLV train, cross-validated", shown, stored[name][measure] / 100)
    if bench.data.suffix == ".tsv" and bench.data.is_file():
        seen = " (trained on)" if bench.data.name == _TRAINED_ON else ""
        pairs = [pair for pair, _ in read_plv(bench.data)]
        yield from _relation_figures(f"{bench.data.name}{seen}", bench, pairs)
    path = bench.own("relations", "relations.txt")
    if path is not None:
        yield from own_relations(bench, path)


_TRAINED_ON = "PLV_train.tsv"


def own_relations(bench: Bench, path: Path) -> Iterator[Figure]:
    """Give the figures on a file of own pairs."""
    yield from _relation_figures("own pairs", bench, read_relations(path))


def _relation_figures(set_: str, bench: Bench, pairs: Sequence[MarkedText]) -> Iterator[Figure]:
    find = make_find_relation(load_relation_model(), load_blend())

    def name(text: str, source: Span, target: Span) -> str:
        return find(bench.code(text), source, target).type

    for measure, value in score_relations(pairs, name).items():
        yield Figure(set_, measure, value, len(pairs))


def _events(bench: Bench) -> Iterator[Figure]:
    path = bench.own("events", "events.jsonl") or bench.find("events.jsonl")
    if path is not None:
        yield from event_figures(score_events(path, bench.coded))


def event_figures(scores: Scores) -> Iterator[Figure]:
    """Give the figures of events from their scores."""
    gold = scores["gold_events"]
    names = {
        "precision": "trigger precision",
        "recall": "trigger recall",
        "f1": "trigger F1",
        "type": "type, of found",
        "type_and_mode": "type and mode, of found",
        "status": "status, of found",
        "background": "background, of found",
        "all_right_of_gold": "type, mode, act and status right, of all",
        "actor_countries_f1": "actors' countries F1",
        "recipient_countries_f1": "recipients' countries F1",
    }
    for key, title in names.items():
        yield Figure("own sentences", title, scores[key], gold)
    silent = scores["no_event_sentences"]
    share = scores["no_event_sentences_coded"] / max(silent, 1)
    yield Figure("own sentences", "sentences without an act that are coded", share, silent)


def _status(bench: Bench) -> Iterator[Figure]:
    path = bench.own("events", "events.jsonl")
    if path is not None:
        yield from status_figures(score_events(path, bench.coded))
    news = bench.find("status", "news-dev.jsonl")
    if news is not None:
        scores = score_status(news, bench.coded)
        set_, acts = "news, development", scores["acts"]
        yield Figure(set_, "acts found", scores["found"], acts)
        yield Figure(set_, "accuracy", scores["accuracy"], acts)
        yield Figure(set_, "accuracy with alternatives", scores["accuracy_with_alternatives"], acts)
        yield Figure(set_, "not happened called happened", scores["false_happened"], acts)


def status_figures(scores: Scores) -> Iterator[Figure]:
    """Give the figures of status from the scores of events."""
    gold = scores["gold_events"]
    yield Figure("own sentences", "acts found", scores["recall"], gold)
    yield Figure("own sentences", "accuracy", scores["status"], gold)
    yield Figure("own sentences", "not happened called happened", scores["false_happened"], gold)


def _times(bench: Bench) -> Iterator[Figure]:
    for set_, path in (
        ("timenorm train", bench.find("times", "timenorm", "train.tsv")),
        ("own expressions", bench.own("times", "times.tsv")),
    ):
        if path is not None:
            yield from _time_figures(set_, path)


def own_times(_: Bench, path: Path) -> Iterator[Figure]:
    """Give the figures on a file of own time expressions."""
    yield from _time_figures("own expressions", path)


def _time_figures(set_: str, path: Path) -> Iterator[Figure]:
    scores = score_timenorm(path)
    count = int(scores["expressions"])
    yield Figure(set_, "value", scores["value_in_order"], count)
    yield Figure(set_, "type", scores["type_in_order"], count)
    yield Figure(set_, "value, each alone", scores["value"], count)


def _places(bench: Bench) -> Iterator[Figure]:
    for set_, path, read in (
        ("LGL", bench.find("places", "lgl.xml"), read_lgl),
        ("GeoVirus", bench.find("places", "GeoVirus.xml"), read_geovirus),
    ):
        if path is not None:
            yield from _place_figures(set_, bench, read(path))
    own = bench.own("places", "places.txt")
    if own is not None:
        yield from own_places(bench, own)


def own_places(bench: Bench, path: Path) -> Iterator[Figure]:
    """Give the figures on a file of own places."""
    yield from _place_figures("own sentences", bench, read_places(path))


def _place_figures(set_: str, bench: Bench, reports: Iterable[PlaceReport]) -> Iterator[Figure]:
    scores = score_places(reports, lambda text: bench.annotate(text).places or ())
    yield Figure(set_, "F1", scores["f1"])
    yield Figure(set_, "precision", scores["precision"])
    yield Figure(set_, "recall", scores["recall"])
    yield Figure(set_, "near", scores["near"], int(scores["found"]))


def _quotes(bench: Bench) -> Iterator[Figure]:
    archive = bench.find("quotes", "polnear-train-dev.tar.gz")
    if archive is not None:
        yield from _quote_figures("PolNeAR dev", bench, read_polnear(archive, "dev"))
    own = bench.own("quotes", "quotes.txt")
    if own is not None:
        yield from own_quotes(bench, own)


def own_quotes(bench: Bench, path: Path) -> Iterator[Figure]:
    """Give the figures on a file of own attributions."""
    yield from _quote_figures("own sentences", bench, read_quotes(path))


def _quote_figures(set_: str, bench: Bench, reports: Iterable[QuoteReport]) -> Iterator[Figure]:
    scores = score_quotes(reports, lambda text: bench.annotate(text).attributions or ())
    for name in ("cue", "content", "source"):
        yield Figure(set_, f"{name} F1", scores[name])


def _entities(bench: Bench) -> Iterator[Figure]:
    treebank = bench.find("treebanks", "en_ewt-dev.conllu.gz")
    names = bench.find("entities", "uner_ewt", "en_ewt-ud-dev.iob2")
    if treebank is not None and names is not None:
        texts = list(read_uner_texts(treebank, names))
        yield from _name_figures("UNER EWT dev, raw text", bench, texts)
    politics = bench.find("entities", "crossner_politics", "dev.txt")
    if politics is not None:
        texts = list(read_crossner_texts(politics))
        yield from _name_figures("CrossNER politics dev, rows not trained on", bench, texts)
    own = bench.own("entities", "entities.txt")
    if own is not None:
        yield from own_names(bench, own)


def own_names(bench: Bench, path: Path) -> Iterator[Figure]:
    """Give the figures on a file of own sentences with names."""
    yield from _name_figures("own sentences", bench, list(read_named(path)))


def _name_figures(set_: str, bench: Bench, texts: Sequence[NamedText]) -> Iterator[Figure]:
    scores = score_names(texts, lambda text: encoder_names(bench.parse(text)))
    count = sum(len(text.names) for text in texts)
    yield Figure(set_, "F1", scores.pop("all"), count)
    for kind, value in scores.items():
        yield Figure(set_, f"F1 {kind}", value)
    listed = score_names(texts, lambda text: entity_names(bench.annotate(text)))
    yield Figure(set_, "F1, as annotate lists them", listed["all"], count)


def _parse(bench: Bench) -> Iterator[Figure]:
    for set_, name in (("UD EWT dev, raw text", "ewt"), ("UD GUM dev, raw text", "gum")):
        path = bench.find("treebanks", f"en_{name}-dev.conllu.gz")
        if path is not None:
            scores = score_parse(read_raw(path), bench.parse)
            yield Figure(set_, "LAS", scores["las"])
            yield Figure(set_, "UAS", scores["uas"])
            yield Figure(set_, "tokens F1", scores["tokens"])
            yield Figure(set_, "sentences F1", scores["sentences"])


def _stories(bench: Bench) -> Iterator[Figure]:
    folder = bench.find("stories")
    if folder is not None:
        scores = score_stories(folder)
        for name, title in (
            ("ecbplus_held", "ECB+, even topics"),
            ("giveme_held", "Giveme5W1H, half not tuned on"),
        ):
            count = int(scores[f"{name}_documents"])
            yield Figure(title, "B-cubed F1", scores[f"{name}_f1"], count)


def _coreference(bench: Bench) -> Iterator[Figure]:
    folder = bench.find("stories")
    if folder is not None:
        scores = score_coreference(folder, bench.language[_FROM_PARSE:])
        count = int(scores["mentions"])
        for measure, title in _CHAIN_MEASURES.items():
            yield Figure("ECB+, gold mentions, topics held out", title, scores[measure], count)


_CHAIN_MEASURES = {
    "conll": "CoNLL F1",
    "muc": "MUC F1",
    "bcubed": "B-cubed F1",
    "ceafe": "CEAF-e F1",
    "baseline_conll": "CoNLL F1, baseline: head lemma in the sub-topic",
}
_FROM_PARSE = 2
"""The corpus gives its own tokens: the stages before the parse are left out."""


TASKS = (
    Task("relations", "event type between a marked source and target", _relations),
    Task("events", "coded events: trigger, type, mode, participants", _events),
    Task("status", "whether the act meant happened", _status),
    Task("times", "values of time expressions", _times),
    Task("places", "place names: found, and where", _places),
    Task("quotes", "attributions: cue, content, source", _quotes),
    Task("entities", "names of persons, bodies and places, from raw text", _entities),
    Task("parse", "tokens, sentences and labelled arcs, from raw text", _parse),
    Task("stories", "reports of one story", _stories),
    Task("coreference", "mentions of one event across reports", _coreference),
)
"""In the order of the tables."""

NOT_BUILT = {"names": "person names against sanctions lists need the screening room"}
"""Tasks to come, with what they wait for."""
