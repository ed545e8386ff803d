"""GeoJSON (RFC 7946): a feature for each event whose place is known."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from dragoman.output.exports.columns import Tally, encode
from dragoman.output.exports.table import table_row
from dragoman.store.streams import ToldEvent

_PROPERTIES = (
    ("type", "PLOVER type"),
    ("mode", "PLOVER mode"),
    ("act_type", "type of the act meant, where it differs"),
    ("act_mode", "its mode"),
    ("status", "whether the act meant happened"),
    ("background", "told as history"),
    ("date_start", "ISO 8601 prefix"),
    ("date_end", "ISO 8601 prefix, inclusive"),
    ("actors", "names of who did it"),
    ("actor_countries", "their countries, ISO 3166-1 alpha-3"),
    ("recipients", "names of whom it was directed at"),
    ("recipient_countries", "their countries"),
    ("place", "name of the place"),
    ("place_country", "its country"),
    ("place_precision", "city, region, country or feature: how exact the point is"),
    ("intensity", "PLOVER score, -10 to 10"),
    ("confidence", "0 to 1"),
    ("reports", "how many reports tell it"),
    ("outlets", "who published them"),
    ("quote", "the sentence of the report that tells most"),
    ("url", "its address"),
)
FIELDS = (
    ("id", "the event's id; a member of the feature, not of its properties"),
    ("geometry", "a Point: longitude, latitude, WGS 84"),
    *_PROPERTIES,
)


def write(events: Iterable[ToldEvent], out: BinaryIO, tally: Tally) -> None:
    """Write one FeatureCollection, a feature a line; events without coordinates are left out."""
    out.write(b'{"type":"FeatureCollection","features":[')
    for told in events:
        place = told.event.place
        if place is None or place.lat is None or place.lon is None:
            tally.leave_out("no coordinates are known")
            continue
        text = json.dumps(_feature(told, place.lon, place.lat), ensure_ascii=False)
        out.write(encode(f"{',' if tally.written else ''}\n{text}"))
        tally.written += 1
    out.write(b"\n]}\n")


def _feature(told: ToldEvent, lon: float, lat: float) -> dict[str, Any]:
    row = table_row(told)
    return {
        "type": "Feature",
        "id": told.event.id,
        "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
        "properties": {name: row[name] for name, _ in _PROPERTIES},
    }
