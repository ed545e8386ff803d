"""When and where an act took place, with what amounts, and who says so."""

from collections.abc import Iterator

from dragoman.coding.grammar import Tree, ancestors, case_of, conjuncts
from dragoman.coding.participants import Cast, merge, resolve
from dragoman.coding.readings import Reading
from dragoman.records.document import Document, Sentence
from dragoman.records.event import (
    EventAmount,
    EventAttribution,
    EventDate,
    EventPlace,
    Participant,
    Quoted,
    Status,
)
from dragoman.records.mention import Attribution, TimeExpression
from dragoman.records.span import Span

_FARTHEST_TIME = 5
_FARTHEST_PLACE = 4
_FARTHEST_AMOUNT = 4
_SIDES = frozenset({"country", "side", "nation", "leader", "government", "neighbour", "neighbor"})
_SAYING = frozenset({"said", "alleged", "feared"})
_STATED_AT = frozenset({Status.CANCELLED, Status.DENIED, Status.REQUESTED, Status.POSSIBLE})


def head_token(tree: Tree, first: int, last: int) -> int:
    """Give the token of a stretch whose head lies outside it (its syntactic head)."""
    for index in range(first, last):
        if not first <= tree.words[index].head < last:
            return index
    return first


def tokens_of(document: Document, span: Span, sentence: Sentence) -> tuple[int, int] | None:
    """Give the half-open token range of a span inside a sentence, or ``None``."""
    tokens = document.tokens or ()
    inside = [
        index
        for index in range(sentence.first, sentence.last)
        if tokens[index].end > span.start and tokens[index].start < span.end
    ]
    return (inside[0], inside[-1] + 1) if inside else None


def distance(tree: Tree, one: int, other: int) -> int | None:
    """Give the number of edges between two words of a sentence, or ``None`` if unconnected."""
    up_one = {one: 0} | {token: n for n, token in enumerate(ancestors(tree, one), 1)}
    for steps, token in enumerate((other, *ancestors(tree, other))):
        if token in up_one:
            return steps + up_one[token]
    return None


def find_date(
    cast: Cast, tree: Tree, token: int, reading: Reading, sentence: Sentence
) -> EventDate | None:
    """Give when the act took or takes place, as the text states it, or ``None``.

    A date that hangs on a saying verb dates the saying: it counts for statements (a refusal, a
    cancellation), not for the act that is reported. Without any date, an act told as news is
    known to lie before the publication: an open start with basis ``published``.
    """
    document = cast.document
    best = _nearest_time(document, tree, token, reading, sentence)
    if best is not None:
        return EventDate(
            start=_prefix(best.start, best.precision),
            end=_prefix(best.end, best.precision),
            text=document.text[best.span.start : best.span.end],
            span=best.span,
            basis="stated",
            precision=best.precision,
        )
    published = document.published.date
    if published is None or reading.status not in {Status.OCCURRED, Status.ONGOING}:
        return None
    return EventDate(
        start=None, end=published, text=None, span=None, basis="published", precision="before"
    )


_PREFIXES = {"year": 4, "month": 7}


def _prefix(day: str | None, precision: str) -> str | None:
    """Cut a day to the ISO 8601 prefix that its precision warrants: 2019 for a year."""
    return day[: _PREFIXES[precision]] if day and precision in _PREFIXES else day


def _nearest_time(
    document: Document, tree: Tree, token: int, reading: Reading, sentence: Sentence
) -> TimeExpression | None:
    sayings = {step.token for step in reading.cues if step.effect in _SAYING}
    cues = {step.token for step in reading.cues}
    best: tuple[int, TimeExpression] | None = None
    for time in document.times or ():
        if time.start is None or not sentence.start <= time.span.start < sentence.end:
            continue
        steps = _time_distance(document, tree, token, time, sentence)
        if steps is None:
            continue
        reach, anchor = steps
        if anchor not in cues and _crosses_clause(tree, token, anchor):
            continue
        if anchor in sayings and reading.status not in _STATED_AT and reading.statement is None:
            continue
        limit = _FARTHEST_TIME + (2 if anchor in cues else 0)
        if reach <= limit and (best is None or reach < best[0]):
            best = (reach, time)
    return best[1] if best else None


def _crosses_clause(tree: Tree, token: int, anchor: int) -> bool:
    """Tell whether a clause of its own lies between an act and the word that a time hangs on."""
    for below in (token, *ancestors(tree, token)):
        if below == anchor:
            return False
        clause = tree.words[below].deprel.partition(":")[0] in {"ccomp", "advcl", "parataxis"}
        if clause and not _at_that_time(tree, below):
            return True
    return False


def _at_that_time(tree: Tree, index: int) -> bool:
    """A clause with "when" shares its main clause's time: "shut in 2019, when they broke ties"."""
    return any(tree.words[child].lemma.lower() == "when" for child in tree.children[index])


def _time_distance(
    document: Document, tree: Tree, token: int, time: TimeExpression, sentence: Sentence
) -> tuple[int, int] | None:
    """Give how far a time lies from a trigger, and the word of the trigger's chain it hangs on."""
    where = tokens_of(document, time.span, sentence)
    if where is None:
        return None
    head = head_token(tree, *where)
    chain = (token, *ancestors(tree, token))
    for steps, above in enumerate((head, *ancestors(tree, head))):
        if above in chain:
            # Steps down from a shared ancestor cross into a sister clause: weigh them double.
            return chain.index(above) + 2 * max(0, steps - 1) + 1, above
    return None


def find_place(cast: Cast, tree: Tree, token: int, sentence: Sentence) -> EventPlace | None:
    """Give the literal place nearest to the act in its sentence's parse, or ``None``."""
    document = cast.document
    best: tuple[int, EventPlace] | None = None
    for place in document.places or ():
        if place.use != "literal" or not sentence.start <= place.span.start < sentence.end:
            continue
        where = tokens_of(document, place.span, sentence)
        if where is None:
            continue
        head = head_token(tree, *where)
        reach = distance(tree, token, head)
        if reach is None or reach > _FARTHEST_PLACE or not _is_locative(tree, head):
            continue
        rank = reach + 2 * (place.precision == "country")
        if best is None or rank < best[0]:
            text = document.text[place.span.start : place.span.end]
            best = (
                rank,
                EventPlace(
                    text=text,
                    span=place.span,
                    name=place.name,
                    country=place.country,
                    lat=place.lat,
                    lon=place.lon,
                    geonames=place.geonames,
                    precision=place.precision,
                ),
            )
    return best[1] if best else None


_LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "across", "off", "on", "over", "into", "to"}
)


def _is_locative(tree: Tree, head: int) -> bool:
    """A place counts under a preposition of place, its own or that of the noun it names."""
    word = tree.words[head]
    own = case_of(tree, head).split("_")[0]
    if own in _LOCATIVE:
        return True
    named = word.deprel in {"appos", "nmod:desc", "flat", "compound"} or own == "of"
    return named and word.head >= 0 and case_of(tree, word.head).split("_")[0] in _LOCATIVE


def find_amounts_of(
    cast: Cast, tree: Tree, own_tokens: frozenset[int], others: frozenset[int], sentence: Sentence
) -> tuple[EventAmount, ...]:
    """Give the amounts that belong to the act: nearer to its words than to any other act's.

    ``own_tokens`` are the trigger and every word folded into it, ``others`` the other triggers.
    """
    document = cast.document
    found = []
    for amount in document.amounts or ():
        if not sentence.start <= amount.span.start < sentence.end or amount.unit in _SIDES:
            continue
        reaches = [d for t in own_tokens if (d := distance(tree, t, amount.head)) is not None]
        own = min(reaches, default=_FARTHEST_AMOUNT + 1)
        if own > _FARTHEST_AMOUNT:
            continue
        rivals = [d for o in others if (d := distance(tree, o, amount.head)) is not None]
        if rivals and min(rivals) < own:
            continue
        found.append(
            EventAmount(
                value=amount.value,
                unit=amount.unit,
                approximate=amount.approximate,
                text=document.text[amount.span.start : amount.span.end],
                span=amount.span,
            )
        )
    return tuple(found)


def find_attribution(
    cast: Cast, tree: Tree, trigger: Span, sentence: Sentence
) -> tuple[EventAttribution, ...]:
    """Give every source whose words contain the trigger, outermost last; else the outlet.

    An opening "according to" answers for its whole sentence.
    """
    document = cast.document
    found = [
        made
        for attribution in document.attributions or ()
        if any(c.start <= trigger.start and trigger.end <= c.end for c in attribution.content)
        or _answers_for(document, attribution, sentence)
        for made in _attributed(cast, tree, attribution)
    ]
    if not found and document.outlet:
        return (EventAttribution(speaker=None, outlet=document.outlet, cue=None, kind="outlet"),)
    return tuple(found)


def _answers_for(document: Document, attribution: Attribution, sentence: Sentence) -> bool:
    cue = attribution.cue
    if cue is None or cue.start != sentence.start:
        return False
    return document.text[cue.start : cue.end].casefold().startswith("according")


def _attributed(cast: Cast, tree: Tree, attribution: Attribution) -> Iterator[EventAttribution]:
    """Give one attribution for each of those who say it together."""
    text = cast.document.text
    cue = attribution.cue
    for speaker in _speakers(cast, tree, attribution):
        yield EventAttribution(
            speaker=speaker,
            outlet=None,
            cue=Quoted(text[cue.start : cue.end], cue) if cue else None,
            kind="direct" if attribution.kind == "direct" else "indirect",
        )


def _speakers(cast: Cast, tree: Tree, attribution: Attribution) -> tuple[Participant | None, ...]:
    if attribution.speaker is None or attribution.speaker_head is None:
        return (None,)
    known = merge(
        participant
        for token in conjuncts(tree, attribution.speaker_head)
        for participant in resolve(cast, tree, token)
    )
    if known:
        return known
    span = attribution.speaker
    words = cast.document.text[span.start : span.end]
    return (
        Participant(
            text=words,
            span=span,
            name=words,
            kind="group",
            country=None,
            sectors=(),
            cameo=None,
            role=None,
            id=words.casefold(),
            via="as written",
        ),
    )
