"""Commitments: who owes what to whom, on which condition, by when, and what became of it.

A commitment opens with a telling of a planned, promised or threatened act and is moved by later
tellings: kept when the act is told as done, withdrawn when it is called off, broken when its owner
refuses it or does the contrary. Only the calendar makes one overdue, relative to a given day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from dragoman.records.event import Act, EventMention, EventType, LinkKind, Status
from dragoman.records.situation import (
    Commitment,
    CommitmentKind,
    CommitmentState,
    CommitmentStep,
    Condition,
    Dyad,
    Expectation,
)
from dragoman.situation.days import day_after, days_between, last_day_of
from dragoman.situation.machines import Machine
from dragoman.situation.sameness import (
    YIELDING,
    agree_on_parties,
    is_same_act,
    shares_trigger,
)
from dragoman.situation.told import (
    ReportContext,
    Told,
    act_of,
    countries_of,
    home_machine,
    own_date,
    speech_of,
)
from dragoman.situation.words import (
    act_name,
    describe_owed,
    join_names,
    load_words,
    name_parties,
    words_of,
)

_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_PENDING = frozenset({Status.PLANNED, Status.CONDITIONAL, Status.POSSIBLE})
_HOSTILE = frozenset({"material-conflict", "verbal-conflict"})
_GIVING = frozenset(
    {EventType.AID, EventType.RETREAT, EventType.CONCEDE, EventType.SUPPORT, EventType.COOPERATE}
)
_UNBINDING = frozenset({EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.PROTEST})
_CONDITION_LINKS = frozenset({LinkKind.CONDITIONAL_ON, LinkKind.REQUIRES})
_REMEMBERED_YEARS = 1  # what nobody has told of for so long is moved by its own event alone
_FIRMNESS = (
    CommitmentKind.PROSPECT,
    CommitmentKind.PLAN,
    CommitmentKind.PROMISE,
    CommitmentKind.THREAT,
)


@dataclass(slots=True)
class _Owed:
    """A commitment in the making: the tellings that make it, its steps so far."""

    kind: CommitmentKind
    opening: Told
    lead: Told
    tellings: list[Told]
    due: str | None
    steps: list[CommitmentStep] = field(default_factory=list)

    @property
    def latest(self) -> str:
        """The last day on which it was told, or on which it is due, as a sort key."""
        return max(self.tellings[-1].published, self.due or "")

    @property
    def events(self) -> set[str]:
        """The ids of the events that tell of it."""
        return {told.event.id for told in self.tellings}

    @property
    def state(self) -> CommitmentState:
        """The state after the last step."""
        return self.steps[-1].state


class _Ledger:
    """The commitments so far, by the type of the act owed, so that a telling meets few of them."""

    def __init__(self) -> None:
        self.owed: list[_Owed] = []
        self._by_type: dict[EventType, list[_Owed]] = defaultdict(list)

    def add(self, one: _Owed) -> None:
        """Enter a commitment."""
        self.owed.append(one)
        self._by_type[act_of(one.lead.mention).type].append(one)

    def like(self, told: Told) -> list[_Owed]:
        """Give those that owe an act of the telling's type."""
        return self._by_type.get(act_of(told.mention).type, [])

    def moved_by(self, told: Told) -> list[_Owed]:
        """Give those that the telling's act may keep, end or go against."""
        type_ = act_of(told.mention).type
        types = {type_, *(YIELDING if type_ in YIELDING else ()), *_contrary_to(type_)}
        day = told.published
        early = f"{int(day[:4]) - _REMEMBERED_YEARS:04}{day[4:]}"
        return [
            one
            for t in sorted(types)
            for one in self._by_type.get(t, ())
            if one.latest >= early or told.event.id in one.events
        ]


@cache
def _contrary_to(type_: EventType) -> frozenset[EventType]:
    """The types of acts that an act of this type goes against."""
    return frozenset(
        EventType(owed.partition("/")[0])
        for owed, against in load_words().contrary.items()
        if any(name.partition("/")[0] == type_ for name in against)
    )


def find_commitments(
    tellings: Sequence[Told],
    dyad: Dyad,
    *,
    machines: tuple[Machine, ...],
    reports: Mapping[str, ReportContext],
) -> tuple[Commitment, ...]:
    """Give the commitments that a dyad's tellings make, earliest first.

    ``tellings`` are in the order of publication. None is overdue yet: see ``make_overdue``.
    """
    ledger = _Ledger()
    for told in tellings:
        for one in ledger.moved_by(told):
            _move(one, told)
        kind = commitment_kind(told.mention)
        if kind is not None and told.mention.actors and not _is_past(told):
            _open(ledger, told, kind)
    index = _Acts(tellings)
    return tuple(_finish(one, dyad, index, machines, reports) for one in ledger.owed)


def _is_past(told: Told) -> bool:
    """What the text puts in the past is no longer owed, however uncertain it is."""
    day = own_date(told.mention)
    if told.mention.type is EventType.AGREE and not told.mention.act:
        return False
    return day is not None and last_day_of(day).isoformat() < told.published


def make_overdue(commitment: Commitment, today: str | None) -> Commitment:
    """Give the commitment as it stands on a day: overdue where it is open and its day has passed."""
    due = commitment.due
    if commitment.state is not CommitmentState.OPEN or not due or not today:
        return commitment
    if last_day_of(due).isoformat() >= today:
        return commitment
    why = f"its day, {due}, has passed"
    step = CommitmentStep(CommitmentState.OVERDUE, day_after(due), None, why)
    return replace(commitment, state=CommitmentState.OVERDUE, history=(*commitment.history, step))


def commitment_kind(mention: EventMention) -> CommitmentKind | None:
    """Give what kind of commitment a telling makes; ``None`` where it binds nobody."""
    if mention.background:
        return None
    speech, act, status = speech_of(mention), act_of(mention), mention.status
    if mention.type is EventType.THREATEN:
        return CommitmentKind.THREAT if speech and status in _PENDING else None
    if mention.type in _UNBINDING:
        return None
    if status is Status.POSSIBLE:
        return CommitmentKind.PROSPECT if speech is EventType.AGREE else None
    if status in _PENDING:
        if act.type in _GIVING:
            return CommitmentKind.PROMISE
        return CommitmentKind.PLAN
    pledged = mention.type is EventType.AGREE and speech is None and status in _DONE
    if pledged and mention.trigger.text.lower().startswith(load_words().promises):
        return CommitmentKind.PROMISE
    return None


def _open(ledger: _Ledger, told: Told, kind: CommitmentKind) -> None:
    for one in ledger.like(told):
        if _is_same_plan(one, told):
            _tell_again(one, told, kind)
            return
    one = _Owed(kind, told, told, [told], _due(told))
    one.steps.append(
        CommitmentStep(CommitmentState.OPEN, told.source.published, told.basis, _OPENED[kind])
    )
    ledger.add(one)


_OPENED = {
    CommitmentKind.PROMISE: "promised",
    CommitmentKind.PLAN: "planned",
    CommitmentKind.THREAT: "threatened",
    CommitmentKind.PROSPECT: "said to be possible",
}


def _is_same_plan(one: _Owed, told: Told) -> bool:
    """The same act, owed by the same owner to the same side, for days that agree."""
    if any(old.event.id == told.event.id for old in one.tellings):
        return True
    if one.state in {CommitmentState.KEPT, CommitmentState.BROKEN}:
        return False
    first, second = act_of(one.lead.mention), act_of(told.mention)
    owners = set(_owner_ids(one.lead.mention)) & set(_owner_ids(told.mention))
    if first != second or not owners or not agree_on_parties(one.lead.mention, told.mention):
        return False
    due = _due(told)
    if one.due and due:
        return _overlap(one.due, due)
    since = days_between(one.opening.published, told.published) if _dated(one, told) else 0
    close = since <= load_words().days["same_plan"]
    visit = first.type is EventType.CONSULT and first.mode is not None
    return close and (visit or shares_trigger(one.lead, told))


def _dated(one: _Owed, told: Told) -> bool:
    return bool(one.opening.source.published and told.source.published)


def _overlap(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


def _owner_ids(mention: EventMention) -> tuple[str, ...]:
    return tuple(p.country or p.id for p in mention.actors)


def _tell_again(one: _Owed, told: Told, kind: CommitmentKind) -> None:
    due, when = _due(told), told.source.published
    if _FIRMNESS.index(kind) > _FIRMNESS.index(one.kind):
        one.steps.append(CommitmentStep(one.state, when, told.basis, f"now {_OPENED[kind]}"))
        one.kind, one.lead = kind, told
    if due and due != one.due:
        if one.due:
            why = f"now for {due}, before for {one.due}"
            one.steps.append(CommitmentStep(one.state, when, told.basis, why))
        one.due = due
    if one.state in {CommitmentState.WITHDRAWN, CommitmentState.OVERDUE}:
        one.steps.append(
            CommitmentStep(CommitmentState.OPEN, when, told.basis, f"{_OPENED[kind]} again")
        )
    one.tellings.append(told)


def _due(told: Told) -> str | None:
    """The last day that the text gives for an act that is still to come."""
    date = told.mention.date
    if date is None or own_date(told.mention) is None:
        return None
    due = date.end or date.start
    if due is None or (told.source.published and last_day_of(due).isoformat() < told.published):
        return None
    return due


# --- what moves a commitment


def _move(one: _Owed, told: Told) -> None:
    """Let a later telling keep, withdraw or break a commitment."""
    if told.published < one.opening.published or told.mention.background:
        return
    if any(old.mention.report == told.mention.report for old in one.tellings):
        # What one report tells as planned, and as done or called off, are two acts to it.
        return
    found = _verdict(one, told)
    if found is None:
        return
    state, why = found
    if state is one.state or one.state is CommitmentState.KEPT:
        return
    one.steps.append(CommitmentStep(state, told.source.published, told.basis, why))
    one.tellings.append(told)


def _verdict(one: _Owed, told: Told) -> tuple[CommitmentState, str] | None:
    owed, mention = one.lead, told.mention
    if _is_contrary(one, told):
        return (
            CommitmentState.BROKEN,
            f"the owner did the contrary: {words_of(act_of(mention)).noun}",
        )
    if not any(is_same_act(old, told) for old in (one.opening, owed)):
        return None
    same_event = any(old.event.id == told.event.id for old in one.tellings)
    if mention.type is EventType.REJECT and mention.status in {Status.DENIED, Status.CANCELLED}:
        if not _on_its_day(one, told):
            return None
        if not same_event and not _by_owner(one, told):
            return CommitmentState.WITHDRAWN, "refused by the other side"
        if mention.status is Status.CANCELLED:
            return CommitmentState.WITHDRAWN, "called off"
        broken = one.kind is CommitmentKind.PROMISE
        return (CommitmentState.BROKEN if broken else CommitmentState.WITHDRAWN), "refused"
    if mention.type in _UNBINDING or mention.type is EventType.THREATEN:
        return None
    if _keeps(one, told):
        return CommitmentState.KEPT, _KEPT.get(one.kind, "told as done")
    if not _on_its_day(one, told) or not _by_owner(one, told):
        return None
    if mention.status is Status.CANCELLED:
        return CommitmentState.WITHDRAWN, "called off"
    if mention.status is Status.DENIED:
        return CommitmentState.WITHDRAWN, "denied"
    return None


_KEPT = {CommitmentKind.THREAT: "carried out"}


def _keeps(one: _Owed, told: Told) -> bool:
    """The owner is told to have done the act, in time; what only goes on keeps no other's word."""
    mention = told.mention
    same_event = any(old.event.id == told.event.id for old in one.tellings)
    done = mention.status is Status.OCCURRED or (same_event and mention.status in _DONE)
    if not done or mention.type is EventType.AGREE or mention.act is not None:
        return False
    return (same_event or _by_owner(one, told)) and _in_time(one, told)


def _on_its_day(one: _Owed, told: Told) -> bool:
    """The telling speaks of no other day than the one on which the act was due."""
    day = own_date(told.mention)
    if day is None or one.due is None or any(t.event.id == told.event.id for t in one.tellings):
        return True
    return _overlap(day, one.due) or day <= told.published


def _by_owner(one: _Owed, told: Told) -> bool:
    return bool(set(_owner_ids(one.lead.mention)) & set(_owner_ids(told.mention)))


def _in_time(one: _Owed, told: Told) -> bool:
    """The act told as done took place after it was owed, and about its day if it has one."""
    opened = one.opening.published
    if told.day < opened[: len(told.day)]:
        return False
    if any(old.event.id == told.event.id for old in one.tellings):
        return True
    act = act_of(one.lead.mention)
    if one.due is None or not told.source.published:
        return act.mode is not None or shares_trigger(one.lead, told)
    days = load_words().days
    early = days_between(told.day, one.due)
    late = days_between(last_day_of(one.due).isoformat(), told.day)
    if act.type is EventType.CONSULT:
        return max(early, late) <= days["meeting"]
    return late <= days["kept_after_due"]


def _is_contrary(one: _Owed, told: Told) -> bool:
    """The owner did to the same side what the table names as the contrary."""
    mention = told.mention
    if mention.status not in _DONE or mention.act or told.day < one.opening.published:
        return False
    if one.kind not in {CommitmentKind.PROMISE, CommitmentKind.PLAN}:
        return False
    owed = act_of(one.lead.mention)
    table = load_words().contrary
    against = table.get(act_name(owed)) or table.get(str(owed.type)) or frozenset()
    done = act_of(mention)
    if act_name(done) not in against and str(done.type) not in against:
        return False
    a, b = countries_of(one.lead.mention), countries_of(mention)
    return bool(set(a[0]) & set(b[0])) and (not a[1] or not b[1] or bool(set(a[1]) & set(b[1])))


# --- conditions


class _Acts:
    """The tellings by mention and in order, to find what a link points at and what became of it."""

    def __init__(self, tellings: Sequence[Told]) -> None:
        self.by_mention = {told.mention.id: told for told in tellings}
        self._by_kind: dict[str, list[Told]] = defaultdict(list)
        for told in tellings:
            self._by_kind[_kind_of(told)].append(told)

    def became(self, target: Told) -> bool | None:
        """Tell whether an act was done (true), refused or called off (false), or neither yet."""
        met: bool | None = None
        for told in self._by_kind[_kind_of(target)]:
            if told.published < target.published or not is_same_act(target, told):
                continue
            mention = told.mention
            if mention.type is EventType.REJECT or mention.status in {
                Status.CANCELLED,
                Status.DENIED,
            }:
                met = False
            elif mention.status in _DONE and not mention.act and not mention.background:
                met = True
        return met


def _kind_of(told: Told) -> str:
    """The act's type; yielding of any type is one kind."""
    type_ = act_of(told.mention).type
    return "yielding" if type_ in YIELDING else str(type_)


def _conditions(one: _Owed, index: _Acts) -> Iterator[Condition]:
    seen: set[str] = set()
    for told in one.tellings:
        linked = False
        for link in told.mention.links:
            if link.kind not in _CONDITION_LINKS:
                continue
            linked = True
            target = index.by_mention.get(link.event)
            words = _condition_words(target, told)
            key = _condition_key(target, words)
            if key in seen:
                continue
            seen.add(key)
            yield Condition(
                kind=link.kind,
                event=target.event.id if target else None,
                words=words,
                met=index.became(target) if target else None,
                basis=told.basis,
            )
        if told.mention.status is Status.CONDITIONAL and not linked:
            words = _condition_clause(told.sentence)
            if words and words not in seen:
                seen.add(words)
                yield Condition(LinkKind.CONDITIONAL_ON, None, words, None, told.basis)


def _condition_key(target: Told | None, words: str) -> str:
    return (
        f"{act_of(target.mention).type} {target.mention.trigger.text.lower()}" if target else words
    )


def _condition_words(target: Told | None, told: Told) -> str:
    if target is None:
        return _condition_clause(told.sentence) or told.sentence
    people = name_parties(target.mention.actors)
    word = target.mention.trigger.text.lower()
    noun = word if word.isalpha() else words_of(act_of(target.mention)).noun
    return f"{noun} ({join_names(people)})" if people else noun


def _condition_clause(sentence: str) -> str:
    """The words of the sentence from the condition's opener to the end of its clause."""
    found = load_words().conditions.search(sentence)
    if found is None:
        return ""
    clause = sentence[found.start() :]
    for mark in (",", ";", "—", "”", "."):
        clause = clause.split(mark)[0]
    return " ".join(clause.split())


# --- the finished record


def _finish(
    one: _Owed,
    dyad: Dyad,
    index: _Acts,
    machines: tuple[Machine, ...],
    reports: Mapping[str, ReportContext],
) -> Commitment:
    lead = one.lead
    conditions = tuple(_conditions(one, index))
    report = reports.get(lead.mention.report)
    found = home_machine(lead.mention, lead.sentence, machines)
    owners = name_parties(lead.mention.actors)
    others = name_parties(lead.mention.recipients)
    act = act_of(lead.mention)
    return Commitment(
        id=one.opening.event.id,
        kind=one.kind,
        label=describe_owed(lead.mention, report.text if report else ""),
        dyad=dyad,
        track=found[0].track if found else None,
        events=tuple(dict.fromkeys(told.event.id for told in one.tellings)),
        owners=owners,
        beneficiaries=others,
        act=act,
        due=one.due,
        conditions=conditions,
        state=one.state,
        history=tuple(one.steps),
        expectation=_expect(act, owners, others, one.due, conditions),
        basis=lead.basis,
    )


def _expect(
    act: Act,
    owners: tuple[str, ...],
    others: tuple[str, ...],
    due: str | None,
    conditions: Sequence[Condition],
) -> Expectation:
    words = words_of(act)
    names = {"a": join_names(owners), "b": join_names(others)}
    done = (words.does if others else words.alone).format(**names)
    broken = words.breaks.format(**names)
    wait = [condition for condition in conditions if condition.met is None]
    if due:
        done += f" by {due}" if len(due) == 10 else f" in {due}"
        broken += f", or {due} passes without it"
    if wait:
        done += f"; before it: {'; '.join(c.words for c in wait)}"
        broken += f"; or the condition fails: {'; '.join(c.words for c in wait)}"
    return Expectation(confirms=done, breaks=broken)


def with_track_order(
    commitments: Iterable[Commitment], machines: tuple[Machine, ...]
) -> tuple[Commitment, ...]:
    """Give commitments with open ones first, then by due day and track."""
    order = {machine.track: machine.order for machine in machines}
    open_states = {CommitmentState.OPEN, CommitmentState.OVERDUE}
    return tuple(
        sorted(
            commitments,
            key=lambda c: (
                c.state not in open_states,
                c.kind is CommitmentKind.PROSPECT,
                c.due or "9999",
                order.get(c.track or "", 99),
                c.id,
            ),
        )
    )
