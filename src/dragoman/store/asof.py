"""The record as it was known on a past day: clustered anew from the edges that are stored.

An edge rests on two mentions and their two reports alone, so leaving later reports out gives
what the record would have been without them.
"""

from collections.abc import Iterator
from datetime import date

import apsw

from dragoman.merge.clusters import cluster_mentions
from dragoman.merge.fuse import ReportFacts, day_of, find_dyad, find_home, fuse, relink
from dragoman.merge.rules import load_merge_rules
from dragoman.records.event import Event
from dragoman.store.rows import (
    load_mentions,
    load_tellings,
    read_decided,
    read_facts,
    read_scores,
)


def read_as_of(
    connection: apsw.Connection, day: date, dyad: tuple[str, ...] | None = None
) -> Iterator[Event]:
    """Give the events as the reports published on or before ``day`` make them, by day and id.

    The day of reading stands for an unknown day of publication.
    """
    known = _known_mentions(connection, day)
    facts = _known_facts(connection, day)
    scores = read_scores(connection, known)
    verdicts = {(a, b): kind for kind, a, b in read_decided(connection, known)}
    tellings = load_tellings(connection, known)
    groups = cluster_mentions(tellings, scores, verdicts, load_merge_rules())
    bodies = load_mentions(connection, known)
    events = [(fuse([bodies[m] for m in group], facts), group) for group in groups]
    event_of = {mention: event.id for event, group in events for mention in group}
    found = [relink(event, event_of) for event, _ in events]
    for event in sorted(found, key=lambda e: (day_of(e), e.id)):
        if dyad is None or dyad in (find_home(event, facts), find_dyad(event)):
            yield event


_UNTIL = "coalesce(report.published, substr(report.read_at, 1, 10)) <= ?"


def _known_mentions(connection: apsw.Connection, day: date) -> list[str]:
    rows = connection.execute(
        "SELECT mention FROM telling JOIN report ON report.id = telling.report"
        f" WHERE {_UNTIL} ORDER BY mention",
        (day.isoformat(),),
    )
    return [mention for (mention,) in rows]


def _known_facts(connection: apsw.Connection, day: date) -> dict[str, ReportFacts]:
    """Give the facts of the reports known then; copies that came later are none yet."""
    reports = {
        id_
        for (id_,) in connection.execute(
            f"SELECT id FROM report WHERE {_UNTIL}", (day.isoformat(),)
        )
    }
    return {id_: facts for id_, facts in read_facts(connection, reports).items() if id_ in reports}
