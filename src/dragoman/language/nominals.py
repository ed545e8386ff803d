"""Common-noun actors: "Venezuelan officials", "the foreign minister of Iran", "a U.S. delegation".

A phrase of data/actors/roles.tsv gives kind and sectors; the country comes from a modifier, a
possessor or an "of" phrase, in this order. The country inside such a phrase is its modifier, not an
actor beside it. "Former" and the like stay in the role and turn GOV into ELI (PLOVER 0.8, 5.2).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.actors import Actors, Role
from dragoman.language.actor_names import COUNTRY_WORDS, KnownName
from dragoman.language.noun_phrases import (
    Tree,
    children_by,
    find_head,
    preposition_of,
    start_of_phrase,
)
from dragoman.language.slugs import slug
from dragoman.mentionwords import MentionWords
from dragoman.records.mention import Entity, EntityKind, MentionLevel
from dragoman.records.span import Span

_LOCAL = frozenset({EntityKind.GOVERNMENT, EntityKind.POLICE, EntityKind.PARTY, EntityKind.AGENCY})
_LOCAL_SECTORS = frozenset({"GOV", "COP", "LEG", "JUD", "CVL", "OPP"})
_JOINTS = frozenset({"and", "-", "–"})
_INSIDE = frozenset({"amod", "compound", "nmod:poss", "nmod:desc"})
_STOPS = frozenset({"DET", "PRON", "PUNCT", "ADV", "CCONJ", "ADP", "SCONJ", "PART"})
_STOP_TAGS = frozenset({"PRP$", "POS", "WP$", "JJR", "JJS"})
_STOP_WORDS = frozenset({"own", "such", "many", "several", "few", "least", "most"})
_PARTICIPANTS = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "REB", "UAF", "PRM", "OPP"})


@dataclass(frozen=True, slots=True)
class Nominal:
    """A common-noun actor, the role row behind it, and the range of its phrase.

    ``first``..``last`` run from its first modifier to its last own word (an "of" phrase with its
    x a coordination ("U.S. and Venezuelan officials").
    """

    entity: Entity
    role: Role
    first: int
    last: int
    used: tuple[int, ...]
    definite: bool
    shared: tuple[KnownName, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known beforehand: names by token, and word classes."""

    by_token: Mapping[int, KnownName]
    classes: Mapping[str, frozenset[str]]

    @property
    def status(self) -> frozenset[str]:
        """Words before a role that are kept in it."""
        return self.classes["status"] | self.classes["past"] | self.classes["not_yet"]


def find_nominals(
    tree: Tree, names: Sequence[KnownName], actors: Actors, words: MentionWords
) -> tuple[Nominal, ...]:
    """Give the common-noun actors of a text in its order, outside of its names."""
    taken = {
        index
        for known in names
        if known.form not in COUNTRY_WORDS
        for index in range(known.entity.first, known.entity.last)
    }
    by_token = {index: known for known in names for index in _range(known.entity)}
    nominals: list[Nominal] = []
    for first, last, role in _find_phrases(tree, actors, taken):
        if role.phrase in words.classes["bare_no_one"] and _is_bare(tree, first, last, by_token):
            continue
        nominal = _compose(tree, first, last, role, _Known(by_token, words.classes))
        if nominal is not None:
            nominals.append(nominal)
    return _inherit(tree, nominals)


def _is_bare(tree: Tree, first: int, last: int, by_token: Mapping[int, KnownName]) -> bool:
    """ "obstruction of justice", "from head to toe", "a commando-style raid": nobody is meant."""
    if last < len(tree.words) and tree.lowered[last] in ("-", "–"):
        return True
    if tree.lowered[last - 1] == "campaign":
        # Of a candidate, not of air strikes.
        owner = by_token.get(first - 1)
        return owner is None or owner.entity.kind not in (EntityKind.PERSON, EntityKind.PARTY)
    if last < len(tree.words) and last in by_token:
        return False  # a title: "Justice Stephen Breyer"
    of = last < len(tree.words) and tree.lowered[last] in ("of", "for", "at")
    owned = bool(children_by(tree, last - 1, "nmod:poss"))
    return not (of or owned or first - 1 in by_token or tree.tokens[first].text[0].isupper())


def _range(entity: Entity) -> range:
    return range(entity.first, entity.last)


def _find_phrases(tree: Tree, actors: Actors, taken: set[int]) -> Iterable[tuple[int, int, Role]]:
    for sentence in tree.sentences:
        forms = tree.lowered[sentence.first : sentence.last]
        index = 0
        while index < len(forms):
            if not actors.may_start_role(forms[index]):
                index += 1
                continue
            match = actors.match_role(forms, index)
            if match is None or sentence.first + index in taken:
                index += 1
                continue
            role, after = match
            first, last = sentence.first + index, sentence.first + after
            if _is_free(tree, first, last, taken) and _is_noun(tree, first, last, role):
                yield first, last, role
                index = after
            else:
                index += 1


def _is_free(tree: Tree, first: int, last: int, taken: set[int]) -> bool:
    """A phrase is its own when no name holds its first word and head.

    "Ambassador to the United Nations" holds a name itself.
    """
    if taken.isdisjoint(range(first, last)):
        return True
    return first not in taken and find_head(tree, first, last) not in taken


def _is_noun(tree: Tree, first: int, last: int, role: Role) -> bool:
    """Tell whether a phrase is headed by a noun: "state" may be a verb, "rebel" an adjective.

    A noun before another noun counts when it may act ("rebel attack"), not in "press conference".
    """
    head = find_head(tree, first, last)
    word = tree.words[head]
    if word.deprel == "compound" and word.xpos == "NN" and not _PARTICIPANTS & set(role.sectors):
        return False
    return word.upos in ("NOUN", "PROPN")


def _compose(tree: Tree, first: int, last: int, role: Role, known: _Known) -> Nominal | None:
    sentence = tree.sentences[tree.sentence_of[first]]
    head = find_head(tree, first, last)
    start = _start(tree, first, head, sentence.first, known)
    sources = _Sources(tree, start, first, last, head, known.by_token, known.classes)
    country, used, evidence, end = _find_country(sources, role)
    status = [tree.tokens[i].text for i in range(start, first) if tree.lowered[i] in known.status]
    past = any(word.lower() in known.classes["past"] for word in status)
    text = " ".join([*status, tree.text[tree.tokens[first].start : tree.tokens[last - 1].end]])
    phrase = role.phrase if not status else f"{'-'.join(status).lower()} {role.phrase}"
    key = slug(phrase) if country is None else f"{country}:{slug(phrase)}"
    start = _without_function_words(tree, start, head)
    named = role.level == "body" and _is_capitalised(tree, first, last, sentence.first)
    entity = Entity(
        span=Span(tree.tokens[start].start, tree.tokens[end - 1].end),
        first=start,
        last=end,
        head=head,
        level=MentionLevel.NAMED if named else MentionLevel.NOMINAL,
        kind=_kind(tree, head, role),
        name=tree.text[tree.tokens[start].start : tree.tokens[end - 1].end],
        country=country,
        sectors=_sectors(role, past, sources, used),
        role=text if role.level == "office" and not _is_plural(tree, head) else None,
        key=key,
        evidence=f"role:{role.phrase}; {evidence}",
    )
    definite = any(
        tree.lowered[i] in known.classes["definite"]
        for i in range(max(start - 1, sentence.first), first)
    )
    shared = _coordinated(sources)
    if shared:
        entity = replace(entity, country=None, key=slug(entity.name))
        used = tuple(known.entity.head for known in shared)
    return Nominal(entity, role, start, end, used, definite or bool(used), shared)


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where a nominal's country may come from."""

    tree: Tree
    start: int
    first: int
    last: int
    head: int
    by_token: Mapping[int, KnownName]
    classes: Mapping[str, frozenset[str]]


def _kind(tree: Tree, head: int, role: Role) -> EntityKind:
    plural = role.kind is EntityKind.PERSON and _is_plural(tree, head)
    return EntityKind.GROUP if plural else role.kind


def _is_plural(tree: Tree, head: int) -> bool:
    return tree.words[head].xpos in ("NNS", "NNPS")


def _is_capitalised(tree: Tree, first: int, last: int, beginning: int) -> bool:
    """A body written as a name ("U.S. Treasury Department"), not merely at a sentence's start."""
    forms = [tree.tokens[i].text for i in range(first, last) if len(tree.tokens[i].text) > 3]
    return bool(forms) and all(form[0].isupper() for form in forms) and first > beginning


def _start(tree: Tree, first: int, head: int, lowest: int, known: _Known) -> int:
    """Give the first modifier; adjacent countries and status words count despite the parse."""
    start = min(first, start_of_phrase(tree, head, lowest))
    while start > lowest and (
        tree.lowered[start - 1] in known.status
        or ((name := known.by_token.get(start - 1)) is not None and _is_modifier(tree, name, start))
    ):
        start -= 1
    return start


def _is_modifier(tree: Tree, known: KnownName, after: int) -> bool:
    if known.form in COUNTRY_WORDS:
        return True
    relation = tree.words[known.entity.head].deprel
    return known.entity.last == after and relation in ("compound", "nmod:poss", "nmod:desc")


def _without_function_words(tree: Tree, start: int, head: int) -> int:
    """Skip articles, quantifiers and stray marks at the front; a possessor's name stays."""
    while start < head and (
        tree.words[start].upos in _STOPS
        or tree.words[start].xpos in _STOP_TAGS
        or tree.lowered[start] in _STOP_WORDS
    ):
        start += 1
    return start


def _find_country(sources: _Sources, role: Role) -> tuple[str | None, tuple[int, ...], str, int]:
    """Give country, the names it was taken from, why, and where the phrase ends."""
    end = sources.last
    if role.country_from == "none":
        return None, (), "no country", end
    for known in _modifiers(sources):
        if known.entity.country is not None:
            return known.entity.country, (known.entity.head,), "country: modifier", end
    owner, end_of_phrase = _phrase_after(sources, role)
    if owner is not None and owner.entity.country is not None:
        is_country = owner.entity.kind is EntityKind.COUNTRY
        end = end_of_phrase if is_country else end
        return owner.entity.country, (owner.entity.head,), "country: phrase after", end
    return None, (), "no country", end


def _modifiers(sources: _Sources) -> Iterable[KnownName]:
    """Give the names among the modifiers, the nearest to the head first."""
    tree = sources.tree
    seen: set[int] = set()
    for index in range(sources.first - 1, sources.start - 1, -1):
        known = sources.by_token.get(index)
        if known is None or known.entity.head in seen:
            continue
        seen.add(known.entity.head)
        if not _is_foreign(sources, known.entity.last):
            yield known
    for child in children_by(tree, sources.head, "nmod:poss", "compound", "amod"):
        known = sources.by_token.get(child)
        if known is not None and known.entity.head not in seen:
            yield known


def _coordinated(sources: _Sources) -> tuple[KnownName, ...]:
    """Give the different countries that modify one noun together."""
    inside = {
        known.entity.head: known
        for index in range(sources.start, sources.first)
        if (known := sources.by_token.get(index)) is not None
        and known.entity.kind is EntityKind.COUNTRY
        and not _is_foreign(sources, known.entity.last)
    }
    between = sources.tree.lowered[sources.start : sources.first]
    if len({known.entity.country for known in inside.values()}) < 2 or not _JOINTS & set(between):
        return ()
    return tuple(inside[head] for head in sorted(inside))


def _is_foreign(sources: _Sources, after: int) -> bool:
    """ "U.S.-backed", "Iranian-born": the country is not the noun's own."""
    tree = sources.tree
    if after >= len(tree.words):
        return False
    hyphen = tree.lowered[after].startswith("-")
    if tree.lowered[after] == "-" and after + 1 < len(tree.words):
        after += 1
    word = tree.lowered[after].lstrip("-")
    return word in sources.classes["foreign"] and (
        hyphen or word not in sources.classes["hyphened"]
    )


def _phrase_after(sources: _Sources, role: Role) -> tuple[KnownName | None, int]:
    """Give the name in an "of", "from", "for" or (for authorities) "in" phrase, and its end."""
    tree = sources.tree
    allowed = {"of", "from"}
    if role.note == "neutral":
        allowed |= {"for", "at", "in"}
    if role.country_from != "sender" and role.level != "office" and _is_local(role):
        allowed.add("in")
    for child in children_by(tree, sources.head, "nmod", "obl"):
        if preposition_of(tree, child) not in allowed:
            continue
        known = sources.by_token.get(child)
        if known is not None:
            return known, max(sources.last, known.entity.last)
    if sources.last + 1 < len(tree.words) and tree.lowered[sources.last] == "of":
        after = sources.last + 1
        after += tree.lowered[after] == "the"
        known = sources.by_token.get(after)
        if known is not None and tree.words[known.entity.head].deprel not in _INSIDE:
            return known, known.entity.last
    return None, sources.last


def _is_local(role: Role) -> bool:
    return role.kind in _LOCAL or (
        role.kind is EntityKind.GROUP and bool(_LOCAL_SECTORS & set(role.sectors))
    )


def _sectors(role: Role, past: bool, sources: _Sources, used: tuple[int, ...]) -> tuple[str, ...]:
    sectors = role.sectors
    if role.note == "neutral":
        for head in used:
            sectors = sources.by_token[head].entity.sectors or sectors
    if past and sectors[:1] == ("GOV",):
        return ("ELI",)
    return sectors


def _inherit(tree: Tree, nominals: list[Nominal]) -> tuple[Nominal, ...]:
    """Give a nominal the country and, where neutral, the sectors of the nominal that it belongs to.

    "A spokesman for the German government", "the head of Venezuela's national assembly".
    """
    by_head = {nominal.entity.head: nominal for nominal in nominals}
    return tuple(_inherit_one(tree, nominal, by_head) for nominal in nominals)


def _inherit_one(tree: Tree, nominal: Nominal, by_head: Mapping[int, Nominal]) -> Nominal:
    if nominal.role.country_from == "none":
        return nominal
    entity, neutral = nominal.entity, nominal.role.note == "neutral"
    if entity.country is not None and not neutral:
        return nominal
    for child in children_by(tree, entity.head, "nmod", "nmod:poss", "compound"):
        owner = by_head.get(child)
        if owner is None or preposition_of(tree, child) not in (
            "",
            "of",
            "for",
            "from",
            "in",
            "at",
        ):
            continue
        country = entity.country or owner.entity.country
        sectors = owner.entity.sectors if neutral and not _is_past(entity) else entity.sectors
        evidence = f"{entity.evidence}; of {owner.entity.name}"
        key = slug(nominal.role.phrase) if country is None else f"{country}:{slug(entity.name)}"
        return replace(
            nominal,
            entity=replace(entity, country=country, sectors=sectors, key=key, evidence=evidence),
        )
    return nominal


def _is_past(entity: Entity) -> bool:
    return entity.sectors == ("ELI",)
