"""Takes the pictures of docs/pictures: each page over the example reports, in Debian's chromium.

Run by hand: ``python tools/screenshots.py``. Needs chromium (or DRAGOMAN_CHROMIUM) and playwright.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from dragoman.output.api.adding import code_report
from dragoman.output.web.app import Serving

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "output" / "web"))

from browsing import browsing, example_record, find_chromium, serving_page  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150_000
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
SHOTS = (
    ("board", "board", "light", DESK),
    ("board-dark", "board", "dark", DESK),
    ("board-phone", "board", "light", PHONE),
    ("timeline", "timeline", "light", DESK),
    ("map", "map", "light", DESK),
    ("actors", "actors", "dark", DESK),
    ("events", "events", "light", DESK),
    ("event", "event", "light", DESK),
    ("report", "report", "light", DESK),
    ("report-phone", "report", "dark", PHONE),
    ("add", "add", "light", DESK),
)
REPORT = (
    "WASHINGTON, Jan 21 — The United States said that it would lift its sanctions on Venezuela."
)


def main() -> None:
    """Take every picture; say which are larger than they should be."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no chromium: apt-get install chromium, or set DRAGOMAN_CHROMIUM")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        serving = Serving(record=example_record(Path(folder)), coder=code_report, token="token")
        with serving_page(serving) as address, browsing(chromium) as browser:
            for name, page, scheme, size in SHOTS:
                take(browser, address, name, page, scheme=scheme, size=size)


def take(
    browser: Any, address: str, name: str, page: str, *, scheme: str, size: dict[str, int]
) -> None:
    """Take one picture as a JPEG of high quality (a page of text compresses well enough)."""
    context = browser.new_context(
        viewport=size, color_scheme=scheme, reduced_motion="reduce", base_url=address
    )
    tab = context.new_page()
    _open(tab, page)
    tab.wait_for_load_state("networkidle")
    tab.wait_for_timeout(300)
    path = PICTURES / f"{name}.jpg"
    tab.screenshot(path=path, type="jpeg", quality=80)
    context.close()
    note = "" if path.stat().st_size <= LARGEST else f"  larger than {LARGEST:,}"
    print(f"{path.relative_to(ROOT)} {path.stat().st_size:,}{note}")


def _open(tab: Any, page: str) -> None:
    event = tab.request.get("/api/v1/events?sort=sources&size=1").json()["items"][0]
    if page == "add":
        tab.goto("/add")
        tab.locator("#text").fill(REPORT)
        tab.get_by_role("button", name="See what it would change").click()
        tab.wait_for_selector("#would", timeout=120_000)
        return
    paths = {
        "board": "/",
        "event": f"/events/{event['id']}",
        "report": f"/reports/{event['report']}",
    }
    tab.goto(paths.get(page, f"/{page}"))
    if page == "report":
        tab.locator("mark.deep").first.focus()


if __name__ == "__main__":
    main()
