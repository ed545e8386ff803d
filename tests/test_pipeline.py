"""The stages in order: each fills its own layers, none other; failures stay with their report."""

from dataclasses import fields, replace
from datetime import date

import pytest

from dragoman.errors import InputError, MissingLayer
from dragoman.pipeline import (
    Resources,
    Stage,
    WorkerOptions,
    build_stages,
    check_order,
    run,
    run_many,
    run_safely,
)
from dragoman.records.document import Document, Published
from dragoman.records.failure import Failure

TEXT = (
    "President Trump said on Friday that the United States had cancelled a planned attack on "
    "Venezuela. He will send $5 million in aid to Caracas."
)
OPTIONS = WorkerOptions(today=date(2026, 2, 1))


def make_report(text: str = TEXT) -> Document:
    return Document(id="x", text=text, published=Published("2026-01-10", "given"))


def test_each_stage_writes_its_own_layers_only(stages: tuple[Stage, ...]) -> None:
    document = make_report()
    for stage in stages:
        after = stage.function(document)
        changed = {
            f.name for f in fields(Document) if getattr(after, f.name) != getattr(document, f.name)
        }
        assert changed <= set(stage.writes), stage.name
        assert all(getattr(after, layer) is not None for layer in stage.writes), stage.name
        document = after


def test_no_layer_is_written_twice(stages: tuple[Stage, ...]) -> None:
    written = [layer for stage in stages for layer in stage.writes]
    assert len(written) == len(set(written))


def test_a_finished_document_has_every_layer(stages: tuple[Stage, ...]) -> None:
    done = run(make_report(), stages)
    optional = {"title", "outlet", "url"}
    assert (
        not [f.name for f in fields(Document) if getattr(done, f.name) is None]
        or {f.name for f in fields(Document) if getattr(done, f.name) is None} <= optional
    )


def test_the_same_text_gives_the_same_document(stages: tuple[Stage, ...]) -> None:
    assert run(make_report(), stages) == run(make_report(), stages)


def test_another_report_in_between_changes_nothing(stages: tuple[Stage, ...]) -> None:
    first = run(make_report(), stages)
    run(make_report("Iran attacked Iraq on 5 May 2019. He denied it."), stages)
    assert run(make_report(), stages) == first


def test_annotation_ends_before_coding(resources: Resources) -> None:
    names = [s.name for s in build_stages(resources, today=OPTIONS.today, coded=False)]
    coded = [s.name for s in build_stages(resources, today=OPTIONS.today)]
    assert coded == [*names, "events"]


def keep(document: Document) -> Document:
    return document


def test_a_wrong_order_is_refused() -> None:
    late = Stage("late", keep, ("tokens",), ("words",))
    early = Stage("early", keep, (), ("tokens",))
    assert check_order((early, late)) == (early, late)
    with pytest.raises(MissingLayer, match=r"late reads.*tokens"):
        check_order((late, early))


def refuse(document: Document) -> Document:
    if document.id == "bad":
        raise InputError("no good")
    if document.id == "bug":
        raise ZeroDivisionError("by zero")
    return document


def test_one_report_s_failure_does_not_stop_the_rest() -> None:
    stage = Stage("refuse", refuse, (), ())
    earlier = Failure(None, "file", "unread")
    reports = [replace(make_report(), id=name) for name in ("a", "bad", "bug", "b")]
    done = list(run_many([*reports, earlier], (stage,), jobs=1, options=OPTIONS))
    assert [type(item) for item in done] == [Document, Failure, Failure, Document, Failure]
    assert isinstance(done[1], Failure)
    assert isinstance(done[2], Failure)
    assert (done[1].id, done[1].message) == ("bad", "no good")
    assert "ZeroDivisionError: by zero" in done[2].message
    assert "report it" in done[2].message
    assert done[4] is earlier


def test_a_failure_passes_through() -> None:
    failure = Failure(None, "x", "y")
    assert run_safely(failure, ()) is failure


@pytest.mark.parametrize("text", ["", " ", "\n\n", "!!!", "a", "\0", "—" * 50, "word " * 3_000])
def test_odd_texts_are_read(stages: tuple[Stage, ...], text: str) -> None:
    assert run(make_report(text), stages).events == ()
