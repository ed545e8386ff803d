"""The brief on a terminal, through rich."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dragoman.output.briefing import Briefing, ChangeLine, DyadBrief, Line, Section
from dragoman.output.briefing_words import (
    describe_change,
    describe_conditions,
    describe_due,
    describe_side,
    is_watched,
    name_dyad,
)
from dragoman.records.event import Status
from dragoman.records.situation import Commitment, CommitmentState, Contradiction, TrackState

_COLOURS = {
    Status.OCCURRED: "green",
    Status.ONGOING: "cyan",
    Status.PLANNED: "yellow",
    Status.REQUESTED: "magenta",
    Status.POSSIBLE: "blue",
    Status.CONDITIONAL: "blue",
    Status.CANCELLED: "red",
    Status.DENIED: "red",
}
_STATES = {
    CommitmentState.OPEN: "yellow",
    CommitmentState.KEPT: "green",
    CommitmentState.BROKEN: "red",
    CommitmentState.WITHDRAWN: "magenta",
    CommitmentState.OVERDUE: "red",
}
_WIDEST_STATUS = max(len(status) for status in Status)
_LAST_STEPS = 4


_CONTROLS = (*range(9), *range(11, 32), *range(127, 160))
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
_UNSEEN: dict[int, str | None] = {
    **dict.fromkeys(_CONTROLS, "\ufffd"),
    **dict.fromkeys(_DIRECTIONS, None),
}


def printable(text: str) -> str:
    """Give text that cannot steer a terminal: no control and no direction characters."""
    return text.translate(_UNSEEN)


def print_briefing(console: Console, briefing: Briefing, *, events: bool = True) -> None:
    """Print the brief: a block per dyad, its tracks first, its events last."""
    for brief in briefing.dyads:
        _print_dyad(console, brief, events=events)
    console.print()
    counts = briefing.counts
    failed = f", {counts.failures} not read" if counts.failures else ""
    as_of = f", as of {briefing.as_of}" if briefing.as_of else ""
    console.print(f"{counts.reports} reports, {counts.events} events{failed}{as_of}", style="dim")
    if briefing.more:
        more = f"{briefing.more} more dyads: `dragoman brief --all`, or `--dyad USA-VEN` for one"
        console.print(more, style="dim", highlight=False)


def _print_dyad(console: Console, brief: DyadBrief, *, events: bool) -> None:
    console.print()
    title = Text(brief.name, style="bold")
    if len(brief.dyad) == 1:
        title.append(", at home")
    console.rule(title, align="left")
    for section in brief.sections:
        if section.track.state:
            _print_track(console, section.track)
    _print_changes(console, brief.changes)
    _print_commitments(console, "Open commitments", brief.commitments)
    _print_commitments(console, "Settled", brief.settled)
    _print_watch(console, [c for c in brief.commitments if is_watched(c)])
    _print_contradictions(console, brief.contradictions)
    if events:
        for section in brief.sections:
            _print_section(console, section)
        _print_events(console, "Other events", brief.other, left_out=brief.left_out)


def _put(console: Console, text: Text, indent: int = 2) -> None:
    """Print wrapped text, with its further lines indented under its first."""
    console.print(Padding(text, (0, 0, 0, indent)))


def _head(console: Console, words: str) -> None:
    console.print()
    console.print(Text(words, style="bold underline"))


def _print_track(console: Console, track: TrackState) -> None:
    text = Text(f"{track.label}: ", style="bold")
    text.append(track.state_label)
    if track.since:
        text.append(f" since {track.since}", style="not bold")
    if track.disputed:
        text.append("  disputed", style="red")
    _put(console, text, 0)
    steps = track.history[:-1]
    if steps:
        shown = [f"{step.label}{f' {step.since}' if step.since else ''}" for step in steps]
        cut = ["…"] if len(shown) > _LAST_STEPS else []
        _put(console, Text("before: " + " → ".join([*cut, *shown[-_LAST_STEPS:]]), style="dim"), 4)


def _print_changes(console: Console, changes: Sequence[ChangeLine]) -> None:
    if changes:
        _head(console, "What changed")
        _print_change_lines(console, changes)


def print_changes(console: Console, changes: Sequence[ChangeLine]) -> None:
    """Print changes by dyad and report; words that made several are quoted once."""
    for dyad, group in groupby(sorted(changes, key=lambda c: c.change.dyad), _dyad_of):
        console.rule(Text(name_dyad(dyad), style="bold"), align="left")
        _print_change_lines(console, list(group))
        console.print()


def _dyad_of(line: ChangeLine) -> tuple[str, ...]:
    return line.change.dyad


def _print_change_lines(console: Console, changes: Sequence[ChangeLine]) -> None:
    for _, group in groupby(changes, lambda line: line.change.basis.report):
        lines = list(group)
        head = Text(lines[0].change.basis.published or "undated", style="cyan")
        head.append(f"  {printable(lines[0].outlet or '')}", style="dim")
        _put(console, head)
        by_quote: dict[str, list[ChangeLine]] = {}
        for line in lines:
            by_quote.setdefault(line.quote, []).append(line)
        for quote, made in by_quote.items():
            for line in made:
                _put(console, Text(printable(describe_change(line.change))), 4)
            if quote:
                _put(console, Text(f"“{printable(quote)}”", style="dim"), 6)


def _print_commitments(console: Console, title: str, owed: Sequence[Commitment]) -> None:
    if not owed:
        return
    _head(console, title)
    for commitment in owed:
        text = Text(f"{commitment.state} ", style=_STATES[commitment.state])
        text.append(f"{commitment.kind}  ", style="default not bold")
        text.append(printable(commitment.label), style="bold default")
        for fact in (describe_due(commitment), describe_conditions(commitment)):
            if fact:
                text.append(f"  {printable(fact)}", style="default not bold")
        _put(console, text)
        last = commitment.history[-1]
        if commitment.state is not CommitmentState.OPEN and last.why:
            _put(console, Text(f"{last.when or ''} {last.why}".strip(), style="dim"), 4)


def _print_watch(console: Console, owed: Sequence[Commitment]) -> None:
    if not owed:
        return
    _head(console, "Watch")
    for commitment in owed:
        expected = commitment.expectation
        _put(console, Text(printable(commitment.label), style="bold"))
        _put(console, Text(printable(f"kept if    {expected.confirms}")), 4)
        _put(console, Text(printable(f"broken if  {expected.breaks}"), style="dim"), 4)


def _print_contradictions(console: Console, found: Iterable[Contradiction]) -> None:
    found = list(found)
    if not found:
        return
    _head(console, "Sources disagree")
    for contradiction in found:
        settled = contradiction.resolution
        text = Text(printable(contradiction.label), style="bold")
        if settled:
            text.append(f"  settled: {printable(settled)}", style="green not bold")
        _put(console, text)
        for side in contradiction.sides:
            day = f"{side.basis.published}  " if side.basis.published else ""
            _put(console, Text(printable(f"{day}{describe_side(side)}")), 4)
            if contradiction.field == "status":
                _put(console, Text(f"“{printable(side.words)}”", style="dim"), 6)


def _print_section(console: Console, section: Section) -> None:
    lines = (*section.news, *section.open)
    _print_events(console, section.track.label, lines, left_out=section.left_out)
    if section.history:
        _put(console, Text("before:", style="dim"))
        _print_lines(console, section.history)


def _print_events(
    console: Console, title: str, lines: Sequence[Line], *, left_out: int = 0
) -> None:
    if not lines:
        return
    _head(console, title)
    if left_out:
        _put(console, Text(f"{left_out} more: `dragoman brief --all`", style="dim"))
    _print_lines(console, lines)


def _print_lines(console: Console, lines: Iterable[Line]) -> None:
    for line in lines:
        event = line.event
        text = Text("● " if line.is_new else "  ", style="bold")
        text.append(f"{event.status:<{_WIDEST_STATUS}} ", style=_COLOURS[event.status])
        text.append(printable(line.who), style="bold")
        text.append(f"  {line.what}", style="not bold")
        if line.when:
            text.append(f"  {line.when}", style="not bold")
        if line.said_by:
            text.append(printable(f"  says {', '.join(line.said_by)}"), style="italic not bold")
        if len(event.sources) > 1:
            text.append(f"  {len(event.sources)} sources", style="not bold")
        text.append(f"  {event.id[:8]}", style="dim not bold")
        _put(console, text)
        _put(console, Text(f"“{printable(line.quote)}”", style="dim"), _WIDEST_STATUS + 5)
