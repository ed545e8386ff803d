"""Stories: which reports tell of the same happening.

TF-IDF vectors (Salton and Buckley 1988) over words, names and numbers, compared by cosine and
grouped by average-link agglomeration (Sokal and Michener 1958) down to one threshold.
"""

import hashlib
import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dragoman.datafiles import data_path, read_table
from dragoman.folding import fold
from dragoman.merge.duplicates import (
    CopyPair,
    CopyRules,
    choose_originals,
    find_copies,
    load_copy_rules,
    read_numbers,
    split_words,
)
from dragoman.records.document import Document

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_ENDS = frozenset('.!?:"\n')


@dataclass(frozen=True, slots=True)
class StoryWeights:
    """How reports are compared; see ``data/merge/stories.tsv`` for each field."""

    threshold: float
    floor: float
    name_weight: float
    number_weight: float
    pair_weight: float
    lead_words: int
    lead_weight: float
    features: int
    background: float
    rare: float
    day_decay: float
    window_days: int
    grown: int
    cohesion: float


@dataclass(frozen=True, slots=True)
class GroupRules:
    """All that grouping rests on: copies, stories, and how many reports in 1 hold each word."""

    copies: CopyRules
    stories: StoryWeights
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A report's place: the index of the report that it copies, and the story's id."""

    duplicate_of: int | None
    story: str


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Unit vectors, one a report, as flat arrays: ``features[offsets[i]:offsets[i + 1]]``."""

    offsets: npt.NDArray[np.int64]
    features: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]
    size: int


def load_group_rules() -> GroupRules:
    """Give the shipped rules. Raises: DataError for tables that break their form."""
    shares = {
        row["word"]: float(row["share"])
        for row in read_table(data_path("merge", "frequencies.tsv"))
    }
    weights = StoryWeights(**read_numbers("stories.tsv", StoryWeights.__annotations__))
    return GroupRules(load_copy_rules(), weights, shares)


def group_reports(reports: Sequence[Document], rules: GroupRules) -> tuple[Grouping, ...]:
    """Give each report's original and story.

    The order of the reports decides only between originals of the same day: reports are compared
    in the order of their content hashes.
    """
    hashes = [hash_content(report) for report in reports]
    copies = find_copies([report.text for report in reports], rules.copies)
    dates = [report.published.date for report in reports]
    originals = choose_originals(dates, copies)
    order = sorted(range(len(reports)), key=lambda index: (hashes[index], dates[index] or ""))
    clusters = _cluster([reports[index] for index in order], _renumber(copies, order), rules)
    stories = [""] * len(reports)
    for members in clusters:
        story = name_story(hashes[order[member]] for member in members)
        for member in members:
            stories[order[member]] = story
    return tuple(Grouping(*pair) for pair in zip(originals, stories, strict=True))


def hash_content(report: Document) -> str:
    """Give the hash of a report's words, the same whatever their case and spacing."""
    words = " ".join(split_words(f"{report.title or ''} {report.text}"))
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def name_story(hashes: Iterable[str]) -> str:
    """Give the id of the story whose reports have these content hashes."""
    smallest = min(hashes)
    return hashlib.blake2b(smallest.encode("ascii"), digest_size=8).hexdigest()


def count_features(report: Document, weights: StoryWeights) -> dict[str, float]:
    """Give a report's features and their weights before rarity counts.

    Words are crude stems; names (words that the text writes with a capital inside sentences and
    never without) and numbers weigh more, as do the words of the title and the lead.
    """
    text = fold(report.text)
    found = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    plain = {word for word, _ in found if word[0].islower()}
    names = {
        word.lower()
        for word, start in found
        if word[0].isupper() and word.lower() not in plain and _is_inside(text, start)
    }
    counts: defaultdict[str, float] = defaultdict(float)
    for place, (word, _) in enumerate(found):
        counts[word.lower()] += weights.lead_weight if place < weights.lead_words else 1.0
    for word in _WORD.findall(fold(report.title or "")):
        counts[word.lower()] += weights.lead_weight
    features: defaultdict[str, float] = defaultdict(float)
    for word, count in counts.items():
        if len(word) > 1:
            features[word if word in names else stem(word)] += count
    return _weigh(features, names, _pair_names(found, names), weights)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Give a word without its commonest English endings: enough to match its forms."""
    for ending, kept, rest in (
        ("ies", "y", 3), ("sses", "ss", 2), ("ing", "", 4), ("ed", "", 4), ("es", "", 4),
        ("s", "", 3), ("e", "", 4),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= rest and not word.endswith("ss"):
            base = word[: -len(ending)] + kept
            return base[:-1] if len(base) > 3 and base[-1] == base[-2] else base
    return word


def _is_inside(text: str, start: int) -> bool:
    """Whether a word stands inside a sentence rather than at its head."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    return bool(before) and before[-1] not in _ENDS


def _pair_names(found: Sequence[tuple[str, int]], names: set[str]) -> Counter[str]:
    """Give the full names: two names of which one follows the other after one space."""
    return Counter(
        f"{left.lower()} {right.lower()}"
        for (left, start), (right, after) in pairwise(found)
        if after == start + len(left) + 1 and left.lower() in names and right.lower() in names
    )


def _weigh(
    counts: Mapping[str, float], names: set[str], pairs: Counter[str], weights: StoryWeights
) -> dict[str, float]:
    weighed = {}
    for word, count in counts.items():
        kind = weights.name_weight if word in names else 1.0
        if word[0].isdigit():
            kind = weights.number_weight
        weighed[word] = kind * (1.0 + math.log(max(count, 1.0)))
    if weights.pair_weight:
        for pair, times in pairs.items():
            weighed[pair] = weights.pair_weight * (1.0 + math.log(times))
    return weighed


def _renumber(pairs: Sequence[CopyPair], order: Sequence[int]) -> list[tuple[int, int]]:
    place = {index: number for number, index in enumerate(order)}
    return sorted(
        (min(place[p.left], place[p.right]), max(place[p.left], place[p.right])) for p in pairs
    )


def _cluster(
    reports: Sequence[Document], copies: Sequence[tuple[int, int]], rules: GroupRules
) -> list[list[int]]:
    """Give the stories as lists of indices; copies are of one story from the start."""
    groups = join_pairs(len(reports), copies)
    heads = [reports[group[0]] for group in groups]
    similar = find_similar(heads, rules)
    stories = link_averages(len(heads), similar, rules.stories)
    return [[member for head in story for member in groups[head]] for story in stories]


def join_pairs(size: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Give the connected groups of 0..size-1, each sorted, by smallest member."""
    parent = list(range(size))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in pairs:
        low, high = sorted((find(left), find(right)))
        parent[high] = low
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for node in range(size):
        groups[find(node)].append(node)
    return [groups[root] for root in sorted(groups)]


def find_similar(reports: Sequence[Document], rules: GroupRules) -> dict[tuple[int, int], float]:
    """Give the similarity of each pair of reports that reaches the floor, left index below right.

    The cosine falls with the days between the reports; beyond the window it is nothing.
    """
    weights = rules.stories
    vectors = _make_vectors([count_features(report, weights) for report in reports], rules)
    days = [_day(report.published.date) for report in reports]
    similar = {}
    for left, scores in enumerate(_compare(vectors)):
        for place in np.flatnonzero(scores >= weights.floor).tolist():
            right = left + 1 + place
            score = float(scores[place]) * _nearness(days[left], days[right], weights)
            if score >= weights.floor:
                similar[left, right] = score
    return similar


def _day(value: str | None) -> int | None:
    return date.fromisoformat(value).toordinal() if value else None


def _nearness(left: int | None, right: int | None, weights: StoryWeights) -> float:
    """Give 1 for the same or an unknown day, less the further apart, 0 beyond the window."""
    if left is None or right is None:
        return 1.0
    gap = abs(left - right)
    return 0.0 if gap > weights.window_days else math.exp(-weights.day_decay * gap)


def _make_vectors(counted: Sequence[Mapping[str, float]], rules: GroupRules) -> _Vectors:
    """Give unit TF-IDF vectors.

    A word's share of reports is that of the batch, blended with that of a background of
    ``background`` reports, so that two reports compare alike in small and in large batches.
    """
    weights = rules.stories
    frequency = Counter(word for counts in counted for word in counts)
    total = len(counted) + weights.background
    rarity = {
        word: math.log(total / (times + weights.background * rules.shares.get(word, weights.rare)))
        for word, times in frequency.items()
    }
    numbers = {word: number for number, word in enumerate(sorted(frequency))}
    offsets: list[int] = [0]
    features: list[int] = []
    values: list[float] = []
    for counts in counted:
        row = sorted(((count * rarity[w], w) for w, count in counts.items()), reverse=True)
        row = row[: weights.features]
        length = math.sqrt(math.fsum(value * value for value, _ in row)) or 1.0
        features.extend(numbers[word] for _, word in row)
        values.extend(value / length for value, _ in row)
        offsets.append(len(features))
    return _Vectors(
        np.array(offsets), np.array(features, dtype=np.int64), np.array(values), len(numbers)
    )


def _compare(vectors: _Vectors) -> Iterable[npt.NDArray[np.float64]]:
    """Give for each report its cosines with all later ones, through an inverted index."""
    reports = len(vectors.offsets) - 1
    owners = np.repeat(np.arange(reports), np.diff(vectors.offsets))
    by_feature = np.argsort(vectors.features, kind="stable")
    owners, values = owners[by_feature], vectors.weights[by_feature]
    ends = np.cumsum(np.bincount(vectors.features, minlength=vectors.size))
    seen = np.concatenate([[0], ends[:-1]]) if len(ends) else ends
    for left in range(reports):
        scores = np.zeros(reports - left - 1)
        span = slice(vectors.offsets[left], vectors.offsets[left + 1])
        own = vectors.features[span]
        # Owners are sorted within a feature: all before and with ``left`` are passed for good.
        seen[own] += 1
        for first, end, weight in zip(seen[own], ends[own], vectors.weights[span], strict=True):
            # A report has a feature once, so that no index repeats within one feature.
            scores[owners[first:end] - left - 1] += weight * values[first:end]
        yield scores


def link_averages(
    size: int, similar: Mapping[tuple[int, int], float], weights: StoryWeights
) -> list[list[int]]:
    """Give the clusters of 0..size-1 by average link: most alike first, down to the threshold.

    Two clusters that have both grown stay apart when they are much less alike than each is in
    itself: two storms are two stories however much their reports have in common. Pairs that are
    not in ``similar`` count as 0. Ties go to the lower indices.
    """
    members: dict[int, list[int]] = {node: [node] for node in range(size)}
    links: dict[int, dict[int, float]] = {node: {} for node in range(size)}
    within: dict[int, float] = dict.fromkeys(range(size), 0.0)
    for (left, right), score in similar.items():
        links[left][right] = links[right][left] = score
    heap = [(-score, *pair) for pair, score in similar.items() if score >= weights.threshold]
    heapq.heapify(heap)
    new = size
    while heap:
        _, left, right = heapq.heappop(heap)
        if left in members and right in members:
            within[new] = within[left] + within[right] + links[left][right]
            _merge((left, right), new, members, links)
            for other, total in links[new].items():
                average = total / (len(members[new]) * len(members[other]))
                bar = max(weights.threshold, _bar(new, other, members, within, weights))
                if average >= bar:
                    heapq.heappush(heap, (-average, other, new))
            new += 1
    return sorted(sorted(group) for group in members.values())


def _bar(
    left: int,
    right: int,
    members: Mapping[int, list[int]],
    within: Mapping[int, float],
    weights: StoryWeights,
) -> float:
    """Give how alike two grown clusters must be: a share of the looser one's own likeness."""
    sizes = (len(members[left]), len(members[right]))
    if min(sizes) < weights.grown:
        return 0.0
    means = (2 * within[c] / (n * (n - 1)) for c, n in zip((left, right), sizes, strict=True))
    return weights.cohesion * min(means)


def _merge(
    pair: tuple[int, int],
    new: int,
    members: dict[int, list[int]],
    links: dict[int, dict[int, float]],
) -> None:
    """Make of two clusters one, with the number ``new``."""
    members[new] = members.pop(pair[0]) + members.pop(pair[1])
    sums: dict[int, float] = defaultdict(float)
    for old in pair:
        for other, total in links.pop(old).items():
            if other in members:
                sums[other] += total
                del links[other][old]
    for other, total in sums.items():
        links[other][new] = total
    links[new] = dict(sums)
