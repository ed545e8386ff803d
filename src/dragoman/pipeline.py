"""The ordered tuple of stages and the one loop that runs it.

Each stage is a function Document -> Document that fills its own layers and changes no other.
The command line, the batch engine and the API all call ``run``.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from dragoman.actors import Actors, cameo_code, load_actors
from dragoman.coding.events import CodingResources, make_code_events
from dragoman.coding.participants import ActorNames
from dragoman.cuetables import load_cue_tables
from dragoman.errors import Bug, DragomanError, MissingLayer
from dragoman.gazetteer import Gazetteer, load_gazetteer
from dragoman.language.attribution import load_attribution_lexicon, make_find_attributions
from dragoman.language.coreference import link_mentions
from dragoman.language.entities import find_entities
from dragoman.language.parse import make_parse
from dragoman.language.places import load_place_lexicon, make_find_places
from dragoman.language.published import infer_published
from dragoman.language.quantities import find_amounts
from dragoman.language.times import find_times
from dragoman.language.tokens import find_tokens
from dragoman.lexicon import load_lexicon
from dragoman.models import Encoder, load_encoder
from dragoman.ontology import load_ontology
from dragoman.records.document import Document
from dragoman.records.failure import Failure

StageFunction = Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the pipeline: its function and the layers that it reads and writes."""

    name: str
    function: StageFunction
    reads: tuple[str, ...]
    writes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything loaded once at start-up and bound to the stages."""

    encoder: Encoder
    actors: Actors
    gazetteer: Gazetteer
    coding: CodingResources


def load_resources(*, threads: int = 1) -> Resources:
    """Give the shipped models and data, loaded.

    Raises: DataError, ModelError.
    """
    actors = load_actors()
    return Resources(
        encoder=load_encoder(threads=threads),
        actors=actors,
        gazetteer=load_gazetteer(),
        coding=CodingResources(
            ontology=load_ontology(),
            lexicon=load_lexicon(),
            tables=load_cue_tables(),
            names=_actor_names(actors),
        ),
    )


def _actor_names(actors: Actors) -> ActorNames:
    countries = actors.countries

    def code(country: str | None, sectors: tuple[str, ...]) -> str | None:
        return cameo_code(countries.get(country) if country else None, sectors)

    def name(iso3: str) -> str | None:
        known = countries.get(iso3)
        return known.name if known else None

    return ActorNames(cameo_code=code, country_name=name)


def build_stages(resources: Resources, *, today: date, coded: bool = True) -> tuple[Stage, ...]:
    """Give the stages bound to their resources; ``coded=False`` ends with the language layers.

    ``today`` bounds the inference of publication dates; the stages themselves read no clock.
    """
    language = (
        Stage("published", partial(_find_published, today=today), (), ("published",)),
        Stage("tokens", find_tokens, (), ("sentences", "tokens")),
        Stage(
            "parse",
            make_parse(resources.encoder),
            ("sentences", "tokens"),
            ("words", "names", "acts"),
        ),
        Stage("times", find_times, ("sentences", "tokens", "words"), ("times",)),
        Stage("amounts", find_amounts, ("tokens", "words"), ("amounts",)),
        Stage(
            "entities",
            partial(find_entities, actors=resources.actors),
            ("tokens", "words", "names"),
            ("entities",),
        ),
        Stage(
            "places",
            make_find_places(resources.gazetteer, load_place_lexicon()),
            ("tokens", "words", "names", "entities"),
            ("places",),
        ),
        Stage("mentions", link_mentions, ("words", "entities"), ("mentions",)),
        Stage(
            "attributions",
            make_find_attributions(load_attribution_lexicon()),
            ("tokens", "words"),
            ("attributions",),
        ),
    )
    events = Stage("events", make_code_events(resources.coding), _CODED_FROM, ("events",))
    return check_order((*language, events) if coded else language)


_CODED_FROM = (
    "sentences", "tokens", "words", "acts", "entities", "mentions", "times", "places", "amounts",
    "attributions",
)  # fmt: skip


def _find_published(document: Document, *, today: date) -> Document:
    published = infer_published(document.text, document.published.date, today=today)
    return replace(document, published=published)


def check_order(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """Give the stages back when each one's layers are written before it reads them.

    Raises: MissingLayer naming the first stage out of order.
    """
    written: set[str] = set()
    for stage in stages:
        missing = set(stage.reads) - written
        if missing:
            raise MissingLayer(
                f"stage {stage.name} reads {sorted(missing)} before they are written"
            )
        written |= set(stage.writes)
    return stages


def run(document: Document, stages: Sequence[Stage]) -> Document:
    """Give the document with every stage's layers filled."""
    for stage in stages:
        document = stage.function(document)
    return document


def run_safely(item: Document | Failure, stages: Sequence[Stage]) -> Document | Failure:
    """Give the finished document, or a failure in its place: one report never stops the rest."""
    if isinstance(item, Failure):
        return item
    try:
        return run(item, stages)
    except DragomanError as error:
        return Failure(id=item.id, source=item.id, message=str(error))
    except Exception as error:
        bug = Bug(f"{type(error).__name__}: {error}; please report it with the text")
        return Failure(id=item.id, source=item.id, message=str(bug))


# --- workers

_worker_stages: tuple[Stage, ...] = ()
_worker_keep: tuple[str, ...] = ()


def run_many(
    items: Iterable[Document | Failure],
    stages: Sequence[Stage] | None,
    *,
    jobs: int,
    options: "WorkerOptions",
) -> Iterator[Document | Failure]:
    """Give each item finished, in order; with ``jobs`` > 1 in so many processes side by side.

    ``stages`` serve a single job; workers build their own from ``options``.
    """
    if jobs == 1:
        ready = stages if stages is not None else options.build()
        yield from (run_safely(item, ready) for item in items)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(jobs, initializer=_start_worker, initargs=(options,)) as pool:
        yield from pool.imap(_work, items, chunksize=4)


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """What a worker process needs to build its stages.

    ``keep`` names the layers that the caller wants back, all if empty: handing the others over
    between processes costs more than it is worth.
    """

    today: date
    threads: int = 1
    coded: bool = True
    keep: tuple[str, ...] = ()

    def build(self) -> tuple[Stage, ...]:
        """Give the stages, with resources loaded anew."""
        resources = load_resources(threads=self.threads)
        return build_stages(resources, today=self.today, coded=self.coded)


def _start_worker(options: WorkerOptions) -> None:
    global _worker_stages, _worker_keep
    _worker_stages = options.build()
    _worker_keep = options.keep


def _work(item: Document | Failure) -> Document | Failure:
    done = run_safely(item, _worker_stages)
    if isinstance(done, Failure) or not _worker_keep:
        return done
    written = {layer for stage in _worker_stages for layer in stage.writes} - {"published"}
    emptied: dict[str, Any] = dict.fromkeys(written - set(_worker_keep))
    return replace(done, **emptied)
