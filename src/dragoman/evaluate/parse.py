"""Scores of the parse from raw text against a treebank: tokens, sentences, labelled arcs (LAS).

As in the CoNLL 2018 shared task (Zeman et al. 2018): spans must agree exactly, relations without
their subtype; F1 since a system cuts its own tokens.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from dragoman.evaluate.corpora import RawText
from dragoman.evaluate.counts import Count
from dragoman.records.document import Document

_Arc = tuple[tuple[int, int], tuple[int, int] | None, str]


def score_parse(texts: Iterable[RawText], read: Callable[[str], Document]) -> dict[str, float]:
    """Give the F1 of ``tokens``, ``sentences``, unlabelled (``uas``) and labelled arcs (``las``)."""
    counts = {name: Count() for name in ("tokens", "sentences", "uas", "las")}
    for raw in texts:
        document = read(raw.text)
        own = [(token.start, token.end) for token in document.tokens or ()]
        words = document.words or ()
        gold = list(_arcs(raw.tokens, raw.heads, raw.deprels))
        found = list(_arcs(own, [w.head for w in words], [w.deprel for w in words]))
        counts["tokens"].compare(set(own), set(raw.tokens))
        counts["sentences"].compare(
            {(s.start, s.end) for s in document.sentences or ()}, set(raw.sentences)
        )
        counts["uas"].compare({arc[:2] for arc in found}, {arc[:2] for arc in gold})
        counts["las"].compare(set(found), set(gold))
    return {name: count.f1() for name, count in counts.items()}


def _arcs(
    spans: Sequence[tuple[int, int]], heads: Sequence[int], deprels: Sequence[str]
) -> Iterator[_Arc]:
    for span, head, deprel in zip(spans, heads, deprels, strict=True):
        yield span, spans[head] if head >= 0 else None, deprel.split(":")[0]
