"""What every request must pass: host, origin, size, token; and the headers of every answer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.output.web.guard import MAX_BODY

FORM = {"text": "A team arrived in Caracas.", "action": "preview"}


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/v1/events", "/static/page.css"])
def test_every_answer_forbids_inline_script_framing_and_sniffing(
    client: TestClient, path: str
) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "[::1]:80"])
def test_this_machine_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/events", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", "", "[", "a b", "::1]"]
)
def test_another_host_is_not_answered(client: TestClient, host: str) -> None:
    answer = client.get("/api/v1/events", headers={"host": host})
    assert answer.status_code == 400
    assert "items" not in answer.text


def test_a_host_that_was_named_at_the_start_is_answered(
    serve: Callable[..., TestClient], record: Path
) -> None:
    client = serve(record, hosts=frozenset({"desk.example"}))
    assert client.get("/add", headers={"host": "desk.example:8765"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/add", "/api/v1/preview", "/api/v1/reports"])
def test_a_change_from_another_page_is_refused(
    client: TestClient, headers: dict[str, str], path: str
) -> None:
    assert client.post(path, data=FORM, headers=headers).status_code == 403


def test_our_own_page_may_ask_for_a_change(client: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    assert client.post("/add", data=FORM, headers=headers).status_code == 200


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "streamed"])
def test_a_body_above_the_limit_is_refused(client: TestClient, declared: bool) -> None:
    body = b"text=" + b"a" * MAX_BODY
    content = body if declared else (body[n : n + 100_000] for n in range(0, len(body), 100_000))
    answer = client.post(
        "/add", content=content, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413
    assert "Too large" in answer.text
    assert "content-security-policy" in answer.headers


def test_static_files_stay_and_pages_do_not(client: TestClient) -> None:
    assert "max-age" in client.get("/static/page.css").headers["cache-control"]
    assert client.get("/").headers["cache-control"] == "no-store"
