"""Whether the name of a capital or seat means the place or the government that sits there.

"Washington said" against "in Washington". Cues are rows of data/mentions/metonymy.tsv: the
relation of the name to its governor, the governor's lemma and the reading.
"""

from dataclasses import replace

from dragoman.actors import Actors, NameForm
from dragoman.language.actor_names import KnownName
from dragoman.language.noun_phrases import Tree, preposition_of, top_of_coordination
from dragoman.mentionwords import MentionWords
from dragoman.records.mention import EntityKind

_DASHES = frozenset({"-", "--", "–", "—", "("})
_DATELINE = 8  # tokens within which a dateline's dash stands


def read_seat(tree: Tree, known: KnownName, actors: Actors, words: MentionWords) -> KnownName:
    """Give the name with its kind settled as government or place; other names unchanged."""
    if known.form is NameForm.CAPITAL:
        reading, cue = _read_capital(tree, known, words)
        return _as_government(known, actors, cue) if reading == "government" else _with(known, cue)
    if _is_seat(tree, known, words) and _is_place_phrase(tree, known.entity.head, words):
        cue = f"seat as place: {preposition_of(tree, known.entity.head)}"
        entity = replace(known.entity, kind=EntityKind.PLACE, sectors=(), evidence=cue)
        return replace(known, entity=entity)
    return known


def _with(known: KnownName, cue: str) -> KnownName:
    return replace(known, entity=replace(known.entity, evidence=f"capital as place: {cue}"))


def _as_government(known: KnownName, actors: Actors, cue: str) -> KnownName:
    country = actors.countries[known.entity.country or ""]
    entity = replace(
        known.entity,
        kind=EntityKind.GOVERNMENT,
        name=f"Government of {country.name}",
        sectors=("GOV",),
        key=f"{country.iso3}:government",
        evidence=f"capital for government: {cue}",
    )
    return replace(known, entity=entity)


def _read_capital(tree: Tree, known: KnownName, words: MentionWords) -> tuple[str, str]:
    """Give the reading and the cue that decided it."""
    if _is_dateline(tree, known) or _is_address(tree, known):
        return "place", "dateline or address"
    head = top_of_coordination(tree, known.entity.head)
    word = tree.words[head]
    if word.head < 0:
        return "place", "no governor"
    governor = tree.words[word.head]
    if word.deprel == "appos" or governor.lemma.lower() in ("capital", "city"):
        return "place", "apposition"
    relation = preposition_of(tree, head) or word.deprel
    lemmas = [governor.lemma.lower(), tree.lowered[word.head], *_objects(tree, word.head)]
    for lemma in [*lemmas, "*"]:
        reading = words.readings.get((relation, lemma))
        if reading is not None:
            return reading, f"{relation} {lemma}"
    return "place", f"{relation}, no cue"


def _objects(tree: Tree, governor: int) -> list[str]:
    """Give a verb's objects: "sent a message to Moscow" is decided by "message"."""
    return [
        tree.words[child].lemma.lower()
        for child in tree.children[governor]
        if tree.words[child].deprel == "obj"
    ]


def _is_dateline(tree: Tree, known: KnownName) -> bool:
    """ "KYIV, Ukraine (AP) -": a name at a sentence's start with a dash or bracket soon after."""
    sentence = tree.sentences[tree.sentence_of[known.entity.first]]
    if known.entity.first != sentence.first:
        return False
    after = tree.lowered[known.entity.last : min(sentence.last, sentence.first + _DATELINE)]
    return any(form in _DASHES for form in after) and not any(
        word.upos in ("VERB", "AUX")
        for word in tree.words[known.entity.last : known.entity.last + 2]
    )


def _is_address(tree: Tree, known: KnownName) -> bool:
    """ "Damascus, Syria": a capital before a comma and a name that depends on it."""
    last = known.entity.last
    if last + 1 >= len(tree.words) or tree.lowered[last] != ",":
        return False
    word = tree.words[last + 1]
    return word.upos == "PROPN" and word.head == known.entity.head and word.deprel != "conj"


def _is_seat(tree: Tree, known: KnownName, words: MentionWords) -> bool:
    spoken = " ".join(tree.lowered[known.entity.first : known.entity.last])
    return spoken in words.classes["seat"]


def _is_place_phrase(tree: Tree, head: int, words: MentionWords) -> bool:
    governor = tree.words[head].head
    if governor >= 0 and preposition_of(tree, head) == "from":
        # "a plan from the Pentagon" against "flew from the Pentagon"
        return tree.words[governor].upos == "VERB" and (
            words.readings.get(("from", tree.words[governor].lemma.lower())) != "government"
        )
    return preposition_of(tree, head) in words.classes["outside"] and tree.words[head].deprel in (
        "obl",
        "nmod",
        "advmod",
    )
