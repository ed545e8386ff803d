"""Events and parts of the situation in words, as every view shows them."""

from dragoman.records.event import Event, EventAttribution, EventMention, Participant
from dragoman.records.situation import (
    Change,
    ChangeKind,
    Commitment,
    CommitmentState,
    Dyad,
    Side,
    TrackState,
)
from dragoman.situation.words import country_name

PENDING = frozenset({CommitmentState.OPEN, CommitmentState.OVERDUE})
NO_COUNTRY = "No country named"
_LONGEST_QUOTE = 180


def name_dyad(dyad: Dyad) -> str:
    """Give a dyad's countries by name: "United States – Venezuela"."""
    return " – ".join(country_name(code) for code in dyad) or NO_COUNTRY


def is_watched(commitment: Commitment) -> bool:
    """Tell whether a commitment belongs on the watch list: it binds someone and is not ended."""
    return commitment.state in PENDING and commitment.kind != "prospect"


def describe_sides(event: Event | EventMention) -> str:
    """Give who did it to whom: "United States → Venezuela"; one side alone where the other is
    unknown."""
    actors, recipients = _names(event.actors), _names(event.recipients)
    if actors and recipients:
        return f"{actors} → {recipients}"
    return actors or f"? → {recipients}"


def _names(people: tuple[Participant, ...]) -> str:
    return ", ".join(dict.fromkeys(_name(person) for person in people))


def _name(person: Participant) -> str:
    known = person.country and person.country not in person.name
    return (
        f"{person.name} ({person.country})" if known and person.kind != "country" else person.name
    )


def describe_act(event: Event | EventMention) -> str:
    """Give type and mode, and the act meant where it differs: "REJECT/meet of CONSULT/visit"."""
    own = f"{event.type}/{event.mode}" if event.mode else str(event.type)
    if event.act is None:
        return own
    act = f"{event.act.type}/{event.act.mode}" if event.act.mode else str(event.act.type)
    return f"{own} of {act}"


def describe_date(event: Event | EventMention) -> str:
    """Give the day or range; "by DAY" where only the publication bounds it; empty if unknown."""
    date = event.date
    if date is None:
        return ""
    if date.basis == "published":
        return f"by {date.end}"
    if date.start == date.end or date.end is None:
        return date.start or ""
    return f"{date.start}..{date.end}"


def name_speaker(attribution: EventAttribution) -> str:
    if attribution.speaker is not None:
        return attribution.speaker.name
    return attribution.outlet or "the report"


def quote_sentence(event: EventMention, text: str) -> str:
    """Give the sentence's own words around the trigger, cut at words to about 180 characters."""
    start, end = event.sentence.start, event.sentence.end
    if end - start <= _LONGEST_QUOTE:
        return " ".join(text[start:end].split())
    middle = (event.trigger.span.start + event.trigger.span.end) // 2
    left = max(start, min(middle - _LONGEST_QUOTE // 2, end - _LONGEST_QUOTE))
    right = min(end, left + _LONGEST_QUOTE)
    while left > start and not text[left - 1].isspace():
        left -= 1
    while right < end and not text[right].isspace():
        right += 1
    cut = " ".join(text[left:right].split())
    return f"{'… ' if left > start else ''}{cut}{' …' if right < end else ''}"


# --- parts of the situation in words


def describe_history(track: TrackState) -> str:
    """Give a track's way: "relations severed (2019) → in contact (2026-01-09)"."""
    return " → ".join(
        f"{step.label} ({step.since})" if step.since else step.label for step in track.history
    )


def describe_change(change: Change) -> str:
    """Give what changed: "Military: forces on standby → forces withdrawn"."""
    match change.kind:
        case ChangeKind.TRACK | ChangeKind.STATUS:
            before = f"{change.before} → " if change.before else ""
            return f"{change.label}: {before}{change.after}"
        case ChangeKind.COMMITMENT if change.before in (None, change.after):
            return f"{change.why}: {change.label}"
        case ChangeKind.COMMITMENT:
            return f"{change.after} ({change.why}): {change.label}"
        case ChangeKind.CONTRADICTION if change.before is None:
            return f"sources disagree: {change.label}: {change.why}"
        case ChangeKind.CONTRADICTION:
            return f"{change.after}: {change.label}: {change.why}"


def describe_due(commitment: Commitment) -> str:
    """Give by when: "by 2026-01-19", "in 2026-03", or nothing."""
    if commitment.due is None:
        return ""
    return f"by {commitment.due}" if len(commitment.due) == 10 else f"in {commitment.due}"


def describe_conditions(commitment: Commitment) -> str:
    """Give what it waits for, and which of that is met."""
    marks = {True: " (met)", False: " (failed)", None: ""}
    parts = [f"{_VERBS[c.kind]} {c.words}{marks[c.met]}" for c in commitment.conditions]
    return "; ".join(parts)


_VERBS = {"requires": "requires", "conditional-on": "on condition:"}


def describe_side(side: Side) -> str:
    """Give a value with who says so: "48 prisoners (Foro de Libertades, in Harbour News)"."""
    outlets = ", ".join(side.outlets)
    said = f"{side.speaker}, in {outlets}" if side.speaker and outlets else side.speaker or outlets
    return f"{side.value} ({said})" if said else side.value
