"""Modality, tense and polarity of one clause, read off its auxiliaries and adverbs."""

from dataclasses import dataclass

from dragoman.coding.grammar import Tree, is_passive
from dragoman.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Modality:
    """How a clause presents what it says.

    ``force`` is occurred | ongoing | planned | would | possible | duty, or ``None`` for a verb
    form that says nothing by itself (infinitive, gerund); ``words`` are the tokens that decided.
    """

    force: str | None
    negated: bool
    partly: bool
    conditional: bool
    perfect: bool
    words: tuple[int, ...]


def clause_modality(tree: Tree, index: int, lexicon: Lexicon) -> Modality:
    """Give the modality of the clause headed by the verb or predicate at ``index``."""
    classes = lexicon.classes
    auxiliaries: list[int] = []
    negations: list[int] = []
    partly = False
    for child in tree.children[index]:
        word = tree.words[child]
        if word.deprel in {"aux", "aux:pass", "cop"}:
            auxiliaries.append(child)
        elif word.deprel in {"advmod", "det", "cc:preconj"} and word.lemma.lower() in _NEGATIONS:
            negations.append(child)
            partly = partly or any(
                tree.words[c].lemma in classes["partial"] for c in tree.children[child]
            )
        elif word.deprel == "advmod" and word.lemma in classes["partial"]:
            partly = True
        elif word.deprel == "advmod" and any(
            tree.words[c].lemma.lower() == "no" for c in tree.children[child]
        ):
            negations.append(child)  # "no longer", "no more"
        elif word.deprel in {"nsubj", "nsubj:pass", "obj"}:
            negations += _noes(tree, child)
    force, words = _force(tree, index, auxiliaries, lexicon)
    return Modality(
        force=force,
        negated=bool(negations),
        partly=partly and bool(negations),
        conditional=_has_condition(tree, index, lexicon),
        perfect=any(
            tree.words[a].lemma == "have" and tree.words[a].xpos == "VBD" for a in auxiliaries
        ),
        words=(*words, *negations),
    )


def _noes(tree: Tree, index: int) -> list[int]:
    """Give the "no" of "no prisoners were released", "released no prisoners"."""
    return [
        child
        for child in tree.children[index]
        if tree.words[child].deprel == "det"
        and tree.words[child].lemma.lower() in {"no", "neither"}
    ]


_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither", "hardly", "barely"})


def _force(
    tree: Tree, index: int, auxiliaries: list[int], lexicon: Lexicon
) -> tuple[str | None, tuple[int, ...]]:
    for auxiliary in auxiliaries:
        lemma = tree.words[auxiliary].lemma.lower()
        if tree.words[auxiliary].xpos == "MD" or lemma in _MODALS:
            for force, name in _MODAL_CLASSES:
                if lemma in lexicon.classes[name]:
                    return force, (auxiliary,)
    word = tree.words[index]
    forms = {tree.words[a].xpos for a in auxiliaries}
    if not auxiliaries:
        return _bare(word.xpos, word.deprel, word.lemma, lexicon), ()
    progressive = word.xpos == "VBG" or "VBG" in forms
    infinitive = forms <= {"VB", "VBG", "TO"}
    if infinitive:
        return None, ()
    if word.xpos == "VB" and any(tree.words[c].lemma == "to" for c in tree.children[index]):
        return "planned", tuple(auxiliaries)  # "is to visit Rome"
    if progressive and not forms & {"VBD"}:
        return "ongoing", tuple(auxiliaries)
    if forms & {"VBZ", "VBP"} and "have" in {tree.words[a].lemma for a in auxiliaries}:
        since = _since(tree, index)
        lasting = is_passive(tree, index) or word.lemma in lexicon.classes["stative"]
        if since is not None and lasting:
            # "Has been closed since 2019": the state still holds.
            return "ongoing", (*auxiliaries, since)
    if word.upos not in {"VERB"} and forms & {"VBZ", "VBP"}:
        return "ongoing", tuple(auxiliaries)
    return "occurred", tuple(auxiliaries)


def _since(tree: Tree, index: int) -> int | None:
    """Give the "since", or the "for" of "for seven years", that hangs on a clause, or ``None``."""
    for child in tree.children[index]:
        if tree.words[child].lemma.lower() in _LENGTHS:
            for mark in tree.children[child]:
                if tree.words[mark].lemma.lower() == "for":
                    return mark
        for mark in tree.children[child]:
            if tree.words[mark].lemma.lower() == "since" and tree.words[child].deprel != "ccomp":
                return mark
        if tree.words[child].lemma.lower() == "since":
            return child
    return None


_LENGTHS = frozenset({"year", "month", "week", "day", "decade", "hour"})
_MODALS = frozenset({"will", "would", "may", "might", "could", "can", "shall", "should", "must"})
_MODAL_CLASSES = (
    ("planned", "modal_planned"),
    ("would", "modal_would"),
    ("possible", "modal_possible"),
    ("duty", "modal_duty"),
)


def _bare(xpos: str, deprel: str, lemma: str, lexicon: Lexicon) -> str | None:
    if xpos in {"VBZ", "VBP"}:
        return "ongoing" if lemma in lexicon.classes["stative"] else "occurred"
    if xpos == "VBD":
        return "occurred"
    if xpos == "VBN" and deprel not in {"acl", "amod"}:
        return "occurred"
    return None


def _has_condition(tree: Tree, index: int, lexicon: Lexicon) -> bool:
    return any(
        tree.words[child].deprel == "advcl" and condition_mark(tree, child, lexicon) is not None
        for child in tree.children[index]
    )


def condition_mark(tree: Tree, index: int, lexicon: Lexicon) -> int | None:
    """Give the token ("if", "unless") that makes the clause at ``index`` a condition, or None."""
    for child in tree.children[index]:
        word = tree.words[child]
        if (
            (word.deprel == "mark" or word.lemma.lower() != "once")
            and word.deprel in {"mark", "advmod"}
            and word.lemma.lower() in lexicon.classes["conditional_mark"]
        ):
            return child
    return _inverted(tree, index)


def _inverted(tree: Tree, index: int) -> int | None:
    """Give the auxiliary of an inverted condition: "should its terminals be hit"."""
    children = tree.children[index]
    subjects = [c for c in children if tree.words[c].deprel.startswith("nsubj")]
    for child in children:
        word = tree.words[child]
        fronted = word.deprel.startswith("aux") and word.lemma.lower() in {"should", "have", "be"}
        if fronted and subjects and child < min(subjects) and tree.words[index].deprel == "advcl":
            return child
    return None
