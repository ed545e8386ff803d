"""What the encoder says of words as names of acts, as records: which act, its status, its parties."""

from collections.abc import Iterator, Sequence

import numpy as np

from dragoman.models import NO_ACT, ROLES, STATEMENTS, Floats, Labels, Reading, find_roles
from dragoman.records.mention import ActReading

LEAST_SCORE = 0.02
"""Probability of naming an act under which a word is not passed on."""

_MOST_ACTS = 4
_LEAST_ROLE = 0.15


def read_acts(
    reading: Reading, index: int, length: int, offset: int, labels: Labels
) -> Iterator[ActReading]:
    """Give the readings of one sentence of a batch whose words may name an act.

    ``length`` is its number of words, ``offset`` the document token index of the first.
    """
    if not labels.acts:
        return
    own = slice(1, 1 + length)
    shares = np.exp(reading.acts[index, own])
    scores = 1 - shares[:, labels.acts.index(NO_ACT)]
    for word in np.flatnonzero(scores >= LEAST_SCORE).tolist():
        place = word + 1
        roles = find_roles(reading.role_act[index, place], reading.role_word[index, own])
        people = [_likely(roles[row], offset) for row in range(len(ROLES))]
        yield ActReading(
            token=offset + word,
            score=round(float(scores[word]), 4),
            acts=_best_acts(shares[word], float(scores[word]), labels.acts),
            statuses=_named(labels.statuses, reading.statuses[index, place]),
            statements=_named(STATEMENTS, reading.statements[index, place]),
            background=round(float(np.exp(reading.background[index, place, 1])), 4),
            actors=people[0],
            recipients=people[1],
        )


def _best_acts(
    shares: Floats, score: float, labels: Sequence[str]
) -> tuple[tuple[str, str | None, float], ...]:
    order = [n for n in np.argsort(-shares).tolist() if labels[n] != NO_ACT][:_MOST_ACTS]
    found = []
    for number in order:
        type_, _, mode = labels[number].partition("/")
        found.append((type_, mode or None, round(float(shares[number]) / max(score, 1e-9), 4)))
    return tuple(found)


def _named(names: Sequence[str], logs: Floats) -> tuple[tuple[str, float], ...]:
    return tuple((n, round(float(p), 4)) for n, p in zip(names, np.exp(logs), strict=True))


def _likely(shares: Floats, offset: int) -> tuple[tuple[int, float], ...]:
    words = np.flatnonzero(shares >= _LEAST_ROLE).tolist()
    return tuple((offset + word, round(float(shares[word]), 4)) for word in words)
