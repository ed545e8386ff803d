"""A report's tree as the attribution stage asks about it, and attributions in the making."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.language.quotations import find_quotations
from dragoman.records.document import Document, Word
from dragoman.records.span import Span

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubj:pass", "csubj:pass")
SHORT_QUOTATION = 3
"""Blanks in a quotation up to which it may be a term in quotation marks, no utterance."""
ACCORDING = "according"


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before its content is joined with quotations: token ranges, half-open."""

    head: int
    cue: tuple[int, int]
    speaker: tuple[int, int] | None
    speaker_head: int | None
    content: tuple[tuple[int, int], ...]
    score: float


class SpeechView:
    """A report's tree laid out for quick questions: children, subtrees, quotations by token."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.tokens = document.tokens or ()
        self.words: Sequence[Word] = document.words or ()
        self.children: list[list[int]] = [[] for _ in self.words]
        self.sentence_of = [0] * len(self.words)
        self.sentences = document.sentences or ()
        for index, word in enumerate(self.words):
            if word.head >= 0:
                self.children[word.head].append(index)
        for number, sentence in enumerate(self.sentences):
            for index in range(sentence.first, sentence.last):
                self.sentence_of[index] = number
        self.left, self.right = self._measure_subtrees()
        self.ends = [token.end for token in self.tokens]
        self.quotations = find_quotations(document.text)
        self.quoted = self._place_quotations()

    def _measure_subtrees(self) -> tuple[list[int], list[int]]:
        left = list(range(len(self.words)))
        right = [index + 1 for index in left]
        for sentence in self.sentences:
            for start in range(sentence.first, sentence.last):
                at, steps = self.words[start].head, 0
                while at >= 0 and steps <= sentence.last - sentence.first:
                    left[at] = min(left[at], start)
                    right[at] = max(right[at], start + 1)
                    at, steps = self.words[at].head, steps + 1
        return left, right

    def _place_quotations(self) -> list[int]:
        """For each token the number of the quotation that it stands in, or -1."""
        quoted = [-1] * len(self.tokens)
        at = 0
        for number, span in enumerate(self.quotations):
            while at < len(self.tokens) and self.tokens[at].end <= span.start:
                at += 1
            while at < len(self.tokens) and self.tokens[at].start < span.end:
                quoted[at] = number
                at += 1
        return quoted

    def heads(self) -> Iterator[int]:
        """Tokens that may be the head of a cue."""
        for index, word in enumerate(self.words):
            cue = word.upos in ("VERB", "NOUN") or self.lower(index) == ACCORDING
            if cue and not self._is_cited(index):
                yield index

    def _is_cited(self, index: int) -> bool:
        """Inside a quotation of several words: what the quoted one says of others is not listed."""
        number = self.quoted[index]
        if number < 0:
            return False
        span = self.quotations[number]
        return self.text.count(" ", span.start, span.end) >= SHORT_QUOTATION

    def child(self, index: int, *relations: str) -> int | None:
        """The first child that stands in one of the relations."""
        words = self.words
        return next((c for c in self.children[index] if words[c].deprel in relations), None)

    def lemma(self, index: int) -> str:
        """A token's lemma in lower case."""
        return self.words[index].lemma.lower()

    def lower(self, index: int) -> str:
        """A token's text in lower case."""
        return self.tokens[index].text.lower()

    def span(self, first: int, last: int) -> Span:
        """The characters of a token range."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def bounds(self, index: int) -> tuple[int, int]:
        """The token range of the sentence that a token stands in."""
        sentence = self.sentences[self.sentence_of[index]]
        return sentence.first, sentence.last
