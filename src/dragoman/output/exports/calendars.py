"""iCalendar (RFC 5545): what is planned, asked for, possible, or was called off.

An act with a day is a VEVENT, one without a VTODO. Where the day is only known as a month or a
year, the entry spans it.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO

from dragoman import __version__
from dragoman.output.briefing_words import describe_act, describe_sides
from dragoman.output.exports.columns import Tally
from dragoman.output.exports.statements import lead_of, sentence_words
from dragoman.records.event import EventDate, Status
from dragoman.store.streams import ToldEvent

if TYPE_CHECKING:
    from icalendar import Component

_EVENT_STATUS = {
    Status.PLANNED: "CONFIRMED",
    Status.REQUESTED: "TENTATIVE",
    Status.POSSIBLE: "TENTATIVE",
    Status.CONDITIONAL: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}
FIELDS = (
    ("UID", "the event's id"),
    ("DTSTAMP", "when a report of it was last read"),
    ("SUMMARY", "status, act, who and whom"),
    ("DTSTART", "first day; a VTODO has none"),
    ("DTEND", "the day after the last one; a VTODO has none"),
    (
        "STATUS",
        "CONFIRMED for planned, TENTATIVE for requested, possible and conditional, CANCELLED",
    ),
    ("CATEGORIES", "PLOVER type and contexts"),
    ("LOCATION", "the place"),
    ("GEO", "latitude and longitude"),
    ("DESCRIPTION", "the sentence that says so, and who published it"),
    ("URL", "address of the report"),
    ("TRANSP", "always TRANSPARENT: nobody's time is blocked"),
    ("X-DRAGOMAN-STATUS", "the status by Dragoman's own name"),
    ("X-DRAGOMAN-CONFIDENCE", "0 to 1"),
)


def write(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one calendar; what happened or was denied is left out."""
    out.write(_frame()[0])
    for told in events:
        if told.event.status not in _EVENT_STATUS or told.event.background:
            tally.leave_out("not planned, asked for, possible or called off")
            continue
        out.write(_entry(told).to_ical())
        tally.written += 1
    out.write(_frame()[1])


def _frame() -> tuple[bytes, bytes]:
    # Imported where it is used: it takes 70 ms, which every command would pay.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//dragoman//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Dragoman: what is planned")
    whole = calendar.to_ical()
    head, mark, tail = whole.rpartition(b"END:VCALENDAR")
    return head, mark + tail


def _entry(told: ToldEvent) -> "Component":
    from icalendar import Event, Todo

    event = told.event
    mention, _, report = lead_of(told)
    days = find_days(event.date) if event.date else None
    entry: Component = Event() if days else Todo()
    entry.add("uid", f"{event.id}@dragoman")
    entry.add("dtstamp", datetime.fromisoformat(max(s.read_at for s in event.sources)))
    sides = describe_sides(event)
    entry.add("summary", f"{event.status}: {describe_act(event)}{f', {sides}' if sides else ''}")
    if days:
        entry.add("dtstart", days[0])
        entry.add("dtend", days[1] + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        entry.add("status", _EVENT_STATUS[event.status])
    else:
        cancelled = event.status is Status.CANCELLED
        entry.add("status", "CANCELLED" if cancelled else "NEEDS-ACTION")
    entry.add("categories", [str(event.type), *event.contexts])
    if event.place:
        entry.add("location", event.place.name)
        if event.place.lat is not None and event.place.lon is not None:
            entry.add("geo", (event.place.lat, event.place.lon))
    outlets = ", ".join(dict.fromkeys(o for s in event.sources for o in s.outlets))
    entry.add("description", f"“{sentence_words(mention, report)}” ({outlets or 'no outlet'})")
    if report.url and report.url.startswith(("http://", "https://")):
        entry.add("url", report.url)
    entry.add("x-dragoman-status", str(event.status))
    entry.add("x-dragoman-confidence", f"{event.confidence:.2f}")
    return entry


def find_days(when: EventDate) -> tuple[date, date] | None:
    """Give the first and last day of a date's ISO 8601 prefixes; ``None`` where neither is known.

    What is bounded by publication alone has no day.
    """
    start, end = when.start or when.end, when.end or when.start
    if start is None or end is None or when.basis == "published":
        return None
    try:
        first, last = _first_day(start), _last_day(end)
    except ValueError:
        return None
    return first, max(first, last)


def _first_day(prefix: str) -> date:
    year, month, day = (*(int(part) for part in prefix[:10].split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last_day(prefix: str) -> date:
    parts = [int(part) for part in prefix[:10].split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
