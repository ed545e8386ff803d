"""Who says what: cue, source and content of reported speech."""

from dataclasses import replace

import pytest
from tests.make import make_document

from dragoman.errors import MissingLayer
from dragoman.language.attribution import find_attributions, load_attribution_lexicon
from dragoman.records.document import Document, Published
from dragoman.records.span import Span

LEXICON = load_attribution_lexicon()

Told = tuple[str | None, str | None, list[str], str]


def told(document: Document) -> list[Told]:
    """Source, cue, contents and kind of each attribution, in words."""

    def words(span: Span | None) -> str | None:
        return document.text[span.start : span.end] if span else None

    found = find_attributions(document, LEXICON).attributions or ()
    return [
        (words(a.speaker), words(a.cue), [str(words(c)) for c in a.content], a.kind) for a in found
    ]


THAT_CLAUSE = """
    1 The       _ DET DT 2 det
    2 minister  _ NOUN NN 3 nsubj
    3 said      say VERB VBD 0 root
    4 that      _ SCONJ IN 6 mark
    5 talks     _ NOUN NNS 6 nsubj
    6 failed    fail VERB VBD 3 ccomp
    7 .         _ PUNCT _ 3 punct
"""
FINAL_CUE = """
    # text = “Talks have failed,” Ali said.
    1 “       _ PUNCT `` 4 punct
    2 Talks   _ NOUN NNS 4 nsubj
    3 have    _ AUX VBP 4 aux
    4 failed  fail VERB VBN 8 ccomp
    5 ,       _ PUNCT , 8 punct
    6 ”       _ PUNCT '' 8 punct
    7 Ali     _ PROPN _ 8 nsubj
    8 said    say VERB VBD 0 root
    9 .       _ PUNCT _ 8 punct
"""
PARENTHESIS = """
    1 Talks     _ NOUN NNS 7 nsubj
    2 ,         _ PUNCT , 4 punct
    3 officials _ NOUN NNS 4 nsubj
    4 said      say VERB VBD 7 parataxis
    5 ,         _ PUNCT , 4 punct
    6 have      _ AUX VBP 7 aux
    7 failed    fail VERB VBN 0 root
    8 .         _ PUNCT _ 7 punct
"""
ACCORDING = """
    1 Talks     _ NOUN NNS 2 nsubj
    2 failed    fail VERB VBD 0 root
    3 ,         _ PUNCT , 7 punct
    4 according accord VERB VBG 7 case
    5 to        _ ADP IN 4 fixed
    6 the       _ DET DT 7 det
    7 ministry  _ NOUN NN 2 obl
    8 .         _ PUNCT _ 2 punct
"""
MIXED = """
    # text = Ali stated that the “phased restoration” began.
    1 Ali         _ PROPN _ 2 nsubj
    2 stated      state VERB VBD 0 root
    3 that        _ SCONJ IN 9 mark
    4 the         _ DET DT 7 det
    5 “           _ PUNCT `` 7 punct
    6 phased      _ ADJ JJ 7 amod
    7 restoration _ NOUN NN 9 nsubj
    8 ”           _ PUNCT '' 7 punct
    9 began       begin VERB VBD 2 ccomp
    10 .          _ PUNCT _ 2 punct
"""
CHARGE = """
    1 Ali      _ PROPN _ 2 nsubj
    2 accused  accuse VERB VBD 0 root
    3 Omar     _ PROPN _ 2 obj
    4 of       _ ADP IN 5 case
    5 fraud    _ NOUN NN 2 obl
    6 .        _ PUNCT _ 2 punct
"""
PASSIVE = """
    1 Talks _ NOUN NNS 4 nsubj
    2 had   _ AUX VBD 4 aux
    3 been  _ AUX VBN 4 aux
    4 held  hold VERB VBN 0 root
    5 .     _ PUNCT _ 4 punct
"""


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        (THAT_CLAUSE, [("The minister", "said", ["that talks failed"], "indirect")]),
        (FINAL_CUE, [("Ali", "said", ["“Talks have failed,”"], "direct")]),
        (PARENTHESIS, [("officials", "said", ["Talks", "have failed"], "indirect")]),
        (ACCORDING, [("the ministry", "according to", ["Talks failed"], "indirect")]),
        (MIXED, [("Ali", "stated", ["that the “phased restoration” began"], "mixed")]),
        (CHARGE, [("Ali", "accused", ["Omar of fraud"], "indirect")]),
        (PASSIVE, []),
    ],
    ids=["that-clause", "final cue", "parenthesis", "according to", "mixed", "charge", "no cue"],
)
def test_find_attributions(notation: str, expected: list[Told]) -> None:
    assert told(make_document(notation)) == expected


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    following = """
    # text = “Nobody will come.”
    1 “      _ PUNCT `` 4 punct
    2 Nobody _ PRON NN 4 nsubj
    3 will   _ AUX MD 4 aux
    4 come   come VERB VB 0 root
    5 .      _ PUNCT _ 4 punct
    6 ”      _ PUNCT '' 4 punct
    """
    document = make_document(FINAL_CUE + "\n" + following)
    assert told(document) == [
        ("Ali", "said", ["“Talks have failed,”", "“Nobody will come.”"], "direct")
    ]


def test_the_source_of_a_participle_is_its_governor_s() -> None:
    document = make_document("""
        1 Ali     _ PROPN _ 2 nsubj
        2 left    leave VERB VBD 0 root
        3 ,       _ PUNCT , 4 punct
        4 saying  say VERB VBG 2 advcl
        5 talks   _ NOUN NNS 6 nsubj
        6 failed  fail VERB VBD 4 ccomp
        7 .       _ PUNCT _ 2 punct
    """)
    assert ("Ali", "saying", ["talks failed"], "indirect") in told(document)


def test_other_layers_stay() -> None:
    document = make_document(THAT_CLAUSE)
    assert replace(find_attributions(document, LEXICON), attributions=None) == document


def test_missing_words() -> None:
    document = Document(id="test", text="He left.", published=Published(None, "unknown"))
    with pytest.raises(MissingLayer):
        find_attributions(document, LEXICON)
