"""Documents built by hand from a compact notation, so that core tests need no model.

One token a line, fields separated by blanks, sentences by empty lines, CoNLL-U's order::

    document = make_document('''
        1 Iran      _    PROPN _   2 nsubj  B-LOC
        2 attacked  _    VERB  VBD 0 root
        3 Iraq      _    PROPN _   2 obj    B-LOC
        4 .         _    PUNCT _   2 punct
    ''', date="2026-01-10")

The fields are ``id form lemma upos xpos head deprel [name]``. ``_`` is the usual value: the
lower-cased form (a proper noun's own form) as lemma, the commonest PTB tag of the UPOS. ``name``
is an IOB2 label (B-PER, I-ORG). A line ``# text = ...`` before a sentence gives its exact text;
without it the tokens are joined as English is written. Whole CoNLL-U (ten tab-separated fields)
is read too. Character and token offsets are worked out here.
"""

import re
from dataclasses import replace

from dragoman.records.document import Document, Published, Sentence, Token, Word
from dragoman.records.mention import Entity, EntityKind, Mention, MentionLevel, Name
from dragoman.records.span import Span

_USUAL_XPOS = {
    "ADJ": "JJ",
    "ADP": "IN",
    "ADV": "RB",
    "AUX": "VBZ",
    "CCONJ": "CC",
    "DET": "DT",
    "INTJ": "UH",
    "NOUN": "NN",
    "NUM": "CD",
    "PART": "TO",
    "PRON": "PRP",
    "PROPN": "NNP",
    "PUNCT": ".",
    "SCONJ": "IN",
    "SYM": "SYM",
    "VERB": "VBD",
    "X": "FW",
}
_NO_SPACE_BEFORE = re.compile(r"^([.,;:!?%)\]}”]|['’](s|S|re|ve|ll|d|m)?|n['’]t|['’]t)$")
_NO_SPACE_AFTER = re.compile(r"^[(\[{“$€£#]$")


def make_document(
    notation: str,
    *,
    id: str = "test",
    date: str | None = "2026-01-10",
    outlet: str | None = None,
) -> Document:
    """Give a document with sentences, tokens, words and names as the notation says."""
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    words: list[Word] = []
    names: list[Name] = []
    text = ""
    for stated, rows in _read_sentences(notation):
        if text:
            text += " "
        start, first = len(text), len(tokens)
        pieces = _locate(stated, rows)
        text += stated if stated is not None else _join(pieces)
        tokens += [Token(start + at, start + at + len(form), form) for at, form in pieces]
        words += [_make_word(row, first) for row in rows]
        sentences.append(Sentence(start, len(text), first, len(tokens)))
        names += _read_names([row[7] for row in rows], first, tokens)
    return Document(
        id=id,
        text=text,
        published=Published(date, "given" if date else "unknown"),
        outlet=outlet,
        sentences=tuple(sentences),
        tokens=tuple(tokens),
        words=tuple(words),
        names=tuple(names),
    )


def find_span(document: Document, words: str, *, nth: int = 0) -> Span:
    """Give the span of the ``nth`` occurrence of ``words`` in the document's text."""
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    return Span(start, start + len(words))


def find_token(document: Document, form: str, *, nth: int = 0) -> int:
    """Give the index of the ``nth`` token that reads ``form``."""
    tokens = document.tokens or ()
    return [index for index, token in enumerate(tokens) if token.text == form][nth]


def token_range(document: Document, span: Span) -> tuple[int, int]:
    """Give the half-open range of tokens that lie in ``span``."""
    tokens = document.tokens or ()
    inside = [i for i, token in enumerate(tokens) if span.start <= token.start < span.end]
    return inside[0], inside[-1] + 1


def find_head(document: Document, span: Span) -> int:
    """Give the token of ``span`` whose head lies outside of it."""
    words = document.words or ()
    first, last = token_range(document, span)
    return next(i for i in range(first, last) if not first <= words[i].head < last)


def make_entity(
    document: Document,
    text: str,
    kind: str,
    *,
    nth: int = 0,
    country: str | None = None,
    level: str = "named",
    **fields: object,
) -> Entity:
    """Give an entity on the ``nth`` occurrence of ``text``; further fields as in ``Entity``."""
    span = find_span(document, text, nth=nth)
    first, last = token_range(document, span)
    entity = Entity(
        span=span,
        first=first,
        last=last,
        head=find_head(document, span),
        level=MentionLevel(level),
        kind=EntityKind(kind),
        name=text,
        country=country,
        sectors=(),
        role=None,
        key=re.sub(r"\W+", "-", text.lower()),
        evidence="test",
    )
    return replace(entity, **fields)  # type: ignore[arg-type]  # the caller names Entity's fields


def with_entities(document: Document, *entities: Entity) -> Document:
    """Give the document with these entities, each the only mention of its cluster."""
    ordered = tuple(sorted(entities, key=lambda entity: entity.span))
    mentions = tuple(
        Mention(entity.span, entity.head, index, entity.level, index, (index,))
        for index, entity in enumerate(ordered)
    )
    return replace(document, entities=ordered, mentions=mentions)


def _read_sentences(notation: str) -> list[tuple[str | None, list[list[str]]]]:
    sentences: list[tuple[str | None, list[list[str]]]] = []
    stated: str | None = None
    rows: list[list[str]] = []
    for line in [*notation.splitlines(), ""]:
        line = line.strip()
        if line.startswith("# text = "):
            stated = line.removeprefix("# text = ")
        elif line and not line.startswith("#"):
            row = _read_row(line)
            if row:
                rows.append(row)
        elif not line and rows:
            sentences.append((stated, rows))
            stated, rows = None, []
    return sentences


def _read_row(line: str) -> list[str] | None:
    fields = line.split("\t")
    if len(fields) == 10:
        if not fields[0].isdigit():
            return None
        return [*fields[:5], *fields[6:8], "O"]
    fields = line.split()
    if len(fields) not in (7, 8):
        raise ValueError(f"a token line has 7 or 8 fields, not {len(fields)}: {line!r}")
    return [*fields, "O"][:8]


def _locate(stated: str | None, rows: list[list[str]]) -> list[tuple[int, str]]:
    pieces: list[tuple[int, str]] = []
    at = 0
    previous = ""
    for index, row in enumerate(rows):
        form = row[1]
        if row[0] != str(index + 1):
            raise ValueError(f"token {form!r} is number {index + 1}, not {row[0]}")
        if stated is not None:
            at = stated.index(form, at)
        elif pieces and not (_NO_SPACE_BEFORE.match(form) or _NO_SPACE_AFTER.match(previous)):
            at += 1
        pieces.append((at, form))
        at += len(form)
        previous = form
    return pieces


def _join(pieces: list[tuple[int, str]]) -> str:
    text = ""
    for at, form in pieces:
        text = text.ljust(at) + form
    return text


def _make_word(row: list[str], first: int) -> Word:
    _, form, lemma, upos, xpos, head, deprel, _ = row
    usual = form if upos == "PROPN" else form.lower()
    return Word(
        lemma=usual if lemma == "_" else lemma,
        upos=upos,
        xpos=_USUAL_XPOS[upos] if xpos == "_" else xpos,
        head=first + int(head) - 1 if head != "0" else -1,
        deprel=deprel,
    )


def _read_names(labels: list[str], first: int, tokens: list[Token]) -> list[Name]:
    names: list[Name] = []
    begun: int | None = None
    for index, label in enumerate([*labels, "O"]):
        if begun is not None and not label.startswith("I-"):
            start, end = first + begun, first + index
            span = Span(tokens[start].start, tokens[end - 1].end)
            names.append(Name(span, labels[begun][2:], 1.0, start, end))
            begun = None
        if label.startswith("B-"):
            begun = index
    return names
