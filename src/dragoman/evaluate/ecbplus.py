"""ECB+ as it was annotated: mentions of events with their chains, and the sentences they stand in.

Cybulska and Vossen 2014. Only the sentences that the corpus lists as validated are read, as its
authors ask, and only actions (ACTION_*, NEG_ACTION_*).
"""

import csv
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from dragoman.errors import InputError
from dragoman.records.document import Document, Published, Sentence, Token

_NAME = re.compile(r"(\d+)_(\d+ecb(?:plus)?)\.xml")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """An event mention of the corpus: document tokens ``first``..``last``, half-open; its chain."""

    topic: int
    document: str
    first: int
    last: int
    chain: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document's validated sentences, ready for the language stages, and its event mentions.

    ``text`` is the whole text, for comparing reports.
    """

    topic: int
    document: Document
    text: str
    mentions: tuple[GoldMention, ...]


def read_gold(folder: Path) -> Iterator[GoldDocument]:
    """Give the documents of topics 1-35 that have validated sentences, by topic and name.

    Raises: InputError when archive or list of sentences is missing.
    """
    archive = folder / "ecbplus-topics-1-35.tar.gz"
    listed = folder / "ECBplus_coreference_sentences.csv"
    for path in (archive, listed):
        if not path.is_file():
            raise InputError(f"{path}: not there; give the folder that holds it")
    validated: dict[tuple[int, str], set[int]] = defaultdict(set)
    with listed.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            validated[int(row["Topic"]), row["File"]].add(int(row["Sentence Number"]))
    for name, content in _members(archive):
        topic, file = int(name[0]), name[1]
        if (topic, file) in validated:
            yield _read_document(topic, file, content, validated[topic, file])


def _members(archive: Path) -> Iterator[tuple[tuple[str, str], bytes]]:
    with tarfile.open(archive) as bundle:
        found = {}
        for member in bundle.getmembers():
            match = _NAME.fullmatch(Path(member.name).name)
            if match and member.isfile():
                found[int(match.group(1)), match.group(2)] = member
        for (topic, file), member in sorted(found.items()):
            content = bundle.extractfile(member)
            if content is not None:
                yield (str(topic), file), content.read()


def _read_document(topic: int, file: str, content: bytes, validated: set[int]) -> GoldDocument:
    root = ElementTree.fromstring(content)
    by_sentence: dict[int, list[ElementTree.Element]] = defaultdict(list)
    for token in root.iter("token"):
        by_sentence[int(token.get("sentence", "0"))].append(token)
    name = f"{topic}_{file}"
    document, places = _make_document(name, by_sentence, validated)
    lines = (" ".join(t.text or "" for t in tokens) for _, tokens in sorted(by_sentence.items()))
    text = "\n".join(line for line in lines if not line.lower().startswith("http"))
    return GoldDocument(topic, document, text, tuple(_read_mentions(topic, name, root, places)))


def _make_document(
    name: str, by_sentence: dict[int, list[ElementTree.Element]], validated: set[int]
) -> tuple[Document, dict[str, int]]:
    """Give the validated sentences as a document, and the place of each token by its id."""
    text, tokens, sentences, places = "", list[Token](), list[Sentence](), dict[str, int]()
    for number in sorted(validated & by_sentence.keys()):
        first, start = len(tokens), len(text)
        for element in by_sentence[number]:
            word = element.text or "_"
            places[element.get("t_id", "")] = len(tokens)
            tokens.append(Token(len(text), len(text) + len(word), word))
            text += word + " "
        sentences.append(Sentence(start, len(text) - 1, first, len(tokens)))
    document = Document(
        id=name,
        text=text,
        published=Published(None, "unknown"),
        sentences=tuple(sentences),
        tokens=tuple(tokens),
    )
    return document, places


def _read_mentions(
    topic: int, name: str, root: ElementTree.Element, places: dict[str, int]
) -> Iterator[GoldMention]:
    chains = _read_chains(name, root)
    for element in root.find("Markables") or ():
        if not element.tag.startswith(("ACTION", "NEG_ACTION")):
            continue
        anchors = [a.get("t_id", "") for a in element.iter("token_anchor")]
        if anchors and all(anchor in places for anchor in anchors):
            at = sorted(places[anchor] for anchor in anchors)
            id_ = element.get("m_id", "")
            chain = chains.get(id_, f"{name}#{id_}")
            yield GoldMention(topic, name, at[0], at[-1] + 1, chain)


def _read_chains(name: str, root: ElementTree.Element) -> dict[str, str]:
    chains = {}
    for relation in root.find("Relations") or ():
        shared = relation.tag.startswith("CROSS_DOC")
        chain = relation.get("note", "") if shared else f"{name}@{relation.get('r_id')}"
        for source in relation.iter("source"):
            chains[source.get("m_id", "")] = chain
    return chains
