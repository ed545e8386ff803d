"""Document -> Document: codes every act of a text as a PLOVER event with its status and sources."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dragoman.coding.arguments import Arguments, find_arguments
from dragoman.coding.circumstances import (
    find_amounts_of,
    find_attribution,
    find_date,
    find_place,
)
from dragoman.coding.confidence import rate_confidence
from dragoman.coding.grammar import Tree, ancestors, case_of, make_tree, slots
from dragoman.coding.history import is_background
from dragoman.coding.links import ActLink, find_links
from dragoman.coding.members import Membership, find_memberships
from dragoman.coding.participants import ActorNames, Cast, has_class, make_cast
from dragoman.coding.proposals import find_acts
from dragoman.coding.readings import Reading, Trigger
from dragoman.coding.roles import weigh_roles
from dragoman.coding.status import HOSTILE, read_status
from dragoman.coding.status_choice import choose_status
from dragoman.coding.triggers import is_pointed_at
from dragoman.cuetables import CueTables
from dragoman.lexicon import Lexicon, carriers_of
from dragoman.ontology import Ontology
from dragoman.records.document import Document, Sentence
from dragoman.records.event import (
    Act,
    EventMention,
    EventType,
    Evidence,
    Link,
    Quoted,
    Status,
)
from dragoman.records.span import Span

_SPEECH_TYPES = frozenset(
    {EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.ACCUSE}
)
_NOT_YET = frozenset({Status.PLANNED, Status.POSSIBLE, Status.CONDITIONAL})
_TRANSPARENT = frozenset({"praised"})
_FARTHEST_ANAPHOR = 3


@dataclass(frozen=True, slots=True)
class CodingResources:
    """All that coding reads beside the document."""

    ontology: Ontology
    lexicon: Lexicon
    tables: CueTables
    names: ActorNames


@dataclass(frozen=True, slots=True)
class _Candidate:
    trigger: Trigger
    reading: Reading
    arguments: Arguments
    sentence: int


def make_code_events(resources: CodingResources) -> Callable[[Document], Document]:
    """Give the coding stage, bound to its resources.

    Layers: reads sentences, tokens, words, entities, mentions, times, places, amounts,
    attributions; writes events. Source: PLOVER manual, draft 0.8.
    """

    def code_events(document: Document) -> Document:
        """Code the document's events, in text order."""
        return replace(document, events=tuple(_code(document, resources)))

    return code_events


def _code(document: Document, resources: CodingResources) -> list[EventMention]:
    lexicon = resources.lexicon
    tree = make_tree(document, lexicon.classes["container"], carriers_of(lexicon))
    cast = make_cast(document, resources.names)
    sentence_of = _sentence_numbers(document)

    def test(token: int, name: str) -> bool:
        return has_class(cast, tree, token, name)

    candidates = []
    weights = resources.tables.acts
    for trigger in find_acts(tree, cast, lexicon, test, weights):
        ruled = read_status(tree, trigger, lexicon)
        reading = choose_status(ruled, trigger.act, trigger.frame.type, weights)
        by_rules = find_arguments(cast, tree, trigger, reading, lexicon)
        arguments = weigh_roles(cast, tree, by_rules, trigger, weights)
        candidates.append(_Candidate(trigger, reading, arguments, sentence_of[trigger.token]))
    kept, anaphors = _keep(document, tree, candidates)
    return _assemble(_Coder(document, tree, cast, resources), kept, anaphors)


def _sentence_numbers(document: Document) -> list[int]:
    return [
        number
        for number, sentence in enumerate(document.sentences or ())
        for _ in range(sentence.first, sentence.last)
    ]


# --- one act, one event


def _keep(
    document: Document, tree: Tree, candidates: list[_Candidate]
) -> tuple[list[_Candidate], dict[int, int]]:
    """Drop acts without a political actor, cue words of kept acts, repeats and anaphors.

    A cue word or a repeat that the encoder surely reads as an act of its own stays: "the talks"
    that a later sentence says were called off.
    """
    acted = [c for c in candidates if _is_political(c)]
    cue_tokens = {
        step.token
        for c in acted
        for step in c.reading.cues
        if step.effect not in _TRANSPARENT and _tells(step.effect, c, step.token, acted)
    }
    agreements = {token for c in acted for token in _agreed_on(tree, c)}
    protests = {c.trigger.token for c in acted if c.trigger.frame.type is EventType.PROTEST}
    kept: list[_Candidate] = []
    anaphors: dict[int, int] = {}
    for candidate in candidates:
        token = candidate.trigger.token
        sure = _is_sure(candidate)
        if not sure and (token in cue_tokens or _is_content(tree, candidate, agreements)):
            continue
        if _is_marched_for(tree, candidate, protests) or _is_mere_topic(candidate):
            continue
        earlier = _antecedent(tree, candidate, kept) or _purposed(tree, candidate, kept)
        if earlier is not None and not sure:
            anaphors[token] = earlier.trigger.token
        elif _is_political(candidate):
            kept.append(candidate)
    return kept, anaphors


def _is_political(candidate: _Candidate) -> bool:
    """Tell whether a political actor takes part; speaking to the press is no consultation.

    Words of promise, demand, refusal or threat need someone who says them.

    Where the encoder is sure of the act, whoever is named will do: it has seen which people of no
    known country (a suspect, workers, residents) take part in political acts.
    """
    people = (*candidate.arguments.actors, *candidate.arguments.recipients)
    if candidate.trigger.frame.type is EventType.CONSULT:
        press = [p for p in people if p.kind == "media" or _PRESS & set(p.sectors[:1])]
        if len(people) <= len(press) or (press and len(people) - len(press) == 1):
            return False
    if _is_journey_home(candidate):
        return False
    if candidate.trigger.frame.type in _SAID and not candidate.arguments.actors:
        return False
    if candidate.trigger.frame.type in _TOWARDS_ANYONE or _is_sure(candidate):
        return bool(people)
    return any(p.country or set(p.sectors) - {"CVL"} or p.kind != "person" for p in people)


def _is_sure(candidate: _Candidate) -> bool:
    act = candidate.trigger.act
    return act is not None and act.score >= _SURE


_SURE = 0.6
"""Probability from which the encoder's own reading of a word as an act outweighs the rules that
would drop it; those rules were written when frames alone proposed."""


def _is_journey_home(candidate: _Candidate) -> bool:
    """Tell whether a "withdrawal" that no frame knows is of unarmed people: "the team flew home"."""
    trigger = candidate.trigger
    actors = candidate.arguments.actors
    return (
        trigger.frame.type is EventType.RETREAT
        and trigger.frame.mode == "withdraw"
        and not trigger.by_lexicon
        and bool(actors)
        and not any(p.kind in _FORCES or "MIL" in p.sectors for p in actors)
    )


_FORCES = frozenset({"country", "government", "armed-force", "armed-group", "igo"})

_SAID = frozenset({EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN})
"""Types that are words only: without a speaker they are nobody's act."""

_TOWARDS_ANYONE = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST})
"""Types in which a private person may be the only one named, as victim or protester."""


_PRESS = frozenset({"MED", "JRN"})


def _agreed_on(tree: Tree, candidate: _Candidate) -> tuple[int, ...]:
    """Give the words of an agreement that is signed or reached: the act's own and its object."""
    trigger = candidate.trigger
    if trigger.frame.type not in {EventType.SUPPORT, EventType.AGREE}:
        return ()
    return (trigger.token, *trigger.carriers, *slots(tree, trigger.token).get("obj", ()))


def _is_marched_for(tree: Tree, candidate: _Candidate, protests: set[int]) -> bool:
    """Tell whether an act is what protesters demand by protesting: no event (PLOVER manual 3.12.2).

    "Marched to demand the release of ...": the demand hangs on the protest.
    """
    asked = EventType.REQUEST in {candidate.trigger.frame.type, candidate.reading.statement}
    return asked and any(above in protests for above in ancestors(tree, candidate.trigger.token))


def _is_mere_topic(candidate: _Candidate) -> bool:
    """Tell whether a hostile act is only what no agreement was reached on, towards nobody.

    "The two sides did not agree on sanctions" denies the agreement; nobody's sanctions are denied.
    """
    steps = candidate.reading.cues[:1]
    return (
        candidate.reading.status is Status.DENIED
        and candidate.trigger.frame.type in HOSTILE
        and not candidate.arguments.recipients
        and len(candidate.arguments.actors) > 1
        and any(step.relation in _TOPICAL for step in steps)
    )


_TOPICAL = frozenset({"on", "over", "about"})


def _is_content(tree: Tree, candidate: _Candidate, agreements: set[int]) -> bool:
    """What a signed or reached agreement is on ("a deal on trade") is part of that act."""
    if tree.words[candidate.trigger.token].upos != "NOUN":
        return False
    steps = candidate.reading.cues[:1]
    return any(s.token in agreements and s.token != candidate.trigger.token for s in steps)


def _tells(effect: str, inner: _Candidate, token: int, acted: Iterable[_Candidate]) -> bool:
    """A light verb that is an act of another type or of a finer mode is an event of its own."""
    if effect not in {"light", "begun", "resumed", "ongoing", "ended", "occurred", "said"}:
        return True
    for outer in acted:
        if outer.trigger.token == token:
            same = outer.trigger.frame.type is inner.trigger.frame.type
            return same and outer.trigger.frame.mode in {None, inner.trigger.frame.mode}
    return True


def _antecedent(tree: Tree, candidate: _Candidate, kept: list[_Candidate]) -> _Candidate | None:
    """Give the earlier act that "this trip", "the talks" or a plain repeat refers to."""
    near = [e for e in reversed(kept) if candidate.sentence - e.sentence <= _FARTHEST_ANAPHOR]
    mode = candidate.trigger.frame.mode
    # "This visit" is rather an earlier visit than the talks in between.
    for earlier in sorted(near, key=lambda e: e.trigger.frame.mode != mode):
        if _same_act(tree, candidate, earlier):
            return earlier
    return None


def _purposed(tree: Tree, candidate: _Candidate, kept: list[_Candidate]) -> _Candidate | None:
    """Give the act whose purpose is the candidate of the same type: "held talks to discuss"."""
    above = tree.words[candidate.trigger.token].head
    aimed = tree.words[candidate.trigger.token].deprel in {"advcl", "acl", "xcomp"}
    if not aimed or "to" not in case_of(tree, candidate.trigger.token).split("_"):
        return None
    for earlier in kept:
        tokens = (earlier.trigger.token, *earlier.trigger.carriers)
        near = (*tokens, *(tree.words[t].head for t in tokens))
        if above in near and earlier.trigger.frame.type is candidate.trigger.frame.type:
            return earlier
    return None


def _same_act(tree: Tree, candidate: _Candidate, earlier: _Candidate) -> bool:
    one, other = candidate.trigger.frame, earlier.trigger.frame
    if one.type is not other.type or (one.mode and other.mode and one.mode != other.mode):
        return False
    if _is_anaphor(tree, candidate):
        return True
    if candidate.sentence != earlier.sentence:
        return False
    same_status = candidate.reading.status is earlier.reading.status
    same_statement = candidate.reading.statement is earlier.reading.statement
    return same_status and same_statement and _overlap(candidate.arguments, earlier.arguments)


def _is_anaphor(tree: Tree, candidate: _Candidate) -> bool:
    token = candidate.trigger.token
    if tree.words[token].upos != "NOUN":
        return False
    pointing = is_pointed_at(tree, token)
    definite = any(
        tree.words[c].deprel == "det" and tree.words[c].lemma.lower() == "the"
        for c in tree.children[token]
    )
    arguments = candidate.arguments
    bare = not (arguments.actors or arguments.recipients)
    return pointing or (definite and bare)


def _overlap(one: Arguments, other: Arguments) -> bool:
    return _compatible(one.actors, other.actors) and _compatible(one.recipients, other.recipients)


def _compatible(some: Iterable[object], others: Iterable[object]) -> bool:
    first = {getattr(p, "id", None) for p in some}
    second = {getattr(p, "id", None) for p in others}
    return not first or not second or bool(first & second)


# --- records


@dataclass(frozen=True, slots=True)
class _Coder:
    document: Document
    tree: Tree
    cast: Cast
    resources: CodingResources


def _assemble(
    coder: _Coder, kept: list[_Candidate], anaphors: dict[int, int]
) -> list[EventMention]:
    ids = {c.trigger.token: _event_id(coder.document, c.trigger, coder) for c in kept}
    by_sentence: dict[int, list[_Candidate]] = {}
    for candidate in kept:
        by_sentence.setdefault(candidate.sentence, []).append(candidate)
    links = _links_by_source(coder, by_sentence, ids, anaphors)
    events = []
    for candidate in kept:
        rivals = frozenset(
            c.trigger.token for c in by_sentence[candidate.sentence] if c is not candidate
        )
        folded = frozenset(
            a for a, kept_as in anaphors.items() if kept_as == candidate.trigger.token
        )
        event = _event(coder, candidate, ids[candidate.trigger.token], (folded, rivals))
        events.append(replace(event, links=tuple(links.get(event.id, ()))))
    return _with_members(coder, events)


def _with_members(coder: _Coder, events: list[EventMention]) -> list[EventMention]:
    """Add the named members of a delegation to the actors of the visit that it makes."""
    for membership in find_memberships(coder.cast, coder.tree):
        start = (coder.document.tokens or ())[membership.group].start
        for number in range(len(events) - 1, -1, -1):
            event = events[number]
            if event.sentence.start <= start and _is_visit_of(event, membership):
                known = {person.id for person in event.actors}
                new = tuple(
                    replace(member, via="member of the group that acts")
                    for member in membership.members
                    if member.id not in known
                )
                events[number] = replace(event, actors=(*event.actors, *new))
                break
    return events


def _is_visit_of(event: EventMention, membership: Membership) -> bool:
    """Tell whether a visit is the group's: to where it went, by people of its members' country."""
    act = event.act or Act(event.type, event.mode)
    if act.type is not EventType.CONSULT or act.mode != "visit":
        return False
    hosts = {person.country for person in event.recipients}
    guests = {person.country for person in event.actors}
    ours = {member.country for member in membership.members}
    return bool(guests & ours) and (not membership.countries or bool(hosts & membership.countries))


def _event_id(document: Document, trigger: Trigger, coder: _Coder) -> str:
    token = (document.tokens or ())[trigger.token]
    seed = f"{document.id}\0{document.text}\0{token.start}\0{token.end}\0{trigger.frame.type}"
    return hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _links_by_source(
    coder: _Coder,
    by_sentence: dict[int, list[_Candidate]],
    ids: dict[int, str],
    anaphors: dict[int, int],
) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    sentence_of = _sentence_numbers(coder.document)
    for number, candidates in by_sentence.items():
        readings = {c.trigger.token: c.reading for c in candidates}
        for anaphor in anaphors:
            if sentence_of[anaphor] == number:
                readings.setdefault(anaphor, candidates[0].reading)
        for link in find_links(coder.tree, readings, coder.resources.tables):
            source = ids.get(anaphors.get(link.source, link.source))
            target = ids.get(anaphors.get(link.target, link.target))
            if source and target and source != target:
                made = Link(kind=link.kind, event=target, evidence=_words(coder, link))
                if all((k.kind, k.event) != (made.kind, made.event) for k in found.get(source, [])):
                    found.setdefault(source, []).append(made)
    return found


def _words(coder: _Coder, link: ActLink) -> Quoted | None:
    return _quote(coder.document, min(link.words), max(link.words)) if link.words else None


def _quote(document: Document, first: int, last: int) -> Quoted:
    tokens = document.tokens or ()
    span = Span(tokens[first].start, tokens[last].end)
    return Quoted(document.text[span.start : span.end], span)


def _event(
    coder: _Coder,
    candidate: _Candidate,
    id_: str,
    others: tuple[frozenset[int], frozenset[int]],
) -> EventMention:
    folded, rivals = others
    document, tree, cast = coder.document, coder.tree, coder.cast
    trigger, reading, arguments = candidate.trigger, candidate.reading, candidate.arguments
    sentence = (document.sentences or ())[candidate.sentence]
    type_, mode, act = statement_of(coder.resources.ontology, trigger, reading)
    row = coder.resources.ontology.types[type_]
    date = find_date(cast, tree, trigger.token, reading, sentence)
    quoted = _quote(document, trigger.token, trigger.token)
    return EventMention(
        id=id_,
        report=document.id,
        type=type_,
        mode=mode,
        act=act,
        contexts=_contexts(coder, trigger, sentence),
        cameo=_cameo(coder.resources.ontology, trigger, type_, mode, act),
        quad=row.quad,
        intensity=coder.resources.ontology.score(type_, mode),
        actors=arguments.actors,
        recipients=arguments.recipients,
        trigger=quoted,
        sentence=Span(sentence.start, sentence.end),
        status=reading.status,
        background=is_background(document, tree, trigger, reading, date),
        date=date,
        place=find_place(cast, tree, trigger.token, sentence),
        attribution=find_attribution(cast, tree, quoted.span, sentence),
        amounts=find_amounts_of(
            cast, tree, folded | {trigger.token, *trigger.carriers}, rivals, sentence
        ),
        links=(),
        confidence=rate_confidence(trigger, reading, arguments, coder.resources.tables.acts),
        method=_method(document, trigger, reading),
    )


def statement_of(
    ontology: Ontology, trigger: Trigger, reading: Reading
) -> tuple[EventType, str | None, Act | None]:
    """Give the PLOVER type and mode of what was said or done, and the act meant where it differs.

    Source: PLOVER manual 3.1 (future cooperation is AGREE), 3.8, 3.10, 3.11; DESIGN section 4.
    """
    frame, status = trigger.frame, reading.status
    act = Act(frame.type, frame.mode)
    statement = reading.statement
    if statement is EventType.THREATEN and frame.type not in HOSTILE | {EventType.RETREAT}:
        statement = None
    if statement is EventType.ACCUSE:
        return EventType.ACCUSE, "allege", act
    if statement is not None and statement is not frame.type:
        return statement, ontology.speech_mode(statement, frame.type, frame.mode), act
    if status is Status.CANCELLED and frame.type in ontology.cancelled_as:
        type_, mode = ontology.cancelled_as[frame.type]
        return type_, mode, act
    future = ontology.types[frame.type].future
    if future is not None and status in _NOT_YET:
        return future, None, act
    return frame.type, frame.mode, None


def _cameo(
    ontology: Ontology, trigger: Trigger, type_: EventType, mode: str | None, act: Act | None
) -> str:
    if act is None:
        return trigger.frame.cameo or ontology.cameo(type_, mode)
    if type_ is EventType.AGREE:
        return ontology.agree_cameo.get(act.type, ontology.cameo(type_, mode))
    return ontology.cameo(type_, mode)


def _contexts(coder: _Coder, trigger: Trigger, sentence: Sentence) -> tuple[str, ...]:
    found = dict.fromkeys(trigger.frame.contexts)
    words = coder.tree.words
    table = coder.resources.tables.contexts
    for index in range(sentence.first, sentence.last):
        lemma = words[index].lemma.lower()
        found.update(dict.fromkeys(table.get(lemma, ())))
        if index + 1 < sentence.last:
            pair = f"{lemma} {words[index + 1].lemma.lower()}"
            found.update(dict.fromkeys(table.get(pair, ())))
    return tuple(found)


def _method(document: Document, trigger: Trigger, reading: Reading) -> tuple[Evidence, ...]:
    type_words = tuple(_quote(document, t, t) for t in (trigger.token, *trigger.carriers))
    cues = " > ".join(f"{s.effect}({s.relation})" for s in reading.cues)
    status_words = tuple(_quote(document, t, t) for t in sorted(reading.words))
    return (
        Evidence(field="type", rule=_type_rule(trigger), words=type_words),
        Evidence(field="status", rule=_status_rule(cues or "tense", reading), words=status_words),
    )


def _type_rule(trigger: Trigger) -> str:
    """Say who decided the type: the frame, the encoder, or it against another frame."""
    parts = [f"lexicon:{trigger.frame.id}"] if trigger.by_lexicon and not trigger.outvoted else []
    if trigger.act is not None:
        parts.append(f"encoder:{trigger.act.score:.2f}")
    if trigger.outvoted:
        parts.append(f"instead of lexicon:{trigger.outvoted}")
    return " ".join(parts)


def _status_rule(cues: str, reading: Reading) -> str:
    return f"encoder, instead of {reading.outvoted} by {cues}" if reading.outvoted else cues


__all__ = ["CodingResources", "make_code_events", "statement_of"]
