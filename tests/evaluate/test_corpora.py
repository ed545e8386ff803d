"""Corpora as they are read: names in BIO tags, words joined to text, treebanks as running text."""

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.corpora import find_names, join_words, read_crossner_rows, read_raw

TREEBANK = """# newdoc id = one
# sent_id = one-1
1\tIran\t_\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2\tagreed\t_\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t_\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# sent_id = one-2
1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tdo\t_\tAUX\tVBP\t_\t3\taux\t_\t_
2\tn't\t_\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tgo\t_\tVERB\tVB\t_\t0\troot\t_\t_

"""


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ("O B-PER I-PER O", [(1, 3, "PER")]),
        ("B-LOC B-ORG", [(0, 1, "LOC"), (1, 2, "ORG")]),
        ("O O", []),
        ("B-ORG ? O", [(0, 1, "ORG")]),
    ],
)
def test_find_names(tags: str, names: list[tuple[int, int, str]]) -> None:
    assert list(find_names(tags.split())) == names


def test_join_words_spaces_as_english_does() -> None:
    words = ["He", "said", ":", '"', "Go", "!", '"', "(", "Oslo", "'s", "mayor", ")", "."]
    text, spans = join_words(words)
    assert text == 'He said: "Go!" (Oslo\'s mayor).'
    assert [text[a:b] for a, b in spans] == words


def test_read_raw_lays_out_paragraphs_and_contractions(tmp_path: Path) -> None:
    path = tmp_path / "one.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    (raw,) = read_raw(path)
    assert raw.text == "Iran agreed.\n\ndon't go "
    assert [raw.text[a:b] for a, b in raw.tokens] == ["Iran", "agreed", ".", "do", "n't", "go"]
    assert (raw.heads, raw.ids, raw.firsts) == ((1, -1, 1, 5, 5, -1), ("one-1", "one-2"), (0, 3))


def test_crossner_types_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "dev.txt"
    path.write_text("Ada B-politician\nwon B-election\nit O\n\n", encoding="utf-8")
    assert list(read_crossner_rows(path)) == [(["Ada", "won", "it"], ["B-PER", "B-MISC", "O"])]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        list(read_raw(tmp_path / "none.conllu"))
