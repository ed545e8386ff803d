"""The stateless verbs' contract: fields, one line out per line in, offsets in code points."""

import json
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.datafiles import data_path
from dragoman.read.jsonl import read_line
from dragoman.records.document import Document
from dragoman.records.event import EventType, Status
from dragoman.records.failure import Failure
from dragoman.records.mention import EntityKind

Json = dict[str, Any]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

EMOJI = "🕊️ Iran’s envoys 👩‍💻 visited Muğla, Türkiye, on Friday. “We agreed,” said Zoë Ødegård of Norway."
PLAIN = (
    "President Trump told reporters in Washington on Friday that the United States will send "
    "$500 million in aid to Ukraine. He met the Syrian foreign minister on January 9."
)
LINES: list[object] = [
    {"id": "plain", "text": PLAIN, "date": "2026-01-10", "title": "A", "outlet": "B", "url": "c"},
    "no object",
    {"id": "emoji 😀", "text": EMOJI, "date": "2026-01-10"},
    {"id": "no text"},
    {"id": "bad date", "text": PLAIN, "date": "10 January"},
    {"id": "no date", "text": PLAIN},
]
IDS = ["plain", None, "emoji 😀", "no text", "bad date", "no date"]
FAILED = {1, 3, 4}

EVENT_FIELDS = {
    "id", "report", "type", "mode", "act", "contexts", "cameo", "quad", "intensity", "actors",
    "recipients", "trigger", "sentence", "status", "background", "date", "place", "attribution",
    "amounts", "links", "confidence", "method",
}  # fmt: skip
PARTICIPANT_FIELDS = {
    "text", "start", "end", "name", "kind", "country", "sectors", "cameo", "role", "id",
}  # fmt: skip
ANNOTATE_FIELDS = {
    "id": set(),
    "sentences": {"start", "end"},
    "tokens": {"start", "end", "lemma", "upos", "head", "deprel"},
    "times": {"start", "end", "text", "type", "value"},
    "places": {"start", "end", "text", "name", "country", "lat", "lon", "geonames", "use"},
    "quotes": {"content", "speaker", "cue", "kind"},
    "entities": {"start", "end", "text", "kind", "name", "country", "cluster"},
    "mentions": {"start", "end", "cluster"},
    "amounts": {"start", "end", "text"},
}
UPOS = set("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())


def as_lines(rows: list[object]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def read_rows(output: bytes) -> list[Json]:
    """Every line of the output must be a JSON object in UTF-8."""
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


# --- through the command line


@pytest.mark.parametrize("verb", ["code", "annotate"])
def test_each_line_in_gives_one_line_out_in_order(dragoman: Run, verb: str) -> None:
    done = dragoman(verb, stdin=as_lines(LINES))
    rows = read_rows(done.stdout)
    assert [row["id"] for row in rows] == IDS
    assert {n for n, row in enumerate(rows) if "error" in row} == FAILED
    assert all(set(rows[n]) == {"id", "error"} and rows[n]["error"] for n in FAILED)
    assert done.returncode == 1


@pytest.mark.parametrize("verb", ["code", "annotate"])
def test_good_lines_end_with_exit_code_0(dragoman: Run, verb: str) -> None:
    done = dragoman(verb, stdin=as_lines(LINES[:1]))
    assert (done.returncode, len(read_rows(done.stdout))) == (0, 1)


def test_no_input_gives_no_output(dragoman: Run) -> None:
    done = dragoman("code", stdin=b"")
    assert (done.returncode, done.stdout) == (0, b"")


def test_two_workers_write_the_same_lines(dragoman: Run) -> None:
    rows = as_lines([*LINES, *LINES])
    assert dragoman("code", "-j", 2, stdin=rows).stdout == dragoman("code", stdin=rows).stdout


def test_bytes_that_are_no_text_give_an_error_in_place(dragoman: Run) -> None:
    good = as_lines(LINES[:1])
    stdin = b'{"id": "x", "text": "caf\xe9"}\n' + good + b"\xff\xfe\n{\n" + good
    rows = read_rows(dragoman("code", stdin=stdin).stdout)
    assert ["error" in row for row in rows] == [True, False, True, True, False]


def test_a_lone_surrogate_is_named_with_its_place(dragoman: Run) -> None:
    text = "Iran attacked \\ud800 Iraq on Friday."
    done = dragoman("code", stdin=f'{{"id": "s", "text": "{text}"}}\n'.encode())
    (row,) = read_rows(done.stdout)
    assert (row["id"], done.returncode) == ("s", 1)
    assert "offset 14" in row["error"]


def test_the_last_line_needs_no_line_end(dragoman: Run) -> None:
    assert len(read_rows(dragoman("code", stdin=as_lines(LINES[:1]).rstrip()).stdout)) == 1


def test_relate_gives_one_of_the_sixteen_types(dragoman: Run) -> None:
    if not (data_path("models") / "relation.onnx").exists():
        pytest.skip("the relation model is not built: data/models/relation.onnx")
    text = "🚀 Iran attacked Iraq on Friday."
    pair = {"id": "a", "text": text, "source": [2, 6], "target": [16, 20]}
    rows: list[object] = [
        pair,
        {**pair, "id": "b", "source": [2, 600]},
        {**pair, "id": "c", "target": None},
        {**pair, "id": "d"},
    ]
    done = dragoman("relate", stdin=as_lines(rows))
    out = read_rows(done.stdout)
    assert [row["id"] for row in out] == ["a", "b", "c", "d"]
    assert ["error" in row for row in out] == [False, True, True, False]
    assert done.returncode == 1
    row = out[0]
    assert set(row) == {"id", "type", "mode", "status", "scores"}
    assert row["type"] in set(EventType)
    assert row["status"] in set(Status)
    assert set(row["scores"]) == set(EventType)
    assert sum(row["scores"].values()) == pytest.approx(1, abs=0.01)
    assert row["type"] == max(row["scores"], key=row["scores"].get)


# --- fields


def test_code_has_every_field_of_the_record(code_text: Callable[..., Json]) -> None:
    line = code_text(PLAIN)
    assert set(line) == {"id", "events", "actors", "published"}
    assert line["published"]["date"] == "2026-01-10"
    assert line["events"]
    for event in line["events"]:
        assert set(event) == EVENT_FIELDS
        assert event["type"] in set(EventType)
        assert event["status"] in set(Status)
        assert event["act"] is None or set(event["act"]) == {"type", "mode"}
        assert set(event["trigger"]) == {"text", "start", "end"}
        assert set(event["sentence"]) == {"start", "end"}
        assert 0 <= event["confidence"] <= 1
        assert all(set(p) >= PARTICIPANT_FIELDS for p in people_of(event))
        assert [m["field"] for m in event["method"]] == ["type", "status"]


def people_of(event: Json) -> Iterator[Json]:
    yield from (*event["actors"], *event["recipients"])
    yield from (a["speaker"] for a in event["attribution"] if a["speaker"])


def test_code_finds_what_the_text_says(code_text: Callable[..., Json]) -> None:
    acts = [(e["act"] or e)["type"] for e in code_text(PLAIN)["events"]]
    assert acts == ["AID", "CONSULT"]


def test_annotate_has_every_field(annotate_text: Callable[..., Json]) -> None:
    line = annotate_text(PLAIN)
    assert set(ANNOTATE_FIELDS) <= set(line)
    for layer, fields in ANNOTATE_FIELDS.items():
        rows = line[layer] if layer != "id" else []
        assert layer == "id" or rows, layer
        assert all(fields <= set(row) for row in rows), layer
    assert {token["upos"] for token in line["tokens"]} <= UPOS
    assert {entity["kind"] for entity in line["entities"]} <= set(EntityKind)
    assert {place["use"] for place in line["places"]} <= {"literal", "metonymic", "adjectival"}
    assert {time["type"] for time in line["times"]} <= {"DATE", "TIME", "DURATION", "SET"}


def test_annotate_values_of_a_plain_text(annotate_text: Callable[..., Json]) -> None:
    line = annotate_text(PLAIN)
    times = [(t["text"], t["value"]) for t in line["times"]]
    assert times == [("Friday", "2026-01-09"), ("January 9", "2026-01-09")]
    assert ("$500 million", 500e6, "USD") in [
        (a["text"], a["value"], a["unit"]) for a in line["amounts"]
    ]
    uses = {p["text"]: (p["country"], p["use"]) for p in line["places"]}
    assert uses["Syrian"] == ("SYR", "adjectival")
    assert uses["Ukraine"][0] == "UKR"


def test_offsets_count_code_points_past_emoji(annotate_text: Callable[..., Json]) -> None:
    line = annotate_text(EMOJI)
    assert {e["text"] for e in line["entities"]} >= {"Türkiye", "Norway"}
    assert_spans(EMOJI, line)


def test_quotes_have_content_speaker_and_cue(annotate_text: Callable[..., Json]) -> None:
    text = "“We will not leave,” said Iran’s foreign minister on Friday."
    (quote,) = annotate_text(text)["quotes"]
    parts = {k: text[v["start"] : v["end"]] for k, v in quote.items() if isinstance(v, dict)}
    assert quote["kind"] == "direct"
    assert parts["cue"] == "said"
    assert "We will not leave" in parts["content"]
    assert parts["speaker"] == "Iran’s foreign minister"


# --- properties

_WORDS = st.sampled_from(
    "Iran Iraq attacked the U.S. Treasury said on Friday January 9 that it will not release 12 "
    "prisoners , . “ ” \" ' ( ) president Trump he she they both countries in Paris met $5 million "
    "and or if unless planned cancelled talks 2019 since 🚀 👩‍👩‍👧 naïve 北京 Москва".split(" ")
)
_ODD = st.sampled_from(
    [
        "\0",
        "\t",
        "\r\n",
        "\n\n",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\u00a0",
        "\u2028",
        "\x1b",
        "e\u0301",
        "\U0001f1fa\U0001f1f8",
        "...",
        "--",
        "—",
        "%",
        "-" * 40,
    ]
)
_PIECES = st.one_of(_WORDS, _WORDS, _WORDS, _ODD, st.text(max_size=6))
TEXTS = st.builds(
    lambda pieces, glue: glue.join(pieces),
    st.lists(_PIECES, min_size=1, max_size=40),
    st.sampled_from([" ", " ", " ", "", "\n"]),
)
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@FEW
@given(text=TEXTS)
def test_every_annotated_span_equals_its_text(
    annotate_text: Callable[..., Json], text: str
) -> None:
    line = annotate_text(text)
    assert_spans(text, line)
    assert_trees(line)


@FEW
@given(text=TEXTS)
def test_every_coded_span_equals_its_text(code_text: Callable[..., Json], text: str) -> None:
    line = code_text(text)
    assert_spans(text, line)
    ids = {event["id"] for event in line["events"]}
    assert len(ids) == len(line["events"])
    assert {link["event"] for event in line["events"] for link in event["links"]} <= ids


@FEW
@given(line=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_any_bytes_give_a_report_or_a_failure(line: bytes) -> None:
    assert isinstance(read_line(line, "stdin:1"), Document | Failure)


@FEW
@given(
    value=st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(["id", "text", "date", "title", "outlet", "url", "x"]),
                inner,
                max_size=7,
            ),
        ),
        max_leaves=8,
    )
)
def test_any_json_gives_a_report_or_a_failure(value: object) -> None:
    assert isinstance(read_line(json.dumps(value).encode(), "stdin:1"), Document | Failure)


def spans_in(value: object) -> Iterator[Json]:
    """Give every object with a range in it, at any depth; dates have days there, not offsets."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int):
            yield value
        for inner in value.values():
            yield from spans_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans_in(inner)


def assert_spans(text: str, line: Json) -> None:
    for span in spans_in(line):
        assert 0 <= span["start"] < span["end"] <= len(text), span
        if "text" in span:
            assert text[span["start"] : span["end"]] == span["text"], span
    for event in line.get("events", ()):
        assert event["date"] is None or (event["date"]["text"] or "") in text


def assert_trees(line: Json) -> None:
    """Tokens rise and do not overlap; each sentence is one tree, its heads inside it."""
    tokens = line["tokens"]
    assert all(a["end"] <= b["start"] for a, b in pairwise(tokens))
    for sentence in line["sentences"]:
        inside = {
            n
            for n, token in enumerate(tokens)
            if sentence["start"] <= token["start"] and token["end"] <= sentence["end"]
        }
        assert inside
        assert sum(tokens[n]["head"] == -1 for n in inside) == 1
        for n in inside:
            steps = 0
            while tokens[n]["head"] != -1:
                n, steps = tokens[n]["head"], steps + 1
                assert n in inside
                assert steps <= len(inside)
    known = {entity["cluster"] for entity in line["entities"]} - {None}
    assert known <= {mention["cluster"] for mention in line["mentions"]}
