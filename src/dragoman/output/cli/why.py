"""``dragoman why EVENT``: each value's words and what decided it, every source, and each merge."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.config import load_settings
from dragoman.output.briefing_words import (
    describe_act,
    describe_date,
    describe_sides,
    quote_sentence,
)
from dragoman.output.terminal import printable
from dragoman.records.event import Event, EventMention, MentionPair, Participant, Quoted
from dragoman.store.connections import open_record
from dragoman.store.query import StoredReport, find_event, read_pairs, read_reports

_Row = tuple[str, str, str, str]
_Reports = Mapping[str, StoredReport]


def why(
    event: str = typer.Argument(
        ..., help="The id of an event or mention, or its first characters."
    ),
    record: Path | None = typer.Option(None, "--record", "-r", help="The record's file."),
    all_: bool = typer.Option(False, "--all", help="Show every pair of mentions, not only ties."),
) -> None:
    """Show an event's values, the words behind each, all sources, and why they were merged."""
    with open_record(record or load_settings().record, write=False) as connection:
        found = find_event(connection, event)
        reports = {r.id: r for r in read_reports(connection, [s.report for s in found.sources])}
        pairs = read_pairs(connection, found)
    console = Console()
    lead = next(m for m in found.mentions if m.id == found.lead)
    _print_head(console, found, lead, reports[lead.report])
    _print_table(console, ("value", "is", "words", "decided by"), _rows(found))
    if len(found.mentions) > 1 or any(source.copies for source in found.sources):
        console.print()
        _print_table(
            console, ("told by", "status", "published", "words"), _tellings(found, reports)
        )
    if pairs:
        console.print()
        shown = pairs if all_ else choose_ties(pairs)
        _print_table(console, ("merged", "feature", "found", "weight"), _merges(shown))
        if len(shown) < len(pairs):
            console.print(f"{len(pairs) - len(shown)} more pairs: --all", style="dim")


def choose_ties(pairs: Sequence[MentionPair]) -> tuple[MentionPair, ...]:
    """Give, of pairs that are sorted best first, those that first tie a mention to the others."""
    group: dict[str, str] = {}

    def root(mention: str) -> str:
        while group.get(mention, mention) != mention:
            mention = group[mention]
        return mention

    ties = []
    for pair in pairs:
        one, other = root(pair.first), root(pair.second)
        if one != other:
            group[one] = other
            ties.append(pair)
    return tuple(ties)


def _print_head(console: Console, event: Event, lead: EventMention, report: StoredReport) -> None:
    console.print(Text(f"{event.id}  {describe_act(event)}  {event.status}", style="bold"))
    console.print(Text(printable(f"{describe_sides(event)}  {describe_date(event)}")))
    source = [part for part in (report.outlet, report.published, report.title, report.url) if part]
    console.print(Text(printable(" · ".join(source) or report.id), style="dim"))
    console.print()
    text = Text(printable(report.text[lead.sentence.start : lead.sentence.end]))
    for start, end in _spans(lead):
        shift = lead.sentence.start
        if start >= shift and end <= lead.sentence.end:
            text.stylize("bold reverse", start - shift, end - shift)
    console.print(text)
    console.print()


def _print_table(console: Console, heads: tuple[str, ...], rows: Iterator[_Row]) -> None:
    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)


def _spans(event: EventMention) -> Iterator[tuple[int, int]]:
    yield event.trigger.span.start, event.trigger.span.end
    for evidence in event.method:
        for quoted in evidence.words:
            yield quoted.span.start, quoted.span.end


def _rows(event: Event) -> Iterator[_Row]:
    """Give each value of the event, with its words and what decided it in the mention it is from."""
    chosen = {value.field: value for value in event.values}
    mentions = {mention.id: mention for mention in event.mentions}
    for field, value in (("type", describe_act(event)), ("status", str(event.status))):
        told = mentions[chosen[field].mention]
        found = next((e for e in told.method if e.field == field), None)
        words, rule = (_quoted(found.words), found.rule) if found else ("", "")
        merged = f"; {chosen[field].rule}" if len(mentions) > 1 else ""
        yield field, value, words, f"{rule}{merged}"
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        for person in people:
            yield role, _who(person), f"“{person.text}”", person.via or "names itself"
    yield from _circumstances(event)
    for said in (a for mention in event.mentions for a in mention.attribution):
        speaker = said.speaker.name if said.speaker else said.outlet or ""
        yield "said by", speaker, _quoted((said.cue,) if said.cue else ()), said.kind
    for link in event.links:
        yield str(link.kind), link.event[:8], _quoted((link.evidence,) if link.evidence else ()), ""
    merged = " of one; of several together" if len(event.sources) > 1 else ""
    yield (
        "confidence", f"{event.confidence:.2f}", "",
        f"weights in data/lexicon/acts.tsv{merged}",
    )  # fmt: skip


def _circumstances(event: Event) -> Iterator[_Row]:
    if event.date is not None:
        words = f"“{event.date.text}”" if event.date.text else ""
        yield "date", describe_date(event), words, f"{event.date.basis}, {event.date.precision}"
    if event.place is not None:
        where = event.place
        yield "place", where.name, f"“{where.text}”", f"gazetteer {where.geonames}"
    for amount in event.amounts:
        about = "about " if amount.approximate else ""
        yield "amount", f"{about}{amount.value} {amount.unit}", f"“{amount.text}”", "grammar"


def _tellings(event: Event, reports: _Reports) -> Iterator[_Row]:
    for mention, source in zip(event.mentions, event.sources, strict=True):
        outlets = ", ".join(source.outlets) or source.report
        copied = f" (+{len(source.copies)} copies)" if source.copies else ""
        history = " background" if mention.background else ""
        yield (
            f"{mention.id[:8]} {outlets}{copied}",
            f"{mention.status}{history}",
            source.published or "unknown",
            f"“{quote_sentence(mention, reports[source.report].text)}”",
        )


def _merges(pairs: Sequence[MentionPair]) -> Iterator[_Row]:
    for pair in pairs:
        head = f"{pair.first[:8]} + {pair.second[:8]}"
        if pair.decided_by != "score":
            yield head, "decision", pair.decided_by, ""
            head = ""
        for feature in sorted(pair.features, key=lambda f: -abs(f.weight)):
            if feature.weight:
                yield head, feature.name, feature.value, f"{feature.weight:+.1f}"
                head = ""
        yield head, "score", f"{pair.score:.2f}", ""


def _who(person: Participant) -> str:
    parts = [person.name, person.cameo or person.country or "", person.role or ""]
    return ", ".join(part for part in parts if part)


def _quoted(words: tuple[Quoted, ...]) -> str:
    return " … ".join(f"“{quoted.text}”" for quoted in words)
