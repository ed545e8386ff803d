"""Every page draws what the record holds, leads on to the words, and says what went wrong."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from webrecords import ATTACK, VISIT, write_record

PAGES = ("/", "/timeline", "/map", "/actors", "/events", "/reports", "/add", "/api")


def event_of(client: TestClient, **query: str) -> dict[str, str]:
    """Give the first event that the API finds."""
    found: dict[str, str] = client.get("/api/v1/events", params=query).json()["items"][0]
    return found


@pytest.mark.parametrize("page", PAGES)
def test_each_page_answers_in_html_with_a_title_and_a_heading(
    client: TestClient, page: str
) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert re.search(r"<title>[^<]+ · Dragoman</title>", answer.text)
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("page", PAGES)
def test_each_page_of_an_empty_record_says_what_to_do(
    serve: Callable[..., TestClient], tmp_path: Path, page: str
) -> None:
    answer = serve(write_record(tmp_path / "empty.db")).get(page)
    assert answer.status_code == 200
    assert page in ("/api",) or 'href="/add"' in answer.text


def test_the_board_leads_to_the_event_and_the_event_to_its_words(client: TestClient) -> None:
    board = client.get("/").text
    assert "United States – Venezuela" in board
    path = re.search(r'href="(/events/[0-9a-f]+)(#t[0-9a-f]+)?"', board)
    assert path is not None
    page = client.get(path[1]).text
    words = re.search(r'href="(/reports/[0-9a-f]+)#(w\d+-\d+)"', page)
    assert words is not None
    report = client.get(words[1]).text
    assert f'id="{words[2]}"' in report


def test_an_event_shows_values_words_sources_and_what_it_is_tied_to(client: TestClient) -> None:
    event = event_of(client, type="ASSAULT")
    page = client.get(f"/events/{event['id']}").text
    for words in ("“called off”", "planned &gt; cancelled", "Andean Dispatch", "president"):
        assert words in page
    assert "Called off: it did not happen." in page
    assert "because of" in page
    assert "RETREAT release" in page


def test_a_report_has_an_anchor_for_every_stretch_and_loses_no_text(client: TestClient) -> None:
    event = event_of(client, type="ASSAULT")
    page = client.get(f"/reports/{event['report']}").text
    text = re.search(r'<div class="text" data-text>(.*?)</div>', page, re.DOTALL)
    assert text is not None
    assert re.sub(r"<[^>]+>", "", text[1]) == ATTACK
    shown = client.get(f"/api/v1/reports/{event['report']}").json()
    assert {(s["start"], s["end"]) for s in shown["supports"]} == {
        tuple(map(int, pair)) for pair in re.findall(r'id="w(\d+)-(\d+)"', page)
    }
    # "planned" lies inside "planned attack": each has an anchor, the shared words both supports.
    assert 'class="deep"' in text[1]


def test_planned_and_cancelled_acts_are_marked_by_shape_and_word(client: TestClient) -> None:
    page = client.get("/events").text
    for status, kind in (("planned", "open"), ("cancelled", "off"), ("occurred", "real")):
        assert re.search(rf'class="st {kind} [^"]*"><svg[^>]*><use href="#st-{status}"/>', page)
        assert f'<span class="word">{status}</span>' in page


def test_an_actor_has_offices_by_date_and_events(client: TestClient) -> None:
    page = client.get("/actors/donald-trump").text
    assert "Donald Trump" in page
    assert "president" in page
    assert "2025-01-20" in page
    assert "ASSAULT" in page
    assert "No sanctions list" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 5),
        ({"status": "cancelled"}, 1),
        ({"status": ["cancelled", "planned"]}, 2),
        ({"type": "RETREAT"}, 2),
        ({"q": "prisoners"}, 2),
        ({"q": "prisoner freed"}, 1),
        ({"q": "xyzzy"}, 0),
        ({"q": '"AND NOT (*'}, 0),
        ({"outlet": "Courier"}, 1),
        ({"dyad": "USA-VEN"}, 4),
        ({"country": "VEN"}, 5),
        ({"actor": "donald-trump"}, 1),
        ({"place": "Caracas"}, 1),
        ({"since": "2026-01-10", "until": "2026-01-13"}, 2),
        ({"until": "2026-01"}, 4),
        ({"as_of": "2026-01-09"}, 2),
        ({"q": "", "status": "", "type": "", "since": "", "as_of": "", "page": ""}, 5),
    ],
    ids=str,
)
def test_filters(client: TestClient, query: dict[str, str], count: int) -> None:
    answer = client.get("/api/v1/events", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == count == len(answer.json()["items"])
    assert client.get("/events", params=query).status_code == 200


@pytest.mark.parametrize("order", ["day", "type", "status", "confidence", "sources", "read"])
def test_each_order_goes_up_and_down(client: TestClient, order: str) -> None:
    up = client.get("/api/v1/events", params={"sort": order, "up": "true"}).json()["items"]
    down = client.get("/api/v1/events", params={"sort": order}).json()["items"]
    assert [e["id"] for e in up] == [e["id"] for e in reversed(down)]


def test_pages_of_a_list_follow_each_other_without_gap_or_double(client: TestClient) -> None:
    seen: list[str] = []
    path = "/api/v1/events?size=2&sort=type"
    while path:
        page = client.get(path).json()
        seen += [event["id"] for event in page["items"]]
        path = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_csv_holds_what_is_shown_and_no_formula(client: TestClient) -> None:
    answer = client.get("/events.csv", params={"status": "cancelled"})
    assert answer.headers["content-disposition"].startswith("attachment")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["type"], row["status"], row["words"]) == ("ASSAULT", "cancelled", ATTACK)


def test_two_sources_that_disagree_are_one_event_and_a_past_day_shows_what_was_known(
    client: TestClient,
) -> None:
    now = event_of(client, q="destroyers")
    then = event_of(client, q="destroyers", as_of="2026-01-15")
    assert now["id"] == then["id"]
    assert (now["sources"], then["sources"]) == (2, 1)
    assert then["status"] == "occurred"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/events/ffff", 404),
        ("/reports/ffff", 404),
        ("/actors/nobody", 404),
        ("/events?page=0", 422),
        ("/events?size=1000", 422),
        ("/events?status=done", 422),
        ("/events?since=2026-13-01", 400),
        ("/events?as_of=2026-02-31", 400),
        ("/?dyad=usa", 422),
        ("/static/../app.py", 404),
        ("/static/nothing.css", 404),
    ],
)
def test_what_cannot_be_met_is_said_on_a_page_and_as_problem_json(
    client: TestClient, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    if not path.startswith("/static"):
        twin = client.get("/api/v1/board" + path[1:] if path[:2] == "/?" else f"/api/v1{path}")
        assert twin.status_code == status
        assert twin.headers["content-type"] == "application/problem+json"
        assert twin.json()["status"] == status


def test_a_wrong_method_is_said(client: TestClient) -> None:
    answer = client.post("/events")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert "<h1>" in answer.text


def test_the_map_marks_places_known_only_to_the_country(client: TestClient) -> None:
    shown = client.get("/api/v1/map").json()
    assert {(p["name"], p["uncertain"], p["real"]) for p in shown["places"]} == {
        ("Caracas", False, 1),
        ("Venezuela", True, 0),
    }
    assert shown["placeless"] == 3


def test_the_timeline_gives_few_events_one_by_one(client: TestClient) -> None:
    shown = client.get("/api/v1/timeline").json()
    assert (shown["unit"], len(shown["points"]), shown["bins"]) == ("event", 5, [])
    assert (shown["first"], shown["last"]) == ("2026-01-09", "2026-02-01")


def test_the_report_page_links_only_to_web_addresses(client: TestClient) -> None:
    report = event_of(client, q="delegation")["report"]
    page = client.get(f"/reports/{report}").text
    assert 'href="https://example.org/1"' in page
    assert VISIT.split()[1] in page


def test_openapi_names_every_address_of_the_api(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {path.removeprefix("/api/v1") for path in paths} == {
        "/board", "/events", "/events/{event}", "/timeline", "/map", "/actors",
        "/actors/{actor}", "/reports", "/reports/{report}", "/preview",
    }  # fmt: skip
