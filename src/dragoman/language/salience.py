"""Ranks the possible antecedents of a pronoun by salience.

After Lappin and Leass (1994), "An algorithm for pronominal anaphora resolution": grammatical role,
recency, parallel role and frequency, behind filters for number, gender, animacy and binding.
Other noun phrases compete, so that "it" for a plan or a vote stands for no actor.
"""

from collections.abc import Iterable, Mapping

from dragoman.language.clusters import Clusters, Seen
from dragoman.language.noun_phrases import SUBJECTS, Tree, top_of_coordination
from dragoman.language.pronouns import Pronoun
from dragoman.mentionwords import MentionWords
from dragoman.records.mention import MentionLevel

_WINDOW = {"personal": 4, "possessive": 3, "reflexive": 0}
_PLURAL_NATURES = frozenset({"group", "body", "thing", "person"})


def slot_of(tree: Tree, index: int) -> str:
    """Give a noun's grammatical role: subject, object, oblique or modifier."""
    index = top_of_coordination(tree, index)
    while (
        tree.words[index].deprel in ("appos", "flat", "nmod:desc") and tree.words[index].head >= 0
    ):
        index = top_of_coordination(tree, tree.words[index].head)
    deprel = tree.words[index].deprel
    if deprel in SUBJECTS:
        return "subject"
    if deprel in ("obj", "iobj"):
        return "object"
    if deprel.startswith("obl"):
        return "oblique"
    return "subject" if deprel == "root" else "modifier"


def is_main(tree: Tree, index: int) -> bool:
    """Tell whether a word depends on its sentence's root."""
    head = tree.words[top_of_coordination(tree, index)].head
    return head < 0 or tree.words[head].head < 0


def choose_antecedent(
    tree: Tree, index: int, pronoun: Pronoun, clusters: Clusters, words: MentionWords
) -> Seen | None:
    """Give the mention that a pronoun most likely takes up, or ``None``."""
    best: Seen | None = None
    best_score = float("-inf")
    slot = slot_of(tree, index)
    for seen in _within_reach(tree, index, pronoun, clusters):
        if not _agrees(seen, pronoun, clusters) or _is_barred(tree, index, pronoun, seen):
            continue
        score = _score(
            tree, index, slot, seen, pronoun=pronoun, clusters=clusters, weights=words.weights
        )
        if score > best_score:
            best, best_score = seen, score
    return best


def _within_reach(tree: Tree, index: int, pronoun: Pronoun, clusters: Clusters) -> Iterable[Seen]:
    sentence = tree.sentence_of[index]
    for seen in reversed(clusters.seen):
        if sentence - seen.sentence > _WINDOW.get(pronoun.use, 2):
            return
        if seen.head != index:
            yield seen


def _agrees(seen: Seen, pronoun: Pronoun, clusters: Clusters) -> bool:
    if pronoun.gender in ("male", "female"):
        known = clusters.genders.get(seen.cluster)
        return seen.nature == "person" and seen.number != "plur" and known in (None, pronoun.gender)
    if pronoun.gender == "neuter":
        return seen.nature != "person" and seen.number != "plur"
    if seen.number == "sing":
        return seen.nature == "body" and pronoun.number == "plur"
    return seen.nature in _PLURAL_NATURES or seen.number == "plur"


def _is_barred(tree: Tree, index: int, pronoun: Pronoun, seen: Seen) -> bool:
    """Binding: co-arguments differ unless reflexive; nothing stands for a phrase that holds it."""
    if _is_inside(tree, index, seen.head):
        return True
    if pronoun.use == "possessive":
        return False
    same = _predicate(tree, index) == _predicate(tree, seen.head)
    return not same if pronoun.use == "reflexive" else same


def _is_inside(tree: Tree, index: int, head: int) -> bool:
    for _ in range(30):
        index = tree.words[index].head
        if index < 0:
            return False
        if index == head:
            return True
    return False


def _predicate(tree: Tree, index: int) -> int:
    """Give the verb whose argument a noun is; a possessor or nested noun has none (its own)."""
    top = top_of_coordination(tree, index)
    word = tree.words[top]
    if word.deprel in SUBJECTS or word.deprel in ("obj", "iobj") or word.deprel.startswith("obl"):
        return word.head
    return -2 - index


def _score(
    tree: Tree,
    index: int,
    slot: str,
    seen: Seen,
    *,
    pronoun: Pronoun,
    clusters: Clusters,
    weights: Mapping[str, float],
) -> float:
    """Add up the weights of the features that hold, all named in data/mentions/salience.tsv."""
    back = tree.sentence_of[index] - seen.sentence
    features = {
        "same_sentence": back == 0,
        "sentence_back": back,
        seen.slot: 1,
        "main_subject": seen.main and seen.slot == "subject",
        "named": seen.level is MentionLevel.NAMED,
        "pronoun": seen.cluster in clusters.spoken,
        "parallel": seen.slot == slot,
        "frequent": min(5, clusters.size[seen.cluster]),
        "speaker": slot == "subject" and clusters.speaker == seen.cluster,
        "entity": seen.nature != "thing",
        "closeness": index - seen.head,
        "gender": clusters.genders.get(seen.cluster) == pronoun.gender,
        "singular_body": seen.number == "sing" and pronoun.number == "plur",
        "place": seen.nature == "place",
        "both_possessors": _is_possessor(tree, index) and _is_possessor(tree, seen.head),
        "inside_name": tree.words[seen.head].deprel in ("compound", "amod"),
    }
    return sum(weights[name] * value for name, value in features.items())


def _is_possessor(tree: Tree, index: int) -> bool:
    return tree.words[index].deprel == "nmod:poss"
