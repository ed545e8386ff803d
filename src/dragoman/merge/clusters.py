"""Which mentions tell one event: average-link clusters within each connected component.

A pure function of the nodes, the scored pairs, what forbids a pair and what an analyst decided:
the order in which anything was read plays no part, ties go by id.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from dragoman.merge.coreference import find_bar
from dragoman.merge.rules import MergeRules
from dragoman.merge.stories import join_pairs
from dragoman.merge.tellings import Telling

Pair = tuple[str, str]
"""Two mentions' ids, the smaller first."""


def make_pair(one: str, other: str) -> Pair:
    """Give two ids as a pair."""
    return (one, other) if one < other else (other, one)


def find_components(nodes: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Give the connected groups of ids, each sorted, by smallest id; pairs beyond nodes count not."""
    ordered = sorted(set(nodes))
    place = {node: number for number, node in enumerate(ordered)}
    known = ((place[a], place[b]) for a, b in pairs if a in place and b in place)
    return [[ordered[n] for n in group] for group in join_pairs(len(ordered), known)]


def cluster_mentions(
    tellings: Mapping[str, Telling],
    scores: Mapping[Pair, float],
    verdicts: Mapping[Pair, str],
    rules: MergeRules,
) -> list[list[str]]:
    """Give the clusters of the tellings: by scores, by what bars a pair, by an analyst's verdicts."""
    strong = [pair for pair, value in scores.items() if value >= rules.threshold]
    groups = []
    for nodes in find_components(tellings, [*strong, *verdicts]):
        groups += _cluster_component(nodes, tellings, scores, verdicts, rules)
    return groups


def _cluster_component(
    nodes: Sequence[str],
    tellings: Mapping[str, Telling],
    scores: Mapping[Pair, float],
    verdicts: Mapping[Pair, str],
    rules: MergeRules,
) -> list[list[str]]:
    if len(nodes) == 1:
        return [list(nodes)]
    inside = set(nodes)
    own = {pair: value for pair, value in scores.items() if inside.issuperset(pair)}
    joined = [pair for pair, kind in sorted(verdicts.items()) if kind == "join"]

    @cache
    def bars(pair: Pair) -> bool:
        if pair in verdicts:
            return verdicts[pair] == "split"
        one, other = (tellings[mention] for mention in pair)
        return pair not in own and bool(find_bar(one, other, rules))

    return cluster(nodes, own, bars, joined, rules.threshold)


def cluster(
    nodes: Sequence[str],
    scores: Mapping[Pair, float],
    bars: Callable[[Pair], bool],
    joined: Sequence[Pair],
    threshold: float,
) -> list[list[str]]:
    """Give the clusters of one component, sorted.

    ``joined`` pairs come first and in their order, except where one would bring a barred pair
    together; then the clusters most alike on average merge, down to the threshold, as long as no
    pair across them is barred. A pair without a score counts as 0.
    """
    members: dict[int, list[str]] = {n: [node] for n, node in enumerate(sorted(set(nodes)))}
    home = {group[0]: n for n, group in members.items()}
    for one, other in joined:
        if one in home and other in home:
            _join_now(home[one], home[other], members, home, bars)
    return _link(members, home, scores, bars, threshold)


def _join_now(
    left: int,
    right: int,
    members: dict[int, list[str]],
    home: dict[str, int],
    bars: Callable[[Pair], bool],
) -> None:
    if left == right or _is_barred(members[left], members[right], bars):
        return
    members[left] = sorted(members[left] + members.pop(right))
    for node in members[left]:
        home[node] = left


def _is_barred(one: Sequence[str], other: Sequence[str], bars: Callable[[Pair], bool]) -> bool:
    return any(bars(make_pair(a, b)) for a in one for b in other)


def _link(
    members: dict[int, list[str]],
    home: Mapping[str, int],
    scores: Mapping[Pair, float],
    bars: Callable[[Pair], bool],
    threshold: float,
) -> list[list[str]]:
    sums: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (a, b), value in sorted(scores.items()):
        if a in home and b in home and home[a] != home[b]:
            sums[home[a]][home[b]] += value
            sums[home[b]][home[a]] += value
    heap: list[_Offer] = []
    for left, row in sums.items():
        for right in row:
            if left < right:
                _offer(heap, left, right, members, sums, threshold)
    new = len(home)
    while heap:
        *_, left, right = heapq.heappop(heap)
        gone = left not in members or right not in members
        if gone or _is_barred(members[left], members[right], bars):
            continue
        members[new] = sorted(members.pop(left) + members.pop(right))
        for old in (left, right):
            for other, total in sums.pop(old).items():
                if other in members:
                    sums[other].pop(old, None)
                    sums[new][other] += total
                    sums[other][new] = sums[new][other]
        for other in list(sums[new]):
            _offer(heap, new, other, members, sums, threshold)
        new += 1
    return sorted(members.values())


_Offer = tuple[float, str, str, int, int]
"""How unlike two clusters are, their smallest ids, their numbers."""


def _offer(
    heap: list[_Offer],
    left: int,
    right: int,
    members: Mapping[int, list[str]],
    sums: Mapping[int, Mapping[int, float]],
    threshold: float,
) -> None:
    """Put a pair of clusters up for merging if they are alike enough on average."""
    # Sums are rounded: what was added in another order must compare equal.
    average = round(sums[left][right] / (len(members[left]) * len(members[right])), 6)
    if average >= threshold:
        one, other = sorted((members[left][0], members[right][0]))
        heapq.heappush(heap, (-average, one, other, left, right))
