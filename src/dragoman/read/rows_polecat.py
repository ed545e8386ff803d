"""POLECAT rows, by the names of their columns.

Source: POLECAT weekly files (Halterman et al. 2023, Harvard Dataverse doi:10.7910/DVN/AJGVIT).
"""

from collections.abc import Mapping

from dragoman.errors import InputError
from dragoman.read.row_values import (
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

Cells = Mapping[str, str]


def read_polecat(row: Cells) -> RowEvent:
    """Give the event of a row. Raises: InputError for one without id, date or type."""
    id_ = _cell(row, "Event ID")
    if not id_:
        raise InputError("no Event ID")
    type_ = check_type(_cell(row, "Event Type"), "Event Type")
    day = check_day(_cell(row, "Event Date"), "Event Date")
    if day is None:
        raise InputError("no Event Date")
    return RowEvent(
        form="polecat",
        id=id_,
        type=type_,
        mode=check_mode(type_, _cell(row, "Event Mode")),
        contexts=check_contexts(_split(row, "Contexts")),
        intensity=check_number(_cell(row, "Intensity"), "Intensity", -10, 10),
        actors=_people(row, "Actor"),
        recipients=_people(row, "Recipient"),
        date=RowDate(day, day, precision={4: "year", 7: "month"}.get(len(day), "day")),
        place=_place(row),
        outlet=_cell(row, "Source") or None,
        published=check_day(_cell(row, "Publication Date"), "Publication Date"),
    )


def _cell(row: Cells, name: str) -> str:
    value = clean(row.get(name))
    return "" if value == "None" else value


def _split(row: Cells, name: str) -> list[str]:
    return [part.strip() for part in _cell(row, name).split(";") if part.strip()]


def _people(row: Cells, side: str) -> tuple[RowPerson, ...]:
    """Give those of one side: the values of other columns go to them in step, or to a single one.

    A column lists each value once, so where it has fewer values than there are names nobody can
    tell whose they are: one value counts for all, several for none.
    """
    names = _split(row, f"{side} Name") or _split(row, f"{side} Name Raw")
    if not names:
        names = _split(row, f"{side} Country")
    texts, countries = _split(row, f"{side} Name Raw"), _split(row, f"{side} Country")
    titles, ids = _split(row, f"{side} Title"), _split(row, f"Wikipedia {side} ID")
    sectors = _split(row, f"{side} Sectors")
    alone = len(names) == 1
    return tuple(
        RowPerson(
            name=name,
            text=_step(texts, number, len(names)) or name,
            country=check_country(_step(countries, number, len(names), shared=True)),
            sectors=tuple(sectors) if alone or len(sectors) == 1 else (),
            role=(";".join(titles) if alone else _step(titles, number, len(names))) or None,
            id=_step(ids, number, len(names)),
        )
        for number, name in enumerate(names)
    )


def _step(values: list[str], number: int, count: int, *, shared: bool = False) -> str:
    if len(values) == count:
        return values[number]
    return values[0] if shared and len(values) == 1 else ""


_PRECISIONS = (("City", "city"), ("Province", "region"), ("District", "region"))


def _place(row: Cells) -> RowPlace | None:
    country = check_country(_cell(row, "Country"))
    name = _cell(row, "Placename") or next(
        (_cell(row, column) for column, _ in _PRECISIONS if _cell(row, column)), ""
    )
    if not name:
        return None
    finest = next((kind for column, kind in _PRECISIONS if _cell(row, column)), "")
    whole = _cell(row, "Feature Type").startswith("PCL")
    number = check_number(_cell(row, "GeoNames ID"), "GeoNames ID", 0, 1e12)
    return RowPlace(
        name=name,
        text=_cell(row, "Raw Placename"),
        country=country,
        lat=check_number(_cell(row, "Latitude"), "Latitude", -90, 90),
        lon=check_number(_cell(row, "Longitude"), "Longitude", -180, 180),
        geonames=int(number) if number is not None else None,
        precision=finest or ("country" if whole else "feature"),
    )
