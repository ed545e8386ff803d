"""PLOVER JSON rows: the full form that ``dragoman export`` writes, and the manual's plain one.

Source of the plain form: PLOVER manual, draft 0.8, chapter 6.
"""

from collections.abc import Mapping
from typing import Any

from dragoman.errors import InputError
from dragoman.read.row_values import (
    RowAmount,
    RowDate,
    RowEvent,
    RowPerson,
    RowPlace,
    check_contexts,
    check_country,
    check_day,
    check_mode,
    check_number,
    check_type,
    clean,
)
from dragoman.records.event import Act, LinkKind, Status

Json = Mapping[str, Any]


def read_full(row: Json) -> RowEvent:
    """Give the event of a row of the form ``dragoman-event/1``: its fused values.

    Raises: InputError for a row that breaks its form.
    """
    type_ = check_type(row.get("type"))
    mentions = _objects(row, "mentions")
    lead = next((m for m in mentions if m.get("id") == row.get("lead")), {})
    sources = _objects(row, "sources")
    source = next((s for s in sources if s.get("mention") == row.get("lead")), {})
    return RowEvent(
        form="plover-full",
        id=_id(row),
        type=type_,
        mode=check_mode(type_, row.get("mode")),
        act=_act(row.get("act")),
        status=_status(row.get("status")),
        background=row.get("background") is True,
        contexts=check_contexts(_list(row, "contexts")),
        cameo=clean(row.get("cameo")) or None,
        intensity=check_number(row.get("intensity"), "intensity", -10, 10),
        actors=tuple(map(_full_person, _objects(row, "actors"))),
        recipients=tuple(map(_full_person, _objects(row, "recipients"))),
        date=_full_date(_object(row, "date")),
        place=_full_place(_object(row, "place")),
        amounts=tuple(map(_amount, _objects(row, "amounts"))),
        speakers=tuple(
            (_full_person(said["speaker"]), clean(said.get("kind")))
            for said in _objects(lead, "attribution")
            if isinstance(said.get("speaker"), Mapping)
        ),
        links=tuple(
            (_link_kind(k.get("kind")), clean(k.get("event"))) for k in _objects(row, "links")
        ),
        confidence=check_number(row.get("confidence"), "confidence", 0, 1) or 0.0,
        trigger=clean(_object(lead, "trigger").get("text")),
        words=clean(lead.get("words")),
        outlet=clean(next(iter(_list(source, "outlets")), "")) or None,
        title=clean(source.get("title")) or None,
        url=clean(source.get("url")) or None,
        published=_first_day(sources),
    )


def read_plain(row: Json) -> RowEvent:
    """Give the event of a row with the manual's fields; of several types or modes the first.

    Raises: InputError for a row without id, date or type.
    """
    type_ = check_type(_first(row, "event"))
    day = check_day(row.get("date"), "date")
    if day is None:
        raise InputError("no date")
    end = check_day(row.get("enddate"), "enddate") or day
    cite = _object(row, "cite_info")
    return RowEvent(
        form="plover",
        id=_id(row),
        type=type_,
        mode=check_mode(type_, _first(row, "mode")),
        contexts=check_contexts(_list(row, "context")),
        intensity=check_number(row.get("event_scale"), "event_scale", -10, 10),
        actors=tuple(map(_plain_person, _objects(row, "actor"))),
        recipients=tuple(map(_plain_person, _objects(row, "recipient"))),
        date=RowDate(day, end, precision=_PRECISIONS[len(day)]),
        place=_plain_place(_object(row, "event_loc")),
        trigger=clean(_first(row, "event_text")),
        words=clean(row.get("text")),
        outlet=clean(cite.get("publication")) or None,
        title=clean(cite.get("title")) or None,
        url=clean(cite.get("url")) or None,
    )


def _first_day(sources: list[Json]) -> str | None:
    days = [check_day(source.get("published"), "published") for source in sources]
    return min((day for day in days if day), default=None)


_PRECISIONS = {4: "year", 7: "month", 10: "day"}


# --- pieces


def _id(row: Json) -> str:
    id_ = clean(row.get("id"))
    if not id_:
        raise InputError("no id")
    return id_


def _object(row: Json, name: str) -> Json:
    value = row.get(name)
    if value is not None and not isinstance(value, Mapping):
        raise InputError(f"{name} is no object")
    return value or {}


def _objects(row: Json, name: str) -> list[Json]:
    values = _list(row, name)
    if not all(isinstance(value, Mapping) for value in values):
        raise InputError(f"{name} has something that is no object")
    return values


def _list(row: Json, name: str) -> list[Any]:
    value = row.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(row: Json, name: str) -> Any:
    return next(iter(_list(row, name)), None)


def _act(value: Any) -> Act | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise InputError("act is no object")
    type_ = check_type(value.get("type"), "type of the act")
    return Act(type_, check_mode(type_, value.get("mode")))


def _status(value: Any) -> Status:
    try:
        return Status(str(value))
    except ValueError as error:
        raise InputError(f"status {value!r} is none of {', '.join(Status)}") from error


def _link_kind(value: Any) -> LinkKind:
    try:
        return LinkKind(str(value))
    except ValueError as error:
        raise InputError(f"link {value!r} is none of {', '.join(LinkKind)}") from error


def _full_person(row: Json) -> RowPerson:
    return RowPerson(
        name=_name(row, "name"),
        text=clean(row.get("text")),
        country=check_country(row.get("country")),
        sectors=tuple(map(clean, _list(row, "sectors"))),
        kind=clean(row.get("kind")),
        cameo=clean(row.get("cameo")) or None,
        role=clean(row.get("role")) or None,
        id=clean(row.get("id")),
        via=clean(row.get("via")),
    )


def _plain_person(row: Json) -> RowPerson:
    sectors = [sector for sector in map(clean, _list(row, "sector")) if sector]
    text = clean(row.get("entity_text"))
    country = check_country(row.get("code"))
    return RowPerson(
        name=clean(row.get("identifier_text")) or text or country or _name(row, "entity_text"),
        text=text,
        country=country,
        sectors=tuple(sectors),
        role=clean(row.get("office")) or None,
        id=clean(row.get("identifier_id")),
    )


def _name(row: Json, field: str) -> str:
    name = clean(row.get(field))
    if not name:
        raise InputError(f"a participant without {field}")
    return name


def _full_date(row: Json) -> RowDate | None:
    if not row:
        return None
    return RowDate(
        start=check_day(row.get("start"), "start of the date"),
        end=check_day(row.get("end"), "end of the date"),
        basis=clean(row.get("basis")) or "stated",
        precision=clean(row.get("precision")) or "day",
        text=clean(row.get("text")) or None,
    )


def _full_place(row: Json) -> RowPlace | None:
    if not row:
        return None
    return RowPlace(
        name=_name(row, "name"),
        text=clean(row.get("text")),
        country=check_country(row.get("country")),
        lat=check_number(row.get("lat"), "lat", -90, 90),
        lon=check_number(row.get("lon"), "lon", -180, 180),
        geonames=_whole(row.get("geonames")),
        precision=clean(row.get("precision")) or "feature",
    )


def _plain_place(row: Json) -> RowPlace | None:
    name = clean(row.get("resolved_place")) or clean(row.get("extracted_place"))
    if not name:
        return None
    level = check_number(row.get("resolution_code"), "resolution_code", 0, 9)
    return RowPlace(
        name=name,
        text=clean(row.get("extracted_place")),
        country=check_country(row.get("country_code")),
        lat=check_number(row.get("lat"), "lat", -90, 90),
        lon=check_number(row.get("lon"), "lon", -180, 180),
        geonames=_whole(row.get("geonameid")),
        precision={1: "country", 2: "region", 3: "region", 4: "city", 5: "city"}.get(
            int(level or 0), "feature"
        ),
    )


def _whole(value: Any) -> int | None:
    number = check_number(value, "GeoNames id", 0, 1e12)
    return int(number) if number is not None else None


def _amount(row: Json) -> RowAmount:
    return RowAmount(
        value=check_number(row.get("value"), "amount", -1e30, 1e30),
        unit=clean(row.get("unit")),
        approximate=row.get("approximate") is True,
        text=clean(row.get("text")),
    )
