"""How quickly the web page answers on a large record: `make bench`, or `bench/web.py [EVENTS]`.

Fills a record with made-up reports and events (no text of anyone's), serves it on loopback, asks
for each page's first response (median of five), then lets 50 users ask for random pages at once.
"""

import argparse
import asyncio
import hashlib
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import httpx2

from dragoman.merge.fuse import ReportFacts, fuse
from dragoman.records.event import (
    Event,
    EventDate,
    EventMention,
    EventPlace,
    EventType,
    Evidence,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.span import Span
from dragoman.store.codec import dump_event, dump_merged
from dragoman.store.connections import open_record
from dragoman.store.situation import refresh_situations

FIRST = date(2018, 1, 1)
DAYS = 2_900
COUNTRIES = (
    "USA RUS CHN IRN IRQ ISR SYR UKR VEN COL TUR FRA DEU GBR IND PAK SAU YEM EGY LBN PRK KOR JPN"
    " SDN ETH SOM LBY MLI NGA CUB"
).split()
OUTLETS = tuple(f"Wire {number}" for number in range(60))
WORDS = (
    "talks delegation sanctions border troops embassy aid minister agreement prisoners strike"
    " ceasefire visit waiver convoy parliament warships tariff relief accord"
).split()
PAGES = (
    "/", "/timeline", "/map", "/actors", "/events", "/events?status=planned&type=AGREE",
    "/events?q=embassy+waiver", "/events?outlet=Wire+3", "/events?sort=confidence&page=40",
    "/events?dyad=USA-VEN", "/events?as_of=2022-05-01", "/?as_of=2022-05-01",
    "/actors?dyad=IRN-USA", "/reports", "/add", "/api",
    "/api/v1/board", "/api/v1/events?size=200", "/api/v1/timeline",
    "/api/v1/timeline?since=2021-03-01&until=2021-03-09", "/api/v1/map", "/api/v1/actors",
)  # fmt: skip


def main() -> None:
    """Fill, serve, ask; print a table, and the figures as JSON on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="?", type=int, default=100_000)
    parser.add_argument("--record", type=Path, help="a record made before, or to be made")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-") as folder:
        record = options.record or Path(folder) / "bench.db"
        if not record.exists():
            fill_record(record, options.events)
        figures = asyncio.run(measure(record, options.users, options.seconds))
    print(json.dumps(figures))


def fill_record(record: Path, events: int) -> None:
    """Write so many events, three in ten of them told by several reports."""
    chance = random.Random(7)
    start = time.perf_counter()
    with open_record(record, write=True) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for number in range(0, events, 4):
            _write_story(connection, chance, number, min(4, events - number))
    with open_record(record, write=True) as connection:
        refresh_situations(connection)
        connection.execute("ANALYZE")
    _say("filled in seconds", round(time.perf_counter() - start, 1))


def _write_story(connection: apsw.Connection, chance: random.Random, first: int, size: int) -> None:
    """A report with ``size`` events, and now and then a second one that tells them too."""
    dyad = tuple(sorted(chance.sample(COUNTRIES, 2), key=COUNTRIES.index))
    day = FIRST + timedelta(days=int(DAYS * chance.random() ** 0.7))
    reports = [_make_id("r", first, copy) for copy in range(1 + (chance.random() < 0.3))]
    sentences = [_sentence(chance, dyad) for _ in range(size)]
    text = " ".join(sentences)
    told: list[list[EventMention]] = [[] for _ in range(size)]
    facts = {}
    for copy, report in enumerate(reports):
        outlet, moment = chance.choice(OUTLETS), f"{day.isoformat()}T12:00:0{copy}+00:00"
        facts[report] = ReportFacts(report, outlet, day.isoformat(), moment, dyad, ())
        connection.execute(
            "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (report, report, text, sentences[0][:60], outlet, f"https://example.org/{report}",
             day.isoformat(), "given", "", moment, " ".join(dyad)),
        )  # fmt: skip
        connection.execute(
            "INSERT INTO coding (report, version, coded_at, current, merged)"
            " VALUES (?, 'bench', ?, 1, 1)",
            (report, moment),
        )
        coding = connection.last_insert_rowid()
        at = 0
        for position, sentence in enumerate(sentences):
            seed = random.Random(first * 8 + position)
            mention = _make_mention(seed, report, position, at, sentence, dyad, day)
            told[position].append(mention)
            _insert_mention(connection, coding, position, mention, sentence)
            at += len(sentence) + 1
    for mentions in told:
        _insert_event(connection, fuse(mentions, facts), mentions, "-".join(sorted(dyad)))


def _sentence(chance: random.Random, dyad: tuple[str, ...]) -> str:
    rare = [f"word{int(3_000 * chance.random() ** 2)}" for _ in range(11)]
    words = " ".join([*chance.choices(WORDS, k=3), *rare])
    return f"{dyad[0]} and {dyad[1]}: {words} of number {chance.randrange(10_000)}."


def _make_id(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _make_mention(
    chance: random.Random,
    report: str,
    position: int,
    at: int,
    sentence: str,
    dyad: tuple[str, ...],
    day: date,
) -> EventMention:
    type_ = chance.choice(tuple(EventType))
    status = chance.choices(tuple(Status), (60, 10, 10, 5, 5, 3, 4, 3))[0]
    sides = list(dyad)
    chance.shuffle(sides)
    people = [
        Participant(
            text=code,
            span=Span(at, at + 3),
            name=f"{code} official {chance.randrange(40)}",
            kind="government",
            country=code,
            sectors=("GOV",),
            cameo=f"{code}GOV",
            role=None,
            id=f"{code.lower()}-official-{chance.randrange(40)}",
        )
        for code in sides
    ]
    told = Quoted(sentence[13:20], Span(at + 13, at + 20))
    when = (day - timedelta(days=chance.randrange(3))).isoformat()
    return EventMention(
        id=_make_id(report, position),
        report=report,
        type=type_,
        mode=None,
        act=None,
        contexts=("diplomatic",),
        cameo="040",
        quad="verbal-cooperation",
        intensity=1.0,
        actors=(people[0],),
        recipients=(people[1],),
        trigger=told,
        sentence=Span(at, at + len(sentence)),
        status=status,
        background=chance.random() < 0.08,
        date=EventDate(when, when, None, None, "context", "day"),
        place=_place(chance, at) if chance.random() < 0.5 else None,
        attribution=(),
        amounts=(),
        links=(),
        confidence=round(chance.uniform(0.5, 0.99), 3),
        method=(Evidence("type", "bench", (told,)), Evidence("status", "bench", (told,))),
    )


def _place(chance: random.Random, at: int) -> EventPlace:
    number = chance.randrange(1_500)
    spot = random.Random(number)
    return EventPlace(
        text="place",
        span=Span(at, at + 3),
        name=f"Town {number}",
        country=spot.choice(COUNTRIES),
        lat=round(spot.uniform(-50, 65), 3),
        lon=round(spot.uniform(-120, 140), 3),
        geonames=number,
        precision=spot.choice(("city", "city", "region", "country")),
    )


def _insert_mention(
    connection: apsw.Connection, coding: int, position: int, mention: EventMention, sentence: str
) -> None:
    connection.execute(
        "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (coding, mention.id, position, str(mention.type), None, None, str(mention.status),
         int(mention.background), mention.date.start if mention.date else None, None, None,
         mention.confidence, dump_event(mention)),
    )  # fmt: skip
    connection.execute(
        "INSERT INTO mention_words (mention, sentence) VALUES (?, ?)", (mention.id, sentence)
    )
    connection.execute(
        "INSERT INTO telling VALUES (?, ?, ?, '{}')", (mention.id, mention.report, coding)
    )


def _insert_event(
    connection: apsw.Connection, event: Event, mentions: list[EventMention], dyad: str
) -> None:
    place, body = event.place, dump_merged(event)
    published = [source.published for source in event.sources if source.published]
    read = [source.read_at for source in event.sources]
    day = event.date.start if event.date else published[0]
    connection.execute(
        "INSERT INTO event VALUES"
        " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (event.id, event.lead, str(event.type), event.mode, None, str(event.status),
         int(event.background), day, day, place.lat if place else None,
         place.lon if place else None, place.name if place else None,
         place.country if place else None, dyad, dyad, event.confidence, len(event.sources),
         published[0], published[-1], read[0], read[-1], day, body),
    )  # fmt: skip
    for mention in mentions:
        connection.execute("INSERT INTO event_mention VALUES (?, ?, 1)", (mention.id, event.id))
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        for number, person in enumerate(people):
            connection.execute(
                "INSERT INTO participant VALUES (?, ?, ?, ?, ?, ?)",
                (event.id, role, number, person.id, person.name, person.country),
            )
    connection.execute(
        "INSERT INTO event_version (event, read_at, home, gone, mentions, body)"
        " VALUES (?, ?, ?, 0, ?, ?)",
        (event.id, datetime.now(UTC).isoformat(), dyad, json.dumps([m.id for m in mentions]), body),
    )


# --- asking


async def measure(record: Path, users: int, seconds: float) -> dict[str, Any]:
    """Give each page's first response and what many users meet."""
    with _serving(record) as address:
        async with httpx2.AsyncClient(base_url=address, timeout=60) as client:
            pages = [*PAGES, *await _own_pages(client)]
            await _warm(client, pages)
            times = {page: await _time(client, page) for page in pages}
            for page, spent in times.items():
                _say(page[:46], f"{spent * 1000:.0f} ms")
            crowd = await _crowd(client, pages, users, seconds)
    return {
        "web_slowest_page_ms": round(max(times.values()) * 1000),
        "web_median_page_ms": round(statistics.median(times.values()) * 1000),
        **crowd,
    }


async def _own_pages(client: httpx2.AsyncClient) -> list[str]:
    event = (await client.get("/api/v1/events?sort=sources&size=1")).json()["items"][0]
    actor = event["actors"][0]["id"]
    return [f"/events/{event['id']}", f"/reports/{event['report']}", f"/actors/{actor}"]


async def _warm(client: httpx2.AsyncClient, pages: list[str]) -> None:
    """The first request of all loads the countries' names and the templates."""
    for page in pages[:2]:
        await client.get(page)


async def _time(client: httpx2.AsyncClient, page: str, times: int = 5) -> float:
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        answer = await client.get(page)
        spent.append(time.perf_counter() - start)
        if answer.status_code != 200:
            raise SystemExit(f"bench: {page} answered {answer.status_code}")
    return statistics.median(spent)


async def _crowd(
    client: httpx2.AsyncClient, pages: list[str], users: int, seconds: float
) -> dict[str, Any]:
    """Let many users ask for random pages at once."""
    ends, spent, wrong = time.perf_counter() + seconds, [], 0

    async def use(number: int) -> None:
        nonlocal wrong
        chance = random.Random(number)
        while time.perf_counter() < ends:
            start = time.perf_counter()
            answer = await client.get(chance.choice(pages))
            spent.append(time.perf_counter() - start)
            wrong += answer.status_code >= 500

    await asyncio.gather(*(use(number) for number in range(users)))
    figures = {
        "web_users": users,
        "web_requests_per_second": round(len(spent) / seconds, 1),
        "web_crowd_median_ms": round(statistics.median(spent) * 1000),
        "web_answers_5xx": wrong,
    }
    for name, value in figures.items():
        _say(name, value)
    return figures


class _serving:
    """The page on a free port, served by a process of its own."""

    def __init__(self, record: Path) -> None:
        self._record = record

    def __enter__(self) -> str:
        command = [str(Path(sys.executable).with_name("dragoman")), "serve", str(self._record)]
        self._process = subprocess.Popen(
            [*command, "--port", "0", "--no-open"], stderr=subprocess.PIPE, text=True
        )
        line = self._process.stderr.readline() if self._process.stderr else ""
        return next(word for word in line.split() if word.startswith("http")).rstrip("/")

    def __exit__(self, *_: object) -> Iterator[None] | None:
        self._process.terminate()
        self._process.wait()
        return None


def _say(name: str, value: object) -> None:
    print(f"{name:<48}{value!s:>12}", file=sys.stderr)


if __name__ == "__main__":
    main()
