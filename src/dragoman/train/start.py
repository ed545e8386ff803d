"""Weights of a shipped encoder as a start for further training, taken out of its ONNX file.

The int8 weights come back as ``scale * integer``: what the encoder computes with them is what it
computed before, so nothing is lost but the rounding that it already has.
"""

import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from dragoman.errors import ModelError
from dragoman.train.net import LAYERS, Network

_BLOCK_PARTS = ("qkv", "out", "up", "down")
_HEAD_PARTS = (
    "upos", "xpos", "rules", "names",
    "scorer.arc_word", "scorer.arc_head", "scorer.arc", "scorer.arc_bias",
    "scorer.rel_word", "scorer.rel_head",
)  # fmt: skip
_Weights = dict[str, npt.NDArray[np.float32]]
_Arrays = dict[str, npt.NDArray[Any]]


def load_shipped(network: Network, folder: Path) -> None:
    """Fill the network with the weights in ``folder``/encoder.onnx and deprels.npz.

    Heads that the file lacks keep their first values. Raises: ModelError when it does not fit.
    """
    weights = _read(folder / "encoder.onnx")
    final = np.load(folder / "deprels.npz", allow_pickle=False)
    weights["scorer.rel.weight"], weights["scorer.rel.bias"] = final["weight"], final["bias"]
    state = network.state_dict()
    for name, value in weights.items():
        if name not in state or tuple(state[name].shape) != value.shape:
            raise ModelError(f"{folder}: {name} {value.shape} does not fit this network")
        state[name] = torch.from_numpy(np.ascontiguousarray(value, dtype=np.float32))
    network.load_state_dict(state)


def _read(path: Path) -> _Weights:
    """Give the file's weights by the network's names, as fp32."""
    graph = onnx.load(str(path)).graph
    stored: _Arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    named = {
        name.removeprefix("network."): value
        for name, value in stored.items()
        if name.startswith("network.") and value.dtype == np.float32 and value.ndim > 0
    }
    found: _Weights = {n: v for n, v in named.items() if not re.search(r"_(scale|zero_point)$", n)}
    for name in ("shapes", "places", "pieces"):
        full = f"network.encoder.{name}.weight"
        found[f"encoder.{name}.weight"] = _expanded(stored, full)
    matrices = sorted(
        {m[0] for m in (re.match(r"onnx::MatMul_\d+", n) for n in stored) if m},
        key=lambda n: int(n.rsplit("_", 1)[1]),
    )
    blocks = [f"encoder.blocks.{n}.{part}" for n in range(LAYERS) for part in _BLOCK_PARTS]
    for matrix, name in zip(matrices, (*blocks, *_HEAD_PARTS), strict=False):
        value = stored[matrix] if matrix in stored else _expanded(stored, matrix)
        found[f"{name}.weight"] = value.T
    return found


def _expanded(stored: dict[str, npt.NDArray[np.generic]], name: str) -> npt.NDArray[np.float32]:
    whole = stored[f"{name}_quantized"].astype(np.float32)
    zero = stored[f"{name}_zero_point"].astype(np.float32)
    value: npt.NDArray[np.float32] = (whole - zero) * stored[f"{name}_scale"].astype(np.float32)
    return value
