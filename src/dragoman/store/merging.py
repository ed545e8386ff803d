"""Merging in the record: what a new report's mentions are compared with, and the events that follow.

Adding a report looks only at what shares a key with it (``block``, ``shingle``) and works out anew
only the connected components that it touches, so its cost does not grow with the record.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import apsw
import numpy as np

from dragoman.merge.clusters import cluster_mentions, make_pair
from dragoman.merge.coreference import Kinship, compare, find_bar, score
from dragoman.merge.duplicates import (
    Fingerprint,
    judge_copies,
    make_fingerprint,
    sample_shingles,
)
from dragoman.merge.fuse import day_of, find_dyad, find_home, fuse
from dragoman.merge.rules import MergeRules, load_merge_rules
from dragoman.merge.tellings import (
    Telling,
    Vector,
    block_keys,
    compare_vectors,
    dump_telling,
    make_telling,
    make_vector,
)
from dragoman.records.document import Document, Published
from dragoman.records.event import Event
from dragoman.store.codec import dump_merged, load_event
from dragoman.store.rows import (
    load_mentions,
    load_tellings,
    read_copies,
    read_decided,
    read_facts,
    read_scores,
)

_IN = "IN (SELECT value FROM json_each(?1))"


def merge_pending(connection: apsw.Connection, *, now: datetime) -> None:
    """Merge the mentions of every current coding that is not merged yet; call it in a transaction."""
    rules = load_merge_rules()
    touched: set[str] = set()
    for coding, report in list(
        connection.execute(
            "SELECT id, report FROM coding WHERE merged = 0 AND current = 1 ORDER BY id"
        )
    ):
        touched |= _add_report(connection, coding, report, rules)
        connection.execute("UPDATE coding SET merged = 1 WHERE id = ?", (coding,))
    if touched:
        rebuild_events(connection, touched, now=now)


def rebuild_events(connection: apsw.Connection, mentions: Iterable[str], *, now: datetime) -> None:
    """Work out anew the events of all components that the mentions belong to, and write them."""
    rules = load_merge_rules()
    changed = set(mentions)
    nodes = _reach(connection, changed, rules)
    groups = _cluster(connection, nodes, rules)
    former = _read_former(connection, changed | set(nodes))
    # An event whose mentions are the same, and none of whose reports has changed, stays as it is.
    wanted = {tuple(group) for group in groups}
    kept = {f.mentions for f in former.values() if changed.isdisjoint(f.mentions)} & wanted
    lost = {id_: f for id_, f in former.items() if f.mentions not in kept}
    _write_events(connection, lost, sorted(wanted - kept), now)
    _drop_strays(connection, changed - set(nodes))


# --- adding a report


def _add_report(
    connection: apsw.Connection, coding: int, report: str, rules: MergeRules
) -> set[str]:
    """Add a report's tellings and edges; give every mention whose event may change by that."""
    row = connection.execute(
        "SELECT text, title, outlet, published, published_basis, countries FROM report WHERE id = ?",
        (report,),
    ).get
    text, title, outlet, day, basis, countries = row
    document = Document(report, text, Published(day, basis), title, outlet)
    touched = _forget_tellings(connection, report)
    copies = _add_fingerprint(connection, document, rules)
    touched |= _mentions_of(connection, copies)
    home = tuple(sorted(countries.split()[:2]))
    tellings = [
        make_telling(load_event(body), document, home if len(home) == 2 else (), rules)
        for (body,) in connection.execute(
            "SELECT body FROM mention WHERE coding = ? ORDER BY position", (coding,)
        )
    ]
    for telling in tellings:
        _write_telling(connection, coding, telling, rules)
    _write_edges(connection, tellings, rules)
    return touched | {telling.mention for telling in tellings}


def _forget_tellings(connection: apsw.Connection, report: str) -> set[str]:
    """Take a report's former tellings out; give them and the mentions that were tied to them."""
    own = _mentions_of(connection, [report])
    if not own:
        return set()
    tied = _neighbours(connection, own)
    connection.execute(f"DELETE FROM telling WHERE mention {_IN}", (json.dumps(sorted(own)),))
    return own | tied


def _neighbours(connection: apsw.Connection, mentions: set[str]) -> set[str]:
    rows = connection.execute(
        f"SELECT b FROM edge WHERE a {_IN} UNION SELECT a FROM edge WHERE b {_IN}"
        " UNION SELECT other.mention FROM event_mention AS own"
        " JOIN event_mention AS other ON other.event = own.event"
        f" WHERE own.mention {_IN}",
        (json.dumps(sorted(mentions)),),
    )
    return {mention for (mention,) in rows}


def _mentions_of(connection: apsw.Connection, reports: Iterable[str]) -> set[str]:
    rows = connection.execute(
        f"SELECT mention FROM telling WHERE report {_IN}", (json.dumps(sorted(reports)),)
    )
    return {mention for (mention,) in rows}


def _add_fingerprint(
    connection: apsw.Connection, document: Document, rules: MergeRules
) -> list[str]:
    """Keep what a report is compared by; give the ids of its near copies."""
    known = connection.execute("SELECT 1 FROM fingerprint WHERE report = ?", (document.id,)).get
    if known:
        return list(read_copies(connection, [document.id]).get(document.id, ()))
    # Rows of others look alike without being copies: they are compared by words alone.
    row = connection.execute("SELECT 1 FROM imported WHERE report = ?", (document.id,)).get
    own = make_fingerprint("" if row else document.text, rules.copies)
    sample = sample_shingles(own.shingles, rules.sample)
    copies = _find_copies(connection, document.id, own, sample, rules)
    connection.execute(
        "INSERT INTO fingerprint VALUES (?, ?, ?, ?, ?)",
        (
            document.id,
            json.dumps(make_vector(document, rules), ensure_ascii=False),
            own.shingles.astype("<u8").tobytes(),
            own.opening.astype("<u8").tobytes(),
            len(sample),
        ),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO shingle VALUES (?, ?)", ((number, document.id) for number in sample)
    )
    return copies


def _find_copies(
    connection: apsw.Connection,
    report: str,
    own: Fingerprint,
    sample: Sequence[int],
    rules: MergeRules,
) -> list[str]:
    """Find and keep the near copies of a report among those that share enough of its sample."""
    rows = connection.execute(
        "SELECT fingerprint.report, fingerprint.shingles, fingerprint.opening FROM ("
        f" SELECT report, count(*) AS shared FROM shingle WHERE hash {_IN} GROUP BY report"
        ") AS found JOIN fingerprint ON fingerprint.report = found.report"
        " WHERE shared >= 2 AND shared >= ?2 * min(?3, fingerprint.sampled)",
        (json.dumps(sample), rules.copies.containment / 3, len(sample)),
    )
    copies = []
    for other, *blobs in list(rows):
        found = Fingerprint(*(np.frombuffer(blob, dtype="<u8") for blob in blobs))
        shares = judge_copies(own, found, rules.copies)
        if shares and other != report:
            connection.execute(
                "INSERT OR IGNORE INTO copy VALUES (?, ?, ?, ?)",
                (*make_pair(report, other), *(round(share, 4) for share in shares)),
            )
            copies.append(other)
    return copies


def _write_telling(
    connection: apsw.Connection, coding: int, telling: Telling, rules: MergeRules
) -> None:
    body = json.dumps(dump_telling(telling), ensure_ascii=False, separators=(",", ":"))
    connection.execute(
        "INSERT OR REPLACE INTO telling VALUES (?, ?, ?, ?)",
        (telling.mention, telling.report, coding, body),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO block VALUES (?, ?)",
        ((key, telling.mention) for key in block_keys(telling, rules)),
    )


def _write_edges(
    connection: apsw.Connection, tellings: Sequence[Telling], rules: MergeRules
) -> None:
    """Compare each telling with all that share a key with it; keep what is alike enough."""
    rivals: dict[str, list[str]] = {}
    for telling in tellings:
        rows = connection.execute(
            f"SELECT DISTINCT mention FROM block WHERE key {_IN}",
            (json.dumps(block_keys(telling, rules)),),
        )
        rivals[telling.mention] = [m for (m,) in rows if m != telling.mention]
    loaded = {
        **load_tellings(connection, {m for found in rivals.values() for m in found}),
        **{telling.mention: telling for telling in tellings},
    }
    own = {telling.mention for telling in tellings}
    kin = _Kin(connection, tellings[0].report if tellings else "")
    for telling in tellings:
        for name in rivals[telling.mention]:
            # Pairs within the report come up twice: once is enough.
            if name not in own or name > telling.mention:
                _write_edge(connection, telling, loaded[name], kin, rules)


def _write_edge(
    connection: apsw.Connection, one: Telling, other: Telling, kin: "_Kin", rules: MergeRules
) -> None:
    if find_bar(one, other, rules):
        return
    first, second = (one, other) if one.mention < other.mention else (other, one)
    features = compare(first, second, kin.of(other.report), rules)
    value = score(features)
    if value >= rules.floor:
        text = json.dumps([[f.name, f.value, f.weight] for f in features], ensure_ascii=False)
        connection.execute(
            "INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?)",
            (first.mention, second.mention, value, text),
        )


class _Kin:
    """How other reports are related to one, worked out once each."""

    def __init__(self, connection: apsw.Connection, report: str) -> None:
        self._connection, self._report = connection, report
        self._vector = self._read(report)
        self._copies = set(read_copies(connection, [report]).get(report, ()))
        self._known: dict[str, Kinship] = {}

    def of(self, other: str) -> Kinship:
        """Give the kinship of a report."""
        if other not in self._known:
            similarity = round(compare_vectors(self._vector, self._read(other)), 4)
            self._known[other] = Kinship(similarity, other in self._copies)
        return self._known[other]

    def _read(self, report: str) -> Vector:
        text = self._connection.execute(
            "SELECT words FROM fingerprint WHERE report = ?", (report,)
        ).get
        vector: Vector = json.loads(text) if text else {}
        return vector


# --- components and clusters


def _reach(connection: apsw.Connection, mentions: Iterable[str], rules: MergeRules) -> list[str]:
    """Give every current mention that edges or decisions tie to the given ones, sorted."""
    rows = connection.execute(
        "WITH RECURSIVE reached (mention) AS ("
        " SELECT value FROM json_each(?1)"
        " UNION SELECT b FROM reached JOIN edge ON a = mention AND score >= ?2"
        " UNION SELECT a FROM reached JOIN edge ON b = mention AND score >= ?2"
        " UNION SELECT b FROM reached JOIN decision_pair ON a = mention"
        " UNION SELECT a FROM reached JOIN decision_pair ON b = mention"
        ") SELECT mention FROM reached JOIN telling USING (mention) ORDER BY mention",
        (json.dumps(sorted(mentions)), rules.threshold),
    )
    return [mention for (mention,) in rows]


def _cluster(
    connection: apsw.Connection, nodes: Sequence[str], rules: MergeRules
) -> list[list[str]]:
    """Give the events of the mentions, as lists of ids."""
    verdicts = {(a, b): kind for kind, a, b in read_decided(connection, nodes)}
    scores = read_scores(connection, nodes)
    return cluster_mentions(load_tellings(connection, nodes), scores, verdicts, rules)


# --- events


@dataclass(frozen=True, slots=True)
class _Former:
    """An event as it stands in the record: its home, its body and all its mentions, sorted."""

    home: str
    body: str
    mentions: tuple[str, ...]


def _write_events(
    connection: apsw.Connection,
    lost: Mapping[str, _Former],
    groups: Sequence[tuple[str, ...]],
    now: datetime,
) -> None:
    """Write the events of the groups; the ``lost`` ones give way to them."""
    bodies = load_mentions(connection, {m for group in groups for m in group})
    facts = read_facts(connection, {m.report for m in bodies.values()})
    fused = [(fuse([bodies[m] for m in group], facts), group) for group in groups]
    after = {event.id: (event, group) for event, group in fused}
    for id_ in sorted(lost.keys() - after.keys()):
        _write_version(connection, id_, _Former(lost[id_].home, "", ()), now, gone=True)
        connection.execute("DELETE FROM event_mention WHERE event = ?", (id_,))
        connection.execute("DELETE FROM event WHERE id = ?", (id_,))
    for id_, (event, group) in sorted(after.items()):
        form = _Former("-".join(find_home(event, facts)), dump_merged(event), group)
        if lost.get(id_) != form:
            _write_version(connection, id_, form, now, gone=False)
            _write_event(connection, event, form)


def _read_former(connection: apsw.Connection, mentions: set[str]) -> dict[str, _Former]:
    """Give the events that the mentions told so far."""
    rows = connection.execute(
        "SELECT event.id, home, body, (SELECT json_group_array(mention) FROM ("
        " SELECT mention FROM event_mention WHERE event = event.id ORDER BY mention))"
        f" FROM event WHERE id IN (SELECT event FROM event_mention WHERE mention {_IN})",
        (json.dumps(sorted(mentions)),),
    )
    return {
        id_: _Former(home, body, tuple(json.loads(group))) for id_, home, body, group in list(rows)
    }


def _write_version(
    connection: apsw.Connection, id_: str, form: _Former, now: datetime, *, gone: bool
) -> None:
    connection.execute(
        "INSERT INTO event_version (event, read_at, home, gone, mentions, body)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            id_,
            now.isoformat(timespec="seconds"),
            form.home,
            int(gone),
            json.dumps(form.mentions),
            form.body,
        ),
    )


def _write_event(connection: apsw.Connection, event: Event, form: _Former) -> None:
    days = sorted(s.published for s in event.sources if s.published)
    read = sorted(s.read_at for s in event.sources)
    start, end = (event.date.start, event.date.end) if event.date else (None, None)
    place = event.place
    connection.execute("DELETE FROM participant WHERE event = ?", (event.id,))
    connection.execute(
        "INSERT OR REPLACE INTO event VALUES"
        " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.id,
            event.lead,
            str(event.type),
            event.mode,
            str(event.act.type) if event.act else None,
            str(event.status),
            int(event.background),
            start,
            end,
            place.lat if place else None,
            place.lon if place else None,
            place.name if place else None,
            place.country if place else None,
            "-".join(find_dyad(event)),
            form.home,
            event.confidence,
            len({s.report for s in event.sources}),
            days[0] if days else None,
            days[-1] if days else None,
            read[0],
            read[-1],
            day_of(event),
            form.body,
        ),
    )
    shown = {m.id for m in event.mentions}
    connection.executemany(
        "INSERT OR REPLACE INTO event_mention VALUES (?, ?, ?)",
        ((mention, event.id, int(mention in shown)) for mention in form.mentions),
    )
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        connection.executemany(
            "INSERT INTO participant VALUES (?, ?, ?, ?, ?, ?)",
            ((event.id, role, n, p.id, p.name, p.country) for n, p in enumerate(people)),
        )


def _drop_strays(connection: apsw.Connection, mentions: set[str]) -> None:
    """Forget the events of mentions that no current coding has any more."""
    connection.execute(
        f"DELETE FROM event_mention WHERE mention {_IN}"
        " AND mention NOT IN (SELECT mention FROM telling)",
        (json.dumps(sorted(mentions)),),
    )
