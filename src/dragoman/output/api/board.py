"""The board: every dyad by name, one dyad's situation in full."""

from datetime import date

import apsw

from dragoman.output.api import models
from dragoman.output.api.params import BoardQuery, check_days
from dragoman.output.api.words import dyad_name
from dragoman.store import search
from dragoman.store.query import count
from dragoman.store.situation import read_situation

_MOST_DYADS = 40


def show_board(connection: apsw.Connection, query: BoardQuery) -> models.Board:
    """Give the dyads, those with most events first, and the situation of the one asked for.

    Without one asked for, the first is shown. ``since`` keeps the changes of reports published
    from that day on.
    """
    check_days(query)
    counts = count(connection)
    dyads = [
        models.DyadBrief(dyad=tally.value.split("-"), name=dyad_name(tally.value.split("-")), events=tally.count)
        for tally in search.tally_dyads(connection, as_of=query.as_of)
        if tally.value
    ]
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


def _situation(
    connection: apsw.Connection, dyad: list[str], query: BoardQuery
) -> models.SituationView:
    as_of = date.fromisoformat(query.as_of) if query.as_of else None
    found = read_situation(connection, tuple(dyad), as_of=as_of)
    view = models.SituationView.model_validate(found)
    if query.since:
        view.changes = [c for c in view.changes if (c.basis.published or "") >= query.since]
    return view
