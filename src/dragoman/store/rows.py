"""Rows that merging and asking both need, by ids."""

import json
from collections.abc import Iterable

import apsw

from dragoman.merge.clusters import Pair
from dragoman.merge.fuse import ReportFacts
from dragoman.merge.tellings import Telling, load_telling
from dragoman.records.event import EventMention
from dragoman.store.codec import load_event

_IN = "IN (SELECT value FROM json_each(?1))"


def read_facts(connection: apsw.Connection, reports: Iterable[str]) -> dict[str, ReportFacts]:
    """Give what fusing needs of the reports and of their near copies."""
    wanted = sorted(set(reports))
    copies = read_copies(connection, wanted)
    known = sorted({*wanted, *(copy for found in copies.values() for copy in found)})
    rows = connection.execute(
        "SELECT id, outlet, published, read_at, countries FROM report"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(known),),
    )
    return {
        id_: ReportFacts(
            id_, outlet, published, read_at, tuple(countries.split()), copies.get(id_, ())
        )
        for id_, outlet, published, read_at, countries in rows
    }


def read_copies(connection: apsw.Connection, reports: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give the ids of each report's near copies, sorted; reports without any are left out."""
    found: dict[str, set[str]] = {}
    rows = connection.execute(
        "SELECT report, other FROM copy WHERE report IN (SELECT value FROM json_each(?1))"
        " OR other IN (SELECT value FROM json_each(?1))",
        (json.dumps(sorted(reports)),),
    )
    for one, other in rows:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {report: tuple(sorted(copies)) for report, copies in found.items()}


def load_mentions(connection: apsw.Connection, ids: Iterable[str]) -> dict[str, EventMention]:
    """Give current mentions by their ids."""
    rows = connection.execute(
        "SELECT mention.id, mention.body FROM telling"
        " JOIN mention ON mention.coding = telling.coding AND mention.id = telling.mention"
        " WHERE telling.mention IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    )
    return {id_: load_event(body) for id_, body in rows}


def read_decided(
    connection: apsw.Connection, mentions: Iterable[str]
) -> list[tuple[str, str, str]]:
    """Give (kind, a, b) of the decisions in force on pairs with one of the mentions, in order."""
    return list(
        connection.execute(
            "SELECT kind, a, b FROM decision_pair JOIN decision ON decision.id = decision"
            " WHERE decision NOT IN (SELECT decision FROM withdrawal)"
            " AND (a IN (SELECT value FROM json_each(?1)) OR b IN (SELECT value FROM json_each(?1)))"
            " ORDER BY decision, a, b",
            (json.dumps(sorted(mentions)),),
        )
    )


def load_tellings(connection: apsw.Connection, mentions: Iterable[str]) -> dict[str, Telling]:
    """Give the tellings of current mentions by their ids."""
    rows = connection.execute(
        f"SELECT mention, body FROM telling WHERE mention {_IN}", (json.dumps(sorted(mentions)),)
    )
    return {mention: load_telling(json.loads(body)) for mention, body in rows}


def read_scores(connection: apsw.Connection, mentions: Iterable[str]) -> dict[Pair, float]:
    """Give the scores of the pairs among the mentions."""
    rows = connection.execute(
        f"SELECT a, b, score FROM edge WHERE a {_IN} AND b {_IN}", (json.dumps(sorted(mentions)),)
    )
    return {(a, b): value for a, b, value in rows}
