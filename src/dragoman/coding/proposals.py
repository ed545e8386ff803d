"""Which words name acts, weighed: the lexicon's frames and the encoder's readings both propose.

Each proposal keeps both voices; visible weights (``data/lexicon/acts.tsv``) decide whether it is an
act and which. A word that only the encoder proposes gets the slots of a frame of its type, where the
lexicon knows the word, else those that verbs and nouns commonly have.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dragoman.coding.grammar import Tree
from dragoman.coding.matching import ClassTest
from dragoman.coding.participants import Cast
from dragoman.coding.readings import Trigger
from dragoman.coding.status import read_status
from dragoman.coding.triggers import find_triggers, is_inside_name, is_mere_attribute, pos_of
from dragoman.lexicon import Frame, Lexicon, Path_
from dragoman.records.event import EventType, Status
from dragoman.records.mention import ActReading

Weights = Mapping[str, float]
_Alternatives = tuple[tuple[Path_, ...], ...]

LEAST_LOGIT = 4.5
_UNSAID = 0.004
"""Probability of an act that is not among the encoder's likeliest for a word."""

_UNSAID_BY_NAME = 0.032
"""The same where a frame names the very words of its slots ("dispatch" with "envoys")."""

_VERB_ACTOR = ((("subj",),), (("by",),))
_VERB_RECIPIENT = ((("obj",),), (("to",),), (("with",),), (("against",),), (("on",),), (("from",),))
_NOUN_ACTOR = ((("by",),), (("poss",),), (("comp",),), (("subj",),), (("of",),))
_NOUN_RECIPIENT = ((("against",),), (("on",),), (("to",),), (("with",),), (("in",),))
_BOTH_SIDES = (
    (("between",),),
    (("poss",), ("with",)),
    (("subj",), ("with",)),
    (("comp",),),
    (("of",),),
)


def find_acts(
    tree: Tree, cast: Cast, lexicon: Lexicon, has_class: ClassTest, weights: Weights
) -> list[Trigger]:
    """Give the words that name acts, in text order, one for one act, each with its act settled.

    Where the encoder did not read for acts (the layer is ``None``) the lexicon decides alone.
    """
    if cast.document.acts is None:
        return find_triggers(tree, cast, lexicon, has_class)
    proposed = propose(tree, cast, lexicon, has_class)
    scored = [replace(p, score=keep_score(tree, p, lexicon, weights)) for p in proposed]
    return [settle_type(tree, p, lexicon, weights) for p in scored if p.score >= 0]


def propose(tree: Tree, cast: Cast, lexicon: Lexicon, has_class: ClassTest) -> list[Trigger]:
    """Give every proposal of either voice; where both speak of one act they are one proposal."""
    readings = {reading.token: reading for reading in cast.document.acts or ()}
    found = [
        _with_reading(tree, t, readings) for t in find_triggers(tree, cast, lexicon, has_class)
    ]
    told = {token for trigger in found for token in (trigger.token, *trigger.carriers)}
    fresh = [
        Trigger(token=token, frame=_frame_of(tree, reading, lexicon), act=reading, by_lexicon=False)
        for token, reading in readings.items()
        if token not in told and pos_of(tree, token) and not is_inside_name(cast, token)
    ]
    fresh = [t for t in fresh if not _is_armless(tree, cast, t, lexicon, has_class)]
    both = [*found, *_folded(tree, fresh, found)]
    talks = {t.token for t in both if t.frame.type is EventType.CONSULT}
    acts = (t for t in both if not _is_topic(tree, t.token, talks))
    return sorted(acts, key=lambda trigger: trigger.token)


def _is_armless(
    tree: Tree, cast: Cast, trigger: Trigger, lexicon: Lexicon, has_class: ClassTest
) -> bool:
    """Tell whether a mobilisation that no frame knows stands in a sentence without arms or forces.

    "Venezuela produced some 900,000 barrels a day" is none.
    """
    if trigger.frame.type is not EventType.MOBILIZE:
        return False
    sentences = cast.document.sentences or ()
    inside = next(s for s in sentences if s.first <= trigger.token < s.last)
    armed = frozenset[str]().union(*(lexicon.classes[name] for name in _ARMS))
    return not any(
        tree.words[token].lemma.lower() in armed
        or has_class(token, "armed")
        or has_class(token, "police")
        for token in range(inside.first, inside.last)
    )


_ARMS = ("troops", "weapon", "ship", "aircraft", "missileword", "policyword", "military_word")


def _is_topic(tree: Tree, token: int, talks: set[int]) -> bool:
    """Tell whether a noun only says what talks are about: "truce talks", "a sanctions meeting"."""
    word = tree.words[token]
    return word.upos == "NOUN" and word.deprel == "compound" and word.head in talks


def _with_reading(tree: Tree, trigger: Trigger, readings: Mapping[int, ActReading]) -> Trigger:
    """Give the trigger the reading of its word; that of a carrier that names the act more surely
    takes its place ("held talks": which of the two words is the act's is the annotators' habit)."""
    own = readings.get(trigger.token)
    for carrier in trigger.carriers:
        other = readings.get(carrier)
        if other is not None and other.score > 0.5 and (own is None or own.score < other.score / 2):
            others = tuple(t for t in (trigger.token, *trigger.carriers) if t != carrier)
            return replace(trigger, token=carrier, carriers=others, act=other)
    return replace(trigger, act=own)


def _folded(tree: Tree, fresh: list[Trigger], found: list[Trigger]) -> Iterator[Trigger]:
    """Leave out words that only the encoder proposes beside a surer word for the same act."""
    rivals = [*found, *fresh]
    for trigger in fresh:
        near = {tree.words[trigger.token].head, *tree.children[trigger.token]}
        surer = any(
            rival is not trigger
            and near & {rival.token, *rival.carriers}
            and rival.frame.type is trigger.frame.type
            and _score(rival) + rival.by_lexicon > _score(trigger)
            for rival in rivals
        )
        if not surer:
            yield trigger


def _score(trigger: Trigger) -> float:
    return trigger.act.score if trigger.act else 0.0


def keep_score(tree: Tree, trigger: Trigger, lexicon: Lexicon, weights: Weights) -> float:
    """Give the log odds that a proposal is an act."""
    return sum(weights[f"keep.{n}"] * v for n, v in keep_features(tree, trigger, lexicon).items())


def keep_features(tree: Tree, trigger: Trigger, lexicon: Lexicon) -> dict[str, float]:
    """Give the named features of a proposal that ``keep_score`` weighs."""
    act, frame = trigger.act, trigger.frame
    likeliest = act.acts[0][0] if act else None
    return {
        "bias": 1.0,
        "lexicon": float(trigger.by_lexicon),
        "specific": float(trigger.by_lexicon and bool(frame.conditions)),
        "logit": _logit(act.score) if act else -LEAST_LOGIT,
        "agrees": float(trigger.by_lexicon and likeliest == str(frame.type)),
        "noun": float(tree.words[trigger.token].upos in {"NOUN", "PROPN"}),
        "attribute": float(is_mere_attribute(tree, trigger.token, lexicon)),
        "told": float(trigger.by_lexicon and _is_told(tree, trigger, lexicon)),
    }


def _is_told(tree: Tree, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Tell whether the rules read the act as possible, planned, refused, called off, asked for."""
    return read_status(tree, trigger, lexicon).status not in {Status.OCCURRED, Status.ONGOING}


def _logit(share: float) -> float:
    inside = min(max(share, 1e-6), 1 - 1e-6)
    return max(-LEAST_LOGIT, min(LEAST_LOGIT, math.log(inside / (1 - inside))))


def settle_type(tree: Tree, trigger: Trigger, lexicon: Lexicon, weights: Weights) -> Trigger:
    """Give the trigger with the act that the two voices together make likeliest."""
    if trigger.act is None or not trigger.by_lexicon:
        return trigger
    frame = trigger.frame
    said = {(type_, mode): share for type_, mode, share in trigger.act.acts}
    own = weights["type.specific" if frame.conditions else "type.bare"]
    named = (str(frame.type), frame.mode)
    least = _UNSAID_BY_NAME if _names_words(frame) else _UNSAID
    best = max(
        {named: 0.0, **said}.items(),
        key=lambda item: (
            math.log(item[1] + (least if item[0] == named else _UNSAID))
            + own * (item[0] == named)
            + weights["type.kind"] * (item[0][0] == named[0])
        ),
    )[0]
    if best == named:
        return trigger
    type_, mode = best
    other = _known_frame(tree, trigger.token, (type_, mode), lexicon)
    if other is None:
        other = replace(
            frame, id=f"{frame.id}~encoder", type=EventType(type_), mode=mode, cameo=None
        )
    return replace(trigger, frame=other, outvoted=frame.id)


def _names_words(frame: Frame) -> bool:
    """Tell whether a verb's frame asks for objects by name, not only by kind."""
    return frame.pos == "v" and any(
        c.path == ("obj",) and c.lemmas and not c.classes and not c.negated
        for c in frame.conditions
    )


def _frame_of(tree: Tree, reading: ActReading, lexicon: Lexicon) -> Frame:
    type_, mode, _ = reading.acts[0]
    known = _known_frame(tree, reading.token, (type_, mode), lexicon)
    if known is not None:
        return known
    actor, recipient = _common_slots(pos_of(tree, reading.token) == "n", type_)
    return Frame(
        id="encoder",
        lemma=tree.words[reading.token].lemma.lower(),
        pos=pos_of(tree, reading.token) or "v",
        conditions=(),
        actor=actor,
        recipient=recipient,
        type=EventType(type_),
        mode=mode,
        cameo=None,
        contexts=(),
        example="",
        trap="",
    )


def _common_slots(noun: bool, type_: str) -> tuple[_Alternatives, _Alternatives]:
    if not noun:
        return _VERB_ACTOR, _VERB_RECIPIENT
    return (_BOTH_SIDES, ()) if type_ in _MUTUAL else (_NOUN_ACTOR, _NOUN_RECIPIENT)


_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})


def _known_frame(
    tree: Tree, token: int, act: tuple[str, str | None], lexicon: Lexicon
) -> Frame | None:
    """Give the lexicon's plainest frame of the word for this act, or for its type."""
    key = (tree.words[token].lemma.lower(), pos_of(tree, token) or "")
    frames = [f for f in reversed(lexicon.frames.get(key, ())) if str(f.type) == act[0]]
    exact: Iterable[Frame] = (f for f in frames if f.mode == act[1])
    first = next(iter(exact), None)
    if first is None and frames:
        first = replace(frames[0], mode=act[1], cameo=None)
    return first
