"""The brief as an HTML file: whole, escaped, every line with its words and the way to them."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import apsw
import pytest

from dragoman.output.brief_page import load_proofs, name_day, render_page, web_url
from dragoman.output.briefing import Briefing, Scope, Since, load_briefing
from dragoman.pipeline import Stage, run
from dragoman.read.files import read_path
from dragoman.records.document import Document
from dragoman.situation.machines import load_machines
from dragoman.store.connections import open_record
from dragoman.store.query import read_reports
from dragoman.store.situation import refresh_situations
from dragoman.store.write import write_report

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOW = datetime(2026, 1, 21, 8, tzinfo=UTC)
HOSTILE = '<script>alert("1")</script>'


@pytest.fixture(scope="module")
def record(
    tmp_path_factory: pytest.TempPathFactory, stages: tuple[Stage, ...]
) -> Iterator[apsw.Connection]:
    with open_record(tmp_path_factory.mktemp("brief") / "r.db", write=True) as connection:
        for path in sorted(EXAMPLES.glob("*.txt")):
            (item,) = read_path(path)
            assert isinstance(item, Document)
            write_report(connection, run(item, stages), version="1", now=NOW)
        refresh_situations(connection)
        yield connection


@pytest.fixture(scope="module")
def briefing(record: apsw.Connection) -> Briefing:
    return load_briefing(record, load_machines(), Scope())


@pytest.fixture(scope="module")
def page(record: apsw.Connection, briefing: Briefing) -> str:
    return render_page(record, briefing)


class Elements(HTMLParser):
    """Every element with its attributes, and whether each that opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parse(page: str) -> Elements:
    elements = Elements()
    elements.feed(page)
    elements.close()
    assert elements.open == []
    return elements


def test_it_needs_nothing_from_outside(page: str) -> None:
    elements = parse(page)
    assert {tag for tag, _ in elements.found} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
    } == set()
    assert [a for _, a in elements.found if {"src", "style"} & a.keys()] == []
    assert "@import" not in page
    assert "url(" not in page
    policy = next(a["content"] for _, a in elements.found if "http-equiv" in a)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_it_says_what_an_analyst_asks(page: str, briefing: Briefing) -> None:
    told = " ".join(parse(page).text.split())
    for words in (
        "Situation brief, 20 January 2026",
        "United States – Venezuela",
        "Where it stands",
        "What changed",
        "Watch",
        "Commitments",
        "Sources disagree",
        "Events by track",
        "kept if",
        "broken if",
        "disputed",
        "overdue",
    ):
        assert words in told
    for commitment in briefing.dyads[0].commitments:
        assert " ".join(commitment.label.split()) in told


def test_every_quotation_is_in_a_report_and_is_linked(page: str, record: apsw.Connection) -> None:
    texts = [" ".join(report.text.split()) for report in read_reports(record)]
    quotes = re.findall(r"<blockquote>“(.*?)” <cite>(.*?)</cite>", page.replace("\n", " "))
    assert len(quotes) > 40
    for quote, cite in quotes:
        words = " ".join(unescape(quote).split()).strip("… ")
        assert any(words in text for text in texts), words
        assert '<a href="https://' in cite or "Dragoman examples" in cite


def test_changes_are_grouped_by_day_the_latest_first(page: str) -> None:
    changed = page[page.index("What changed") : page.index(">Watch<")]
    days = re.findall(r'<h4><time datetime="([\d-]+)"', changed)
    assert days == sorted(days, reverse=True)
    assert "earlier changes are left out" in changed


def test_all_shows_every_change(record: apsw.Connection, briefing: Briefing) -> None:
    page = render_page(record, briefing, all_=True)
    assert "earlier changes are left out" not in page


def test_since_is_said_and_only_new_changes_stand(record: apsw.Connection) -> None:
    scope = Scope(since=Since(published="2026-01-20"))
    page = render_page(record, load_briefing(record, load_machines(), scope))
    assert "What changed since 20 January 2026" in " ".join(page.split())
    days = re.findall(r'<h4><time datetime="([\d-]+)"', page)
    assert set(days) == {"2026-01-20"}


def test_an_empty_record_says_so(tmp_path: Path) -> None:
    with open_record(tmp_path / "e.db", write=True) as connection:
        empty = load_briefing(connection, load_machines(), Scope())
        page = render_page(connection, empty)
    assert "Nothing to tell" in page
    parse(page)


def test_what_reports_say_is_never_markup(
    tmp_path: Path, read_report: Callable[..., Document]
) -> None:
    text = f"Iran attacked Iraq {HOSTILE} on Friday, the Foreign Ministry said."
    document = read_report(text, "2026-01-10")
    hostile = Document(
        id=document.id,
        text=text,
        published=document.published,
        title=HOSTILE,
        outlet=f'"{HOSTILE}',
        url="javascript:alert(1)",
        entities=document.entities,
        events=document.events,
    )
    with open_record(tmp_path / "h.db", write=True) as connection:
        write_report(connection, hostile, version="1", now=NOW)
        refresh_situations(connection)
        page = render_page(connection, load_briefing(connection, load_machines(), Scope()))
    elements = parse(page)
    assert "script" not in {tag for tag, _ in elements.found}
    assert HOSTILE in elements.text
    assert "javascript:" not in page


def test_a_basis_without_its_mention_has_no_proof(record: apsw.Connection) -> None:
    assert load_proofs(record, ()) == {}


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("2026-01-20", "20 January 2026"),
        ("2026-03", "March 2026"),
        ("2019", "2019"),
        (None, "undated"),
        ("2026-W03", "2026-W03"),
    ],
)
def test_days_are_named_as_exactly_as_they_are_known(prefix: str | None, name: str) -> None:
    assert name_day(prefix) == name


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("/etc/passwd", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, kept: bool) -> None:
    assert (web_url(url) is not None) == kept


def test_the_command_writes_the_page(dragoman: Callable[..., Any], tmp_path: Path) -> None:
    with open_record(tmp_path / "e.db", write=True):
        pass
    done = dragoman("brief", "-r", tmp_path / "e.db", "--format", "html")
    assert done.stdout.decode("utf-8").startswith("<!doctype html>")
    assert done.returncode == 3
