"""The brief as one self-contained HTML file that prints well: no script, no outside asset."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from urllib.parse import urlsplit

import apsw
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dragoman import __version__
from dragoman.datafiles import data_path
from dragoman.output.briefing import Briefing, ChangeLine, DyadBrief
from dragoman.output.briefing_words import describe_change, is_watched, quote_sentence
from dragoman.records.event import Status
from dragoman.records.situation import Basis, Commitment
from dragoman.situation.words import describe_event
from dragoman.store.query import StoredReport, read_reports
from dragoman.store.rows import load_mentions

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_LATEST = 12  # changes of a dyad that are shown where nothing asks for those since a day
_LOOKS = {
    Status.OCCURRED: "done",
    Status.ONGOING: "now",
    Status.PLANNED: "open",
    Status.REQUESTED: "open",
    Status.POSSIBLE: "open",
    Status.CONDITIONAL: "open",
    Status.CANCELLED: "off",
    Status.DENIED: "off",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """The words that something rests on, with the outlet, day and address of their report."""

    quote: str
    outlet: str
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """The changes that reports of one day made; those with the same words stand together."""

    published: str | None
    lines: tuple[tuple[ChangeLine, ...], ...]


def render_page(connection: apsw.Connection, briefing: Briefing, *, all_: bool = False) -> str:
    """Give the page; ``all_`` shows every change of a dyad, however many there are."""
    proofs = load_proofs(connection, _bases(briefing))
    template = _environment().get_template("brief.html")
    page = template.render(
        briefing=briefing,
        proofs=proofs,
        most=10_000_000 if all_ or briefing.since else _LATEST,
        version=__version__,
        outlets=sorted({r.outlet for r in briefing.reports if r.outlet}),
    )
    return page.strip() + "\n"


def load_proofs(connection: apsw.Connection, bases: Iterable[Basis]) -> Mapping[str, Proof]:
    """Give the words behind each basis, by its mention's id."""
    kept = {basis.mention: basis for basis in bases}
    mentions = load_mentions(connection, kept)
    reports = {r.id: r for r in read_reports(connection, {b.report for b in kept.values()})}
    return {
        mention: make_proof(
            quote_sentence(mentions[mention], reports[b.report].text), reports[b.report]
        )
        for mention, b in kept.items()
        if mention in mentions and b.report in reports
    }


def make_proof(quote: str, report: StoredReport) -> Proof:
    """Give words of a report with where they stand."""
    return Proof(quote, report.outlet or "no outlet named", report.published, web_url(report.url))


def _bases(briefing: Briefing) -> Iterator[Basis]:
    for dyad in briefing.dyads:
        situation = dyad.situation
        for track in situation.tracks:
            yield from (step.basis for step in track.history)
        yield from (line.change.basis for line in dyad.changes)
        for commitment in (*dyad.commitments, *dyad.settled):
            yield commitment.basis
            yield from (step.basis for step in commitment.history if step.basis)
        for contradiction in dyad.contradictions:
            yield from (side.basis for side in contradiction.sides)


# --- what the template asks for


def web_url(url: str | None) -> str | None:
    """Give the address when it is one of the web: nothing else becomes a link."""
    try:
        scheme = urlsplit(url or "").scheme.lower()
    except ValueError:
        return None
    return url if scheme in ("http", "https") else None


def name_day(prefix: str | None) -> str:
    """Give an ISO 8601 prefix for a reader: "20 January 2026", "March 2026", "2019"."""
    parts = (prefix or "")[:10].split("-")
    try:
        month = _MONTHS[int(parts[1]) - 1] if len(parts) > 1 else ""
        day = str(int(parts[2])) if len(parts) > 2 else ""
    except (ValueError, IndexError):
        return prefix or ""
    return " ".join(part for part in (day, month, parts[0]) if part) or "undated"


def list_days(changes: Iterable[ChangeLine], most: int) -> tuple[Day, ...]:
    """Give the latest changes by day of publication, the latest day first."""
    latest = list(changes)[-most:]
    days = groupby(latest, key=lambda line: line.change.basis.published)
    return tuple(reversed([Day(day, _by_words(lines)) for day, lines in days]))


def _by_words(lines: Iterable[ChangeLine]) -> tuple[tuple[ChangeLine, ...], ...]:
    groups: dict[tuple[str, str], list[ChangeLine]] = {}
    for line in lines:
        groups.setdefault((line.change.basis.report, line.quote), []).append(line)
    return tuple(map(tuple, groups.values()))


def list_watched(brief: DyadBrief) -> list[Commitment]:
    """Give what is worth watching: overdue first, then by the day it is due."""
    watched = [commitment for commitment in brief.commitments if is_watched(commitment)]
    return sorted(watched, key=lambda c: (c.state != "overdue", c.due is None, c.due or ""))


def final_basis(commitment: Commitment) -> Basis:
    """Give what the commitment's present state rests on."""
    told = [step.basis for step in commitment.history if step.basis]
    return told[-1] if told else commitment.basis


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(data_path().parent / "output" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        LOOKS=_LOOKS,
        describe_change=describe_change,
        describe_event=describe_event,
        final_basis=final_basis,
        list_days=list_days,
        list_watched=list_watched,
        name_day=name_day,
        web_url=web_url,
    )
    return environment
