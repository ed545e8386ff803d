"""ICEWS's 20 columns, tab-separated with a header.

Source: ICEWS Coded Event Data (Boschee et al. 2015, Harvard Dataverse doi:10.7910/DVN/28075).
"""

from collections.abc import Callable, Iterable
from typing import BinaryIO

from dragoman.ontology import load_ontology
from dragoman.output.exports.codes import country_codes
from dragoman.output.exports.columns import Cell, Column, Tally, describe, join, write_tsv
from dragoman.output.exports.statements import (
    Dyadic,
    cut_dyads,
    keep_done,
    lead_of,
    sentence_number,
)
from dragoman.records.event import EventPlace, Participant
from dragoman.store.streams import ToldEvent


def write(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one line for each actor against each recipient of an event."""
    write_tsv(cut_dyads(keep_done(events, tally)), COLUMNS, out, tally)


def _side(side: str) -> tuple[Column[Dyadic], ...]:
    def person(value: Callable[[Participant], str | None]) -> Callable[[Dyadic], Cell]:
        def cell(row: Dyadic) -> Cell:
            found = row.actor if side == "Source" else row.recipient
            return value(found) if found else None

        return cell

    who = "the actor" if side == "Source" else "the recipient"
    return (
        Column(f"{side} Name", f"name of {who}", person(lambda p: p.name)),
        Column(
            f"{side} Sectors",
            "PLOVER sector codes (ICEWS has words)",
            person(lambda p: ",".join(p.sectors)),
        ),
        Column(f"{side} Country", "name of the country", person(lambda p: _country(p.country))),
    )


def _country(iso3: str | None) -> str | None:
    return country_codes(iso3).name or None


def _event_text(row: Dyadic) -> str:
    """PLOVER's words for type and mode."""
    event = row.told.event
    says = load_ontology().types[event.type].says
    return f"{event.type} {event.mode or ''}".strip() + f" ({says})"


def _place(value: Callable[[EventPlace], Cell]) -> Callable[[Dyadic], Cell]:
    return lambda row: value(row.told.event.place) if row.told.event.place else None


def _sentence(row: Dyadic) -> int:
    mention, _, report = lead_of(row.told)
    return sentence_number(mention, report)


COLUMNS: tuple[Column[Dyadic], ...] = (
    Column("Event ID", "hash of event, actor and recipient, 63 bits", lambda r: r.number),
    Column("Event Date", "YYYY-MM-DD; of a month or year its first day", lambda r: r.day),
    *_side("Source"),
    Column("Event Text", "PLOVER type and mode in words", _event_text),
    Column("CAMEO Code", "as text, with its leading zero", lambda r: r.told.event.cameo),
    Column("Intensity", "PLOVER score, -10 to 10", lambda r: float(r.told.event.intensity)),
    *_side("Target"),
    Column("Story ID", "id of the report that tells most", lambda r: lead_of(r.told)[2].id),
    Column("Sentence Number", "number of its sentence, from 1", _sentence),
    Column(
        "Publisher",
        "outlets that tell it",
        lambda r: join(o for s in r.told.event.sources for o in s.outlets),
    ),
    Column(
        "City",
        "the place, if it is a town",
        _place(lambda p: p.name if p.precision == "city" else None),
    ),
    Column("District", "always empty: no second-level regions", lambda r: None),
    Column(
        "Province",
        "the place, if it is a first-level region",
        _place(lambda p: p.name if p.precision == "region" else None),
    ),
    Column("Country", "name of the place's country", _place(lambda p: _country(p.country))),
    Column("Latitude", "WGS 84 degrees", _place(lambda p: p.lat)),
    Column("Longitude", "WGS 84 degrees", _place(lambda p: p.lon)),
)
FIELDS = describe(COLUMNS)
