"""The change feed: what each report altered, in the order of publication.

It is worked out from the histories of tracks, commitments, contradictions and events, never from
the order of reading, so that every reader of the same reports has the same feed.
"""

from collections.abc import Iterable, Iterator, Sequence

from dragoman.records.event import EventType, Status
from dragoman.records.situation import (
    Change,
    ChangeKind,
    Commitment,
    CommitmentState,
    Contradiction,
    Dyad,
)
from dragoman.situation.told import UNDATED, Told
from dragoman.situation.words import describe_event

_ORDER = tuple(ChangeKind)


def list_changes(
    tellings: Sequence[Told],
    tracks: Iterable[Change],
    commitments: Iterable[Commitment],
    contradictions: Iterable[Contradiction],
    dyad: Dyad,
) -> tuple[Change, ...]:
    """Give all changes of a dyad by publication day, report and kind.

    ``tellings`` are in the order of publication; ``tracks`` are the changes of tracks.
    """
    read_at = {told.mention.report: told.source.read_at for told in tellings}
    changes = [
        *tracks,
        *(change for c in commitments for change in _of_commitment(c, read_at)),
        *(change for c in contradictions for change in _of_contradiction(c, read_at)),
    ]
    changes += _of_status(tellings, dyad, {c.subject for c in changes})
    return tuple(
        sorted(
            changes,
            key=lambda c: (
                c.basis.published or UNDATED,
                c.basis.report,
                _ORDER.index(c.kind),
                c.subject,
            ),
        )
    )


def _of_commitment(commitment: Commitment, read_at: dict[str, str]) -> Iterator[Change]:
    before: CommitmentState | None = None
    for step in commitment.history:
        if step.basis is not None and (before is not step.state or step.why.startswith("now")):
            yield Change(
                kind=ChangeKind.COMMITMENT,
                dyad=commitment.dyad,
                subject=commitment.id,
                label=commitment.label,
                before=str(before) if before else None,
                after=str(step.state),
                why=step.why,
                basis=step.basis,
                read_at=read_at.get(step.basis.report, ""),
            )
        before = step.state


def _of_contradiction(contradiction: Contradiction, read_at: dict[str, str]) -> Iterator[Change]:
    last = contradiction.sides[-1].basis
    against = " against ".join(side.value for side in contradiction.sides)
    yield Change(
        kind=ChangeKind.CONTRADICTION,
        dyad=contradiction.dyad,
        subject=contradiction.id,
        label=contradiction.label,
        before=None,
        after="open",
        why=against,
        basis=last,
        read_at=read_at.get(last.report, ""),
    )
    if contradiction.settled is not None:
        yield Change(
            kind=ChangeKind.CONTRADICTION,
            dyad=contradiction.dyad,
            subject=contradiction.id,
            label=contradiction.label,
            before="open",
            after="settled",
            why=contradiction.resolution or "",
            basis=contradiction.settled,
            read_at=read_at.get(contradiction.settled.report, ""),
        )


def _of_status(tellings: Sequence[Told], dyad: Dyad, told_of: set[str]) -> Iterator[Change]:
    """An event whose status a later report tells otherwise, where no commitment says so already."""
    before: dict[str, tuple[Status, str]] = {}
    for told in tellings:
        event, mention = told.event.id, told.mention
        known = before.get(event)
        if mention.background and known is not None:
            continue
        if known is not None and known != (mention.status, mention.report):
            same_report = known[1] == mention.report
            if known[0] is not mention.status and not same_report and event not in told_of:
                yield Change(
                    kind=ChangeKind.STATUS,
                    dyad=dyad,
                    subject=event,
                    label=describe_event(told.event),
                    before=str(known[0]),
                    after=str(mention.status),
                    why=_status_reason(told),
                    basis=told.basis,
                    read_at=told.source.read_at,
                )
        before[event] = (mention.status, mention.report)


def _status_reason(told: Told) -> str:
    mention = told.mention
    kind = "" if mention.type is not EventType.REQUEST else " as a demand"
    return f"told{kind} by {', '.join(told.source.outlets) or 'a report'}"
