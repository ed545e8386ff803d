"""Writes a trained network as an int8 ONNX file with its labels and tokenizer."""

import hashlib
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from dragoman.models import Labels
from dragoman.train.net import MARKERS, Network, RelationNetwork

OUTPUTS = (
    "hidden", "upos", "xpos", "rules", "names", "arcs", "rel_word", "rel_head",
    "acts", "statuses", "statements", "background", "role_act", "role_word",
)  # fmt: skip
_OPSET = 17


class Traced(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional
    """The network as it ships: tags as indices, names and acts as log probabilities."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor, places: Tensor) -> tuple[Tensor, ...]:
        """Give the tensors named in ``OUTPUTS``."""
        hidden, upos, xpos, rules, names, *rest = self.network(ids, shapes, places)
        tags = (upos.argmax(-1), xpos.argmax(-1), rules.argmax(-1))
        parser, acts, roles = rest[:3], rest[3:7], rest[7:]
        likely = (scores.log_softmax(-1) for scores in acts)
        return (hidden, *tags, names.log_softmax(-1), *parser, *likely, *roles)


def export_encoder(network: Network, labels: Labels, out: Path) -> None:
    """Write encoder.onnx (int8) and labels.json to ``out``."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        write_onnx(Traced(network).eval(), plain, ("ids", "shapes", "places"), OUTPUTS)
        quantise(plain, out / "encoder.onnx", keep=_head_nodes(plain))
    final = network.scorer.rel
    weights = {"weight": final.weight.detach().numpy(), "bias": final.bias.detach().numpy()}
    np.savez(out / "deprels.npz", **weights)
    (out / "labels.json").write_text(json.dumps(asdict(labels), indent=1) + "\n", encoding="utf-8")


def export_relations(
    network: RelationNetwork, labels: tuple[str, ...], temperature: float, out: Path
) -> None:
    """Write relation.onnx (int8) and relation.json to ``out``."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        write_onnx(network.eval(), plain, ("ids", "shapes", "places"), ("scores",))
        quantise(plain, out / "relation.onnx", keep=_head_nodes(plain))
    stored = json.dumps({"labels": labels, "temperature": temperature}, indent=1)
    (out / "relation.json").write_text(stored + "\n", encoding="utf-8")


def write_onnx(
    module: nn.Module, path: Path, inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> None:
    """Write ``module`` as fp32 ONNX; all inputs are (batch, length) of integers."""
    example = tuple(torch.ones((2, MARKERS), dtype=torch.int64) for _ in inputs)
    axes = {name: {0: "batch", 1: f"{name}_length"} for name in (*inputs, *outputs)}
    torch.onnx.export(
        module,
        example,
        str(path),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=_OPSET,
        dynamo=False,
    )


def quantise(plain: Path, out: Path, *, keep: list[str]) -> None:
    """Write ``plain`` with int8 weights, one scale a channel; the nodes in ``keep`` stay fp32."""
    prepared = plain.with_suffix(".prepared.onnx")
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared),
        str(out),
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=keep,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )


def _head_nodes(plain: Path) -> list[str]:
    """Give the matrix products outside the encoder's blocks: small, and worth their precision."""
    graph = onnx.load(str(plain)).graph
    return [
        node.name
        for node in graph.node
        if node.op_type in ("MatMul", "Gemm") and "/blocks" not in node.name
    ]


def digest(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
