"""Marked sentences to train on, from each of the three sources."""

import json
from pathlib import Path

from dragoman.train.acts import AnnotatedText
from dragoman.train.pairs import Marked, make_pairs, read_marked, read_own_pairs

ROOT = Path(__file__).resolve().parents[2]
HEAD = "marked_sentence\tsource\ttarget\tgold_root\tprompt_L1\tprompt_L2\n"


def sides(row: Marked) -> tuple[str, str]:
    pair = row.pair
    source, target = pair.source, pair.target
    return pair.text[source.start : source.end], pair.text[target.start : target.end]


def test_read_marked(tmp_path: Path) -> None:
    path = tmp_path / "plv.tsv"
    row = "<s>Norland</s> fed <t>Sudmark</t>.\tNorland\tSudmark\tAID\t['b']\t['a', 'b']"
    unmarked = "Nobody did anything.\tNorland\tSudmark\tAID\t[]\t[]"
    path.write_text(f"{HEAD}{row}\n{unmarked}\n", encoding="utf-8")
    (found,) = read_marked(path)
    assert (found.pair.text, sides(found)) == ("Norland fed Sudmark.", ("Norland", "Sudmark"))
    assert (found.label, found.hints, found.acts) == ("AID", ("a", "b"), False)


def event(**fields: object) -> dict[str, object]:
    usual = {"type": "RETREAT", "actor_spans": [[5, 12]], "recipient_spans": [[19, 26]]}
    return {**usual, "recipients": ["X"], **fields}


def pairs(*events: dict[str, object]) -> list[Marked]:
    text = "Hm. \nNorland freed Sudmark. Ostia slept."
    return make_pairs([AnnotatedText("t", text, "2026-01-10", events, whole=True)])


def test_an_act_with_both_sides_is_a_pair_of_its_sentence() -> None:
    (found,) = pairs(event())
    assert (found.pair.text, sides(found)) == ("Norland freed Sudmark.", ("Norland", "Sudmark"))
    assert (found.label, found.acts) == ("YIELD", True)


def test_two_actors_are_a_pair_where_nobody_receives() -> None:
    both = {"actor_spans": [[5, 12], [19, 26]], "recipient_spans": []}
    assert [sides(p) for p in pairs(event(**both, recipients=[]))] == [("Norland", "Sudmark")]
    assert pairs(event(**both)) == []


def test_sides_in_two_sentences_make_no_pair() -> None:
    assert pairs(event(recipient_spans=[[28, 33]])) == []


def test_sides_without_words_make_no_pair() -> None:
    assert pairs(event(actor_spans=[None])) == []


def test_own_pairs_that_ship_fit_their_text() -> None:
    path = ROOT / "data/training/relations.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = read_own_pairs(path)
    assert len({row["id"] for row in rows}) == len(found)
    assert all(source and target and source != target for source, target in map(sides, found))
