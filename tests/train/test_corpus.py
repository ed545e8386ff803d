"""Reading the corpora's forms; the sentences here are made up."""

from pathlib import Path

from dragoman.train.corpus import build_labels, read_crossner, read_treebank

TREEBANK = """\
# newdoc id = made-up
# sent_id = s1
# text = Ann Lee's in Rome.
1\tAnn\tAnn\tPROPN\tNNP\t_\t5\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1,2-sgl-Ann_Lee
2-3\tLee’s\t_\t_\t_\t_\t_\t_\t_\t_
2\tLee\tLee\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3\t’s\tbe\tAUX\tVBZ\t_\t5\tcop\t_\t_
4\tin\tin\tADP\tIN\t_\t5\tcase\t_\t_
5\tRome\tRome\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(2-place-new-nnnnn-cf2-1-sgl-Rome)|SpaceAfter=No
5.1\tnow\tnow\tADV\tRB\t_\t_\t_\t_\t_
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

"""


def test_treebank_rows_have_words_tree_and_names(tmp_path: Path) -> None:
    path = tmp_path / "made.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    (row,) = read_treebank(path)
    assert row.words == ("Ann", "Lee", "'s", "in", "Rome", ".")
    assert row.names == ("B-PER", "I-PER", "O", "O", "B-LOC", "O")
    assert row.tree is not None
    assert row.tree.heads == (4, 0, 4, 4, -1, 4)
    assert row.tree.rules == ("k0", "k0", "l2be", "l0", "k0", "l0")


def test_crossner_types_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "dev.txt"
    path.write_text("Ann\tB-politician\nof\tO\nRome\tB-location\n\n", encoding="utf-8")
    assert read_crossner(path)[0].names == ("B-PER", "O", "B-LOC")


def test_labels_leave_out_rare_rules(tmp_path: Path) -> None:
    path = tmp_path / "made.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    labels = build_labels(list(read_treebank(path)))
    assert labels.rules == ("k0",)
    assert labels.upos == ("ADP", "AUX", "PROPN", "PUNCT")
