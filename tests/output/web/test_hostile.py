# ruff: noqa: E501
"""Hostile strings in text, title, outlet, address, names: shown as text, never as page or script."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient
from webrecords import person, report_of, tell, write_record

from dragoman.actors import load_actors
from dragoman.output.web.app import Serving, make_app
from dragoman.records.document import Document, Published

_TAGS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "</mark><script>alert(1)</script>", '"><script>alert(1)</script>', "'><script>alert(1)</script>",
    "</script><script>alert(1)</script>", "<!--<script>alert(1)//-->", "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>", "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>", "<link rel=stylesheet href=//evil.example>",
    "<style>*{display:none}</style>", "<form action=//evil.example><button>go</button></form>",
    "<a href=javascript:alert(1)>x</a>", "<math><mtext></mtext><script>alert(1)</script></math>",
    "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<marquee onstart=alert(1)>", "<template><script>1</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<x onclick=alert(1)>x",
    "<ScRiPt>alert(1)</sCrIpT>", "<script/x>alert(1)</script >", "<scr<script>ipt>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)", "&amp;lt;b&amp;gt;", "&copy",
    "<div hx-get=//evil.example hx-trigger=load>", "<div hx-on:load=alert(1)>", "<p id=main>", "<p id=s0>",
)  # fmt: skip
_ATTRIBUTES = (
    '" onmouseover="alert(1)', "' onmouseover='alert(1)", '" autofocus onfocus=alert(1) x="',
    '" style="position:fixed', "` onmouseover=alert(1)", '"/><img src=x onerror=alert(1)>', "\" hx-get=\"/x",
    "'-alert(1)-'", '"-alert(1)-"', "\\\"-alert(1)//", "${alert(1)}", "`${alert(1)}`", "a\" b='c",
)  # fmt: skip
_TEMPLATES = (
    "{{7*7}}", "{% raise %}", "{{config}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{''.__class__.__mro__}}",
    "{#", "{%", "%}", "%(a)s", "%s%s%n", "{0}", "{}", "{a.b}", "$(id)", "`id`", "; ls", "| ls", "&& ls",
)  # fmt: skip
_SQL = (
    "' OR 1=1 --", '" OR ""="', "'; DROP TABLE event; --", "\\'; DROP TABLE report; --", "1 UNION SELECT 1",
    "NEAR(a b)", "a AND", "OR", "NOT", '"', '""', "*", "^a", "a*", "(a", "a)", "title:a", "sentence : a", "-a",
    "+a", "%", "_", "\\", "\\%",
)  # fmt: skip
_URLS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "javascript&colon;alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)",
    "file:///etc/passwd", "//evil.example", "http://[", "https://a\"b", "https://a'onclick='x", "\x01javascript:1",
    "http://a/?q=<script>", "blob:x", "view-source:x", "../../etc/passwd", "..%2f..%2fetc", "http://a\\b",
)  # fmt: skip
_CHARACTERS = (
    "\u202egnp.exe", "\u200b\u200b", "\ufeffbom", "\u0000", "a\u0000b", "\x1b[31mred", "\r\nSet-Cookie: a=b",
    "a\u2028b", "a\u2029b", "\u0085", "🇻🇪🇺🇸", "👩‍👩‍👧‍👦", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞", "ﷺ", "ا" * 50, "م\u200fحمد", "日本語" * 20,
    "İstanbul", "ß", "ﬁ", "Ａ", "\U0010ffff", "\ufffd", "a" * 3_000, "a b " * 800, "\t\t", "\n\n\n", " ", "-0", "NaN",
    "null", "undefined", "true", "[]", "__proto__", "constructor", "=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1",
)  # fmt: skip
STRINGS = (*_TAGS, *_ATTRIBUTES, *_TEMPLATES, *_SQL, *_URLS, *_CHARACTERS)


_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "hx-get", "srcdoc"})
USUAL = frozenset(
    "html head meta title link script body a svg symbol circle path use header nav ul ol li form label input main h1 h2"
    " h3 p b br span div section aside article mark table thead tbody tr th td time footer q blockquote select option"
    " fieldset legend button details summary textarea noscript caption".split()
)


def _is_harmless(name: str, value: str) -> bool:
    if name == "src":
        return value.startswith("/static/")
    return value.startswith(("/", "#", "http://", "https://")) and value[:2] != "//"


class _Structure(HTMLParser):
    """The tags of a page that could do something, and the attributes that could."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        names = [name for name, _ in attrs]
        if any(name.startswith(("on", "hx-on")) or name == "style" for name in names):
            self.faults.append(f"{tag} {names}")
        for name, value in attrs:
            if name in _ADDRESSES and value is not None and not _is_harmless(name, value):
                self.faults.append(f"{tag} {name}={value!r}")
        if tag not in USUAL:
            self.faults.append(tag)


def structure(page: str) -> _Structure:
    found = _Structure()
    found.feed(page)
    return found


def hostile_report(hostile: str) -> Document:
    """Give a report that says ``hostile`` wherever a report can say something.

    Each has a country and a day of its own, so that none is merged with another.
    """
    text = f"A {hostile} team arrived in Caracas; {hostile} said so."
    number = STRINGS.index(hostile)
    country = sorted(load_actors().countries)[number]
    day = (date(2000, 1, 1) + timedelta(days=40 * number)).isoformat()
    actor = person(text, "Caracas", country, hostile, id=hostile, role=hostile, via=hostile)
    event = tell(
        text, "arrived", "CONSULT", "occurred", day, actors=(actor,), recipients=(actor,),
        mode=hostile, contexts=(hostile,), cameo=hostile,
    )  # fmt: skip
    return report_of(
        text, event, title=hostile, outlet=hostile, url=hostile, published=Published(day, "given")
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A page over one record with every hostile string."""
    path = tmp_path_factory.mktemp("hostile") / "r.db"
    write_record(path, *map(hostile_report, STRINGS))
    serving = Serving(record=path, coder=lambda document: replace(document, events=()))
    with TestClient(
        make_app(serving), base_url="http://127.0.0.1", raise_server_exceptions=False
    ) as client:
        yield client


def test_there_are_enough_strings() -> None:
    assert len(STRINGS) == len(set(STRINGS)) >= 150


LISTS = (
    "/", "/?dyad=VEN", "/timeline", "/map", "/actors?size=200", "/events?size=200", "/reports?size=200",
    "/events.csv", "/api/v1/board", "/api/v1/timeline", "/api/v1/actors?size=200", "/api/v1/map",
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_hostile_strings_hold_no_tag_of_theirs(hostile: TestClient, path: str) -> None:
    answer = hostile.get(path)
    assert answer.status_code == 200
    if answer.headers["content-type"].startswith("text/html"):
        assert structure(answer.text).faults == []


@pytest.mark.parametrize("words", STRINGS, ids=range(len(STRINGS)))
def test_a_hostile_string_is_text_on_its_pages(hostile: TestClient, words: str) -> None:
    report = hostile_report(words).id
    shown = hostile.get(f"/api/v1/reports/{report}")
    assert shown.json()["title"] == words
    (event,) = shown.json()["events"].values()
    for path in (f"/reports/{report}", f"/events/{event}"):
        answer = hostile.get(path)
        found = structure(answer.text)
        assert (answer.status_code, found.faults) == (200, [])
        assert set(found.tags) <= USUAL
    answer = hostile.get("/events", params={"q": words[:200], "outlet": words[:200]})
    assert (answer.status_code, structure(answer.text).faults) == (200, [])


@pytest.mark.parametrize("words", STRINGS[::7], ids=range(len(STRINGS[::7])))
def test_a_hostile_string_in_the_form_comes_back_as_text(hostile: TestClient, words: str) -> None:
    form = hostile.post("/add", data={"text": f"{words} arrived", "title": words, "url": words})
    assert form.status_code in (200, 400, 422)
    assert structure(form.text).faults == []


@pytest.mark.parametrize("url", _URLS, ids=range(len(_URLS)))
def test_only_web_addresses_become_links(hostile: TestClient, url: str) -> None:
    page = hostile.get(f"/reports/{hostile_report(url).id}").text
    assert ("as published" in page) == url.startswith(("http://a", "https://"))
