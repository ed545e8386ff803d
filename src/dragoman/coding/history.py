"""Whether an act is told as history (background) rather than as the report's news."""

from datetime import date, timedelta

from dragoman.coding.grammar import Tree, ancestors, case_of, is_verbal
from dragoman.coding.readings import Reading, Trigger
from dragoman.records.document import Document
from dragoman.records.event import EventDate, Status

_OLD_NEWS = timedelta(days=45)
_PAST_ADVERBS = frozenset(
    {"previously", "earlier", "formerly", "once", "historically", "originally", "long", "ago"}
)
_DONE = frozenset({Status.OCCURRED, Status.ONGOING, Status.DENIED, Status.CANCELLED})


def is_background(
    document: Document, tree: Tree, trigger: Trigger, reading: Reading, when: EventDate | None
) -> bool:
    """Tell whether the act is history: dated well before publication, or told in the past perfect.

    Source: PLOVER manual 2.3, the auxiliary mode "historical".
    """
    if reading.status not in _DONE:
        return False
    if when is not None and when.basis == "stated" and when.end is not None:
        return _long_before(document.published.date, when.end)
    return _told_as_past(tree, trigger.token)


def _long_before(published: str | None, end: str) -> bool:
    if published is None:
        return False
    last = _last_day(end)
    return last is not None and date.fromisoformat(published) - last > _OLD_NEWS


def _last_day(prefix: str) -> date | None:
    """Give the last day that an ISO 8601 prefix covers, or ``None`` for what is no date."""
    parts = prefix[:10].split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    year = int(parts[0])
    if len(parts) == 3:
        return date(year, int(parts[1]), int(parts[2]))
    month = int(parts[1]) if len(parts) == 2 else 12
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return first_after - timedelta(days=1)


def _told_as_past(tree: Tree, token: int) -> bool:
    for index in (token, *ancestors(tree, token)):
        lemmas = [
            (tree.words[c].lemma.lower(), tree.words[c].deprel, tree.words[c].xpos)
            for c in tree.children[index]
        ]
        if any(rel == "advmod" and lemma in _PAST_ADVERBS for lemma, rel, _ in lemmas):
            return True
        if any(lemma == "have" and rel == "aux" and xpos == "VBD" for lemma, rel, xpos in lemmas):
            return True
        if case_of(tree, index) == "since" and not is_verbal(tree, token):
            return True
        if is_verbal(tree, index):
            return False
    return False
