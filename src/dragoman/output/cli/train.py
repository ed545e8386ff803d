"""``dragoman train``: makes the models and weights that ship, from the data."""

import importlib.util
from enum import StrEnum
from pathlib import Path

import typer

from dragoman.errors import ModelError


class Model(StrEnum):
    """What can be trained."""

    ENCODER = "encoder"
    RELATION = "relation"
    BLEND = "blend"
    WEIGHTS = "weights"


def train(
    model: Model = typer.Argument(
        ..., help="What: blend is relation and coder together; weights, the coder's."
    ),
    data: Path = typer.Option(..., help="Folder of the corpora."),
    out: Path = typer.Option(Path("models"), help="Folder to write to."),
    own: Path = typer.Option(Path("data/training"), help="Folder of the own annotations."),
    base: Path | None = typer.Option(None, help="Folder of a BERT of MiniLM's size to start from."),
    start: Path | None = typer.Option(None, help="Folder of an earlier encoder to go on from."),
) -> None:
    """Train a model from the data and write it with its scores and card; needs the extra train."""
    if model is Model.WEIGHTS:
        from dragoman.train.weights import refit_weights

        refit_weights(own, data)
        return
    if importlib.util.find_spec("torch") is None:
        raise ModelError("training needs PyTorch: pip install 'dragoman[train]'")
    from dragoman.train.courses import (
        Sources,
        find_base,
        fit_relation_blend,
        train_encoder,
        train_relations,
    )

    sources = Sources(data, own, base or find_base(), start)
    if model is Model.ENCODER:
        train_encoder(sources, out)
    elif model is Model.BLEND:
        fit_relation_blend(sources, out)
    else:
        train_relations(sources, out)
