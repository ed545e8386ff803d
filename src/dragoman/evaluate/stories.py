"""Scores of stories: B-cubed of ``group_reports`` on ECB+ topics and on Giveme5W1H's stories.

B-cubed: Bagga and Baldwin 1998; extended to sets by Amigo et al. 2009.
"""

import json
import re
import tarfile
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from dragoman.errors import InputError
from dragoman.merge.stories import GroupRules, group_reports, load_group_rules
from dragoman.records.document import Document, Published

Labelled = tuple[Document, str]
"""A report and its gold story."""

_ECB_NAME = re.compile(r"(\d+)_\d+(ecb(?:plus)?)\.xml")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def score_stories(folder: Path, rules: GroupRules | None = None) -> dict[str, float]:
    """Give B-cubed precision, recall and F1 on both sets of a folder.

    The folder holds ``ecbplus-topics-1-35.tar.gz`` and ``giveme5w1h.tar.gz``. The odd-numbered
    ECB+ topics and every second story of Giveme5W1H served to tune: ``*_tune``; the others,
    ``*_held``, were not looked at. Each set is grouped as one batch.
    Raises: InputError when an archive is missing.
    """
    used = rules or load_group_rules()
    ecb = list(read_ecbplus(_archive(folder, "ecbplus-topics-1-35.tar.gz")))
    giveme = list(read_giveme(_archive(folder, "giveme5w1h.tar.gz")))
    tuned = set(sorted({story for _, story in giveme})[::2])
    sets = {
        "ecbplus": ecb,
        "ecbplus_tune": [item for item in ecb if int(item[1].split("_")[0]) % 2],
        "ecbplus_held": [item for item in ecb if not int(item[1].split("_")[0]) % 2],
        "giveme": giveme,
        "giveme_tune": [item for item in giveme if item[1] in tuned],
        "giveme_held": [item for item in giveme if item[1] not in tuned],
    }
    return {
        f"{name}_{figure}": value
        for name, items in sets.items()
        for figure, value in _score(items, used).items()
    }


def score_bcubed(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> dict[str, float]:
    """Give B-cubed precision, recall and F1 of a clustering against the gold one."""
    both = Counter(zip(gold, predicted, strict=True))
    golds, guesses = Counter(gold), Counter(predicted)
    total = max(len(gold), 1)
    precision = sum(n * n / guesses[guess] for (_, guess), n in both.items()) / total
    recall = sum(n * n / golds[want] for (want, _), n in both.items()) / total
    mean = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"precision": precision, "recall": recall, "f1": mean}


def read_ecbplus(archive: Path) -> Iterator[Labelled]:
    """Give the documents of an ECB+ archive with topic and sub-topic as their story.

    The addresses at the head of ECB+'s own documents are left out: they name the story.
    """
    for name, content in _members(archive):
        match = _ECB_NAME.fullmatch(name)
        if match:
            text = _ecb_text(content)
            yield _report(name, text, None, None), f"{match.group(1)}_{match.group(2)}"


def read_giveme(archive: Path) -> Iterator[Labelled]:
    """Give the documents of Giveme5W1H that have a story (its ``category``), with their day."""
    for name, content in _members(archive):
        if name.endswith(".json"):
            fields = json.loads(content)
            if fields.get("category") and fields.get("text"):
                # Some files write a day that is unknown as the word None.
                given = _DAY.match(str(fields.get("date_publish")))
                day = given.group() if given else None
                yield _report(name, fields["text"], day, fields.get("title")), fields["category"]


def _score(items: Sequence[Labelled], rules: GroupRules) -> dict[str, float]:
    groups = group_reports([report for report, _ in items], rules)
    figures = score_bcubed([story for _, story in items], [group.story for group in groups])
    return {"documents": float(len(items)), **figures}


def _report(name: str, text: str, day: str | None, title: str | None) -> Document:
    published = Published(date=day, basis="given" if day else "unknown")
    return Document(id=name, text=text, published=published, title=title)


def _ecb_text(content: bytes) -> str:
    sentences: dict[int, list[str]] = {}
    for token in ElementTree.fromstring(content).iter("token"):
        sentences.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
    lines = [words for _, words in sorted(sentences.items())]
    return "\n".join(" ".join(words) for words in lines if words[0].lower() != "http")


def _archive(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise InputError(f"{path}: no such archive; give the folder that holds it")
    return path


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Give each file's name, without folders, and content, in the order of the paths."""
    with tarfile.open(archive) as bundle:
        for member in sorted(bundle.getmembers(), key=lambda each: each.name):
            content = bundle.extractfile(member) if member.isfile() else None
            if content is not None:
                yield Path(member.name).name, content.read()
