"""How acts of one sentence bear on each other: because of, in exchange for, requires, ..."""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.grammar import Tree, ancestors, case_of, is_verbal
from dragoman.coding.readings import Reading
from dragoman.cuetables import CueTables
from dragoman.records.event import LinkKind

_BRANCHES = frozenset({"obl", "advcl", "nmod", "acl", "xcomp", "ccomp", "advmod", "conj"})


@dataclass(frozen=True, slots=True)
class ActLink:
    """A link between two triggers' tokens, with the tokens whose words say so."""

    source: int
    kind: LinkKind
    target: int
    words: tuple[int, ...]


def find_links(tree: Tree, readings: dict[int, Reading], tables: CueTables) -> Iterator[ActLink]:
    """Give the links among the triggers of one sentence (``readings`` by trigger token)."""
    for source in readings:
        for target in readings:
            if source != target:
                link = _link(tree, source, target, readings, tables)
                if link is not None:
                    yield link


def _link(
    tree: Tree, source: int, target: int, readings: dict[int, Reading], tables: CueTables
) -> ActLink | None:
    chain = (source, *ancestors(tree, source))
    path = [target]
    for above in ancestors(tree, target):
        if above in chain:
            break
        path.append(above)
    else:
        return None
    meeting = tree.words[path[-1]].head
    if meeting not in chain or target in chain:
        return None
    by_verb = _by_verb(tree, source, meeting, path, tables)
    if by_verb is not None:
        return by_verb
    by_aim = _by_aim(tree, source, meeting, path)
    if by_aim is not None:
        return by_aim
    by_mark = _marked(tree, path, tables)
    if by_mark is not None:
        kind, words = by_mark
        adverbial = tree.words[path[-1]].deprel.partition(":")[0] in {"advcl", "acl", "obl", "nmod"}
        close = adverbial and _close(tree, source, meeting, readings[source])
        if kind is LinkKind.PURPOSE and not close:
            return None
        return ActLink(source, kind, target, words)
    return None


def _marked(
    tree: Tree, path: list[int], tables: CueTables
) -> tuple[LinkKind, tuple[int, ...]] | None:
    """The marker stands on the topmost word of the target's branch, or just below it."""
    for token in reversed(path):
        word = tree.words[token]
        if word.deprel.partition(":")[0] not in _BRANCHES:
            continue
        marker = case_of(tree, token)
        for form in (marker, marker.split("_")[0]):
            if form in tables.link_marks:
                marks = [
                    c for c in tree.children[token] if tree.words[c].deprel in {"case", "mark"}
                ]
                return tables.link_marks[form], tuple(marks)
        if marker:
            return None
    return None


def _close(tree: Tree, source: int, meeting: int, reading: Reading) -> bool:
    """A purpose belongs to the act itself or to the cue that tells it, not to words far above."""
    near = {source, *(step.token for step in reading.cues)}
    if tree.words[source].deprel.partition(":")[0] in {"obj", "nsubj", "xcomp", "conj"}:
        near.add(tree.words[source].head)
    return meeting in near


_AIMS = frozenset({"purpose", "aim", "goal", "objective", "object", "point"})


def _by_aim(tree: Tree, source: int, meeting: int, path: list[int]) -> ActLink | None:
    """In "the purpose of this trip is to assess the damage" the trip's purpose is the rest."""
    for above in ancestors(tree, source):
        if above == meeting:
            return None
        word = tree.words[above]
        if word.lemma.lower() in _AIMS and word.deprel.startswith("nsubj") and word.head == meeting:
            return ActLink(source, LinkKind.PURPOSE, path[0], (above,))
    return None


def _by_verb(
    tree: Tree, source: int, meeting: int, path: list[int], tables: CueTables
) -> ActLink | None:
    """In "the visit requires a waiver" the subject's act requires the object's."""
    if not is_verbal(tree, meeting):
        return None
    kind = tables.link_verbs.get(tree.words[meeting].lemma.lower())
    if kind is None:
        return None
    branch = {path[-1], *path}
    source_top = source
    for above in ancestors(tree, source):
        if above == meeting:
            break
        source_top = above
    subject_side = tree.words[source_top].deprel.startswith("nsubj")
    object_side = tree.words[path[-1]].deprel.partition(":")[0] in {"obj", "xcomp", "ccomp"}
    if subject_side and object_side and source_top not in branch:
        return ActLink(source, kind, path[0], (meeting,))
    return None
