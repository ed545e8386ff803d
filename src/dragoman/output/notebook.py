"""How reports, events and evidence look in a notebook: HTML with its styles inside, all escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice, pairwise

from dragoman.output.api.evidence import find_supports
from dragoman.output.briefing_words import describe_act, describe_date, describe_sides
from dragoman.records.event import Event, EventMention
from dragoman.store.streams import ToldEvent

_SHOWN = 50
# Translucent, so that they stand on a light and on a dark page.
_COLOURS = {
    "act": "rgba(230, 159, 0, .42)",
    "type": "rgba(230, 159, 0, .42)",
    "status": "rgba(204, 121, 167, .38)",
    "actor": "rgba(0, 114, 178, .34)",
    "recipient": "rgba(86, 180, 233, .34)",
    "date": "rgba(0, 158, 115, .34)",
    "place": "rgba(0, 158, 115, .34)",
    "amount": "rgba(240, 228, 66, .45)",
    "said by": "rgba(150, 150, 150, .38)",
    "link": "rgba(213, 94, 0, .36)",
}
"""A colour for each kind of value (Okabe and Ito 2008, told apart by all kinds of colour vision)."""

_ORDER = {name: number for number, name in enumerate(_COLOURS)}
_TABLE = 'style="border-collapse:collapse;font-variant-numeric:tabular-nums"'
_CELL = 'style="text-align:left;vertical-align:top;padding:.2em .8em .2em 0"'


def show_report(text: str, events: Sequence[EventMention], head: Iterable[str | None] = ()) -> str:
    """Give a report with the words behind every value coloured; hovering tells what they support."""
    line = " · ".join(escape(part) for part in head if part)
    marks = [(s.start, s.end, s.field, s.says) for s in find_supports(events)]
    body = "".join(_pieces(text, marks))
    keys = " ".join(
        f'<span style="background:{colour};padding:0 .3em">{name}</span>'
        for name, colour in _COLOURS.items()
        if name != "type" and any(mark[2] == name for mark in marks)
    )
    return (
        f'<div style="max-width:48em;line-height:1.6"><div><b>{line}</b></div>'
        f'<div style="white-space:pre-wrap">{body}</div>'
        f'<div style="font-size:85%;margin-top:.6em">{keys}</div>{_mentions(events)}</div>'
    )


def _pieces(text: str, marks: Sequence[tuple[int, int, str, str]]) -> Iterable[str]:
    edges = {0, len(text), *(edge for start, end, *_ in marks for edge in (start, end))}
    inside = sorted(edge for edge in edges if 0 <= edge <= len(text))
    for start, end in pairwise(inside):
        over = [mark for mark in marks if mark[0] <= start and end <= mark[1]]
        words = escape(text[start:end])
        if not over:
            yield words
            continue
        first = min(over, key=lambda mark: _ORDER.get(mark[2], len(_ORDER)))
        colour = _COLOURS.get(first[2], _COLOURS["said by"])
        says = escape("; ".join(dict.fromkeys(f"{field}: {says}" for *_, field, says in over)))
        yield f'<span style="background:{colour}" title="{says}">{words}</span>'


def _mentions(events: Sequence[EventMention]) -> str:
    rows = [_event_cells(event, ()) for event in events]
    return _table(("status", "act", "who", "when", "id"), rows) if rows else ""


def _event_cells(event: Event | EventMention, more: Sequence[str]) -> tuple[str, ...]:
    return (
        str(event.status),
        describe_act(event),
        describe_sides(event),
        describe_date(event),
        *more,
        event.id[:8],
    )


def show_events(events: Iterable[ToldEvent]) -> str:
    """Give a table of the first 50 events."""
    told = list(islice(events, _SHOWN + 1))
    rows = [
        _event_cells(
            each.event, [", ".join(dict.fromkeys(o for s in each.event.sources for o in s.outlets))]
        )
        for each in told[:_SHOWN]
    ]
    more = f"<div>the first {_SHOWN} are shown</div>" if len(told) > _SHOWN else ""
    if not rows:
        return "<div><i>no events</i></div>"
    return _table(("status", "act", "who", "when", "outlets", "id"), rows) + more


def show_why(event: Event, rows: Iterable[tuple[str, str, str, str]]) -> str:
    """Give an event and a table of the words behind its values."""
    head = f"{event.status} · {describe_act(event)} · {describe_sides(event)}"
    table = _table(("value", "is", "words", "in"), [*dict.fromkeys(rows)])
    return f"<div><b>{escape(head)}</b></div>{table}"


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th {_CELL}>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td {_CELL}>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table {_TABLE}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
