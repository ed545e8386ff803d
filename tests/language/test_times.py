"""Time expressions: which words are one, and which dates they mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make import make_document

from dragoman.language.times import find_times, resolve, resolve_in_order
from dragoman.language.tokens import find_tokens
from dragoman.records.document import Document, Published

SATURDAY = "2026-01-10"


def read(text: str, *, date: str | None = SATURDAY, **fields: str) -> list[tuple[str, str, str]]:
    """Words, type and value of each expression."""
    published = Published(date, "given" if date else "unknown")
    document = find_times(find_tokens(Document(id="t", text=text, published=published, **fields)))
    return [
        (text[time.span.start : time.span.end], time.type, time.value)
        for time in document.times or ()
    ]


FOUND = [
    (
        "They met on 3-4 December.",
        [("3", "DATE", "2025-12-03"), ("4 December", "DATE", "2025-12-04")],
    ),
    (
        "They will meet next Thursday and Friday.",
        [("next Thursday", "DATE", "2026-01-15"), ("Friday", "DATE", "2026-01-16")],
    ),
    ("It was signed two years ago this month.", [("two years ago this month", "DATE", "2024-01")]),
    ("After the Sept. 11 attacks, he fled.", [("Sept. 11", "DATE", "2001-09-11")]),
    ("At this crucial moment, he left.", [("At this crucial moment", "DATE", "PRESENT_REF")]),
    ("Raids went on in recent months.", [("recent months", "DURATION", "PXM")]),
    ("The envoy arrived on Friday.", [("Friday", "DATE", "2026-01-09")]),
    ("The envoy arrived on Saturday.", [("Saturday", "DATE", "2026-01-10")]),
    ("The ministers will meet on Tuesday.", [("Tuesday", "DATE", "2026-01-13")]),
    ("They came on Friday (January 9).", [("Friday (January 9)", "DATE", "2026-01-09")]),
    ("It was January 9 (Friday).", [("January 9 (Friday)", "DATE", "2026-01-09")]),
    (
        "The talks ran from Jan. 3 to 5 in Geneva.",
        [("Jan. 3", "DATE", "2026-01-03"), ("5", "DATE", "2026-01-05")],
    ),
    (
        "It lasted from May 3 to June 5, 2015.",
        [("May 3", "DATE", "2015-05-03"), ("June 5, 2015", "DATE", "2015-06-05")],
    ),
    (
        "On 3 and 4 June 2015 they voted.",
        [("3", "DATE", "2015-06-03"), ("4 June 2015", "DATE", "2015-06-04")],
    ),
    (
        "Between 2012 and 2015 the army shrank.",
        [("2012", "DATE", "2012"), ("2015", "DATE", "2015")],
    ),
    ("The war of 2012-15 ended.", [("2012", "DATE", "2012"), ("15", "DATE", "2015")]),
    (
        "It was shut Monday through Thursday.",
        [("Monday", "DATE", "2026-01-05"), ("Thursday", "DATE", "2026-01-08")],
    ),
    ("The embassy has been closed since 2019.", [("2019", "DATE", "2019")]),
    ("The 2015 deal was dropped.", [("2015", "DATE", "2015")]),
    ("Prices rose last month.", [("last month", "DATE", "2025-12")]),
    ("Prices rose late last year.", [("late last year", "DATE", "2025")]),
    ("Envoys met earlier this week.", [("earlier this week", "DATE", "2026-W02")]),
    ("They will go in the coming days.", [("the coming days", "DATE", "FUTURE_REF")]),
    ("Rockets fell overnight.", [("overnight", "TIME", "2026-01-09TNI")]),
    ("The raid began at dawn on Sunday.", [("dawn on Sunday", "TIME", "2026-01-04TMO")]),
    ("They met on the eve of May Day 2015.", [("the eve of May Day 2015", "DATE", "2015-04-30")]),
    ("In the 1980s it grew.", [("the 1980s", "DATE", "198X")]),
    ("In the 20th century it grew.", [("the 20th century", "DATE", "19XX")]),
    ("In the summer of 2015 it rained.", [("the summer of 2015", "DATE", "2015-SU")]),
    (
        "Sales fell in the third quarter of 2025.",
        [("the third quarter of 2025", "DATE", "2025-Q3")],
    ),
    ("In fiscal year 2024 costs rose.", [("fiscal year 2024", "DATE", "2024")]),
    ("They met on Easter Sunday 2025.", [("Easter Sunday 2025", "DATE", "2025-04-20")]),
    ("It struck at 0900 GMT on Monday.", [("0900 GMT on Monday", "TIME", "2026-01-05T09:00")]),
    ("He spoke at 2 p.m. local time.", [("2 p.m. local time", "TIME", "2026-01-10T14:00")]),
    ("The note of 2026-01-09 says so.", [("2026-01-09", "DATE", "2026-01-09")]),
    ("The truce held for three years.", [("three years", "DURATION", "P3Y")]),
    ("A 90-day pause began.", [("90-day", "DURATION", "P90D")]),
    ("They spoke for half an hour.", [("half an hour", "DURATION", "PT30M")]),
    ("It took two and a half years.", [("two and a half years", "DURATION", "P2Y6M")]),
    ("They meet every week.", [("every week", "SET", "P1W")]),
    ("They meet daily.", [("daily", "SET", "P1D")]),
    ("They meet three times a week.", [("three times a week", "SET", "P1W")]),
    ("The Friday prayers were held.", [("Friday", "DATE", "2026-01-09")]),
    ("He was elected in November.", [("November", "DATE", "2025-11")]),
    ("The vote will be held in March.", [("March", "DATE", "2026-03")]),
    (
        "He was shot on January 3, 2016. Two days later he died.",
        [("January 3, 2016", "DATE", "2016-01-03"), ("Two days later", "DATE", "2016-01-05")],
    ),
    (
        "The vote fell in March 2014. The following month they left.",
        [("March 2014", "DATE", "2014-03"), ("The following month", "DATE", "2014-04")],
    ),
    (
        "It rained two days before Christmas.",
        [("two days before Christmas", "DATE", "2025-12-23")],
    ),
    ("After the 9/11 attacks they left.", [("9/11", "DATE", "2001-09-11")]),
    (
        "They vote in the last week of January 2015.",
        [("the last week of January 2015", "DATE", "2015-01")],
    ),
    ("This winter was mild.", [("This winter", "DATE", "2025-WI")]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_find_times(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


NOT_TIMES = [
    "It was the third attack in as many days.",
    "Talks may resume after a second wave.",
    "Protesters march in the sun.",
    "The 52-year-old was held.",
    "A man aged 40 years was held.",
    "The Sunday Times and the Daily Mail said so.",
    "Theresa May said no.",
    "He sold 2,000 tons.",
    "The F-35 and the Su-27 flew.",
    "They won two quarters of the vote.",
    "Russia Today said so.",
    "MUST WATCH the clip 03:41",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_find_times_leaves_other_words(text: str) -> None:
    assert read(text) == []


def test_find_times_without_publication_date() -> None:
    assert read("He came on Friday, March 6, and last week.", date=None) == [
        ("Friday, March 6", "DATE", "XXXX-03-06"),
        ("last week", "DATE", "XXXX-WXX"),
    ]


def test_find_times_reads_numeric_dates_as_the_outlet_writes_them() -> None:
    text = "It was signed on 3/4/2015 and 13/4/2015."
    american = [value for _, _, value in read(text)]
    british = [value for _, _, value in read(text, url="https://www.example.co.uk/story")]
    assert (american, british) == (["2015-03-04", "2015-04-13"], ["2015-04-03", "2015-04-13"])


def test_find_times_gives_interval_precision_and_modifier() -> None:
    text = "Late last year and in the past two months, at 0900 GMT on Monday."
    published = Published(SATURDAY, "given")
    document = find_times(find_tokens(Document(id="t", text=text, published=published)))
    assert [
        (time.start, time.end, time.precision, time.anchored, time.modifier)
        for time in document.times or ()
    ] == [
        ("2025-01-01", "2025-12-31", "year", True, "END"),
        ("2025-11-10", "2026-01-10", "month", True, None),
        ("2026-01-05T09:00Z", "2026-01-05T09:00Z", "minute", True, None),
    ]


def test_find_times_takes_the_direction_from_the_verb() -> None:
    document = make_document(
        """
        1 Envoys   _ NOUN NNS 2 nsubj
        2 plan     _ VERB VBP 0 root
        3 to       _ PART TO  4 mark
        4 meet     _ VERB VB  2 xcomp
        5 Tuesday  _ PROPN NNP 4 obl:unmarked
        6 .        _ PUNCT _  2 punct
        """
    )
    assert [time.value for time in find_times(document).times or ()] == ["2026-01-13"]


def test_find_times_reads_a_count_after_a_month_as_a_count() -> None:
    document = make_document(
        """
        1 In      _ ADP _ 2 case
        2 March   _ PROPN NNP 5 obl
        3 20      _ NUM CD 4 nummod
        4 people  _ NOUN NNS 5 nsubj
        5 died    _ VERB VBD 0 root
        6 .       _ PUNCT _ 5 punct
        """
    )
    times = find_times(document).times or ()
    assert [document.text[time.span.start : time.span.end] for time in times] == ["March"]


RESOLVED = [
    ("last Friday", "1989-10-30", ("DATE", "1989-10-27")),
    ("Feb. 1", "1989-10-26", ("DATE", "1990-02-01")),
    ("Oct. 12", "1989-10-30", ("DATE", "1989-10-12")),
    ("nineteen ninety-six", "1998-02-27", ("DATE", "1996")),
    ("June last year", "1998-02-19", ("DATE", "1997-06")),
    ("5 p.m. EST, Nov. 6", "1989-10-30", ("TIME", "1989-11-06T17:00")),
    ("this coming Sunday, March eighth", "1998-03-05", ("DATE", "1998-03-08")),
    ("a minute and a half", "1998-01-14", ("DURATION", "PT1M30S")),
    ("at least the past 18 months", "1989-10-26", ("DURATION", "P18M")),
    ("each Thursday", "1998-02-13", ("SET", "XXXX-WXX-4")),
    ("the near future", "1989-11-01", ("DATE", "FUTURE_REF")),
    ("February 29", "2026-01-10", ("DATE", "2024-02-29")),
    ("nothing of time", "2026-01-10", ("DATE", "")),
    ("9,000 years ago", "2026-01-10", ("DATE", "PAST_REF")),
]


@pytest.mark.parametrize(
    ("text", "anchor", "expected"), RESOLVED, ids=[text for text, _, _ in RESOLVED]
)
def test_resolve(text: str, anchor: str, expected: tuple[str, str]) -> None:
    assert resolve(text, anchor) == expected


def test_resolve_takes_a_tense() -> None:
    values = [resolve("Tuesday", SATURDAY, tense)[1] for tense in ("past", "future")]
    assert values == ["2026-01-06", "2026-01-13"]


def test_resolve_in_order_counts_from_what_was_told() -> None:
    told = ["the third quarter of 2025", "a year earlier", "the quarter", "March 2014", "that year"]
    assert [value for _, value in resolve_in_order(told, SATURDAY)] == [
        "2025-Q3",
        "2024-Q3",
        "2025-Q3",
        "2014-03",
        "2014",
    ]


_PIECES = st.sampled_from(
    [
        "Friday",
        "(",
        ")",
        "January",
        "9",
        ",",
        "2019",
        "-",
        "31",
        "the",
        "last",
        "next",
        "two",
        "years",
        "ago",
        "later",
        "before",
        "Christmas",
        "'s",
        "a.m.",
        "12:30",
        "Q3",
        "mid-",
        "1990s",
        "half",
        "of",
        "quarter",
        "every",
        "day",
        "Feb",
        "30",
        "9999",
        "0001",
        "May",
        "first",
        "century",
        "BC",
        "’",
        "and",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=14).map(" ".join)))
def test_find_times_holds_on_any_text(text: str) -> None:
    published = Published(SATURDAY, "given")
    document = find_times(find_tokens(Document(id="t", text=text, published=published)))
    last = 0
    for time in document.times or ():
        assert last <= time.span.start < time.span.end <= len(text)
        assert (
            text[time.span.start : time.span.end].strip() == text[time.span.start : time.span.end]
        )
        assert time.value
        last = time.span.end


@settings(max_examples=100, deadline=None)
@given(
    st.lists(_PIECES, max_size=8).map(" ".join), st.sampled_from([None, "0001-01-02", "9999-12-30"])
)
def test_resolve_holds_at_the_ends_of_the_calendar(text: str, anchor: str | None) -> None:
    assert resolve(text, anchor)[0] in ("DATE", "TIME", "DURATION", "SET")


def test_find_times_goes_on_in_the_year_just_told() -> None:
    text = "They left on 5 June 1944. On 6 June bombs fell. On Monday, June 1, he said so."
    assert [value for _, _, value in read(text, date="2026-06-06")] == [
        "1944-06-05",
        "1944-06-06",
        "2026-06-01",
    ]
