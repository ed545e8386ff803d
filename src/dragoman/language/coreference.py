"""Which mentions of a report are of the same actor: names, descriptions and pronouns.

The text is read once from left to right. Names meet by key, descriptions by the rules of
``nominal_links``, pronouns by the salience of ``salience``; every mention then lists the entities
that it stands for, itself when nothing else explains it.
"""

from dataclasses import dataclass, field, replace

from dragoman.errors import MissingLayer
from dragoman.language.clusters import Clusters, Seen
from dragoman.language.nominal_links import Scene, find_antecedents
from dragoman.language.noun_phrases import SUBJECTS, Tree, conjuncts, make_tree, subject_of
from dragoman.language.pronouns import Pronoun, read_pronoun
from dragoman.language.salience import choose_antecedent, is_main, slot_of
from dragoman.mentionwords import MentionWords, load_mention_words
from dragoman.records.document import Document
from dragoman.records.mention import Entity, EntityKind, Mention, MentionLevel
from dragoman.records.span import Span

_EITHER_NUMBER = frozenset({EntityKind.POLICE, EntityKind.ARMED_GROUP, EntityKind.ARMED_FORCE})
_RELATIVE_CLAUSES = frozenset({"acl:relcl", "advcl:relcl", "acl"})


_PRONOUN_TAGS = frozenset({"PRON", "DET"})
_NOUN_TAGS = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class _Reader:
    """What linking reads, and the clusters that it fills."""

    scene: Scene
    words: MentionWords
    clusters: Clusters
    at_token: dict[int, int]
    quoted: tuple[bool, ...]
    named: frozenset[str]
    promised: dict[int, int] = field(default_factory=dict)

    @property
    def tree(self) -> Tree:
        return self.scene.tree


def link_mentions(document: Document) -> Document:
    """Give the document with every mention in a cluster and what it stands for.

    Layers: reads sentences, tokens, words, entities; writes mentions.
    Raises: MissingLayer.
    """
    if document.entities is None:
        raise MissingLayer("mentions need the layer entities")
    words = load_mention_words()
    tree = make_tree(document)
    reader = _Reader(
        scene=Scene(tree, document.entities, words.classes),
        words=words,
        clusters=Clusters(),
        at_token=_entity_tokens(document.entities),
        quoted=_find_quoted(tree),
        named=_keys_of_names(document.entities),
    )
    starting: dict[int, list[int]] = {}
    for number, entity in enumerate(document.entities):
        starting.setdefault(entity.first, []).append(number)
    drafts: list[_Draft] = []
    for index in range(len(tree.words)):
        for number in starting.get(index, ()):
            drafts.append(_link_entity(reader, number))
            _note_coordination(reader, number)
        word = tree.words[index]
        if index not in reader.at_token:
            draft = _link_pronoun(reader, index) if word.upos in _PRONOUN_TAGS else None
            if draft is not None:
                drafts.append(draft)
            elif word.upos in _NOUN_TAGS:
                _note_noun(reader, index)
        if word.deprel in SUBJECTS:
            _note_speaker(reader, index)
    numbers: dict[int, int] = {}
    for draft in drafts:
        numbers.setdefault(draft.cluster, len(numbers))
    mentions = (_finish(reader, draft, numbers[draft.cluster]) for draft in drafts)
    return replace(document, mentions=tuple(m for m in mentions if m.antecedents))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A mention before its antecedents are entity numbers: ``clusters`` are what it stands for."""

    span: Span
    head: int
    cluster: int
    level: MentionLevel
    entity: int | None
    clusters: tuple[int, ...]


def _keys_of_names(entities: tuple[Entity, ...]) -> frozenset[str]:
    """Give the keys that say by themselves who is meant: of names, and of holders of offices."""
    return frozenset(
        entity.key
        for entity in entities
        if entity.level is MentionLevel.NAMED or "in office on" in entity.evidence
    )


def _entity_tokens(entities: tuple[Entity, ...]) -> dict[int, int]:
    """Map each token to the smallest entity around it; a head to its own."""
    at_token: dict[int, int] = {}
    for number, entity in sorted(enumerate(entities), key=lambda e: e[1].first - e[1].last):
        at_token |= dict.fromkeys(range(entity.first, entity.last), number)
    return at_token | {entity.head: number for number, entity in enumerate(entities)}


def _find_quoted(tree: Tree) -> tuple[bool, ...]:
    """Tell for each token whether it stands between quotation marks."""
    quoted: list[bool] = []
    is_open = False
    for token in tree.tokens:
        if token.text in ("“", "``", "«"):
            is_open = True
        elif token.text in ("”", "''", "»"):
            is_open = False
        elif token.text == '"':
            is_open = not is_open
        quoted.append(is_open)
    return tuple(quoted)


# --- names and descriptions


def _link_entity(reader: _Reader, number: int) -> _Draft:
    entity, clusters = reader.scene.entities[number], reader.clusters
    stands_for: tuple[int, ...] = ()
    if entity.members:
        stands_for = tuple(_cluster_by_key(clusters, key) for key in entity.members)
    elif entity.level is MentionLevel.NOMINAL and _is_named_elsewhere(reader, entity):
        stands_for = (_cluster_by_key(clusters, entity.key),)
    elif entity.level is MentionLevel.NOMINAL:
        stands_for = find_antecedents(reader.scene, number, clusters)
    if len(stands_for) == 1:
        cluster = stands_for[0]
    elif entity.level is MentionLevel.NAMED:
        cluster = _cluster_by_key(clusters, entity.key)
    else:
        cluster = reader.promised.get(number, -1)
        cluster = clusters.open() if cluster < 0 else cluster
        if not stands_for:
            clusters.by_key[entity.key] = cluster
    _note_gender(reader, cluster, entity)
    clusters.add(_see(reader, entity, number, cluster, stands_for))
    reached = stands_for if len(stands_for) > 1 else (cluster,)
    return _Draft(entity.span, entity.head, cluster, entity.level, number, reached)


def _is_named_elsewhere(reader: _Reader, entity: Entity) -> bool:
    """A person's or a country's only key says who is meant; a common noun's slug does not."""
    if entity.key not in reader.named or entity.kind is EntityKind.GROUP:
        return False
    is_told = entity.kind is EntityKind.PERSON or "apposition" in entity.evidence
    return is_told or entity.country is not None


def _cluster_by_key(clusters: Clusters, key: str) -> int:
    if key not in clusters.by_key:
        clusters.by_key[key] = clusters.open()
    return clusters.by_key[key]


def _see(
    reader: _Reader, entity: Entity, number: int, cluster: int, stands_for: tuple[int, ...]
) -> Seen:
    nature, count = _nature(reader, entity)
    several = stands_for if len(stands_for) > 1 else ()
    return Seen(
        cluster=cluster,
        head=entity.head,
        span=entity.span,
        sentence=reader.tree.sentence_of[entity.head],
        slot=slot_of(reader.tree, entity.head),
        main=is_main(reader.tree, entity.head),
        level=entity.level,
        number="plur" if several else count,
        nature=nature,
        entity=number,
        members=several,
    )


def _nature(reader: _Reader, entity: Entity) -> tuple[str, str]:
    """Give what an entity is to a pronoun (person, body, group, place) and its number."""
    word = reader.tree.words[entity.head]
    plural = word.xpos in ("NNS", "NNPS") and entity.level is MentionLevel.NOMINAL
    count = "plur" if plural else "sing"
    if entity.kind is EntityKind.PERSON:
        return "person", count
    if entity.kind is EntityKind.PLACE:
        return "place", "sing"
    if entity.kind is EntityKind.GROUP:
        if not plural and _is_person_noun(reader, word.lemma.lower()):
            return "person", "sing"
        return "group", "plur" if plural else "any"
    return "body", "any" if entity.kind in _EITHER_NUMBER and not plural else count


def _is_person_noun(reader: _Reader, noun: str) -> bool:
    classes = reader.words.classes
    return any(noun in classes[name] for name in ("people_noun", "male", "female"))


def _note_gender(reader: _Reader, cluster: int, entity: Entity) -> None:
    if (
        entity.kind not in (EntityKind.PERSON, EntityKind.GROUP)
        or cluster in reader.clusters.genders
    ):
        return
    tree, classes = reader.tree, reader.words.classes
    before = tree.lowered[entity.first - 1] if entity.first > 0 else ""
    said = {before, tree.words[entity.head].lemma.lower(), *(entity.role or "").lower().split()}
    for gender in ("male", "female"):
        if said & classes[gender]:
            reader.clusters.genders[cluster] = gender
            return
    given = reader.words.genders.get(entity.name.split()[0].lower())
    if given is not None and entity.level is MentionLevel.NAMED:
        reader.clusters.genders[cluster] = given


def _note_coordination(reader: _Reader, number: int) -> None:
    """Enter "Iran and Iraq" as what "they" may stand for, once its last member is entered."""
    entity, tree = reader.scene.entities[number], reader.tree
    word = tree.words[entity.head]
    if word.deprel != "conj" or word.head < 0:
        return
    heads = conjuncts(tree, word.head)
    if entity.head != heads[-1] or len(heads) < 2:
        return
    numbers = [reader.at_token.get(head) for head in heads]
    latest = {seen.entity: seen for seen in reader.clusters.seen[-40:] if seen.entity is not None}
    members = [latest[n] for n in numbers if n in latest]
    if len(members) != len(heads):
        return
    first = members[0]
    reader.clusters.add(
        replace(
            first,
            cluster=reader.clusters.open(),
            span=Span(first.span.start, entity.span.end),
            number="plur",
            entity=None,
            members=tuple(dict.fromkeys(member.cluster for member in members)),
        )
    )


def _note_noun(reader: _Reader, index: int) -> None:
    """Enter a noun phrase that is no actor: it competes for "it" and "they"."""
    word = reader.tree.words[index]
    if word.deprel in ("compound", "flat", "fixed"):
        return
    token = reader.tree.tokens[index]
    plural = word.xpos in ("NNS", "NNPS")
    reader.clusters.add(
        Seen(
            cluster=reader.clusters.open(),
            head=index,
            span=Span(token.start, token.end),
            sentence=reader.tree.sentence_of[index],
            slot=slot_of(reader.tree, index),
            main=is_main(reader.tree, index),
            level=MentionLevel.NOMINAL,
            number="plur" if plural else "sing",
            nature="person" if _is_person_noun(reader, word.lemma.lower()) else "thing",
            entity=None,
        )
    )


def _note_speaker(reader: _Reader, index: int) -> None:
    """Remember the subject of the latest verb of speech."""
    word = reader.tree.words[index]
    if word.head < 0:
        return
    if reader.tree.words[word.head].lemma not in reader.words.classes["speech"]:
        return
    for seen in reversed(reader.clusters.seen[-12:]):
        if seen.head == index:
            reader.clusters.speaker = seen.cluster
            return


# --- pronouns


def _link_pronoun(reader: _Reader, index: int) -> _Draft | None:
    pronoun = read_pronoun(reader.tree, index, reader.words)
    if pronoun is None:
        return None
    if pronoun.use == "relative":
        return _link_relative(reader, index)
    if pronoun.use == "speaker":
        return _link_speaker(reader, index)
    seen = choose_antecedent(reader.tree, index, pronoun, reader.clusters, reader.words)
    if seen is None and pronoun.number == "plur":
        seen = _both_of(reader, index)
    if seen is None:
        return None
    if pronoun.gender in ("male", "female"):
        reader.clusters.genders.setdefault(seen.cluster, pronoun.gender)
    return _enter_pronoun(reader, index, seen, pronoun)


def _both_of(reader: _Reader, index: int) -> Seen | None:
    """Give subject and other argument of the sentence before as one: "X met Y. They agreed"."""
    before = reader.tree.sentence_of[index] - 1
    actors = {"person", "body"}
    found = [seen for seen in reader.clusters.seen if seen.sentence == before]
    mains = [seen for seen in found if seen.main and seen.nature in actors]
    for first in mains:
        for second in mains:
            other = second.cluster != first.cluster and second.nature == first.nature
            if first.slot == "subject" and other and second.slot in ("object", "oblique"):
                members = (first.cluster, second.cluster)
                cluster = reader.clusters.open()
                return replace(first, cluster=cluster, entity=None, number="plur", members=members)
    return None


def _enter_pronoun(reader: _Reader, index: int, seen: Seen, pronoun: Pronoun) -> _Draft | None:
    token, clusters = reader.tree.tokens[index], reader.clusters
    span = Span(token.start, token.end)
    clusters.add(
        replace(
            seen,
            head=index,
            span=span,
            sentence=reader.tree.sentence_of[index],
            slot=slot_of(reader.tree, index),
            main=is_main(reader.tree, index),
            level=MentionLevel.PRONOUN,
            entity=None,
        )
    )
    reached = seen.members or (seen.cluster,)
    if not any(clusters.entities.get(cluster) for cluster in reached):
        return None
    return _Draft(span, index, seen.cluster, MentionLevel.PRONOUN, None, reached)


def _link_relative(reader: _Reader, index: int) -> _Draft | None:
    """ "who" and "which" stand for the noun that their clause describes."""
    tree, top = reader.tree, index
    for _ in range(8):
        word = tree.words[top]
        if word.head < 0:
            return None
        top = word.head
        if word.deprel in _RELATIVE_CLAUSES:
            break
    else:
        return None
    for seen in reversed(reader.clusters.seen):
        if seen.head == top or (
            seen.entity is not None and reader.at_token.get(top) == seen.entity
        ):
            if seen.entity is None and not seen.members:
                return None
            token = tree.tokens[index]
            span = Span(token.start, token.end)
            reached = seen.members or (seen.cluster,)
            return _Draft(span, index, seen.cluster, MentionLevel.PRONOUN, None, reached)
        if tree.sentence_of[seen.head] < tree.sentence_of[index]:
            return None
    return None


def _link_speaker(reader: _Reader, index: int) -> _Draft | None:
    """ "I" and "we" stand for whoever speaks: by the parse, else the last one to say something."""
    cluster = _speaker_by_parse(reader, index)
    if cluster is None and reader.quoted[index]:
        cluster = reader.clusters.speaker
    if cluster is None:
        return None
    token = reader.tree.tokens[index]
    span = Span(token.start, token.end)
    return _Draft(span, index, cluster, MentionLevel.PRONOUN, None, (cluster,))


def _speaker_by_parse(reader: _Reader, index: int) -> int | None:
    """Give the subject of a verb of speech whose clause or parenthesis holds the pronoun."""
    tree, speech = reader.tree, reader.words.classes["speech"]
    top = index
    for _ in range(30):
        word = tree.words[top]
        if word.deprel in ("ccomp", "parataxis", "root"):
            verbs = [
                child for child in tree.children[top] if tree.words[child].deprel == "parataxis"
            ]
            if word.head >= 0:
                verbs.append(word.head)
            for verb in verbs:
                subject = (
                    _speaking_subject(tree, verb) if tree.words[verb].lemma in speech else None
                )
                if subject is not None and subject != index:
                    return _cluster_at(reader, subject)
        if word.head < 0:
            return None
        top = word.head
    return None


def _speaking_subject(tree: Tree, verb: int) -> int | None:
    """The subject of a verb of speech; "He refused, saying that" takes that of its clause."""
    subject = subject_of(tree, verb)
    word = tree.words[verb]
    if (
        subject is None
        and word.deprel in ("advcl", "acl")
        and word.xpos == "VBG"
        and word.head >= 0
    ):
        return subject_of(tree, word.head)
    return subject


def _cluster_at(reader: _Reader, index: int) -> int | None:
    """Give the cluster of the mention headed by a token, also one that follows later."""
    for seen in reversed(reader.clusters.seen):
        if seen.head == index:
            return seen.cluster
    number = reader.at_token.get(index)
    if number is None:
        return _cluster_of_later_pronoun(reader, index)
    key = reader.scene.entities[number].key
    if key in reader.named:
        return _cluster_by_key(reader.clusters, key)
    return reader.promised.setdefault(number, reader.clusters.open())


def _cluster_of_later_pronoun(reader: _Reader, index: int) -> int | None:
    """Give whom "he" of a following "he said" stands for: the words before it are his."""
    pronoun = read_pronoun(reader.tree, index, reader.words)
    if pronoun is None or pronoun.use != "personal":
        return None
    seen = choose_antecedent(reader.tree, index, pronoun, reader.clusters, reader.words)
    return seen.cluster if seen is not None and not seen.members else None


# --- antecedents


def _finish(reader: _Reader, draft: _Draft, cluster: int) -> Mention:
    return Mention(
        span=draft.span,
        head=draft.head,
        cluster=cluster,
        level=draft.level,
        entity=draft.entity,
        antecedents=_antecedents(reader, draft),
    )


def _antecedents(reader: _Reader, draft: _Draft) -> tuple[int, ...]:
    """Give the entities that a mention stands for; a name stands for itself."""
    if draft.level is MentionLevel.NAMED and draft.entity is not None:
        return (draft.entity,)
    entities = reader.scene.entities
    found = [reader.clusters.representative(cluster, entities) for cluster in draft.clusters]
    numbers = tuple(dict.fromkeys(number for number in found if number is not None))
    if not numbers and draft.entity is not None:
        return (draft.entity,)
    own = draft.entity
    if (
        own is not None
        and len(numbers) == 1
        and not _tells_more(entities[numbers[0]], entities[own])
    ):
        return (own,)
    return numbers


def _tells_more(other: Entity, own: Entity) -> bool:
    return other.level is MentionLevel.NAMED or (other.country is not None and own.country is None)
