"""Reading a parse: children, phrases, prepositions and conjuncts of a word.

Heads and relations are those of Universal Dependencies 2 (English EWT): a preposition is the
``case`` child of its noun, a possessor ``nmod:poss``, a title before a name ``nmod:desc``.
"""

from dataclasses import dataclass
from functools import cached_property

from dragoman.errors import MissingLayer
from dragoman.records.document import Document, Sentence, Token, Word

NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
NAME_PARTS = frozenset({"flat", "compound", "nmod:desc", "goeswith", "fixed"})
_BEFORE_HEAD = frozenset(
    {"compound", "amod", "nummod", "flat", "nmod:desc", "advmod", "punct", "nmod:poss", "det"}
)

_INNER_MARKS = frozenset({"-", "–", "'", '"', "“", "”", "‘", "’", "``", "''"})


@dataclass(frozen=True)
class Tree:
    """The parsed tokens of a document, with the children of each word.

    ``sentence_of`` maps a token to the index of its sentence.
    """

    text: str
    tokens: tuple[Token, ...]
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    children: tuple[tuple[int, ...], ...]
    sentence_of: tuple[int, ...]

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """The tokens in lower case."""
        return tuple(token.text.lower() for token in self.tokens)


def make_tree(document: Document) -> Tree:
    """Give the document's parse with its children indexed.

    Raises: MissingLayer when tokens, sentences or words are missing.
    """
    if document.tokens is None or document.words is None or document.sentences is None:
        raise MissingLayer("noun phrases need the layers sentences, tokens and words")
    children: list[list[int]] = [[] for _ in document.words]
    for index, word in enumerate(document.words):
        if word.head >= 0:
            children[word.head].append(index)
    sentence_of = [
        number
        for number, sentence in enumerate(document.sentences)
        for _ in range(sentence.first, sentence.last)
    ]
    return Tree(
        text=document.text,
        tokens=document.tokens,
        words=document.words,
        sentences=document.sentences,
        children=tuple(map(tuple, children)),
        sentence_of=tuple(sentence_of),
    )


def children_by(tree: Tree, index: int, *deprels: str) -> tuple[int, ...]:
    """Give the children of a word with one of the relations, in the order of the text."""
    return tuple(i for i in tree.children[index] if tree.words[i].deprel in deprels)


def find_head(tree: Tree, first: int, last: int) -> int:
    """Give the token of a range whose head lies outside of it; the last such nominal one."""
    outside = [i for i in range(first, last) if not first <= tree.words[i].head < last]
    nominal = [i for i in outside if tree.words[i].upos in NOMINAL]
    return (nominal or outside or [last - 1])[-1]


def preposition_of(tree: Tree, index: int) -> str:
    """Give the preposition of a noun in lower case ("" when it has none)."""
    for child in tree.children[index]:
        if tree.words[child].deprel == "case" and tree.words[child].xpos != "POS":
            return tree.lowered[child]
    return ""


def top_of_coordination(tree: Tree, index: int) -> int:
    """Give the first conjunct of the coordination that a word belongs to."""
    while tree.words[index].deprel == "conj" and tree.words[index].head >= 0:
        index = tree.words[index].head
    return index


def conjuncts(tree: Tree, index: int) -> tuple[int, ...]:
    """Give the words coordinated with a word, itself first, in the order of the text."""
    found = [index]
    for child in children_by(tree, index, "conj"):
        found += conjuncts(tree, child)
    return tuple(found)


def start_of_phrase(tree: Tree, head: int, lowest: int) -> int:
    """Give the first token of the modifiers that stand without a gap before a head.

    Goes no further than ``lowest``; a determiner and a possessor end the phrase and are part of
    it.
    """
    first = head
    while first > lowest and _belongs(tree, first - 1, head):
        first -= 1
    return first


def _belongs(tree: Tree, index: int, head: int) -> bool:
    """Tell whether a token before a head hangs on it, directly or through another modifier."""
    if tree.words[index].upos == "PUNCT" and tree.lowered[index] not in _INNER_MARKS:
        return False
    for _ in range(6):
        word = tree.words[index]
        if word.head == head:
            return word.deprel in _BEFORE_HEAD
        if word.head < 0 or word.head > head or word.upos in ("VERB", "AUX"):
            return False
        index = word.head
    return False


def subject_of(tree: Tree, verb: int) -> int | None:
    """Give the subject of a verb, shared along a coordination of verbs."""
    for _ in range(4):
        subjects = [i for i in tree.children[verb] if tree.words[i].deprel in SUBJECTS]
        if subjects:
            return subjects[0]
        if tree.words[verb].deprel not in ("conj", "xcomp") or tree.words[verb].head < 0:
            return None
        verb = tree.words[verb].head
    return None


def clause_of(tree: Tree, index: int) -> int:
    """Give the verb or other predicate that governs a word: the head of its clause."""
    clauses = ("root", "ccomp", "xcomp", "advcl", "acl:relcl", "acl", "parataxis", "csubj")
    for _ in range(40):
        word = tree.words[index]
        if word.head < 0:
            return index
        if word.deprel in clauses or (word.deprel == "conj" and word.upos in ("VERB", "AUX")):
            return index
        index = word.head
    return index
