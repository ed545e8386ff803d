"""The brief as JSON and as Markdown."""

from collections.abc import Sequence
from dataclasses import asdict

from dragoman.output.briefing import Briefing, ChangeLine, DyadBrief, Line, Section
from dragoman.output.briefing_words import (
    describe_change,
    describe_conditions,
    describe_due,
    describe_history,
    describe_side,
    is_watched,
)
from dragoman.output.contract import Json, event_json
from dragoman.records.situation import Commitment, Contradiction, TrackState


def to_json(briefing: Briefing) -> Json:
    """Give the brief as JSON values."""
    return {
        "since": {"published": briefing.since.published, "read_at": briefing.since.read_at},
        "as_of": briefing.as_of,
        "counts": {
            "reports": briefing.counts.reports,
            "events": briefing.counts.events,
            "failures": briefing.counts.failures,
        },
        "dyads": [_dyad_json(dyad) for dyad in briefing.dyads],
        "more": briefing.more,
        "reports": [
            {
                "id": r.id,
                "title": r.title,
                "outlet": r.outlet,
                "published": r.published,
                "url": r.url,
            }
            for r in briefing.reports
        ],
    }


def _dyad_json(brief: DyadBrief) -> Json:
    return {
        "dyad": list(brief.dyad),
        "name": brief.name,
        "tracks": [_section_json(section) for section in brief.sections],
        "changes": [change_json(line) for line in brief.changes],
        "commitments": [asdict(c) for c in (*brief.commitments, *brief.settled)],
        "contradictions": [asdict(c) for c in brief.contradictions],
        "other": [_line_json(line) for line in brief.other],
    }


def change_json(line: ChangeLine) -> Json:
    """Give a change as JSON values, with the outlet and the words that made it."""
    return {**asdict(line.change), "outlet": line.outlet, "quote": line.quote}


def _section_json(section: Section) -> Json:
    track = section.track
    return {
        "track": track.track,
        "name": track.label,
        "state": track.state,
        "label": track.state_label,
        "since": track.since,
        "disputed": list(track.disputed),
        "history": [asdict(step) for step in track.history],
        "news": [_line_json(line) for line in section.news],
        "open": [_line_json(line) for line in section.open],
        "background": [_line_json(line) for line in section.history],
        "left_out": section.left_out,
    }


def _line_json(line: Line) -> Json:
    lead = next(m for m in line.event.mentions if m.id == line.event.lead)
    return {
        **event_json(lead),
        "id": line.event.id,
        "mention": lead.id,
        "status": str(line.event.status),
        "quote": line.quote,
        "new": line.is_new,
        "outlets": list(line.outlets),
        "published": line.published,
        "url": line.url,
        "sources": [asdict(source) for source in line.event.sources],
    }


def to_markdown(briefing: Briefing) -> str:
    """Give the brief as Markdown."""
    counts = briefing.counts
    out = [f"# Brief: {counts.reports} reports, {counts.events} events", ""]
    if briefing.as_of:
        out += [f"As of {briefing.as_of}.", ""]
    for brief in briefing.dyads:
        out += [f"## {brief.name}", ""]
        out += [_track_markdown(section.track) for section in brief.sections if section.track.state]
        out += [""]
        out += _block("What changed", [_change_markdown(line) for line in brief.changes])
        out += _block("Open commitments", [_commitment_markdown(c) for c in brief.commitments])
        out += _block("Settled since", [_commitment_markdown(c) for c in brief.settled])
        out += _block("Watch", [_watch_markdown(c) for c in brief.commitments if is_watched(c)])
        out += _block("Contradictions", [_contradiction_markdown(c) for c in brief.contradictions])
        for section in brief.sections:
            lines = (*section.news, *section.open, *section.history)
            out += _block(section.track.label, [_markdown_line(line) for line in lines])
        out += _block("Other events", [_markdown_line(line) for line in brief.other])
    if briefing.more:
        out += [f"{briefing.more} more dyads are on record.", ""]
    return "\n".join(out)


def _block(title: str, lines: Sequence[str]) -> list[str]:
    return [f"**{title}**", "", *lines, ""] if lines else []


def _escape(text: str) -> str:
    return text.replace("*", r"\*").replace("_", r"\_").replace("`", r"\`")


def _track_markdown(track: TrackState) -> str:
    since = f" since {track.since}" if track.since else ""
    disputed = " (disputed)" if track.disputed else ""
    way = f"  \n  {describe_history(track)}" if len(track.history) > 1 else ""
    return f"- **{track.label}**: {track.state_label}{since}{disputed}{way}"


def _change_markdown(line: ChangeLine) -> str:
    change = line.change
    quote = f"  \n  “{_escape(line.quote)}” {line.outlet or ''}" if line.quote else ""
    return f"- {change.basis.published or 'undated'} {_escape(describe_change(change))}{quote}"


def _commitment_markdown(commitment: Commitment) -> str:
    facts = [commitment.state, describe_due(commitment), describe_conditions(commitment)]
    words = "; ".join(fact for fact in facts if fact)
    return f"- {commitment.kind}: {_escape(commitment.label)} ({_escape(words)})"


def _watch_markdown(commitment: Commitment) -> str:
    expected = commitment.expectation
    return f"- kept if: {_escape(expected.confirms)}  \n  broken if: {_escape(expected.breaks)}"


def _contradiction_markdown(contradiction: Contradiction) -> str:
    sides = " against ".join(describe_side(side) for side in contradiction.sides)
    settled = f" Settled: {contradiction.resolution}." if contradiction.resolution else ""
    return f"- {_escape(contradiction.label)}: {_escape(sides)}.{_escape(settled)}"


def _markdown_line(line: Line) -> str:
    when = f", {line.when}" if line.when else ""
    said = f" — {', '.join(line.said_by)}" if line.said_by else ""
    new = "**new** " if line.is_new else ""
    more = f" ({len(line.event.sources)} sources)" if len(line.event.sources) > 1 else ""
    return (
        f"- {new}**{line.event.status}** {line.what}: {line.who}{when}{said}{more}  \n"
        f"  “{_escape(line.quote)}” `{line.event.id[:8]}`"
    )
