"""The board: every dyad by name, one dyad's situation in full."""

import apsw

from dragoman.output.api import models
from dragoman.output.api.params import BoardQuery, check_days
from dragoman.output.api.words import dyad_name
from dragoman.store import search
from dragoman.store.query import count
from dragoman.store.situation import list_dyads, read_situation

_MOST_DYADS = 40


def show_board(connection: apsw.Connection, query: BoardQuery) -> models.Board:
    """Give the dyads, those with most events first, and the situation of the one asked for.

    Without one asked for, the first is shown. ``since`` keeps the changes of reports published
    from that day on.
    """
    check_days(query)
    counts = count(connection)
    dyads = _dyads(connection, query.as_of)
    wanted = query.dyad.split("-") if query.dyad else (dyads[0].dyad if dyads else None)
    situation = _situation(connection, wanted, query) if wanted else None
    return models.Board(
        reports=counts.reports,
        events=counts.events,
        failures=counts.failures,
        last_read=search.last_read(connection),
        dyads=dyads[:_MOST_DYADS],
        situation=situation,
        since=query.since or None,
    )


def _dyads(connection: apsw.Connection, as_of: str) -> list[models.DyadBrief]:
    if as_of:
        tallies = search.tally_dyads(connection, as_of=as_of)
        return [_brief(t.value.split("-"), t.count) for t in tallies if t.value]
    return [
        _brief(list(row.dyad), row.events, row.commitments, row.contradictions)
        for row in list_dyads(connection, limit=_MOST_DYADS + 1)
        if row.dyad
    ]


def _brief(
    dyad: list[str], events: int, commitments: int | None = None, contradictions: int | None = None
) -> models.DyadBrief:
    return models.DyadBrief(
        dyad=dyad,
        name=dyad_name(dyad),
        events=events,
        commitments=commitments,
        contradictions=contradictions,
    )


def _situation(
    connection: apsw.Connection, dyad: list[str], query: BoardQuery
) -> models.SituationView:
    found = read_situation(connection, tuple(dyad), as_of=query.as_of or None)
    view = models.SituationView.model_validate(found)
    if query.since:
        view.changes = [c for c in view.changes if (c.basis.published or "") >= query.since]
    return view
