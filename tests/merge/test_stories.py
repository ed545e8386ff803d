"""Stories: which reports belong together, whatever their order."""

import json
from dataclasses import replace
from itertools import permutations

from dragoman.evaluate.stories import score_bcubed
from dragoman.merge.stories import group_reports, link_averages, load_group_rules
from dragoman.output.cli.group import group_lines
from dragoman.read.jsonl import read_line
from dragoman.records.document import Document, Published

TEXTS = {
    "quay": "On Monday the council of Veltmoor closed the eastern quay. Mayor Ilsa Brandt blamed "
    "leaks from tankers that the company Nordkai had moored in Veltmoor harbour.",
    "quay again": "In Veltmoor, the company Nordkai will sue over the closed quay, a ban that the "
    "mayor, Ilsa Brandt, defends. Tankers had leaked twice into the harbour.",
    "storm": "Snow cut the road from Harn to Lissa for a third day. In Lissa, a school took in "
    "stranded drivers, and the bakers of Harn gave away bread.",
    "storm again": "The road to Lissa stays shut by snow. Stranded drivers slept in a school, and "
    "police in Harn thanked the bakers for bread.",
}


def make_report(name: str, day: str | None = "2026-01-05") -> Document:
    published = Published(date=day, basis="given" if day else "unknown")
    return Document(id=name, text=TEXTS[name], published=published)


def test_reports_of_one_story_share_its_id_in_any_order() -> None:
    rules = load_group_rules()
    seen = set()
    for order in permutations(TEXTS):
        groups = group_reports([make_report(name) for name in order], rules)
        found = dict(zip(order, (group.story for group in groups), strict=True))
        seen.add(tuple(found[name] for name in TEXTS))
    ((quay, quay_again, storm, storm_again),) = seen
    assert quay == quay_again != storm == storm_again


def test_reports_far_apart_in_time_are_two_stories() -> None:
    reports = [make_report("quay"), make_report("quay again", "2027-01-05")]
    one, other = group_reports(reports, load_group_rules())
    assert one.story != other.story


def test_average_link_stops_at_the_threshold() -> None:
    similar = {(0, 1): 0.9, (1, 2): 0.5, (0, 2): 0.1}
    weights = load_group_rules().stories
    assert link_averages(4, similar, replace(weights, threshold=0.4)) == [[0, 1], [2], [3]]
    assert link_averages(4, similar, replace(weights, threshold=0.3)) == [[0, 1, 2], [3]]


def test_grown_clusters_much_less_alike_than_each_in_itself_stay_apart() -> None:
    similar = {(a, b): 0.9 if a // 3 == b // 3 else 0.3 for b in range(6) for a in range(b)}
    weights = replace(load_group_rules().stories, threshold=0.1, grown=3, cohesion=0.5)
    assert link_averages(6, similar, weights) == [[0, 1, 2], [3, 4, 5]]
    assert len(link_averages(6, similar, replace(weights, grown=4))) == 1


def test_each_line_has_its_place_and_errors_keep_theirs() -> None:
    texts = [TEXTS["quay"], None, TEXTS["quay"]]
    lines = [json.dumps({"id": str(n), "text": text}).encode() for n, text in enumerate(texts)]
    items = [read_line(line, "stdin") for line in lines]
    rows = list(group_lines(items, load_group_rules()))
    assert [row["id"] for row in rows] == ["0", "1", "2"]
    assert set(rows[1]) == {"id", "error"}
    assert (rows[0]["duplicate_of"], rows[2]["duplicate_of"]) == (None, "0")
    assert rows[0]["story"] == rows[2]["story"]


def test_nothing_in_gives_nothing_out() -> None:
    assert group_reports([], load_group_rules()) == ()


def test_b_cubed_counts_each_report() -> None:
    assert score_bcubed("aab", "xyy") == {"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}
