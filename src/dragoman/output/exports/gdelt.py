"""GDELT 2.0's events (61 columns) and mentions (16 columns), tab-separated, without a header.

Source: The GDELT Event Database, Data Format Codebook V2.0 (19 February 2015).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from urllib.parse import urlsplit

from dragoman.output.exports.codes import country_codes
from dragoman.output.exports.columns import Cell, Column, Tally, describe, write_tsv
from dragoman.output.exports.statements import (
    QUADS,
    Dyadic,
    cut_dyads,
    keep_done,
    lead_of,
    sentence_number,
)
from dragoman.records.event import EventMention, EventPlace, Participant, Source
from dragoman.store.query import StoredReport
from dragoman.store.streams import ToldEvent


def write_events(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one line for each actor against each recipient of an event."""
    rows = cut_dyads(keep_done(events, tally))
    write_tsv(rows, EVENT_COLUMNS, out, tally, header=False)


def write_mentions(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one line for each telling of each line that ``write_events`` writes."""
    rows = _tellings(cut_dyads(keep_done(events, tally)))
    write_tsv(rows, MENTION_COLUMNS, out, tally, header=False)


# --- events


def _person(side: str, value: Callable[[Participant], str | None]) -> Callable[[Dyadic], Cell]:
    def cell(row: Dyadic) -> Cell:
        person = row.actor if side == "Actor1" else row.recipient
        return value(person) if person else None

    return cell


def _sector(number: int) -> Callable[[Participant], str | None]:
    return lambda person: person.sectors[number] if len(person.sectors) > number else None


_KNOWN_GROUPS = ("igo", "armed-group", "party", "organization", "company")


def _group(person: Participant) -> str | None:
    return person.cameo if person.kind in _KNOWN_GROUPS else None


def _actor(side: str) -> tuple[Column[Dyadic], ...]:
    who = "the actor" if side == "Actor1" else "the recipient"
    none = "always empty: not coded"
    return (
        Column(
            f"{side}Code", f"CAMEO code of {who}", _person(side, lambda p: p.cameo or p.country)
        ),
        Column(
            f"{side}Name", f"name of {who}, upper case", _person(side, lambda p: p.name.upper())
        ),
        Column(f"{side}CountryCode", "country, CAMEO alpha-3", _person(side, lambda p: p.country)),
        Column(f"{side}KnownGroupCode", "CAMEO code of a named body", _person(side, _group)),
        Column(f"{side}EthnicCode", none, lambda row: None),
        Column(f"{side}Religion1Code", none, lambda row: None),
        Column(f"{side}Religion2Code", none, lambda row: None),
        Column(f"{side}Type1Code", "first sector", _person(side, _sector(0))),
        Column(f"{side}Type2Code", "second sector", _person(side, _sector(1))),
        Column(f"{side}Type3Code", "third sector", _person(side, _sector(2))),
    )


def _cameo(row: Dyadic) -> str:
    return row.told.event.cameo or ""


def _fraction(day: str) -> str:
    """The year and the part of it that has passed, as GDELT works it out: (month*30 + day)/365."""
    year, month, number = (int(part) for part in day.split("-"))
    return f"{year + min(1.0, ((month - 1) * 30 + number) / 365):.4f}"


_GEO_TYPES = {"country": 1, "city": 4, "feature": 4, "region": 5}


def _type(place: EventPlace) -> int:
    """1 country, 2 US state, 3 US city, 4 world city, 5 world state."""
    kind = _GEO_TYPES.get(place.precision, 1)
    if place.country == "USA":
        return {4: 3, 5: 2}.get(kind, kind)
    return kind


def _geo(prefix: str, column: str, value: Callable[[EventPlace], Cell]) -> Callable[[Dyadic], Cell]:
    def cell(row: Dyadic) -> Cell:
        place = row.told.event.place
        if prefix != "ActionGeo" or place is None:
            # GDELT's type is 0 where no place was found.
            return 0 if column == "Type" else None
        return value(place)

    return cell


_GEO: tuple[tuple[str, str, Callable[[EventPlace], Cell]], ...] = (
    ("Type", "1 country, 2 US state, 3 US city, 4 world city, 5 world region, 0 unknown", _type),
    (
        "Fullname",
        "name and country of the place",
        lambda p: (
            p.name
            if p.precision == "country"
            else ", ".join(filter(None, (p.name, country_codes(p.country).name)))
        ),
    ),
    ("CountryCode", "country, FIPS 10-4", lambda p: country_codes(p.country).fips),
    (
        "ADM1Code",
        "FIPS 10-4 country alone: first-level regions have no code here",
        lambda p: country_codes(p.country).fips,
    ),
    ("ADM2Code", "always empty: no second-level regions", lambda p: None),
    ("Lat", "latitude, WGS 84 degrees", lambda p: p.lat),
    ("Long", "longitude, WGS 84 degrees", lambda p: p.lon),
    ("FeatureID", "GeoNames id (GDELT has GNS or GNIS ids)", lambda p: p.geonames),
)


def _place(prefix: str) -> tuple[Column[Dyadic], ...]:
    which = "of the act" if prefix == "ActionGeo" else "always empty: only the act is placed"
    return tuple(
        Column(
            f"{prefix}_{name}",
            f"{meaning}; {which}" if prefix != "ActionGeo" else meaning,
            _geo(prefix, name, value),
        )
        for name, meaning, value in _GEO
    )


def _outlets(row: Dyadic) -> int:
    named = {outlet for source in row.told.event.sources for outlet in source.outlets}
    return max(1, len(named))


def _articles(row: Dyadic) -> int:
    sources = row.told.event.sources
    return len({s.report for s in sources} | {copy for s in sources for copy in s.copies})


def _stamp(moment: str) -> str:
    """Give a UTC moment as YYYYMMDDHHMMSS."""
    digits = "".join(character for character in moment[:19] if character.isdigit())
    return digits.ljust(14, "0")


EVENT_COLUMNS: tuple[Column[Dyadic], ...] = (
    Column("GLOBALEVENTID", "hash of event, actor and recipient, 63 bits", lambda r: r.number),
    Column("SQLDATE", "day of the act, YYYYMMDD", lambda r: r.day.replace("-", "")),
    Column("MonthYear", "YYYYMM", lambda r: r.day[:7].replace("-", "")),
    Column("Year", "YYYY", lambda r: r.day[:4]),
    Column("FractionDate", "year with the part passed, four decimals", lambda r: _fraction(r.day)),
    *_actor("Actor1"),
    *_actor("Actor2"),
    Column("IsRootEvent", "1 for news, 0 for history", lambda r: not r.told.event.background),
    Column("EventCode", "CAMEO code as text", _cameo),
    Column("EventBaseCode", "its first three digits", lambda r: _cameo(r)[:3]),
    Column("EventRootCode", "its first two digits", lambda r: _cameo(r)[:2]),
    Column(
        "QuadClass",
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
        lambda r: QUADS[r.told.event.quad],
    ),
    Column(
        "GoldsteinScale",
        "PLOVER score, -10 to 10 (not Goldstein's table)",
        lambda r: float(r.told.event.intensity),
    ),
    Column("NumMentions", "tellings, in all reports", lambda r: len(r.told.event.mentions)),
    Column("NumSources", "outlets", _outlets),
    Column("NumArticles", "reports, near copies included", _articles),
    Column("AvgTone", "always 0: tone is not measured", lambda r: 0),
    *_place("Actor1Geo"),
    *_place("Actor2Geo"),
    *_place("ActionGeo"),
    Column(
        "DATEADDED",
        "when the first report was read, YYYYMMDDHHMMSS UTC",
        lambda r: _stamp(min(s.read_at for s in r.told.event.sources)),
    ),
    Column("SOURCEURL", "address of the report that tells most", lambda r: lead_of(r.told)[2].url),
)
EVENT_FIELDS = describe(EVENT_COLUMNS)


# --- mentions


@dataclass(frozen=True, slots=True)
class _Telling:
    row: Dyadic
    mention: EventMention
    source: Source
    report: StoredReport


def _tellings(rows: Iterable[Dyadic]) -> Iterator[_Telling]:
    for row in rows:
        event = row.told.event
        for mention, source in zip(event.mentions, event.sources, strict=True):
            yield _Telling(row, mention, source, row.told.reports[source.report])


def _is_web(url: str | None) -> bool:
    return bool(url and url.startswith(("http://", "https://")))


def _source_name(telling: _Telling) -> str:
    url = telling.report.url or ""
    host = urlsplit(url).hostname if _is_web(url) else None
    return host or telling.report.outlet or "unknown"


def _offset(telling: _Telling, wanted: Participant | None) -> int:
    """Give where the mention names a participant, -1 where it does not."""
    if wanted is None:
        return -1
    mention = telling.mention
    for person in (*mention.actors, *mention.recipients):
        if person.id == wanted.id:
            return person.span.start
    return -1


def _published(telling: _Telling) -> str:
    day = telling.report.published
    return f"{date.fromisoformat(day):%Y%m%d}000000" if day else _stamp(telling.report.read_at)


MENTION_COLUMNS: tuple[Column[_Telling], ...] = (
    Column("GLOBALEVENTID", "as in the events file", lambda t: t.row.number),
    Column(
        "EventTimeDate",
        "when the event's first report was read, YYYYMMDDHHMMSS UTC",
        lambda t: _stamp(min(s.read_at for s in t.row.told.event.sources)),
    ),
    Column("MentionTimeDate", "day of publication, YYYYMMDDHHMMSS; else of reading", _published),
    Column("MentionType", "1 web page, 2 known by a citation", lambda t: 2 - _is_web(t.report.url)),
    Column("MentionSourceName", "host of the address, else the outlet", _source_name),
    Column(
        "MentionIdentifier",
        "address, else outlet and title",
        lambda t: (
            t.report.url
            or ", ".join(filter(None, (t.report.outlet, t.report.title)))
            or t.report.id
        ),
    ),
    Column(
        "SentenceID",
        "number of the sentence, from 1",
        lambda t: sentence_number(t.mention, t.report),
    ),
    Column(
        "Actor1CharOffset", "code points before the actor, -1", lambda t: _offset(t, t.row.actor)
    ),
    Column(
        "Actor2CharOffset",
        "code points before the recipient, -1 where it is not named",
        lambda t: _offset(t, t.row.recipient),
    ),
    Column(
        "ActionCharOffset",
        "code points before the word for the act",
        lambda t: t.mention.trigger.span.start,
    ),
    Column("InRawText", "always 1: offsets are of the text as it was read", lambda t: 1),
    Column("Confidence", "percent, 0 to 100", lambda t: round(100 * t.mention.confidence)),
    Column("MentionDocLen", "code points of the report", lambda t: len(t.report.text)),
    Column("MentionDocTone", "always 0: tone is not measured", lambda t: 0),
    Column("MentionDocTranslationInfo", "always empty: nothing is translated", lambda t: None),
    Column("Extras", "always empty, as in GDELT", lambda t: None),
)
MENTION_FIELDS = describe(MENTION_COLUMNS)
