"""What adding one report costs as a record grows: `python bench/growth.py [MENTIONS ...]`.

Fills records with made-up reports (stories of several reports each, ten event mentions a report,
a hundred reports a day) and times the reading of a few more into each. Prints one JSON object;
`make bench` runs it too; filling the larger record takes minutes.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dragoman.records.document import Document, Published
from dragoman.records.event import (
    EventDate,
    EventMention,
    EventType,
    Evidence,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.span import Span
from dragoman.store.connections import open_record
from dragoman.store.query import count
from dragoman.store.write import write_report, write_reports

SEED = 20261129
FIRST_DAY = date(2026, 1, 1)
NOW = datetime(2026, 11, 29, tzinfo=UTC)
A_DAY, A_STORY, A_REPORT, TIMED = 100, 5, 10, 20  # reports, reports, mentions, reports timed
SIZES, BATCH = (10_000, 100_000), 500
COUNTRIES = tuple(f"{a}{b}{c}" for a in "ABCDEFG" for b in "KLMNO" for c in "XYZ")
SHARES = tuple(1 / (rank + 4) for rank in range(len(COUNTRIES)))
# As many words as a newspaper uses, so that reports of two stories have few in common.
WORDS = tuple(
    f"{a}{b}{c}{d}{e}{f}"
    for a in "bdfgk"
    for b in "aeiou"
    for c in "lmnrst"
    for d in "aeiou"
    for e in "dgkps"
    for f in "aeiou"
)
TRIGGERS = {
    EventType.CONSULT: ("visit", "meet", "talk"),
    EventType.ASSAULT: ("attack", "strike", "raid"),
    EventType.RETREAT: ("release", "withdraw"),
    EventType.SANCTION: ("sanction", "embargo"),
    EventType.AID: ("help", "donate"),
    EventType.PROTEST: ("march", "rally"),
    EventType.COERCE: ("arrest", "seize"),
    EventType.REQUEST: ("urge", "demand"),
    EventType.ACCUSE: ("accuse", "blame"),
    EventType.AGREE: ("agree", "pledge"),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    options = parser.parse_args()
    figures = measure_growth(options.sizes)
    for name, value in figures.items():
        print(f"{name:<36}{value:>12}", file=sys.stderr)
    print(json.dumps(figures))


def measure_growth(sizes: Sequence[int]) -> dict[str, Any]:
    """Give the seconds that one more report takes at each size, and the ratio of the sizes.

    The ratio is of processor time, which other programs on the machine do not move.
    """
    figures: dict[str, Any] = {}
    medians = []
    with TemporaryDirectory() as folder:
        for size in sizes:
            spent, busy, events = _time_more(Path(folder) / f"{size}.db", size)
            medians.append(statistics.median(busy))
            figures[f"events_of_{size}_mentions"] = events
            figures[f"add_seconds_{size}"] = round(statistics.median(spent), 4)
            figures[f"add_seconds_{size}_most"] = round(max(spent), 4)
            figures[f"add_processor_seconds_{size}"] = round(medians[-1], 4)
    figures["add_ratio"] = round(max(medians) / min(medians), 2)
    return figures


def _time_more(path: Path, size: int) -> tuple[list[float], list[float], int]:
    """Give the seconds, and the processor's, of each of the last reports; the number of events."""
    reports = make_reports(size // A_REPORT + TIMED)
    with open_record(path, write=True) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        filling = islice(reports, size // A_REPORT)
        while batch := list(islice(filling, BATCH)):
            write_reports(connection, batch, version="bench", now=NOW)
        connection.execute("PRAGMA synchronous = NORMAL")
        events, spent, busy = count(connection).events, [], []
        for report in reports:
            start, started = time.perf_counter(), time.process_time()
            write_report(connection, report, version="bench", now=NOW)
            spent.append(time.perf_counter() - start)
            busy.append(time.process_time() - started)
    return spent, busy, events


def make_reports(number: int) -> Iterator[Document]:
    """Give made-up coded reports, the stories of a day mixed, always the same ones."""
    chance = random.Random(SEED)
    for first in range(0, number, A_DAY):
        day = FIRST_DAY + timedelta(days=first // A_DAY)
        stories = [_make_story(chance, day) for _ in range(A_DAY // A_STORY)]
        for place in range(min(A_DAY, number - first)):
            yield _make_report(f"{first + place:08x}", stories[place % len(stories)], day, chance)


def _make_story(chance: random.Random, day: date) -> list[tuple[Any, ...]]:
    """Give the acts that a story's reports tell: type, trigger, sides, day, words."""
    sides = _choose_countries(chance, 3)
    acts = []
    for _ in range(A_REPORT + 4):
        type_ = chance.choice(list(TRIGGERS))
        trigger = chance.choice(TRIGGERS[type_])
        when = day - timedelta(days=chance.randint(0, 3))
        words = tuple(chance.choices(WORDS, k=18))
        acts.append((type_, trigger, *chance.sample(sides, 2), when, words))
    return acts


def _choose_countries(chance: random.Random, number: int) -> list[str]:
    """Give countries; some are in the news far more than others (Zipf), none in most of it."""
    found: list[str] = []
    while len(found) < number:
        (country,) = chance.choices(COUNTRIES, SHARES)
        if country not in found:
            found.append(country)
    return found


def _make_report(
    id_: str, story: list[tuple[Any, ...]], day: date, chance: random.Random
) -> Document:
    text, events = "", []
    for number, act in enumerate(chance.sample(story, A_REPORT)):
        type_, trigger, actor, recipient, when, words = act
        said = [word if chance.random() < 0.8 else chance.choice(WORDS) for word in words]
        sentence = f"{actor} {trigger} {recipient} {' '.join(said)}. "
        span = Span(len(text), len(text) + len(sentence) - 1)
        at = len(text) + len(actor) + 1
        quoted = Quoted(trigger, Span(at, at + len(trigger)))
        events.append(
            _make_mention(f"{id_}{number:08x}", id_, type_, quoted, (actor, recipient), when, span)
        )
        text += sentence
    return Document(
        id=id_,
        text=text,
        published=Published(day.isoformat(), "given"),
        outlet=f"Outlet {chance.randint(1, 50)}",
        entities=(),
        events=tuple(events),
    )


def _make_mention(
    id_: str,
    report: str,
    type_: EventType,
    trigger: Quoted,
    sides: tuple[str, str],
    when: date,
    sentence: Span,
) -> EventMention:
    actor, recipient = (
        Participant(code, trigger.span, code, "country", code, (), code, None, code)
        for code in sides
    )
    day = when.isoformat()
    return EventMention(
        id=id_,
        report=report,
        type=type_,
        mode=None,
        act=None,
        contexts=(),
        cameo=None,
        quad="verbal-cooperation",
        intensity=0.0,
        actors=(actor,),
        recipients=(recipient,),
        trigger=trigger,
        sentence=sentence,
        status=Status.OCCURRED,
        background=False,
        date=EventDate(day, day, None, None, "stated", "day"),
        place=None,
        attribution=(),
        amounts=(),
        links=(),
        confidence=0.8,
        method=(Evidence("type", f"lexicon:{type_.lower()}.{trigger.text}.v1", (trigger,)),),
    )


if __name__ == "__main__":
    main()
