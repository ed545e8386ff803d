"""The growing record of who has been mentioned, which coreference consults and extends."""

from collections import defaultdict
from dataclasses import dataclass, field

from dragoman.records.mention import Entity, MentionLevel
from dragoman.records.span import Span


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention as the ranking of antecedents sees it.

    ``slot`` is subject | object | oblique | modifier; ``number`` is sing | plur | any;
    ``nature`` is person | body | group | place | thing; ``entity`` is an index or ``None``;
    ``members`` are the clusters of a coordination.
    """

    cluster: int
    head: int
    span: Span
    sentence: int
    slot: str
    main: bool
    level: MentionLevel
    number: str
    nature: str
    entity: int | None
    members: tuple[int, ...] = ()


@dataclass(slots=True)
class Clusters:
    """The mentions so far by cluster; the one object that grows while a text is read."""

    seen: list[Seen] = field(default_factory=list)
    size: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    genders: dict[int, str] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    entities: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    spoken: set[int] = field(default_factory=set)
    speaker: int | None = None
    _last: int = -1

    def open(self) -> int:
        """Give the number of a new cluster."""
        self._last += 1
        return self._last

    def add(self, seen: Seen) -> None:
        """Enter a mention."""
        self.seen.append(seen)
        self.size[seen.cluster] += 1
        if seen.entity is not None:
            self.entities[seen.cluster].append(seen.entity)
        if seen.level is MentionLevel.PRONOUN:
            self.spoken.add(seen.cluster)

    def representative(self, cluster: int, entities: tuple[Entity, ...]) -> int | None:
        """Give the entity that tells most of a cluster: named and with a country, if it can be.

        Of names the latest counts, of descriptions the first, which is the fullest.
        """
        members = self.entities.get(cluster, [])
        named = [i for i in members if entities[i].level is MentionLevel.NAMED]
        informed = [i for i in named if entities[i].country is not None]
        for choice in (informed, named):
            if choice:
                return choice[-1]
        described = [i for i in members if entities[i].country is not None]
        return next(iter(described or members), None)
