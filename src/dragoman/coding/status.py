"""Whether an act happened: polarity, modality and tense, composed outward through cue words.

From the act's own word the reading climbs the parse to the root of the sentence. Each known cue on
the way ("planned", "deny", "call off", "threat of"; data/lexicon/cues.tsv) changes the status that
stands so far, and so do the auxiliaries and negations of each clause. "Denied that it planned to
attack" is read attack -> planned -> denied.
"""

from dataclasses import dataclass, replace

from dragoman.coding.cues import find_cue
from dragoman.coding.grammar import (
    Tree,
    case_of,
    fillers,
    is_passive,
    is_verbal,
    slots,
    surface_subject,
)
from dragoman.coding.modality import Modality, clause_modality, condition_mark
from dragoman.coding.readings import CueStep, Reading, Trigger
from dragoman.lexicon import Cue, Lexicon
from dragoman.records.event import EventType, Status

HOSTILE = frozenset(
    {
        EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.PROTEST,
        EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT,
    }
)  # fmt: skip

_OPEN = frozenset({None, "occurred", "ongoing", "planned"})
_UNTOLD = frozenset({None, "occurred", "ongoing"})

# What each effect makes of the status that stands so far, and, negated, of it: "keep" leaves it.
# The third column tells over which statuses the effect counts at all.
_EFFECTS: dict[str, tuple[str, str, frozenset[str | None]]] = {
    "planned": ("planned", "denied", frozenset({None, "occurred", "ongoing"})),
    "scheduled": ("planned", "denied", frozenset({None, "occurred", "ongoing", "possible"})),
    "offered": ("possible", "denied", _UNTOLD | {"planned"}),
    "ordered": ("planned", "denied", _UNTOLD),
    "announced": ("planned", "keep", frozenset({None})),
    "threatened": ("planned", "denied", _OPEN),
    "requested": ("requested", "possible", _OPEN | {"possible", "cancelled"}),
    "refused": ("denied", "possible", _OPEN | {"possible", "requested"}),
    "denied": ("denied", "possible", _OPEN | {"possible"}),
    "failed": ("denied", "occurred", _OPEN | {"possible"}),
    "cancelled": ("cancelled", "keep", _OPEN | {"possible", "conditional"}),
    "prevented": ("cancelled", "keep", _OPEN | {"possible"}),
    "ended": ("occurred", "ongoing", frozenset({None})),
    "begun": ("occurred", "denied", frozenset({None})),
    "resumed": ("occurred", "denied", frozenset({None})),
    "ongoing": ("ongoing", "denied", frozenset({None, "occurred"})),
    "occurred": ("occurred", "denied", frozenset({None})),
    "possible": ("possible", "denied", _OPEN),
    "feared": ("possible", "keep", _OPEN),
    "permitted": ("possible", "denied", _UNTOLD),
    "alleged": ("possible", "keep", frozenset({None, "occurred", "ongoing"})),
    "said": ("keep", "keep", frozenset()),
    "praised": ("keep", "keep", frozenset()),
    "light": ("keep", "denied", frozenset()),
}
_STATEMENTS = {
    "threatened": EventType.THREATEN,
    "requested": EventType.REQUEST,
    "refused": EventType.REJECT,
    "alleged": EventType.ACCUSE,
}
_OWNED = frozenset(
    {
        "planned", "offered", "threatened", "ordered", "requested", "refused", "cancelled",
        "begun", "resumed", "ongoing", "possible", "light", "announced", "alleged", "failed",
    }
)  # fmt: skip
_SELF_WANTED = frozenset({"seek", "want", "need", "like", "propose", "push", "press", "prefer"})


@dataclass(frozen=True, slots=True)
class _State:
    status: str | None
    statement: EventType | None = None
    owners: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    cues: tuple[CueStep, ...] = ()
    words: tuple[int, ...] = ()
    finite: int | None = None
    conditional: bool = False


def read_status(tree: Tree, trigger: Trigger, lexicon: Lexicon) -> Reading:
    """Give the status of the act that a trigger names, and the kind of statement that tells it.

    Source: DESIGN's eight statuses; the cue classes follow FactBank and the PLOVER manual's
    auxiliary modes (2.3).
    """
    state = _own(tree, trigger, lexicon)
    current = trigger.token
    for _ in range(_LONGEST_CHAIN):
        step = _step_up(tree, current, lexicon) or _past_participle(tree, current, trigger)
        if step is None:
            break
        above = _Above(token=step[0], relation=step[1], below=current)
        state = _apply(tree, state, above, trigger, lexicon)
        if not _passes(tree, state, above, lexicon):
            break
        current = above.token
    return _finish(tree, state, trigger, lexicon)


_LONGEST_CHAIN = 10


def _passes(tree: Tree, state: "_State", above: "_Above", lexicon: Lexicon) -> bool:
    """Tell whether words above may still bear on the act.

    A noun under a verb that is no cue is merely mentioned there ("gave credit for the meeting");
    so is a clause that hangs on such a verb as an adverbial.
    """
    if state.cues and state.cues[-1].token == above.token:
        # "Failed to disclose talks": the talks that might be disclosed took place all the same.
        told = above.relation == "noun" and not is_verbal(tree, above.below)
        return not (told and state.cues[-1].effect in {"said", "occurred", "praised"})
    if above.relation == "same" or not is_verbal(tree, above.token):
        return True
    return is_verbal(tree, above.below) and above.relation in {"to", "that", "ing", "purpose"}


@dataclass(frozen=True, slots=True)
class _Above:
    token: int
    relation: str
    below: int


# --- the act's own word


def _own(tree: Tree, trigger: Trigger, lexicon: Lexicon) -> _State:
    index = trigger.token
    if is_verbal(tree, index):
        modality = clause_modality(tree, index, lexicon)
        state = _with_modality(_State(status=None), modality, "light")
        if _is_refusal(modality, trigger):
            state = replace(
                state, statement=EventType.REJECT, owners=slots(tree, index).get("subj", ())
            )
        finite = index if modality.force else None
        state = _any(tree, state, index)
        return _conditioned(tree, replace(state, finite=finite), index, lexicon)
    return _own_noun(tree, index, lexicon)


def _is_refusal(modality: Modality, trigger: Trigger) -> bool:
    """ "Will not lift the embargo" refuses; "will not attack" gives way and is no refusal."""
    future = modality.force in {"planned", "would"}
    return modality.negated and future and trigger.frame.type not in HOSTILE


def _any(tree: Tree, state: _State, index: int) -> _State:
    """What modifies "any delegation visiting ..." is no fact but a case."""
    word = tree.words[index]
    if word.deprel != "acl" or state.status is not None:
        return state
    for child in tree.children[word.head]:
        if tree.words[child].deprel == "det" and tree.words[child].lemma.lower() == "any":
            return replace(state, status="possible", words=(*state.words, child))
    return state


def _own_noun(tree: Tree, index: int, lexicon: Lexicon) -> _State:
    state = _State(status=None)
    for child in tree.children[index]:
        word = tree.words[child]
        if word.deprel in {"amod", "compound", "acl", "advmod"}:
            state = _modified(tree, state, child, lexicon)
        elif word.deprel == "det" and word.lemma.lower() in {"no", "neither"}:
            state = replace(state, status="denied", words=(*state.words, child))
        elif word.deprel == "det" and word.lemma.lower() == "any":
            state = replace(state, status=state.status or "possible", words=(*state.words, child))
        elif word.deprel == "cop":
            modality = clause_modality(tree, index, lexicon)
            state = _with_modality(state, modality, "light")
        elif (
            word.deprel == "acl:relcl"
            and not _definite(tree, index)
            and clause_modality(tree, child, lexicon).force in {"possible", "would"}
        ):
            state = replace(state, status=state.status or "possible")
    return state


def _definite(tree: Tree, index: int) -> bool:
    return any(
        tree.words[c].deprel == "nmod:poss"
        or tree.words[c].lemma.lower() in {"the", "this", "that"}
        for c in tree.children[index]
        if tree.words[c].deprel in {"det", "nmod:poss"}
    )


def _modified(tree: Tree, state: _State, child: int, lexicon: Lexicon) -> _State:
    """Apply an adjective or participle that modifies the act's noun: "the planned attack"."""
    word = tree.words[child]
    cue = find_cue(tree, child, "mod", lexicon)
    if cue is None and word.upos == "VERB" and word.xpos in {"VBN", "VBD"}:
        cue = find_cue(tree, child, "noun", lexicon)
    if cue is None or (word.upos == "VERB" and cue.effect in {"said", "light", "praised"}):
        return state
    step = CueStep(token=child, effect=cue.effect, relation="mod")
    status, _, over = _EFFECTS[cue.effect]
    if status != "keep" and (state.status in over or state.status is None):
        state = replace(state, status=status)
    statement = EventType.REQUEST if cue.effect == "requested" and state.statement is None else None
    return replace(
        state,
        statement=state.statement or statement or _threat(cue.effect),
        cues=(*state.cues, step),
        words=(*state.words, child),
        owners=state.owners or slots(tree, child).get("subj", ()),
    )


def _threat(effect: str) -> EventType | None:
    return EventType.THREATEN if effect == "threatened" else None


# --- climbing


def _past_participle(tree: Tree, index: int, trigger: Trigger) -> tuple[int, str] | None:
    """Climb from a cue's participle to the noun that it modifies: "a process aimed at ..."."""
    word = tree.words[index]
    passing = index != trigger.token and word.deprel == "acl" and word.head >= 0
    return (word.head, "of") if passing else None


def _step_up(tree: Tree, index: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """Give the governor of a word and the word's relation to it, in the cue table's terms."""
    word = tree.words[index]
    head, base = word.head, word.deprel.partition(":")[0]
    if head < 0:
        return None
    if is_verbal(tree, index):
        return _verb_up(tree, index, head, lexicon)
    if base == "obj" or word.deprel == "nsubj:pass":
        return head, "noun"
    if base == "nsubj":
        return head, "noun" if is_verbal(tree, head) and is_passive(tree, head) else "subj"
    if base in {"obl", "nmod"}:
        case = case_of(tree, index)
        if word.deprel == "nmod:poss":
            return head, "of"
        if tree.words[head].upos in {"NOUN", "PROPN"}:
            return (head, "of") if case in _NOUN_LINKS else None
        return head, case if "_" not in case else "adverbial"
    if base in {"compound", "amod"}:
        return head, "of"
    if base in {"conj", "appos"}:
        return head, "same"
    if base in {"xcomp", "ccomp", "advcl", "acl"}:
        return head, "noun"
    return None


_NOUN_LINKS = frozenset({"of", "for", "to", "on", "about", "over", "against", "in", "with"})


def _verb_up(tree: Tree, index: int, head: int, lexicon: Lexicon) -> tuple[int, str] | None:
    word = tree.words[index]
    mark = case_of(tree, index)
    infinitive = word.xpos == "VB" or "to" in mark.split("_")
    base = word.deprel.partition(":")[0]
    if base == "xcomp":
        return head, "to" if infinitive else "ing"
    if base == "ccomp":
        return head, "ing" if word.xpos == "VBG" and not mark else "that"
    if word.deprel == "acl:relcl":
        return None
    if base == "acl":
        return (head, "to" if infinitive else "of") if mark or infinitive else None
    if base == "advcl":
        return _adverbial_up(tree, index, head, mark, lexicon)
    if base in {"obl", "nmod"}:
        return head, mark or "of"
    if base in {"conj", "parataxis"}:
        return (head, "same") if base == "conj" else None
    if base in {"csubj", "nsubj"}:
        return head, "subj"
    return None


def _adverbial_up(
    tree: Tree, index: int, head: int, mark: str, lexicon: Lexicon
) -> tuple[int, str] | None:
    if mark == "that":
        return head, "that"
    condition = condition_mark(tree, index, lexicon)
    if condition is not None:
        whether = tree.words[condition].lemma.lower() == "whether"
        return (head, mark.split("_")[0]) if whether and "_" in mark else None
    if tree.words[head].upos == "ADJ" or tree.words[head].lemma in {"go", "be"}:
        return head, "to" if "to" in mark else mark
    if mark in {"to", "in_order_to", "so_as_to"} or (not mark and tree.words[index].xpos == "VB"):
        return head, "purpose"
    return head, mark or "participle"


def _apply(tree: Tree, state: _State, above: _Above, trigger: Trigger, lexicon: Lexicon) -> _State:
    if above.relation == "same":
        return _conjoined(tree, state, above, lexicon)
    if above.relation == "purpose":
        asked = find_cue(tree, above.token, "to", lexicon)
        if asked is not None and asked.effect in _STATEMENTS:
            # "Called on Russia to withdraw": parsers take the demand for a purpose.
            above = replace(above, relation="to")
    noun = _complement_noun(tree, above, lexicon)
    if noun is not None:
        inner = _Above(token=noun[0], relation="to", below=above.below)
        state = _through_cue(tree, state, inner, noun[1].effect, lexicon)
        above = replace(above, relation="noun", below=noun[0])
    elif above.relation == "purpose":
        status = state.status or "planned"
        return replace(
            state,
            status="planned"
            if status in {"occurred", "ongoing"} and state.finite is None
            else status,
            owners=state.owners or surface_subject(tree, above.token),
        )
    cue = find_cue(tree, above.token, above.relation, lexicon)
    if cue is None and above.token in trigger.carriers:
        return _through_cue(tree, state, above, "light", lexicon)
    if cue is None:
        return _uncued(tree, state, above, lexicon)
    hostile = trigger.frame.type in HOSTILE
    effect = cue.effect
    if effect == "feared" and above.relation == "that" and state.status == "planned":
        # "Warned that it would strike": one's own doing, held out as a warning.
        own = tree.words[above.token].lemma == "warn"
        effect = "threatened" if own and hostile else effect
    if effect == "refused" and above.relation == "noun" and hostile and not state.cues:
        effect = "praised"
    if effect == "requested" and above.relation == "to" and _wants_for_itself(tree, above):
        effect = "planned" if tree.words[above.token].lemma in _SELF_WANTED else "requested"
    if effect == "requested" and trigger.frame.type is EventType.REQUEST:
        effect = "said"
    return _through_cue(tree, state, above, effect, lexicon)


def _complement_noun(tree: Tree, above: _Above, lexicon: Lexicon) -> tuple[int, Cue] | None:
    """Give the cue noun among a verb's objects whose content an infinitive is.

    Parsers hang "pressure on Moscow to release him", "includes a plan to suspend" on the verb.
    """
    if above.relation not in {"purpose", "to"} or not is_verbal(tree, above.token):
        return None
    if above.relation == "to" and find_cue(tree, above.token, "to", lexicon) is not None:
        return None
    for noun in slots(tree, above.token).get("obj", ()):
        if noun < above.below and tree.words[noun].upos == "NOUN":
            cue = find_cue(tree, noun, "to", lexicon)
            if cue is not None:
                return noun, cue
    return None


def _wants_for_itself(tree: Tree, above: _Above) -> bool:
    found = slots(tree, above.token)
    return not (found.get("obj") or found.get("iobj")) or is_passive(tree, above.token)


def _through_cue(tree: Tree, state: _State, above: _Above, effect: str, lexicon: Lexicon) -> _State:
    step = CueStep(token=above.token, effect=effect, relation=above.relation)
    modality = _modality_of(tree, above.token, lexicon)
    becomes, negated, over = _EFFECTS[effect]
    status = state.status
    if modality.negated:
        status = _negate(status, negated)
    elif becomes != "keep" and status in over and not _presupposed(tree, state, above, effect):
        status = becomes
    statement = state.statement
    speech = _STATEMENTS.get(effect)
    if effect == "alleged" and tree.words[above.token].lemma in _CLAIMING:
        speech = None
    if effect == "said" and state.status == "requested" and statement is None:
        # "Moscow said that Israel must end its attacks": saying so is the demand.
        speech = EventType.REQUEST
    if speech is not None and statement is None and not modality.negated:
        statement = speech
    found = slots(tree, above.token)
    owners, targets = state.owners, state.targets
    if (effect in _OWNED or speech is not None) and (not owners or speech is not None):
        owners = surface_or_logical(tree, above.token, effect) or owners
    if speech is not None and not targets:
        targets = found.get("obj", ()) or found.get("iobj", ())
        targets = tuple(t for t in targets if t != above.below)
    moved = replace(
        state,
        status=status,
        statement=statement,
        owners=owners,
        targets=targets,
        cues=(*state.cues, step),
        words=(*state.words, above.token),
    )
    moved = _outer_modality(moved, modality, effect)
    return _conditioned(tree, moved, above.token, lexicon)


_CLAIMING = frozenset({"claim", "believe", "think", "suggest", "purport", "say", "report"})
_OPINED = frozenset({"possible", "feared", "ordered", "announced"})


def _presupposed(tree: Tree, state: _State, above: _Above, effect: str) -> bool:
    """A definite act under an opinion or order ("foreshadowed the deadly attack") has happened."""
    if effect not in _OPINED or above.relation != "noun" or is_verbal(tree, above.below):
        return False
    told = any(step.effect == "occurred" for step in state.cues)
    return told or (state.status is None and effect != "announced" and _definite(tree, above.below))


def surface_or_logical(tree: Tree, index: int, effect: str) -> tuple[int, ...]:
    """Give whose act a cue is: a verb's logical subject, a noun's possessor."""
    found = slots(tree, index)
    if is_verbal(tree, index):
        if is_passive(tree, index) and effect in {"planned", "ordered", "possible"}:
            # "Iran was expected to": Iran; in "a process aimed at" the process wants nothing.
            patient = () if tree.words[index].deprel.startswith("acl") else found.get("obj", ())
            return found.get("subj", ()) or patient
        return found.get("subj", ())
    for slot in ("poss", "by", "subj", "comp", "from"):
        if found.get(slot):
            return found[slot]
    return ()


def _modality_of(tree: Tree, index: int, lexicon: Lexicon) -> Modality:
    modality = clause_modality(tree, index, lexicon)
    if is_verbal(tree, index):
        return modality
    has_copula = any(tree.words[c].deprel == "cop" for c in tree.children[index])
    return modality if has_copula else replace(modality, force=None)


def _negate(status: str | None, negated: str) -> str | None:
    if negated == "keep":
        return status
    return "occurred" if status == "denied" and negated == "denied" else negated


def _with_modality(state: _State, modality: Modality, effect: str) -> _State:
    moved = _outer_modality(state, modality, effect)
    status = moved.status
    if modality.negated:
        status = "denied" if status != "denied" else "occurred"
        if modality.partly:
            status = "ongoing"
    return replace(moved, status=status, words=(*moved.words, *modality.words))


def _outer_modality(state: _State, modality: Modality, effect: str) -> _State:
    """Let "will", "may", "must" ... above the act count for it."""
    status = state.status
    if modality.force == "possible" and status != "denied" and not modality.negated:
        status = "possible"
    elif modality.force in {"planned", "would"} and status in _UNTOLD:
        # "Will remain", "will continue": what goes on is going on already.
        status = "ongoing" if effect == "ongoing" else "planned"
    elif modality.force == "duty" and status in {*_UNTOLD, "cancelled"} and effect in _DUE:
        status = "requested"
    elif status is None and modality.force in {"occurred", "ongoing"} and effect in _CARRY_TENSE:
        status = modality.force
    conditional = state.conditional or (
        modality.conditional and (modality.force in {"planned", "would", "possible"})
    )
    return replace(state, status=status, conditional=conditional)


_DUE = frozenset({"light", "cancelled", "ended", "begun", "resumed"})
_CARRY_TENSE = frozenset({"light", "begun", "resumed", "ended", "occurred", "ongoing", "permitted"})


def _uncued(tree: Tree, state: _State, above: _Above, lexicon: Lexicon) -> _State:
    """Climb through a word that is no cue: containers pass all on, other words only modality."""
    if not is_verbal(tree, above.token):
        if tree.words[above.token].lemma.lower() in lexicon.classes["container"]:
            return _own_modifiers_of(tree, state, above.token, lexicon)
        return state
    modality = clause_modality(tree, above.token, lexicon)
    told = is_verbal(tree, above.below)
    if told and state.status is None and modality.force in {"planned", "would", "possible"}:
        status = "possible" if modality.force == "possible" else "planned"
        state = replace(state, status=status, words=(*state.words, *modality.words))
    put = above.relation == "subj" and not told and not _definite(tree, above.below)
    if put and state.status is None and modality.force in {"would", "possible"}:
        # "A strike on Syria would achieve little": a case put, not told.
        state = replace(state, status="possible", words=(*state.words, *modality.words))
    if above.relation in {"without", "instead", "than"}:
        state = replace(state, status="denied")
    return _conditioned(tree, state, above.token, lexicon)


def _own_modifiers_of(tree: Tree, state: _State, index: int, lexicon: Lexicon) -> _State:
    for child in tree.children[index]:
        if tree.words[child].deprel in {"amod", "acl"}:
            state = _modified(tree, state, child, lexicon)
    return state


def _conjoined(tree: Tree, state: _State, above: _Above, lexicon: Lexicon) -> _State:
    """A conjunct without auxiliaries of its own shares the first conjunct's."""
    if is_verbal(tree, above.token) and state.finite is None and state.status is None:
        modality = clause_modality(tree, above.token, lexicon)
        return _with_modality(state, modality, "light")
    if not is_verbal(tree, above.token) and state.status is None:
        return _own_modifiers_of(tree, state, above.token, lexicon)
    return state


def _conditioned(tree: Tree, state: _State, index: int, lexicon: Lexicon) -> _State:
    """Mark an act that stands inside an if-clause, or under a clause that has one."""
    mark = condition_mark(tree, index, lexicon)
    if mark is not None and tree.words[index].deprel in {"advcl", "ccomp", "acl"}:
        if tree.words[mark].lemma.lower() == "whether":
            return replace(state, status="possible", words=(*state.words, mark))
        return replace(state, conditional=True, words=(*state.words, mark))
    modality = clause_modality(tree, index, lexicon)
    if modality.conditional and state.status in {"planned", "possible", None}:
        return replace(state, conditional=True)
    return state


def _finish(tree: Tree, state: _State, trigger: Trigger, lexicon: Lexicon) -> Reading:
    status = state.status
    if trigger.stands:
        status = "ongoing"
    if status is None:
        status = _untold(tree, trigger.token, lexicon)
    if state.conditional and status in {"planned", "possible", "occurred", "ongoing"}:
        status = "conditional"
    return Reading(
        status=Status(status),
        statement=state.statement,
        owners=state.owners,
        targets=state.targets,
        cues=state.cues,
        words=tuple(dict.fromkeys(state.words)),
        finite=state.finite,
        stands=trigger.stands,
    )


def _untold(tree: Tree, index: int, lexicon: Lexicon) -> str:
    """Where nothing says otherwise: a bare infinitive is planned, all else occurred.

    The content of a noun ("details of restoring ties") is talked of, no more.
    """
    word = tree.words[index]
    if word.xpos == "VBG" and word.deprel == "acl" and case_of(tree, index) == "of":
        return "possible"
    if is_verbal(tree, index) and word.xpos == "VB":
        return "planned"
    return "occurred"


__all__ = ["HOSTILE", "fillers", "read_status"]
