"""Near copies in a record: `python bench/copies.py ARTICLES...` (files of JSON lines, gzipped or not).

Makes 200 copies of articles (cut, given another headline, quoted anew, with boilerplate added) and
counts how many the record finds; then reads up to 4,000 articles, all by their own writers, and
counts the pairs that it takes for copies. Prints one JSON object.
"""

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.merge.duplicates import find_copies, load_copy_rules
from dragoman.records.document import Document, Published
from dragoman.store.connections import open_record
from dragoman.store.write import write_report

SEED = 20261129
NOW = datetime(2026, 11, 29, tzinfo=UTC)
COPIES, ARTICLES, SHORTEST = 200, 4000, 900  # SHORTEST: characters of an article worth copying
HEADS = ("UPDATE 2: ", "BREAKING | ", "Analysis: ", "World briefing: ", "Live: ")
BOILERPLATE = (
    "Sign up for our newsletter to get the day's stories in your inbox every morning.",
    "This article was first published elsewhere and is reprinted here with permission.",
    "Reporting by our correspondents; editing by the night desk. All rights reserved.",
    "Follow us for more on this developing story, and read our standards of reporting.",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    options = parser.parse_args()
    texts = list(dict.fromkeys(text for path in options.articles for text in read_texts(path)))
    figures = {**measure_recall(texts), **measure_false_pairs(texts[:ARTICLES])}
    for name, value in figures.items():
        print(f"{name:<36}{value:>12}", file=sys.stderr)
    print(json.dumps(figures))


def read_texts(path: Path) -> Iterator[str]:
    """Give the texts of a file of JSON lines."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row.get("text") or row.get("content_original")
            if text:
                yield text


def measure_recall(texts: list[str]) -> dict[str, float]:
    """Give the share of made copies that are found, by the record and by ``group``."""
    chance = random.Random(SEED)
    originals = chance.sample([t for t in texts if len(t) >= SHORTEST], COPIES)
    copies = [make_copy(text, chance) for text in originals]
    reports = [text for pair in zip(originals, copies, strict=True) for text in pair]
    order = list(range(len(reports)))
    chance.shuffle(order)
    found = find_in_record([reports[n] for n in order])
    pairs = {frozenset((order[a], order[b])) for a, b in found}
    grouped = {frozenset((p.left, p.right)) for p in find_copies(reports, load_copy_rules())}
    wanted = {frozenset((2 * n, 2 * n + 1)) for n in range(COPIES)}
    return {
        "copies": COPIES,
        "recall_record": round(len(wanted & pairs) / COPIES, 4),
        "recall_group": round(len(wanted & grouped) / COPIES, 4),
        "false_among_copies": len(pairs - wanted),
    }


def measure_false_pairs(texts: list[str]) -> dict[str, float]:
    """Give the pairs found among articles of which none is made a copy, and the time each takes."""
    start = time.perf_counter()
    pairs = find_in_record(texts)
    spent = time.perf_counter() - start
    for left, right in pairs:
        print(f"pair: {texts[left][:150]!r} | {texts[right][:150]!r}", file=sys.stderr)
    return {
        "articles": len(texts),
        "false_pairs": len(pairs),
        "milliseconds_an_article": round(1000 * spent / len(texts), 2),
    }


def make_copy(text: str, chance: random.Random) -> str:
    """Give a copy: cut, with another head, quotation marks and some boilerplate."""
    sentences = re.split(r"(?<=[.!?”\"])\s+", text)
    kept = sentences[: max(6, int(len(sentences) * chance.uniform(0.45, 0.95)))]
    for _ in range(chance.randint(0, 2)):
        if len(kept) > 8:
            del kept[chance.randrange(1, len(kept))]
    copy = " ".join(kept)
    if chance.random() < 0.5:
        copy = copy.replace("“", '"').replace("”", '"').replace("’", "'")
    if chance.random() < 0.5:
        copy = re.sub(r"\b(said|told reporters)\b", "stated", copy)
    head = chance.choice(HEADS) + " ".join(chance.sample(copy.split()[:40], 6))
    tail = " ".join(chance.sample(BOILERPLATE, chance.randint(1, 3)))
    return f"{head}\n{copy}\n{tail}"


def find_in_record(texts: list[str]) -> list[tuple[int, int]]:
    """Give the pairs of texts that a record takes for near copies, reading them in order."""
    with (
        TemporaryDirectory() as folder,
        open_record(Path(folder) / "copies.db", write=True) as connection,
    ):
        connection.execute("PRAGMA synchronous = OFF")
        for number, text in enumerate(texts):
            document = Document(
                id=f"{number:06}",
                text=text,
                published=Published(None, "unknown"),
                entities=(),
                events=(),
            )
            write_report(connection, document, version="bench", now=NOW)
        rows = connection.execute("SELECT report, other FROM copy ORDER BY report, other")
        return [(int(one), int(other)) for one, other in rows]


if __name__ == "__main__":
    main()
