"""Near copies: which reports say, for the most part, the same words.

MinHash over word shingles (Broder 1997) with locality-sensitive banding (Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, chapter 3) proposes pairs; the exact share of common shingles
decides.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import rensa

from dragoman.datafiles import data_path, read_table
from dragoman.errors import DataError
from dragoman.folding import fold

Shingles = npt.NDArray[np.uint64]
"""The distinct hashes of a text's word shingles, sorted."""

_SEED = 20260124
# Odd 64-bit multipliers of SplitMix64 (Steele, Lea and Flood 2014) spread the word hashes.
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True, slots=True)
class CopyRules:
    """When two reports count as copies; see ``data/merge/copies.tsv`` for each field."""

    shingle_words: int
    permutations: int
    band_rows: int
    widest_bucket: int
    containment: float
    jaccard: float
    shared: int
    sure: float
    opening_words: int
    opening: float


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What a text is compared by: its shingles, and those of its opening."""

    shingles: Shingles
    opening: Shingles


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two reports, by index, that are near copies, and the shares of shingles that say so."""

    left: int
    right: int
    containment: float
    jaccard: float


def load_copy_rules() -> CopyRules:
    """Give the shipped rules. Raises: DataError for a missing or unknown name."""
    return CopyRules(**read_numbers("copies.tsv", CopyRules.__annotations__))


def read_numbers(name: str, kinds: Mapping[str, type]) -> dict[str, Any]:
    """Give the named numbers of a table of ``data/merge``, each of its kind.

    Raises: DataError unless the table names exactly the fields of ``kinds``.
    """
    rows = {row["name"]: row["value"] for row in read_table(data_path("merge", name))}
    if rows.keys() != kinds.keys():
        raise DataError(f"{name}: names differ: {sorted(rows.keys() ^ kinds.keys())}")
    try:
        return {key: kinds[key](value) for key, value in rows.items()}
    except ValueError as error:
        raise DataError(f"{name}: {error}") from error


def find_copies(texts: Sequence[str], rules: CopyRules) -> tuple[CopyPair, ...]:
    """Give the pairs of texts that are near copies, left index below right, sorted."""
    prints = [make_fingerprint(text, rules) for text in texts]
    pairs = _propose([one.shingles for one in prints], rules)
    judged = (_judge(prints, left, right, rules) for left, right in pairs)
    return tuple(pair for pair in judged if pair is not None)


def choose_originals(
    dates: Sequence[str | None], pairs: Sequence[CopyPair]
) -> tuple[int | None, ...]:
    """Give for each report the index of the earliest one that it copies, ``None`` for originals.

    Earlier is by date, then by place in the input; reports without a date come after all others.
    """
    ranks = [(date is None, date or "", index) for index, date in enumerate(dates)]
    first: list[int] = list(range(len(dates)))
    for pair in pairs:
        for one, other in ((pair.left, pair.right), (pair.right, pair.left)):
            if ranks[other] < ranks[first[one]]:
                first[one] = other
    return tuple(None if index == own else index for own, index in enumerate(first))


def make_fingerprint(text: str, rules: CopyRules) -> Fingerprint:
    """Give a text's fingerprint."""
    words = split_words(text)
    return Fingerprint(
        shingles=cut_shingles(words, rules.shingle_words),
        opening=cut_shingles(words[: rules.opening_words], rules.shingle_words),
    )


def cut_shingles(split: Sequence[str], words: int) -> Shingles:
    """Give the sorted distinct hashes of the runs of ``words`` words among the split words.

    What is shorter than one run gives the hash of all its words.
    """
    hashes = np.array([_hash_word(word) for word in split], dtype=np.uint64)
    if len(hashes) < words:
        hashes = np.concatenate([hashes, np.zeros(words - len(hashes), dtype=np.uint64)])
    runs = len(hashes) - words + 1
    mixed = np.zeros(runs, dtype=np.uint64)
    for place in range(words):
        mixed = (mixed ^ (hashes[place : place + runs] * _MIX[0])) * _MIX[1]
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed * _MIX[2])


def split_words(text: str) -> list[str]:
    """Give a text's words and numbers, lower-case, without accents and punctuation."""
    return "".join(c if c.isalnum() else " " for c in fold(text).lower().replace("'", "")).split()


@lru_cache(maxsize=200_000)
def _hash_word(word: str) -> int:
    code = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(code) << 32 | zlib.adler32(code)


def _propose(shingles: Sequence[Shingles], rules: CopyRules) -> list[tuple[int, int]]:
    """Give, sorted, the pairs whose digests agree on all rows of a band."""
    if len(shingles) < 2:
        return []
    digests = _digest(shingles, rules.permutations)
    found: set[tuple[int, int]] = set()
    for start in range(0, rules.permutations - rules.band_rows + 1, rules.band_rows):
        band = digests[:, start : start + rules.band_rows]
        for bucket in _buckets(band):
            found.update(_pair(bucket, rules.widest_bucket))
    return sorted(found)


def _digest(shingles: Sequence[Shingles], permutations: int) -> npt.NDArray[np.uint32]:
    """Give the MinHash digests, (reports, permutations)."""
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in shingles])]).astype(np.uint64)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(
        np.concatenate(shingles), offsets, permutations, _SEED
    )
    return np.array(matrix.to_rows(), dtype=np.uint32)


def _buckets(band: npt.NDArray[np.uint32]) -> Iterator[list[int]]:
    """Give the groups of two or more reports whose rows of a band are equal."""
    order = np.lexsort(band.T[::-1])
    ranked = band[order]
    changes = np.flatnonzero(np.any(ranked[1:] != ranked[:-1], axis=1)) + 1
    for group in np.split(order, changes):
        if len(group) > 1:
            yield sorted(group.tolist())


def _pair(bucket: list[int], widest: int) -> Iterator[tuple[int, int]]:
    """Pair all of a bucket; of a wide one each with its ``widest`` next, which bounds the work."""
    for place, left in enumerate(bucket):
        for right in bucket[place + 1 : place + 1 + widest]:
            yield left, right


def _judge(
    prints: Sequence[Fingerprint], left: int, right: int, rules: CopyRules
) -> CopyPair | None:
    shares = judge_copies(prints[left], prints[right], rules)
    return CopyPair(left, right, *shares) if shares else None


def judge_copies(
    one: Fingerprint, other: Fingerprint, rules: CopyRules
) -> tuple[float, float] | None:
    """Give containment and Jaccard index of two texts' shingles if they are copies, else None.

    Two articles may carry one long list of captions: where little more than half is shared, the
    shorter text's opening must be among it.
    """
    if len(other.shingles) < len(one.shingles):
        one, other = other, one
    shared = _count_shared(one.shingles, other.shingles)
    containment = shared / len(one.shingles)
    jaccard = shared / (len(one.shingles) + len(other.shingles) - shared)
    opened = containment >= rules.sure or (
        _count_shared(one.opening, other.shingles) >= rules.opening * len(one.opening)
    )
    contained = containment >= rules.containment and shared >= rules.shared and opened
    return (containment, jaccard) if contained or jaccard >= rules.jaccard else None


def _count_shared(one: Shingles, other: Shingles) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))


def sample_shingles(shingles: Shingles, one_in: int) -> list[int]:
    """Give the shingles that fall into a fixed sample, as signed 64-bit numbers.

    The sample is by hash (Broder 1997, "mod m"), so that what two texts share, their samples
    share, in proportion; it is what a record is searched by for copies of a new report.
    """
    chosen = shingles[shingles % np.uint64(one_in) == 0]
    return [int(number) for number in chosen.astype(np.int64)]
