"""POLECAT's 40 columns, tab-separated with a header.

Source: POLECAT weekly files (Halterman et al. 2023, Harvard Dataverse doi:10.7910/DVN/AJGVIT).
"""

from collections.abc import Callable, Iterable
from typing import BinaryIO

from dragoman import __version__
from dragoman.output.exports.codes import country_codes
from dragoman.output.exports.columns import Column, Tally, describe, first, join, write_tsv
from dragoman.output.exports.statements import keep_done, lead_of
from dragoman.records.event import Event, EventPlace, Participant
from dragoman.store.streams import ToldEvent

Row = tuple[ToldEvent, str]


def write(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one line an event; several actors share a cell, separated by ``;``."""
    write_tsv(keep_done(events, tally), COLUMNS, out, tally)


def _people(side: str, value: Callable[[Participant], str | None]) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        event = row[0].event
        return join(value(p) for p in (event.actors if side == "actor" else event.recipients))

    return cell


def _side(side: str) -> tuple[Column[Row], ...]:
    word = side.capitalize()
    return (
        Column(f"{word} Name", f"names of the {side}s", _people(side, lambda p: p.name)),
        Column(
            f"{word} Country", "countries, ISO 3166-1 alpha-3", _people(side, lambda p: p.country)
        ),
        Column(
            f"{word} COW",
            "countries, Correlates of War numbers",
            _people(side, lambda p: country_codes(p.country).cow),
        ),
        Column(
            f"Primary {word} Sector",
            "first sector of each",
            _people(side, lambda p: first(p.sectors)),
        ),
        Column(f"{word} Sectors", "all sectors", _people(side, lambda p: join(p.sectors))),
        Column(f"{word} Title", "offices and titles", _people(side, lambda p: p.role)),
        Column(f"{word} Name Raw", "words of the report", _people(side, lambda p: p.text)),
        Column(
            f"Wikipedia {word} ID",
            "Dragoman's id of each (POLECAT has a Wikipedia page here)",
            _people(side, lambda p: p.id),
        ),
    )


def _place(
    value: Callable[[EventPlace], str | float | None],
) -> Callable[[Row], str | float | None]:
    return lambda row: value(row[0].event.place) if row[0].event.place else None


def _if(precision: str) -> Callable[[EventPlace], str | None]:
    return lambda place: place.name if place.precision == precision else None


_FEATURES = {"city": "PPL", "region": "ADM1", "country": "PCLI"}


def _named(*kinds: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        return join(p.name for p in _all(row[0].event) if p.kind in kinds)

    return cell


def _all(event: Event) -> Iterable[Participant]:
    return (p for m in event.mentions for p in (*m.actors, *m.recipients))


_BODIES = ("government", "agency", "armed-force", "police", "igo", "party", "armed-group")

COLUMNS: tuple[Column[Row], ...] = (
    Column("Event ID", "the event's id, hexadecimal", lambda r: r[0].event.id),
    Column("Event Date", "YYYY-MM-DD; of a month or year its first day", lambda r: r[1]),
    Column("Event Type", "PLOVER type", lambda r: str(r[0].event.type)),
    Column("Event Mode", "PLOVER mode, empty for none", lambda r: r[0].event.mode),
    Column("Intensity", "PLOVER score, -10 to 10", lambda r: r[0].event.intensity),
    Column(
        "Quad Code",
        "VERBAL or MATERIAL, COOPERATION or CONFLICT",
        lambda r: r[0].event.quad.replace("-", " ").upper(),
    ),
    Column("Contexts", "PLOVER contexts", lambda r: join(r[0].event.contexts)),
    *_side("actor"),
    *_side("recipient"),
    Column("Placename", "the place as it resolves", _place(lambda p: p.name)),
    Column("City", "the place, if it is a town", _place(_if("city"))),
    Column("District", "always empty: the gazetteer has no second-level regions", lambda r: None),
    Column("Province", "the place, if it is a first-level region", _place(_if("region"))),
    Column("Country", "the place's country, ISO 3166-1 alpha-3", _place(lambda p: p.country)),
    Column("Latitude", "WGS 84 degrees", _place(lambda p: p.lat)),
    Column("Longitude", "WGS 84 degrees", _place(lambda p: p.lon)),
    Column("GeoNames ID", "GeoNames id of the place", _place(lambda p: p.geonames)),
    Column("Raw Placename", "words of the report", _place(lambda p: p.text)),
    Column(
        "Feature Type",
        "GeoNames feature code by precision: PPL, ADM1, PCLI; empty for others",
        _place(lambda p: _FEATURES.get(p.precision)),
    ),
    Column(
        "Source",
        "outlets that tell it, near copies' too",
        lambda r: join(o for s in r[0].event.sources for o in s.outlets),
    ),
    Column(
        "Publication Date",
        "day of the report that tells most",
        lambda r: lead_of(r[0])[2].published,
    ),
    Column("Story People", "persons who take part, by all reports", _named("person")),
    Column("Story Organizations", "bodies that take part, by all reports", _named(*_BODIES)),
    Column(
        "Story Locations",
        "places of the act, by all reports",
        lambda r: join(m.place.name if m.place else None for m in r[0].event.mentions),
    ),
    Column("Language", "always EN", lambda r: "EN"),
    Column("Version", "coder and codebook", lambda r: f"dragoman-{__version__}-plover-0.8"),
)
FIELDS = describe(COLUMNS)
