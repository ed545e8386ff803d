"""The encoder and its heads in PyTorch: a BERT with casing, word tags, names and a parser."""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.models import ROLE_WIDTH, ROLES, SHAPES, STATEMENTS

LAYERS, HEADS, WIDTH, INNER, EPSILON = 6, 12, 384, 1536, 1e-12
ARC_WIDTH, REL_WIDTH, ACT_WIDTH = 256, 192, 256


@dataclass(frozen=True, slots=True)
class Sizes:
    """Number of labels of each head."""

    upos: int
    xpos: int
    rules: int
    deprels: int
    names: int
    acts: int
    statuses: int


class Block(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional
    """A transformer layer as in BERT: attention, then two dense layers, each normed after."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, EPSILON) for _ in range(2))
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x (batch, pieces, width), bias (batch, 1, 1, pieces) -> like x."""
        batch, length = x.shape[0], x.shape[1]
        q, k, v = (
            part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in self.qkv(x).split(WIDTH, dim=-1)
        )
        mixed = self.attend(q, k, v, bias).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.drop(self.out(mixed)))
        result: Tensor = self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))
        return result

    def attend(self, q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
        """Mix the values; written out when traced, so that the exported graph stays simple."""
        if torch.jit.is_tracing():
            scores = q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + bias
            return scores.softmax(-1) @ v
        rate = 0.1 if self.training else 0.0
        return F.scaled_dot_product_attention(q, k, v, attn_mask=bias, dropout_p=rate)


class Encoder(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional
    """Piece ids and shapes -> piece vectors. Piece id 0 is padding."""

    def __init__(self, shapes: int = len(SHAPES)) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(shapes, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm, self.drop = nn.LayerNorm(WIDTH, EPSILON), nn.Dropout(0.1)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))

    def forward(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """ids, shapes (batch, pieces) -> (batch, pieces, width)."""
        order = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.places(order) + self.shapes(shapes)
        x = self.drop(self.norm(x))
        bias = (ids == 0).to(x.dtype)[:, None, None, :] * -1e4
        for block in self.blocks:
            x = block(x, bias)
        return x


class Scorer(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional
    """Scores for every word and every possible head; word 0 is the root of the sentence."""

    def __init__(self, deprels: int) -> None:
        super().__init__()
        self.arc_word, self.arc_head = nn.Linear(WIDTH, ARC_WIDTH), nn.Linear(WIDTH, ARC_WIDTH)
        self.rel_word, self.rel_head = nn.Linear(WIDTH, REL_WIDTH), nn.Linear(WIDTH, REL_WIDTH)
        self.arc = nn.Linear(ARC_WIDTH, ARC_WIDTH, bias=False)
        self.arc_bias, self.rel = nn.Linear(ARC_WIDTH, 1), nn.Linear(REL_WIDTH, deprels)
        nn.init.zeros_(self.arc.weight)
        self.drop = nn.Dropout(0.33)

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """hidden (batch, words, width) -> arcs (batch, words, heads), rel word, rel head parts."""
        word = self.drop(F.relu(self.arc_word(hidden)))
        head = self.drop(F.relu(self.arc_head(hidden)))
        arcs = self.arc(word) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)
        return arcs, self.rel_word(hidden), self.rel_head(hidden)

    def relations(self, word: Tensor, head: Tensor) -> Tensor:
        """Give deprel scores of (…, REL_WIDTH) parts of words and of their heads."""
        scores: Tensor = self.rel(self.drop(F.relu(word + head)))
        return scores


class ActReader(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional
    """Reads each word as the name of an act: which act, its status, who takes part."""

    def __init__(self, acts: int, statuses: int) -> None:
        super().__init__()
        self.act_in, self.acts = nn.Linear(WIDTH, ACT_WIDTH), nn.Linear(ACT_WIDTH, acts)
        self.state_in = nn.Linear(WIDTH, ACT_WIDTH)
        self.statuses = nn.Linear(ACT_WIDTH, statuses)
        self.statements = nn.Linear(ACT_WIDTH, len(STATEMENTS))
        self.background = nn.Linear(ACT_WIDTH, 2)
        self.role_act = nn.Linear(WIDTH, len(ROLES) * ROLE_WIDTH)
        self.role_word = nn.Linear(WIDTH, len(ROLES) * ROLE_WIDTH)
        self.drop = nn.Dropout(0.3)

    def forward(self, hidden: Tensor) -> tuple[Tensor, ...]:
        """hidden (batch, words, width) -> scores of acts, statuses, statements, background, and
        the two parts of the roles' scores."""
        act = self.drop(F.relu(self.act_in(hidden)))
        state = self.drop(F.relu(self.state_in(hidden)))
        return (
            self.acts(act),
            self.statuses(state),
            self.statements(state),
            self.background(state),
            F.relu(self.role_act(hidden)),
            self.role_word(hidden),
        )


class Network(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional
    """The whole model: the encoder, one vector a word, and the heads on it."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.encoder, self.scorer = Encoder(), Scorer(sizes.deprels)
        self.upos, self.xpos = nn.Linear(WIDTH, sizes.upos), nn.Linear(WIDTH, sizes.xpos)
        self.rules, self.names = nn.Linear(WIDTH, sizes.rules), nn.Linear(WIDTH, sizes.names)
        self.reader = ActReader(sizes.acts, sizes.statuses)
        self.drop = nn.Dropout(0.2)

    def words(self, ids: Tensor, shapes: Tensor, places: Tensor) -> Tensor:
        """Give the vector of each word's first piece; ``places`` (batch, words) says which."""
        hidden = self.encoder(ids, shapes)
        index = places[:, :, None].expand(-1, -1, WIDTH)
        return torch.gather(hidden, 1, index)

    def forward(self, ids: Tensor, shapes: Tensor, places: Tensor) -> tuple[Tensor, ...]:
        """Give hidden, the four tag scores, arcs, the two parts of the relation scorer, and what
        the reader of acts gives."""
        hidden = self.words(ids, shapes, places)
        x = self.drop(hidden)
        tags = (self.upos(x), self.xpos(x), self.rules(x), self.names(x))
        return (hidden, *tags, *self.scorer(x), *self.reader(x))


class RelationNetwork(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional
    """The relation model: sentence, markers and mean, side by side, to one score a type."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.encoder = Encoder(len(SHAPES) + MARKERS)
        self.drop, self.out = nn.Dropout(0.2), nn.Linear((MARKERS + 2) * WIDTH, labels)

    def forward(self, ids: Tensor, shapes: Tensor, places: Tensor) -> Tensor:
        """Give scores (batch, labels); ``places`` (batch, 4) are those of the markers."""
        scores: Tensor = self.out(self.pool(ids, shapes, places))
        return scores

    def pool(self, ids: Tensor, shapes: Tensor, places: Tensor) -> Tensor:
        """Give the vectors of sentence, markers and mean side by side (batch, 6 * width)."""
        hidden = self.encoder(ids, shapes)
        index = places[:, :, None].expand(-1, -1, WIDTH)
        marked = torch.gather(hidden, 1, index).flatten(1)
        real = (ids != 0).to(hidden.dtype)[:, :, None]
        mean = (hidden * real).sum(1) / real.sum(1)
        pooled: Tensor = self.drop(torch.cat([hidden[:, 0], marked, mean], 1))
        return pooled


class RelationTraining(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is optional
    """The relation model with what it is trained by besides: heads that do not ship.

    ``acts`` is what the labels of annotated acts differ by from PLV's; ``hints`` scores the
    statements that follow from a sentence.
    """

    def __init__(self, labels: int, hints: int) -> None:
        super().__init__()
        self.model = RelationNetwork(labels)
        self.acts = nn.Linear((MARKERS + 2) * WIDTH, labels)
        self.hints = nn.Linear((MARKERS + 2) * WIDTH, hints)
        nn.init.zeros_(self.acts.weight)

    @property
    def encoder(self) -> Encoder:
        """The encoder within, which learns in smaller steps than the heads."""
        return self.model.encoder

    def forward(self, ids: Tensor, shapes: Tensor, places: Tensor) -> tuple[Tensor, ...]:
        """Give scores of PLV's labels, of the acts' labels, and of the hints."""
        pooled = self.model.pool(ids, shapes, places)
        scores = self.model.out(pooled)
        return scores, scores + self.acts(pooled), self.hints(pooled)


MARKERS = 4


def load_encoder(encoder: Encoder, folder: Path) -> None:
    """Fill the encoder with the BERT weights in ``folder``/model.safetensors."""
    saved = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    state = encoder.state_dict()
    for name in state:
        if name != "shapes.weight":
            state[name] = _saved_part(saved, name)
    encoder.load_state_dict(state)


_NAMES = {
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}


def _saved_part(saved: dict[str, Tensor], name: str) -> Tensor:
    kind = name.rsplit(".", 1)[1]
    if name == "pieces.weight":
        return saved["embeddings.word_embeddings.weight"]
    if name == "places.weight":  # the one segment type is folded in
        segment = saved["embeddings.token_type_embeddings.weight"][0]
        return saved["embeddings.position_embeddings.weight"] + segment
    if name.startswith("norm."):
        return saved[f"embeddings.LayerNorm.{kind}"]
    _, layer, part, kind = name.split(".")
    prefix = f"encoder.layer.{layer}"
    if part == "qkv":
        own = [saved[f"{prefix}.attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
        return torch.cat(own)
    return saved[f"{prefix}.{_NAMES[part]}.{kind}"]
