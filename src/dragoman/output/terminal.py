"""The brief on a terminal, through rich."""

from rich.console import Console
from rich.text import Text

from dragoman.output.briefing import Briefing, Line, Section
from dragoman.records.event import Status

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
_WIDEST_STATUS = max(len(status) for status in Status)


_CONTROLS = (*range(9), *range(11, 32), *range(127, 160))
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
_UNSEEN: dict[int, str | None] = {
    **dict.fromkeys(_CONTROLS, "\ufffd"),
    **dict.fromkeys(_DIRECTIONS, None),
}


def printable(text: str) -> str:
    """Give text that cannot steer a terminal: no control and no direction characters."""
    return text.translate(_UNSEEN)


def print_briefing(console: Console, briefing: Briefing) -> None:
    """Print the brief: a block per track, a line and its quoted words per event."""
    dyad = None
    for section in briefing.sections:
        if section.track.dyad != dyad:
            dyad = section.track.dyad
            console.print()
            console.rule(Text(" – ".join(dyad) or "no country", style="bold"), align="left")
        _print_section(console, section)
    if briefing.other:
        console.print()
        console.rule(Text("On no track", style="bold"), align="left")
        _print_lines(console, briefing.other)
    console.print()
    counts = briefing.counts
    failed = f", {counts.failures} not read" if counts.failures else ""
    console.print(f"{counts.reports} reports, {counts.events} events{failed}", style="dim")


def _print_section(console: Console, section: Section) -> None:
    track = section.track
    console.print()
    head = Text(f"{track.label}: ", style="bold")
    head.append(track.state_label)
    if len(track.history) > 1:
        path = " → ".join(
            f"{change.label}{f' {change.since}' if change.since else ''}"
            for change in track.history
        )
        head.append(f"   {path}", style="dim")
    elif track.since:
        head.append(f" since {track.since}", style="dim")
    console.print(head)
    _print_lines(console, section.news)
    _print_lines(console, section.open)
    if section.history:
        console.print(Text("  before:", style="dim"))
        _print_lines(console, section.history)


def _print_lines(console: Console, lines: tuple[Line, ...]) -> None:
    for line in lines:
        event = line.stored.event
        text = Text("  ")
        text.append("● " if line.is_new else "  ", style="bold")
        text.append(f"{event.status:<{_WIDEST_STATUS}} ", style=_COLOURS[event.status])
        text.append(printable(line.who), style="bold")
        text.append(f"  {line.what}")
        if line.when:
            text.append(f"  {line.when}")
        if line.sources:
            text.append(printable(f"  says {', '.join(line.sources)}"), style="italic")
        text.append(f"  {event.id[:8]}", style="dim")
        console.print(text, soft_wrap=True)
        console.print(
            Text(f"{'':<{_WIDEST_STATUS + 5}}“{printable(line.quote)}”", style="dim"),
            soft_wrap=True,
        )
