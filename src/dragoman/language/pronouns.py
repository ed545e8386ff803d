"""The pronouns that stand for actors, with their number, gender and use (English, closed class)."""

from dataclasses import dataclass

from dragoman.language.noun_phrases import Tree, children_by
from dragoman.mentionwords import MentionWords


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun's grammar.

    ``use`` is personal | possessive | reflexive | relative | speaker; ``gender`` is male | female |
    neuter | any; ``number`` is sing | plur | any.
    """

    use: str
    number: str
    gender: str


PRONOUNS = {
    "he": Pronoun("personal", "sing", "male"),
    "him": Pronoun("personal", "sing", "male"),
    "his": Pronoun("possessive", "sing", "male"),
    "himself": Pronoun("reflexive", "sing", "male"),
    "she": Pronoun("personal", "sing", "female"),
    "her": Pronoun("personal", "sing", "female"),
    "hers": Pronoun("possessive", "sing", "female"),
    "herself": Pronoun("reflexive", "sing", "female"),
    "it": Pronoun("personal", "sing", "neuter"),
    "its": Pronoun("possessive", "sing", "neuter"),
    "itself": Pronoun("reflexive", "sing", "neuter"),
    "they": Pronoun("personal", "plur", "any"),
    "them": Pronoun("personal", "plur", "any"),
    "their": Pronoun("possessive", "plur", "any"),
    "theirs": Pronoun("possessive", "plur", "any"),
    "themselves": Pronoun("reflexive", "plur", "any"),
    "who": Pronoun("relative", "any", "any"),
    "whom": Pronoun("relative", "any", "any"),
    "whose": Pronoun("relative", "any", "any"),
    "which": Pronoun("relative", "any", "neuter"),
    "that": Pronoun("relative", "any", "any"),
    "i": Pronoun("speaker", "sing", "any"),
    "me": Pronoun("speaker", "sing", "any"),
    "my": Pronoun("speaker", "sing", "any"),
    "myself": Pronoun("speaker", "sing", "any"),
    "we": Pronoun("speaker", "plur", "any"),
    "us": Pronoun("speaker", "plur", "any"),
    "our": Pronoun("speaker", "plur", "any"),
    "ourselves": Pronoun("speaker", "plur", "any"),
}


def read_pronoun(tree: Tree, index: int, words: MentionWords) -> Pronoun | None:
    """Give the pronoun at a token, or ``None`` when the word stands for no one."""
    if tree.words[index].upos not in ("PRON", "DET"):
        return None
    form = tree.lowered[index]
    pronoun = PRONOUNS.get(form)
    if pronoun is None or (tree.words[index].upos == "DET" and pronoun.use != "possessive"):
        return None
    if form == "her" and tree.words[index].deprel == "nmod:poss":
        return Pronoun("possessive", "sing", "female")
    if form == "it" and _is_empty(tree, index, words):
        return None
    if form == "that" and tree.words[index].xpos != "WDT":
        return None
    if form == "us" and tree.tokens[index].text == "US":
        return None
    return pronoun


def _is_empty(tree: Tree, index: int, words: MentionWords) -> bool:
    """ "It is clear that", "it takes time to", "it rained": the pronoun stands for nothing."""
    word = tree.words[index]
    if word.deprel == "expl" or word.head < 0:
        return True
    if word.deprel not in ("nsubj", "nsubj:pass"):
        return False
    verb = tree.words[word.head]
    if verb.lemma in words.classes["weather"]:
        return True
    clauses = children_by(tree, word.head, "ccomp", "csubj", "advcl", "acl", "xcomp", "acl:relcl")
    copula = bool(children_by(tree, word.head, "cop"))
    passive = word.deprel == "nsubj:pass"
    starts = {_first_word(tree, clause) for clause in clauses}
    if copula:
        return bool(starts & {"that", "to", "for", "if", "whether", "when", "who"})
    return passive and "that" in starts


def _first_word(tree: Tree, clause: int) -> str:
    markers = children_by(tree, clause, "mark")
    return tree.lowered[markers[0]] if markers else ""
