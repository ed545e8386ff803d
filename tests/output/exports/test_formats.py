"""Each format read back by its own library or schema, and the values that an analyst would miss."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pytest
import schema_org
import yaml
from icalendar import Calendar
from pyarrow import parquet
from told import ALL, BOTH, CALLED_OFF, MET, OLD, PLANNED, POSSIBLE, TEXT

from dragoman.output.exports.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from dragoman.output.exports.icews import COLUMNS as ICEWS
from dragoman.output.exports.polecat import COLUMNS as POLECAT
from dragoman.output.exports.table import FIELDS

HERE = Path(__file__).parent
Row = dict[str, str]


def lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.decode().splitlines()]


def tsv(data: bytes, names: list[str] | None = None) -> list[Row]:
    rows = [line.split("\t") for line in data.decode().splitlines()]
    header = names or rows.pop(0)
    return [dict(zip(header, row, strict=True)) for row in rows]


# --- PLOVER


def test_plover_full_keeps_everything(write: Callable) -> None:
    met, planned, *_ = lines(write("plover-full", ALL)[0])
    assert met["form"] == "dragoman-event/1"
    assert (met["cameo"], met["status"], met["actors"][0]["country"]) == ("042", "occurred", "CIV")
    assert met["links"] == [{"kind": "purpose", "event": "aaaa000000000003"}]
    assert met["mentions"][0]["words"] == TEXT.splitlines()[0]
    assert TEXT[met["actors"][0]["start"] : met["actors"][0]["end"]] == "Côte d'Ivoire"
    assert planned["act"] == {"type": "CONSULT", "mode": "visit"}
    assert planned["date"]["start"] == "2026-03"


def test_plover_plain_has_the_manuals_fields(write: Callable) -> None:
    met = lines(write("plover", (MET,))[0])[0]
    assert (met["id"], met["date"], met["event"], met["mode"]) == (
        "aaaa000000000001",
        "2026-01-09",
        ["CONSULT"],
        ["visit"],
    )
    assert met["actor"][0] == {
        "code": "CIV",
        "sector": [],
        "entity_text": "Côte d'Ivoire",
        "identifier_id": "CIV",
        "identifier_text": "Ivory Coast",
        "office": None,
    }
    assert met["event_loc"]["geonameid"] == 3646738
    assert met["text_info"]["sequence"] == 1


# --- POLECAT, GDELT, ICEWS


def test_polecat_has_its_40_columns(write: Callable) -> None:
    assert len(POLECAT) == 40
    met = tsv(write("polecat", (MET,))[0])[0]
    assert met["Event Date"] == "2026-01-09"
    assert (met["Actor COW"], met["Recipient COW"]) == ("437", "101")
    assert met["Recipient Sectors"] == "GOV;MIL"
    assert met["Quad Code"] == "VERBAL COOPERATION"
    assert met["Contexts"] == "diplomatic;economic"
    assert met["Source"] == "Wire; Post;Echo"
    assert (met["City"], met["GeoNames ID"], met["Feature Type"]) == ("Caracas", "3646738", "PPL")


def test_polecat_dates_a_plan_by_the_month_it_is_for(write: Callable) -> None:
    planned = tsv(write("polecat", (PLANNED,))[0])[0]
    assert (planned["Event Date"], planned["Event Type"]) == ("2026-03-01", "AGREE")


def test_gdelt_has_its_61_columns_and_codes_as_text(write: Callable) -> None:
    names = [column.name for column in EVENT_COLUMNS]
    assert (len(names), len(MENTION_COLUMNS)) == (61, 16)
    met = tsv(write("gdelt", (MET,))[0], names)[0]
    assert (met["EventCode"], met["EventBaseCode"], met["EventRootCode"]) == ("042", "042", "04")
    assert (met["SQLDATE"], met["MonthYear"], met["Year"]) == ("20260109", "202601", "2026")
    assert (met["Actor1Code"], met["Actor2Code"], met["Actor2Type2Code"]) == (
        "CIV",
        "VENGOVMIL",
        "MIL",
    )
    assert met["ActionGeo_CountryCode"] == "VE"
    assert met["NumArticles"] == "2"
    assert 0 < int(met["GLOBALEVENTID"]) < 2**63


def test_gdelts_mentions_join_its_events(write: Callable) -> None:
    events = tsv(write("gdelt", ALL)[0], [column.name for column in EVENT_COLUMNS])
    told = tsv(write("gdelt-mentions", ALL)[0], [column.name for column in MENTION_COLUMNS])
    assert {row["GLOBALEVENTID"] for row in told} == {row["GLOBALEVENTID"] for row in events}
    assert TEXT[int(told[0]["ActionCharOffset"]) :].startswith("met")
    assert TEXT[int(told[0]["Actor1CharOffset"]) :].startswith("Côte")
    assert told[0]["MentionTimeDate"] == "20260110000000"


def test_those_who_met_stand_against_each_other_both_ways(write: Callable) -> None:
    rows = tsv(write("icews", (BOTH,))[0])
    assert len(ICEWS) == 20
    assert [(row["Source Name"], row["Target Name"]) for row in rows] == [
        ("Ivory Coast", "United States"),
        ("United States", "Ivory Coast"),
    ]
    assert len({row["Event ID"] for row in rows}) == 2
    assert {row["CAMEO Code"] for row in rows} == {"042"}


# --- tables


def test_csv_reads_back_and_runs_no_formula(write: Callable) -> None:
    rows = list(csv.DictReader(io.StringIO(write("csv", ALL)[0].decode(), newline="")))
    assert [row["id"] for row in rows] == [told.event.id for told in ALL]
    assert rows[0]["recipients"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["quote"] == TEXT.splitlines()[0]
    assert rows[0]["cameo"] == "042"
    assert rows[2]["intensity"] == "-9.5"
    assert rows[0]["amounts"] == "about 100000000000 USD"


def test_parquet_is_typed(write: Callable) -> None:
    table = parquet.read_table(io.BytesIO(write("parquet", ALL)[0]))
    assert table.column_names == [field.name for field in FIELDS]
    assert table.schema.field("day").type == pa.date32()
    assert table.schema.field("actors").type == pa.list_(pa.string())
    assert table.schema.field("cameo").metadata == {
        b"meaning": b"CAMEO code, with its leading zero"
    }
    first = table.to_pylist()[0]
    assert (first["cameo"], first["day"], first["geonames"]) == ("042", date(2026, 1, 9), 3646738)
    assert first["recipient_roles"] == ["minister; acting"]
    assert table.column("day").to_pylist()[4] is None


def test_parquet_of_nothing_is_an_empty_table(write: Callable) -> None:
    table = parquet.read_table(io.BytesIO(write("parquet", ())[0]))
    assert (table.num_rows, table.num_columns) == (0, len(FIELDS))


# --- GeoJSON


def test_geojson_fits_its_schema(write: Callable) -> None:
    data, tally = write("geojson", ALL)
    collection = json.loads(data)
    schema = json.loads((HERE / "geojson.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(collection)
    assert collection["features"][0]["geometry"]["coordinates"] == [-66.8792, 10.488]
    assert tally.left_out == {"no coordinates are known": 3}


# --- iCalendar


def test_ical_holds_what_is_to_come_with_its_status(write: Callable) -> None:
    data, tally = write("ical", ALL)
    calendar = Calendar.from_ical(data)
    assert calendar.errors == []
    entries = {str(entry["UID"]): entry for entry in calendar.walk() if "UID" in entry}
    assert [(e.name, str(e["STATUS"]), str(e["X-DRAGOMAN-STATUS"])) for e in entries.values()] == [
        ("VEVENT", "CONFIRMED", "planned"),
        ("VEVENT", "CANCELLED", "cancelled"),
        ("VTODO", "NEEDS-ACTION", "possible"),
    ]
    march = entries[f"{PLANNED.event.id}@dragoman"]
    assert (march.decoded("DTSTART"), march.decoded("DTEND")) == (
        date(2026, 3, 1),
        date(2026, 4, 1),
    )
    assert str(march["DESCRIPTION"]).startswith("“Envoys of Côte d'Ivoire")
    assert tally.left_out == {"not planned, asked for, possible or called off": 3}
    assert max(map(len, data.split(b"\r\n"))) <= 75


# --- FollowTheMoney


def test_ftm_entities_have_only_the_schemas_properties(write: Callable) -> None:
    schemata = yaml.safe_load((HERE / "followthemoney.yaml").read_text(encoding="utf-8"))
    entities = lines(write("ftm", ALL)[0])
    ids = [entity["id"] for entity in entities]
    assert len(set(ids)) == len(ids)
    for entity in entities:
        known = schemata["schemata"][entity["schema"]]
        for name, values in entity["properties"].items():
            kind = known["properties"][name]
            assert values
            assert all(isinstance(value, str) for value in values)
            if kind == "entity":
                assert set(values) <= set(ids)
            elif kind in schemata["patterns"]:
                pattern = re.compile(schemata["patterns"][kind])
                assert [value for value in values if not pattern.fullmatch(value)] == []
        assert [name for name in known["required"] if name not in entity["properties"]] == []


def test_ftm_tells_persons_from_bodies_and_reports(write: Callable) -> None:
    found = {entity["id"]: entity for entity in lines(write("ftm", (MET,))[0])}
    assert found["actor-cmd"]["schema"] == "Person"
    assert found["actor-cmd"]["properties"]["country"] == ["ve"]
    assert found["event-aaaa000000000001"]["properties"]["involved"] == ["actor-CIV", "actor-cmd"]
    assert found["report-r1"]["properties"]["publishedAt"] == ["2026-01-10"]


# --- JSON-LD


def test_jsonld_fits_schema_org(write: Callable) -> None:
    document = json.loads(write("jsonld", ALL)[0])
    assert document["@context"][0] == "https://schema.org"
    for node in document["@graph"]:
        check_node(node)
    ids = {node["@id"] for node in document["@graph"]}
    claims = [node for node in document["@graph"] if node["@type"] == "Claim"]
    assert {claim["about"]["@id"] for claim in claims} <= ids
    assert {claim["appearance"]["@id"] for claim in claims} <= ids


def check_node(node: dict[str, Any]) -> Any:
    """Build schema.org's own model of a node: unknown properties and ranges raise."""
    fields = {}
    for name, value in node.items():
        if not name.startswith(("@", "dragoman:")):
            made = [check_value(name, item) for item in (value if type(value) is list else [value])]
            kept = [item for item in made if item is not None]
            fields[name] = kept if type(value) is list else (kept[0] if kept else None)
    return getattr(schema_org, node["@type"]).model_validate({k: v for k, v in fields.items() if v})


def check_value(name: str, value: Any) -> Any:
    if type(value) is dict:
        return check_node(value) if "@type" in value else None
    if name == "eventStatus":
        return schema_org.EventStatusType(value)
    if name in {"startDate", "endDate", "datePublished"}:
        return date.fromisoformat(
            (value + "-01-01")[:10] if len(value) < 7 else (value + "-01")[:10]
        )
    return value


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (PLANNED, "https://schema.org/EventScheduled"),
        (CALLED_OFF, "https://schema.org/EventCancelled"),
        (OLD, None),
        (POSSIBLE, None),
    ],
)
def test_jsonld_says_as_much_of_status_as_schema_org_can(
    told: Any, status: str | None, write: Callable
) -> None:
    (event,) = [
        n for n in json.loads(write("jsonld", (told,))[0])["@graph"] if n["@type"] == "Event"
    ]
    assert event.get("eventStatus") == status
    assert event["dragoman:status"] == str(told.event.status)
