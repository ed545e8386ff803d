"""``dragoman why EVENT``: each value's words and what decided it."""

from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.config import load_settings
from dragoman.output.briefing import describe_act, describe_date, describe_sides
from dragoman.output.terminal import printable
from dragoman.records.event import EventMention, Participant, Quoted
from dragoman.store.connections import open_record
from dragoman.store.query import StoredEvent, find_mention

_Row = tuple[str, str, str, str]


def why(
    event: str = typer.Argument(..., help="An event's id, or the first characters of it."),
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
) -> None:
    """Show an event's values, the words behind each, and the rule or model that decided."""
    with open_record(record or load_settings().record, write=False) as connection:
        stored = find_mention(connection, event)
    console = Console()
    _print_head(console, stored)
    table = Table("value", "is", "words", "decided by", box=None, pad_edge=False)
    for row in _rows(stored.event):
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)


def _print_head(console: Console, stored: StoredEvent) -> None:
    event, report = stored.event, stored.report
    console.print(Text(f"{event.id}  {describe_act(event)}  {event.status}", style="bold"))
    console.print(Text(f"{describe_sides(event)}  {describe_date(event)}"))
    source = [part for part in (report.outlet, report.published, report.title, report.url) if part]
    console.print(Text(printable(" · ".join(source) or report.id), style="dim"))
    console.print()
    text = Text(printable(report.text[event.sentence.start : event.sentence.end]))
    for start, end in _spans(event):
        shift = event.sentence.start
        if start >= shift and end <= event.sentence.end:
            text.stylize("bold reverse", start - shift, end - shift)
    console.print(text)
    console.print()


def _spans(event: EventMention) -> Iterator[tuple[int, int]]:
    yield event.trigger.span.start, event.trigger.span.end
    for evidence in event.method:
        for quoted in evidence.words:
            yield quoted.span.start, quoted.span.end


def _rows(event: EventMention) -> Iterator[_Row]:
    rules = {evidence.field: evidence for evidence in event.method}
    for field, value in (("type", describe_act(event)), ("status", str(event.status))):
        evidence = rules[field]
        yield field, value, _quoted(evidence.words), evidence.rule
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        for person in people:
            yield role, _who(person), f"“{person.text}”", person.via or "names itself"
    if event.date is not None:
        words = f"“{event.date.text}”" if event.date.text else ""
        yield "date", describe_date(event), words, f"{event.date.basis}, {event.date.precision}"
    if event.place is not None:
        yield (
            "place",
            event.place.name,
            f"“{event.place.text}”",
            f"gazetteer {event.place.geonames}",
        )
    for amount in event.amounts:
        about = "about " if amount.approximate else ""
        yield "amount", f"{about}{amount.value} {amount.unit}", f"“{amount.text}”", "grammar"
    for said in event.attribution:
        speaker = said.speaker.name if said.speaker else said.outlet or ""
        yield "said by", speaker, _quoted((said.cue,) if said.cue else ()), said.kind
    for link in event.links:
        yield str(link.kind), link.event[:8], _quoted((link.evidence,) if link.evidence else ()), ""
    yield "confidence", f"{event.confidence:.2f}", "", "weights in data/lexicon/confidence.tsv"


def _who(person: Participant) -> str:
    parts = [person.name, person.cameo or person.country or "", person.role or ""]
    return ", ".join(part for part in parts if part)


def _quoted(words: tuple[Quoted, ...]) -> str:
    return " … ".join(f"“{quoted.text}”" for quoted in words)
