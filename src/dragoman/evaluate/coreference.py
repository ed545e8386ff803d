"""Scores of event coreference across documents: ECB+ gold mentions, topics held out in turn.

Pairs are scored as in ``merge/coreference.py``: named features, a weight each, one logistic sum,
clusters by average link. Gold mentions have no coded type, actors or status, so the features are
those that a parse alone gives, and their weights are fitted on the topics that are not scored.
The baseline calls mentions of one head lemma in one sub-topic one event.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dragoman.evaluate.chains import score_chains
from dragoman.evaluate.ecbplus import GoldDocument, GoldMention, read_gold
from dragoman.merge.clusters import cluster, find_components
from dragoman.merge.rules import MergeRules, load_merge_rules
from dragoman.merge.stories import group_reports, load_group_rules, stem
from dragoman.merge.tellings import Vector, compare_vectors, make_vector
from dragoman.pipeline import Stage, run
from dragoman.records.document import Document, Published, Word

Floats = npt.NDArray[np.float64]

_FOLDS = 5
_THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
_PENALTY = 1.0  # of the squared weights
_FLOOR = 0.02  # pairs that score less count as 0
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "NUM", "ADJ"})
# "Said" is the commonest trigger of ECB+ and mostly of as many events as there are speakers.
_REPORTING = frozenset("say tell announce report statement confirm add claim accord".split())


@dataclass(frozen=True, slots=True)
class ParsedMention:
    """A gold mention with what the parse says of it.

    ``lemma`` and ``pos`` are of its head, ``words`` all its lemmas, ``sentence`` the lemmas of
    the other content words; ``subjects``, ``objects`` and ``others`` the lemmas and entity keys of
    what depends on it; ``numbers`` those of the sentence.
    """

    gold: GoldMention
    lemma: str
    pos: str
    words: frozenset[str]
    sentence: frozenset[str]
    subjects: frozenset[str]
    objects: frozenset[str]
    others: frozenset[str]
    numbers: frozenset[str]

    @property
    def arguments(self) -> frozenset[str]:
        """Give all that depends on the mention."""
        return self.subjects | self.objects | self.others


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of mentions by index, with features, whether one chain holds both, and their topic."""

    indices: list[tuple[int, int]]
    features: Floats
    labels: Floats
    topics: npt.NDArray[np.int64]


def score_coreference(folder: Path, stages: Sequence[Stage]) -> dict[str, float]:
    """Give MUC, B-cubed, CEAF-e and CoNLL F1 of held-out topics, and those of the baseline.

    ``stages`` are the language stages from the parse on. Raises: InputError for missing files.
    """
    documents = [parse_gold(document, stages) for document in read_gold(folder)]
    mentions = [mention for document in documents for mention in parse_mentions(document)]
    gold = [mention.gold.chain for mention in mentions]
    predicted = predict_held_out(mentions, documents)
    baseline = [
        (m.gold.topic, m.gold.document.endswith("plus"), m.lemma) for m in mentions
    ]  # the two seminal events of a topic are in documents of two kinds
    return {
        "documents": float(len(documents)),
        "mentions": float(len(mentions)),
        **score_chains(gold, predicted),
        **{f"baseline_{k}": v for k, v in score_chains(gold, baseline).items()},
    }


def parse_gold(gold: GoldDocument, stages: Sequence[Stage]) -> GoldDocument:
    """Give a gold document with words, entities and mentions."""
    return replace(gold, document=run(gold.document, stages))


def parse_mentions(gold: GoldDocument) -> list[ParsedMention]:
    """Give a parsed document's gold mentions with what depends on each."""
    names = _name_tokens(gold.document)
    return [_parse_mention(mention, gold.document, names) for mention in gold.mentions]


def predict_held_out(
    mentions: Sequence[ParsedMention], documents: Sequence[GoldDocument]
) -> list[str]:
    """Give each mention's cluster; weights and threshold come from topics of other folds."""
    pairs = _make_pairs(mentions, documents)
    topics = sorted({mention.gold.topic for mention in mentions})
    found = [""] * len(mentions)
    for fold in range(_FOLDS):
        held = topics[fold::_FOLDS]
        inside = np.isin(pairs.topics, held)
        weights = fit_logistic(pairs.features[~inside], pairs.labels[~inside])
        scores = 1.0 / (1.0 + np.exp(-pairs.features @ weights))
        threshold = _choose_threshold(mentions, pairs, scores, set(topics) - set(held))
        for place, name in _cluster(mentions, pairs, scores, set(held), threshold).items():
            found[place] = name
    return found


def fit_logistic(features: Floats, labels: Floats) -> Floats:
    """Give the weights of a ridge logistic regression, by Newton's method.

    ``features`` is (pairs, features), ``labels`` 0 or 1.
    """
    weights = np.zeros(features.shape[1])
    for _ in range(15):
        guess = 1.0 / (1.0 + np.exp(-features @ weights))
        slope = features.T @ (labels - guess) - _PENALTY * weights
        bend = (features * (guess * (1 - guess))[:, None]).T @ features
        weights = weights + np.linalg.solve(bend + _PENALTY * np.eye(len(weights)), slope)
    return weights


def compare_parsed(
    one: ParsedMention, other: ParsedMention, similarity: float, rules: MergeRules
) -> dict[str, float]:
    """Give the features of a pair; ``similarity`` is that of the two documents, 0 to 1."""
    same = one.lemma == other.lemma
    meaning = rules.meanings.get(one.lemma, "") != ""
    alike = (
        not same and meaning and rules.meanings.get(one.lemma) == rules.meanings.get(other.lemma)
    )
    derived = not same and not alike and _shared_start(one.lemma, other.lemma) >= 0.75
    related = same or alike or derived
    common = _common_weight(one.sentence, other.sentence, rules)
    subject = not one.subjects.isdisjoint(other.subjects)
    object_ = not one.objects.isdisjoint(other.objects)
    argument = not one.arguments.isdisjoint(other.arguments)
    numbers = not one.numbers.isdisjoint(other.numbers)
    reporting = (one.lemma in _REPORTING, other.lemma in _REPORTING)
    known = min(len(one.arguments), len(other.arguments), 4) / 4
    within = one.gold.document == other.gold.document
    return {
        "start": 1.0,
        "trigger same": float(same),
        "trigger same, rare": same * _rarity(one.lemma, rules) / 7,
        "trigger alike": float(alike),
        "trigger derived": float(derived),
        "trigger shares a word": float(not same and not one.words.isdisjoint(other.words)),
        "trigger same, other part of speech": float(same and one.pos != other.pos),
        "sentence": common * related,
        "sentence, trigger differs": common * (not related),
        "subject same": float(related and subject),
        "object same": float(related and object_),
        "argument same": float(related and argument),
        "argument same, trigger differs": float(not related and argument),
        "subject differs": float(related and bool(one.subjects and other.subjects) and not subject),
        "object differs": float(related and bool(one.objects and other.objects) and not object_),
        "arguments known": related * known,
        "number same": float(numbers),
        "number differs": float(related and bool(one.numbers and other.numbers) and not numbers),
        "story": 0.0 if within else similarity,
        "document same": float(within),
        "document and trigger same": float(within and same),
        "part of speech same": float(one.pos == other.pos),
        "both report": float(same and reporting[0]),
        "one reports": float(reporting[0] != reporting[1]),
    }


# --- mentions


def _name_tokens(document: Document) -> Mapping[int, frozenset[str]]:
    """Give, for each token that names or refers to an entity, the entity's keys."""
    names: dict[int, set[str]] = defaultdict(set)
    entities = document.entities or ()
    for entity in entities:
        for place in range(entity.first, entity.last):
            names[place].add(entity.key)
    for mention in document.mentions or ():
        names[mention.head] |= {entities[number].key for number in mention.antecedents}
    return {place: frozenset(keys) for place, keys in names.items()}


def _parse_mention(
    gold: GoldMention, document: Document, names: Mapping[int, frozenset[str]]
) -> ParsedMention:
    words = document.words or ()
    inside = range(gold.first, gold.last)
    head = next((n for n in inside if words[n].head not in inside), gold.first)
    sentence = next(s for s in document.sentences or () if s.first <= head < s.last)
    around = [n for n in range(sentence.first, sentence.last) if n not in inside]
    slots: dict[str, set[str]] = {"subject": set(), "object": set(), "other": set()}
    for place, slot in _find_arguments(head, inside, around, words):
        slots[slot] |= names.get(place, frozenset()) | {words[place].lemma.lower()}
    return ParsedMention(
        gold=gold,
        lemma=words[head].lemma.lower(),
        pos=words[head].upos,
        words=frozenset(words[n].lemma.lower() for n in inside),
        sentence=frozenset(
            words[n].lemma.lower()
            for n in around
            if words[n].upos in _CONTENT and len(words[n].lemma) > 2
        ),
        subjects=frozenset(slots["subject"]),
        objects=frozenset(slots["object"]),
        others=frozenset(slots["other"]),
        numbers=frozenset(words[n].lemma for n in around if words[n].upos == "NUM"),
    )


def _find_arguments(
    head: int, inside: range, around: Sequence[int], words: Sequence[Word]
) -> list[tuple[int, str]]:
    """Give the content words that depend on a mention, with their slot.

    What the mention itself hangs on counts as well, and, for the object of a light verb or the
    like, that verb's subject.
    """
    found = [
        (n, _slot(words[n].deprel)) for n in around if words[n].head in inside and n not in inside
    ]
    above, relation = words[head].head, words[head].deprel.split(":")[0]
    if above >= 0 and relation in {
        "compound", "amod", "acl", "nmod", "obj", "xcomp", "conj", "nsubj",
    }:  # fmt: skip
        found.append((above, "other"))
        if relation in {"obj", "xcomp", "conj"}:
            found += [
                (n, _slot(words[n].deprel))
                for n in around
                if words[n].head == above and n != head
                and words[n].deprel.startswith(("nsubj", "obl"))
            ]  # fmt: skip
    kept = [(n, slot) for n, slot in found if words[n].upos in _CONTENT | {"PRON"}]
    parts = {"compound", "flat", "appos", "conj"}
    return kept + [
        (below, slot)
        for n, slot in kept
        for below in around
        if words[below].head == n and words[below].deprel.split(":")[0] in parts
    ]


def _slot(deprel: str) -> str:
    if deprel in {"obj", "iobj", "nsubj:pass", "nmod"}:
        return "object"
    subject = deprel in {"nmod:poss", "obl:agent"} or deprel.split(":")[0] == "nsubj"
    return "subject" if subject else "other"


# --- pairs


def _make_pairs(mentions: Sequence[ParsedMention], documents: Sequence[GoldDocument]) -> _Pairs:
    """Give the pairs of mentions whose documents are of one story, as ``group`` finds stories."""
    rules = load_merge_rules()
    whole = [_whole(document) for document in documents]
    groups = group_reports(whole, load_group_rules())
    stories = {report.id: group.story for report, group in zip(whole, groups, strict=True)}
    vectors = {report.id: make_vector(report, rules) for report in whole}
    by_story: dict[str, list[int]] = defaultdict(list)
    for place, mention in enumerate(mentions):
        by_story[stories[mention.gold.document]].append(place)
    indices = [pair for _, members in sorted(by_story.items()) for pair in combinations(members, 2)]
    likeness: dict[tuple[str, str], float] = {}
    rows = []
    for left, right in indices:
        one, other = mentions[left], mentions[right]
        similarity = _similarity(one.gold.document, other.gold.document, vectors, likeness)
        rows.append(list(compare_parsed(one, other, similarity, rules).values()))
    same = [mentions[a].gold.chain == mentions[b].gold.chain for a, b in indices]
    topics = [mentions[a].gold.topic for a, _ in indices]
    return _Pairs(indices, np.array(rows), np.array(same, dtype=np.float64), np.array(topics))


def _similarity(
    one: str,
    other: str,
    vectors: Mapping[str, Vector],
    known: dict[tuple[str, str], float],
) -> float:
    if (one, other) not in known:
        known[one, other] = compare_vectors(vectors[one], vectors[other])
    return known[one, other]


def _whole(gold: GoldDocument) -> Document:
    return Document(gold.document.id, gold.text, Published(None, "unknown"))


def _shared_start(one: str, other: str) -> float:
    """Give how much of the shorter word, of four letters at least, both start with."""
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return shared / max(4, min(len(one), len(other)))


def _common_weight(one: frozenset[str], other: frozenset[str], rules: MergeRules) -> float:
    """Give the share of rare words that two sentences have in common, 0 to 1."""
    common, left, right = (
        math.fsum(_rarity(word, rules) for word in sorted(words))
        for words in (one & other, one, other)
    )
    return common / math.sqrt(left * right) if left and right else 0.0


def _rarity(lemma: str, rules: MergeRules) -> float:
    return -math.log(rules.shares.get(stem(lemma), rules.stories.rare))


# --- clusters


def _choose_threshold(
    mentions: Sequence[ParsedMention], pairs: _Pairs, scores: Floats, topics: set[int]
) -> float:
    """Give the threshold that serves best on the topics that the weights were fitted on."""
    gold = {n: m.gold.chain for n, m in enumerate(mentions) if m.gold.topic in topics}

    def conll(threshold: float) -> float:
        found = _cluster(mentions, pairs, scores, topics, threshold)
        return score_chains(list(gold.values()), [found[n] for n in gold])["conll"]

    return max(_THRESHOLDS, key=conll)


def _cluster(
    mentions: Sequence[ParsedMention],
    pairs: _Pairs,
    scores: Floats,
    topics: set[int],
    threshold: float,
) -> dict[int, str]:
    """Give the cluster of each mention of the topics, by place."""
    nodes = [f"{n:06}" for n, m in enumerate(mentions) if m.gold.topic in topics]
    kept = {
        (f"{a:06}", f"{b:06}"): float(score)
        for (a, b), score, topic in zip(pairs.indices, scores, pairs.topics, strict=True)
        if score >= _FLOOR and topic in topics
    }
    strong = [pair for pair, score in kept.items() if score >= threshold]
    components = find_components(nodes, strong)
    home = {node: n for n, component in enumerate(components) for node in component}
    inside: dict[int, dict[tuple[str, str], float]] = defaultdict(dict)
    for (a, b), score in kept.items():
        if home.get(a, -1) == home.get(b, -2):
            inside[home[a]][a, b] = score
    return {
        int(node): group[0]
        for n, component in enumerate(components)
        for group in cluster(component, inside[n], lambda _: False, (), threshold)
        for node in group
    }
