"""Dyad series: what each side did to the other by day, in PLOVER scores; who answers whom.

Reciprocity is asked in two ways: by regression of each side's days on the other's days before
(Goldstein and Freeman 1990 and after), and step by step, where a report says that one act
answers another or where one follows the other too soon for chance.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from dragoman.records.event import Event, EventType, LinkKind, Status
from dragoman.records.situation import Answer, DayScore, Dyad, DyadRecord, Response
from dragoman.situation.days import days_between, first_day
from dragoman.situation.told import Told, countries_of
from dragoman.situation.words import load_words

LAGS = (1, 7)
"""Days over which the other side's scores are averaged."""
FEWEST_DAYS = 30
FEWEST_ACTIVE = 10

_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_STATEMENTS = frozenset(
    {EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.ACCUSE}
)
_TYPES = tuple(EventType)
_T_95 = 1.96
_WEIGHTY = 4.0  # a step of less than this score is talk: it answers nothing by itself
_PRIOR = 0.5  # the most that closeness in time alone can say


def make_dyad_record(tellings: Sequence[Told], dyad: Dyad) -> DyadRecord:
    """Give the series of a dyad, how each side responds, and who answered whose step.

    ``tellings`` are in the order of publication; an event counts once, on the day of its first
    telling as done or said.
    """
    steps = list(_steps(tellings, dyad))
    days = _score_days(steps)
    return DyadRecord(
        dyad=dyad,
        days=days,
        responses=_respond(days, dyad) if len(dyad) == 2 else (),
        answers=tuple(_answers(tellings, steps, dyad)) if len(dyad) == 2 else (),
    )


_Step = tuple[str, str, str, Told]
"""Day, source, target, telling."""


def _steps(tellings: Sequence[Told], dyad: Dyad) -> Iterator[_Step]:
    counted: set[str] = set()
    for told in tellings:
        mention = told.mention
        counts = mention.status in _DONE or mention.type in _STATEMENTS
        if told.event.id in counted or mention.background or not counts:
            continue
        if not told.source.published and not told.dated:
            continue
        found = list(_directions(told.event, dyad))
        if found:
            counted.add(told.event.id)
            for source, target in found:
                yield told.day[:10], source, target, told


def _directions(event: Event, dyad: Dyad) -> Iterator[tuple[str, str]]:
    """Who did it to whom within the dyad; a joint act counts for both."""
    actors, recipients = countries_of(event)
    if len(dyad) == 1:
        if set(actors) | set(recipients) <= set(dyad):
            yield dyad[0], dyad[0]
        return
    if len(dyad) != 2:
        return
    one, other = dyad
    for source, target in ((one, other), (other, one)):
        towards = target in recipients or target in actors or not event.recipients
        if source in actors and towards:
            yield source, target


def _score_days(steps: Iterable[_Step]) -> tuple[DayScore, ...]:
    scores: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    counts: dict[tuple[str, str, str], Counter[EventType]] = defaultdict(Counter)
    for day, source, target, told in steps:
        scores[day, source, target].append(told.event.intensity)
        counts[day, source, target][told.event.type] += 1
    return tuple(
        DayScore(
            day=key[0],
            source=key[1],
            target=key[2],
            cooperation=round(sum(s for s in scores[key] if s > 0), 2),
            conflict=round(sum(s for s in scores[key] if s < 0), 2),
            counts=tuple((str(t), counts[key][t]) for t in _TYPES if counts[key][t]),
        )
        for key in sorted(scores)
    )


# --- reciprocity over the whole series


def net_series(days: Iterable[DayScore], source: str, target: str) -> dict[str, float]:
    """Give the net score of one side towards the other by day; days without events are absent."""
    return {
        d.day: d.cooperation + d.conflict for d in days if (d.source, d.target) == (source, target)
    }


def _respond(days: Sequence[DayScore], dyad: Dyad) -> tuple[Response, ...]:
    if not days:
        return ()
    first, last = first_day(days[0].day), first_day(days[-1].day)
    span = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    found = []
    for responder, initiator in ((dyad[0], dyad[1]), (dyad[1], dyad[0])):
        own, other = (
            net_series(days, *pair) for pair in ((responder, initiator), (initiator, responder))
        )
        enough = len(span) >= FEWEST_DAYS and min(len(own), len(other)) >= FEWEST_ACTIVE
        y, x = (np.array([series.get(day, 0.0) for day in span]) for series in (own, other))
        for lag in LAGS:
            fit = _fit(y, x, lag) if enough else None
            low, value, high = fit or (None, None, None)
            found.append(Response(responder, initiator, lag, value, low, high, len(span)))
    return tuple(found)


def _fit(
    y: NDArray[np.float64], x: NDArray[np.float64], lag: int
) -> tuple[float, float, float] | None:
    """Ordinary least squares of a day on the mean of the ``lag`` days before, of both sides.

    The interval is 95 % with White's (1980) standard errors, HC1.
    """
    rows = np.arange(lag, len(y))
    if len(rows) < FEWEST_DAYS - lag:
        return None
    means = [np.array([series[t - lag : t].mean() for t in rows]) for series in (x, y)]
    design = np.column_stack([np.ones(len(rows)), *means])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    inverse = np.linalg.inv(design.T @ design)
    weights = inverse @ design.T @ y[rows]
    residuals = y[rows] - design @ weights
    meat = (design * (residuals**2)[:, None]).T @ design
    scale = len(rows) / (len(rows) - design.shape[1])
    error = math.sqrt(max(0.0, float((inverse @ meat @ inverse)[1, 1]) * scale))
    value = float(weights[1])
    return tuple(round(v, 4) for v in (value - _T_95 * error, value, value + _T_95 * error))  # type: ignore[return-value]  # three values, as written


# --- step by step


def _answers(tellings: Sequence[Told], steps: Sequence[_Step], dyad: Dyad) -> Iterator[Answer]:
    told = {(a.step, a.answer): a for a in reversed(list(_told_answers(tellings, dyad)))}
    known = {answer for _, answer in told}
    likely = [a for a in _likely_answers(steps, dyad) if a.answer not in known]
    yield from sorted(
        [*told.values(), *likely],
        key=lambda a: (a.basis.published or "9999", not a.told, a.answer, a.step),
    )


_ANSWER_LINKS = frozenset({LinkKind.BECAUSE_OF, LinkKind.IN_EXCHANGE_FOR})


def _told_answers(tellings: Sequence[Told], dyad: Dyad) -> Iterator[Answer]:
    """A report links an act of one side to an act of the other."""
    by_mention = {told.mention.id: told for told in tellings}
    for told in tellings:
        for link in told.mention.links:
            step = by_mention.get(link.event)
            if link.kind not in _ANSWER_LINKS or step is None or step.event.id == told.event.id:
                continue
            own, other = (_side(one.event, dyad) for one in (told, step))
            if own is None or other is None or own == other:
                continue
            yield Answer(
                step=step.event.id,
                answer=told.event.id,
                days=_days_apart(step, told),
                told=True,
                probability=round(min(told.mention.confidence, step.mention.confidence), 3),
                basis=told.basis,
            )


def _side(event: Event, dyad: Dyad) -> str | None:
    """The one country of the dyad that did it, ``None`` where both or none did."""
    own = [country for country in countries_of(event)[0] if country in dyad]
    return own[0] if len(own) == 1 else None


def _days_apart(step: Told, answer: Told) -> int | None:
    if "9999" in (step.day, answer.day):
        return None
    return days_between(step.day, answer.day)


def _likely_answers(steps: Sequence[_Step], dyad: Dyad) -> Iterator[Answer]:
    """A weighty step of one side that follows one of the other with the same sign within days.

    The probability falls with the chance that such a step would have come then anyway: with the
    rate of such steps per day, as in a Poisson process.
    """
    limit = load_words().days["answer"]
    weighty = sorted(
        (s for s in steps if abs(s[3].event.intensity) >= _WEIGHTY and len(s[0]) == 10),
        key=lambda s: (s[0], s[3].published, s[3].event.id, s[1]),
    )
    joint = Counter(s[3].event.id for s in weighty)
    weighty = [s for s in weighty if joint[s[3].event.id] == 1]
    if not weighty:
        return
    span = days_between(weighty[0][0], weighty[-1][0]) + 1
    rates = Counter((s[1], s[3].event.intensity > 0) for s in weighty)
    for place, answer in enumerate(weighty):
        for step in reversed(weighty[:place]):
            apart = days_between(step[0], answer[0])
            if apart > limit:
                break
            same = (step[3].event.intensity > 0) == (answer[3].event.intensity > 0)
            if apart > 0 and step[1] == answer[2] and same:
                rate = rates[answer[1], answer[3].event.intensity > 0] / (span + 1)
                yield Answer(
                    step=step[3].event.id,
                    answer=answer[3].event.id,
                    days=apart,
                    told=False,
                    probability=round(_PRIOR * math.exp(-rate * apart), 3),
                    basis=answer[3].basis,
                )
                break
