"""Every page in a real browser, over the example reports: by mouse, by keyboard, on a phone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import browsing, example_record, find_chromium, serving_page

from dragoman.output.api.adding import code_report
from dragoman.output.web.app import Serving

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="no chromium: apt-get install chromium, or set DRAGOMAN_CHROMIUM",
    ),
    # Playwright's own event loop and sockets are closed after pytest has looked.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
PAGES = ("/", "/timeline", "/map", "/actors", "/events", "/reports", "/add", "/api")
DRAWN = {"/timeline": "#timeline", "/map": "#map", "/actors": "#net"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    record = example_record(tmp_path_factory.mktemp("browser"))
    with serving_page(Serving(record=record, coder=code_report, token="sesame")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert CHROMIUM is not None
    with browsing(CHROMIUM) as browser:
        yield browser


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page of the size of a desk; faults of script or policy fail the test."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 860}, reduced_motion="reduce", base_url=address
    )
    page = context.new_page()
    faults = watch(page)
    yield page
    context.close()
    assert faults == []


def watch(page: Any) -> list[str]:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1", "blob:", "data:"))
            else faults.append(f"asked for {request.url}")
        ),
    )
    return faults


def open_page(page: Any, path: str) -> None:
    page.goto(path)
    if path in DRAWN and page.locator(DRAWN[path]).count():
        page.wait_for_selector(f"{DRAWN[path]}[data-drawn], {DRAWN[path]}.undrawn")


def serious_faults(page: Any) -> list[str]:
    """Give axe's serious and critical findings."""
    found = page.evaluate(AXE + "; axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def own_pages(page: Any) -> tuple[str, ...]:
    """Give an event's page, its report's and its actor's."""
    event = page.request.get("/api/v1/events?sort=sources&size=1").json()["items"][0]
    actor = event["actors"][0]["id"]
    return f"/events/{event['id']}", f"/reports/{event['report']}", f"/actors/{actor}"


def test_from_the_board_to_an_event_to_its_words(page: Any) -> None:
    page.goto("/")
    page.locator(".strip a").last.click()
    page.wait_for_url("**/events/**")
    words = page.locator(".values td.quote a").first
    told = words.inner_text().strip("“”")
    words.click()
    page.wait_for_url("**/reports/**#w*")
    aimed = page.locator("mark.aim")
    assert "".join(aimed.all_inner_texts()) in told or told in "".join(aimed.all_inner_texts())
    assert aimed.first.is_visible()
    assert page.locator("#notes li").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault_for_readers_by_ear_or_key(page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    found = {}
    for path in (*PAGES, *own_pages(page), "/events?q=nothing+fits"):
        open_page(page, path)
        found[path] = serious_faults(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_missing_page_is_readable_too(browser: Any, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/nothing")
    assert serious_faults(page) == []
    page.close()


def test_on_a_phone_no_page_is_wider_than_the_screen(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    page = context.new_page()
    wide = {}
    for path in (*PAGES, *own_pages(page)):
        open_page(page, path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {path: width for path, width in wide.items() if width > 360} == {}


def test_by_key_the_first_stop_skips_to_the_content(page: Any) -> None:
    page.goto("/events")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_by_key_marked_words_tell_what_they_support(page: Any) -> None:
    _, report, _ = own_pages(page)
    page.goto(report)
    page.locator("mark").first.focus()
    assert page.locator("#notes li").count() > 0
    first = page.locator("#notes").inner_text()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.locator("#notes").inner_text() != first


def test_the_timeline_zooms_and_its_marks_lead_to_events(page: Any) -> None:
    open_page(page, "/timeline")
    opened = page.locator("[data-range]").inner_text()
    page.get_by_role("button", name="Zoom in").click()
    near = page.locator("[data-range]").inner_text()
    assert near != opened
    page.get_by_role("button", name="All").click()
    assert page.locator("[data-range]").inner_text() != near
    drawn = {use.get_attribute("href") for use in page.locator("#timeline use").all()}
    assert {"#st-occurred", "#st-planned"} <= drawn
    open_page(page, "/timeline")
    mark = page.locator("#timeline a").first
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*")


def test_the_map_draws_each_place_and_marks_the_uncertain(page: Any) -> None:
    open_page(page, "/map")
    listed = page.locator("main table tbody tr").count()
    assert page.locator("#map .leaflet-marker-icon").count() == listed > 0
    assert page.locator("#map .place.vague").count() == page.locator("td .tag").count()
    page.locator("#map .leaflet-marker-icon").last.click(force=True)
    page.locator(".leaflet-popup a:has-text('Show its events')").click()
    page.wait_for_url("**/events?*place=*")
    assert page.locator("table.events tbody tr").count() > 0


def test_the_network_and_the_series_are_drawn(page: Any) -> None:
    open_page(page, "/actors")
    assert page.locator("#series-chart rect.bar").count() > 0
    assert int(page.locator("#net").get_attribute("data-drawn") or 0) > 1


def test_a_changed_filter_shows_its_events_without_leaving_the_page(page: Any) -> None:
    page.goto("/events")
    all_ = page.locator("table.events tbody tr").count()
    page.locator(".chips label", has_text="planned").click()
    page.wait_for_url("**status=planned**")
    page.wait_for_function(f"document.querySelectorAll('table.events tbody tr').length < {all_}")
    words = set(page.locator("table.events tbody .st .word").all_inner_texts())
    assert words == {"planned"}


def test_a_report_is_previewed_then_kept(page: Any) -> None:
    page.goto("/add")
    text = "WASHINGTON, Jan 21 — The United States lifted its sanctions on Venezuela on Wednesday."
    page.locator("#text").fill(text)
    page.locator("input[name=date]").fill("2026-01-21")
    page.get_by_role("button", name="See what it would change").click()
    page.wait_for_selector("#would", timeout=60_000)
    assert page.locator("[data-text] mark").count() > 0
    assert serious_faults(page) == []
    page.locator("input[name=token]").fill("sesame")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/reports/*")
    assert "lifted its sanctions" in page.locator("[data-text]").inner_text()


def test_without_scripts_every_page_still_says_its_piece(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    for path in ("/timeline", "/map", "/actors", "/events"):
        page.goto(path)
        assert page.locator("main table tbody tr").count() > 0, path
    context.close()
