"""Fits the weights by which the coder weighs the lexicon's and the encoder's proposals.

They are fitted on annotated texts that the encoder was not trained on (``train.split``): whether to
keep a proposal by logistic regression, the rest by a search over a few values each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dragoman.coding.arguments import find_arguments
from dragoman.coding.confidence import confidence_features
from dragoman.coding.events import CodingResources, statement_of
from dragoman.coding.grammar import Tree, make_tree
from dragoman.coding.participants import Cast, has_class, make_cast
from dragoman.coding.proposals import keep_features, keep_score, propose, settle_type
from dragoman.coding.readings import Reading, Trigger
from dragoman.coding.roles import weigh_roles
from dragoman.coding.status import read_status
from dragoman.coding.status_choice import choose_status
from dragoman.datafiles import data_path, read_table
from dragoman.errors import Bug
from dragoman.lexicon import carriers_of
from dragoman.pipeline import build_stages, load_resources, run
from dragoman.records.document import Document, Published
from dragoman.records.event import Status
from dragoman.train.acts import AnnotatedText, is_held_out, read_texts

Gold = Mapping[str, Any]
Weights = dict[str, float]
Floats = npt.NDArray[np.float64]

_RIDGE = 0.5
_GRID = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
_ROUNDS = 2
_STATUS_WEIGHTS = tuple(f"status.{status}" for status in Status)


@dataclass(frozen=True, slots=True)
class Case:
    """A proposal in its document and the annotated act at its word, ``None`` where there is none."""

    tree: Tree
    cast: Cast
    trigger: Trigger
    ruled: Reading
    gold: Gold | None


def refit_weights(own: Path, data: Path) -> None:
    """Fit the weights on the annotated texts kept out of the encoder's training; write them.

    ``own`` is the folder of the annotations, ``data`` that of the corpora. Texts are read by the
    shipped encoder.
    """
    resources = load_resources()
    stages = build_stages(resources, today=date.today(), coded=False)
    texts = [t for t in read_texts(own, data) if is_held_out(t.id)]
    read = [(run(make_report(t), stages), t.events) for t in texts]
    path = data_path("lexicon", "acts.tsv")
    weights = fit_weights(
        make_cases(read, resources.coding), resources.coding, resources.coding.tables.acts
    )
    write_weights(path, weights)


def make_report(text: AnnotatedText) -> Document:
    """Give an annotated text as a report that no stage has read yet."""
    return Document(id=text.id, text=text.text, published=Published(text.date, "given"))


def make_cases(
    documents: Iterable[tuple[Document, Sequence[Gold]]], resources: CodingResources
) -> list[Case]:
    """Give every proposal in the documents with the annotated act that it is, by overlap."""
    lexicon = resources.lexicon
    cases = []
    for document, gold in documents:
        tree = make_tree(document, lexicon.classes["container"], carriers_of(lexicon))
        cast = make_cast(document, resources.names)

        def test(token: int, name: str, tree: Tree = tree, cast: Cast = cast) -> bool:
            return has_class(cast, tree, token, name)

        for trigger in propose(tree, cast, lexicon, test):
            ruled = read_status(tree, trigger, lexicon)
            cases.append(Case(tree, cast, trigger, ruled, _gold_at(document, trigger, gold)))
    return cases


def _gold_at(document: Document, trigger: Trigger, gold: Sequence[Gold]) -> Gold | None:
    token = (document.tokens or ())[trigger.token]
    for act in gold:
        start, end = act["trigger"]
        if start < token.end and token.start < end:
            return act
    return None


def fit_weights(
    cases: Sequence[Case], resources: CodingResources, start: Mapping[str, float]
) -> Weights:
    """Give the weights that fit the cases best, from those of ``start``."""
    weights = {**start, **fit_keep(cases, resources)}
    found = [c for c in cases if c.gold is not None]
    for _ in range(_ROUNDS):
        for names, score in (
            (("type.specific", "type.bare", "type.kind"), _type_score),
            ((*_STATUS_WEIGHTS, "status.tense", "statement.rules"), _status_score),
            (("role.rules", "role.bias"), _role_score),
        ):
            for name in names:
                weights[name] = _best(name, weights, score, found, resources)
    return {**weights, **fit_confidence(cases, resources, weights)}


_Score = Callable[[Sequence[Case], CodingResources, Weights], float]


def _best(
    name: str, weights: Weights, score: _Score, cases: Sequence[Case], resources: CodingResources
) -> float:
    tried = [-v for v in _GRID[1:5]] if name.endswith("bias") else []
    return max(
        (*_GRID, *tried), key=lambda v: (score(cases, resources, {**weights, name: v}), -abs(v))
    )


def fit_confidence(cases: Sequence[Case], resources: CodingResources, weights: Weights) -> Weights:
    """Give the weights of an event's confidence: that act, type and status are all right."""
    rows, right = [], []
    for case in cases:
        score = keep_score(case.tree, case.trigger, resources.lexicon, weights)
        if score < 0:
            continue
        scored = replace(case.trigger, score=score)
        trigger = settle_type(case.tree, scored, resources.lexicon, weights)
        read = choose_status(case.ruled, trigger.act, trigger.frame.type, weights)
        ruled = find_arguments(case.cast, case.tree, trigger, read, resources.lexicon)
        chosen = weigh_roles(case.cast, case.tree, ruled, trigger, weights)
        rows.append(confidence_features(trigger, read, chosen))
        right.append(case.gold is not None and _is_right(case.gold, trigger, read))
    beta = _regress(np.array([list(row.values()) for row in rows]), np.array(right, dtype=float))
    return {f"confidence.{n}": round(float(b), 3) for n, b in zip(rows[0], beta, strict=True)}


def _is_right(gold: Gold, trigger: Trigger, read: Reading) -> bool:
    act = gold["act"] or gold
    return bool(act["type"] == str(trigger.frame.type) and gold["status"] == read.status)


def _regress(values: Floats, gold: Floats) -> Floats:
    """Give the coefficients of a logistic regression with a ridge, by Newton's method."""
    beta = np.zeros(values.shape[1])
    for _ in range(30):
        shares = 1 / (1 + np.exp(-values @ beta))
        slope = values.T @ (gold - shares) - _RIDGE * beta
        curve = (values * (shares * (1 - shares))[:, None]).T @ values
        beta = beta + np.linalg.solve(curve + _RIDGE * np.eye(len(beta)), slope)
    return beta


def fit_keep(cases: Sequence[Case], resources: CodingResources) -> Weights:
    """Give the weights of keeping a proposal: logistic regression with a ridge, threshold for F1."""
    rows = [keep_features(c.tree, c.trigger, resources.lexicon) for c in cases]
    names = list(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    gold = np.array([c.gold is not None for c in cases], dtype=float)
    beta = _regress(values, gold)
    scores = values @ beta
    order = np.argsort(-scores)
    right = np.cumsum(gold[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + gold.sum())
    beta[names.index("bias")] -= scores[order[int(f1.argmax())]]
    return {f"keep.{n}": round(float(b), 3) for n, b in zip(names, beta, strict=True)}


def _type_score(cases: Sequence[Case], resources: CodingResources, weights: Weights) -> float:
    total = 0.0
    for case in cases:
        frame = settle_type(case.tree, case.trigger, resources.lexicon, weights).frame
        act = _gold(case)["act"] or _gold(case)
        right = act["type"] == str(frame.type)
        total += right + 0.5 * (right and act["mode"] == frame.mode)
    return total / max(1, len(cases))


def _gold(case: Case) -> Gold:
    if case.gold is None:
        raise Bug("only cases with an annotated act are scored")
    return case.gold


_HAPPENED = frozenset({"occurred", "ongoing"})


def _status_score(cases: Sequence[Case], resources: CodingResources, weights: Weights) -> float:
    """Share of right statuses, with half a point for the right type beside each, less one for each
    act wrongly called happened."""
    total = 0.0
    for case in cases:
        trigger = settle_type(case.tree, case.trigger, resources.lexicon, weights)
        read = choose_status(case.ruled, trigger.act, trigger.frame.type, weights)
        said = str(_gold(case)["status"])
        type_, _, _ = statement_of(resources.ontology, trigger, read)
        total += (read.status == said) * (1 + 0.5 * (type_ == _gold(case)["type"]))
        total -= said not in _HAPPENED and read.status in _HAPPENED
    return total / max(1, len(cases))


def _role_score(cases: Sequence[Case], resources: CodingResources, weights: Weights) -> float:
    """F1 of the countries of actors and recipients, each in its role."""
    right = got = wanted = 0
    for case in cases:
        trigger = settle_type(case.tree, case.trigger, resources.lexicon, weights)
        read = choose_status(case.ruled, trigger.act, trigger.frame.type, weights)
        ruled = find_arguments(case.cast, case.tree, trigger, read, resources.lexicon)
        chosen = weigh_roles(case.cast, case.tree, ruled, trigger, weights)
        for people, name in ((chosen.actors, "actors"), (chosen.recipients, "recipients")):
            found = {p.country for p in people if p.country}
            gold = {w for w in _gold(case)[name] if w.isupper() and len(w) == 3}
            right, got, wanted = right + len(found & gold), got + len(found), wanted + len(gold)
    return 2 * right / max(1, got + wanted)


def write_weights(path: Path, weights: Mapping[str, float]) -> None:
    """Write the weights into their table, its head and meanings left as they are."""
    meanings = {row["feature"]: row["meaning"] for row in read_table(path)}
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    rows = [f"{name}\t{weights[name]:g}\t{meanings[name]}" for name in meanings]
    path.write_text("\n".join([*head, "feature\tweight\tmeaning", *rows]) + "\n", encoding="utf-8")
