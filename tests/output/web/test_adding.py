"""Adding a report: shown before it is kept, kept only with the token."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import pytest
from starlette.testclient import TestClient

TEXT = "A team of diplomats arrived in Caracas on Friday, officials said."
FORM = {"text": TEXT, "title": "Team <arrives>", "outlet": "Late Wire", "date": "2026-01-09"}
BEARER = {"authorization": "Bearer sesame"}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def reports(client: TestClient) -> int:
    total: int = client.get("/api/v1/reports").json()["total"]
    return total


def test_a_preview_shows_events_and_changes_and_leaves_the_record(
    serve: Callable[..., TestClient], own_record: Path
) -> None:
    client, before = serve(own_record), digest(own_record)
    page = client.post("/add", data=FORM).text
    assert "1 event, 0 of them told before" in page or "1 event, 1 of them told before" in page
    assert "<mark" in page
    assert "arrived" in page
    shown = client.post("/api/v1/preview", json={"text": TEXT, "date": "2026-01-09"}).json()
    assert [mention["type"] for mention in shown["mentions"]] == ["CONSULT"]
    assert shown["known"] is False
    assert digest(own_record) == before
    assert reports(client) == 5


def test_a_page_that_only_reads_keeps_nothing(
    serve: Callable[..., TestClient], own_record: Path
) -> None:
    client = serve(own_record)
    assert client.post("/add", data=FORM | {"action": "keep", "token": "x"}).status_code == 403
    assert client.post("/api/v1/reports", json={"text": TEXT}, headers=BEARER).status_code == 403
    assert "This page only reads" in client.post("/add", data=FORM).text
    assert reports(client) == 5


@pytest.mark.parametrize("token", ["", "sesam", "sesame ", "ſesame", "\x00"])
def test_without_the_token_nothing_is_kept(
    serve: Callable[..., TestClient], own_record: Path, token: str
) -> None:
    client = serve(own_record, token="sesame")
    assert client.post("/add", data=FORM | {"action": "keep", "token": token}).status_code == 401
    answer = client.post(
        "/api/v1/reports", json={"text": TEXT}, headers={"authorization": "Bearer no"}
    )
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert reports(client) == 5


def test_with_the_token_a_report_is_kept_and_the_page_remembers(
    serve: Callable[..., TestClient], own_record: Path
) -> None:
    client = serve(own_record, token="sesame")
    assert 'name="token"' in client.post("/add", data=FORM).text
    answer = client.post(
        "/add", data=FORM | {"action": "keep", "token": "sesame"}, follow_redirects=False
    )
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    page = client.get(answer.headers["location"]).text
    assert "Team &lt;arrives&gt;" in page
    assert 'name="token"' not in client.post("/add", data=FORM).text
    assert "in the record already" in client.post("/add", data=FORM).text
    assert reports(client) == 6


def test_the_api_keeps_a_report_with_the_bearer_once(
    serve: Callable[..., TestClient], own_record: Path
) -> None:
    client = serve(own_record, token="sesame")
    answers = [
        client.post("/api/v1/reports", json={"text": TEXT}, headers=BEARER) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [answer.json()["written"] for answer in answers] == ["new", "known"]
    assert reports(client) == 6


def test_a_head_in_the_text_is_read_and_fields_beside_it_win(
    serve: Callable[..., TestClient], own_record: Path
) -> None:
    client = serve(own_record, token="sesame")
    text = f"Title: Headed\nOutlet: Head Wire\nDate: 2026-01-08\n\n{TEXT}"
    kept = client.post(
        "/api/v1/reports", json={"text": text, "outlet": "Own Wire"}, headers=BEARER
    ).json()
    shown = client.get(f"/api/v1/reports/{kept['report']}").json()
    assert (shown["title"], shown["outlet"], shown["published"], shown["text"]) == (
        "Headed", "Own Wire", "2026-01-08", TEXT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("", 422, "text"),
        ("   ", 400, "empty"),
        ("\x00\x01\x02\x03" * 20, 400, "control"),
        ("something unreadable arrived", 400, "Spanish"),
        ("1234 5678", 400, "no words"),
    ],
    ids=repr,
)
def test_what_cannot_be_read_is_said_and_the_form_keeps_the_text(
    client: TestClient, text: str, status: int, words: str
) -> None:
    answer = client.post("/add", data={"text": text, "title": "Kept title"})
    assert answer.status_code == status
    assert words in answer.text
    assert "Kept title" in answer.text
    assert client.post("/api/v1/preview", json={"text": text}).status_code == status


def test_half_a_character_is_refused_and_not_echoed(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/preview",
        content=b'{"text": "arrived \\ud800"}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code in (400, 422)


def test_while_a_report_is_read_another_must_wait(
    serve: Callable[..., TestClient], record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.output.api.adding.WAIT_SECONDS", 0.01)
    lock = Lock()
    with lock:
        answer = serve(record, reading=lock).post("/api/v1/preview", json={"text": TEXT})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")


def test_a_report_without_events_changes_nothing(client: TestClient) -> None:
    page = client.post("/add", data={"text": "It rained all day in the valley."}).text
    assert "No political event was found." in page
    assert "No track, commitment or contradiction would change." in page
