"""Looking up the cue that a word is for an act which stands in a given relation to it."""

from dragoman.coding.grammar import Tree, is_verbal
from dragoman.coding.matching import satisfied
from dragoman.lexicon import Cue, Lexicon


def find_cue(tree: Tree, index: int, relation: str, lexicon: Lexicon) -> Cue | None:
    """Give the cue that the word at ``index`` is for an act in ``relation`` to it, or ``None``.

    Relations are those of data/lexicon/cues.tsv; the cue with most conditions is tried first.
    """
    word = tree.words[index]
    pos = "v" if is_verbal(tree, index) else "n" if word.upos in {"NOUN", "PROPN"} else "a"
    order = (pos, "a") if pos == "v" else (pos,)
    for kind in order:
        for cue in lexicon.cues.get((word.lemma.lower(), kind), ()):
            if relation in cue.relations and all(
                satisfied(tree, index, condition, None) for condition in cue.conditions
            ):
                return cue
    return None
