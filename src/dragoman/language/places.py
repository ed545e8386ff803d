"""Place names in a report: found, told literal from metonymic or adjectival, and resolved."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.datafiles import data_path, read_table
from dragoman.errors import MissingLayer
from dragoman.gazetteer import Gazetteer, GazetteerEntry, fold
from dragoman.language.place_senses import Toponym, choose_senses, contains
from dragoman.mentionwords import load_mention_words
from dragoman.records.document import Document, Token, Word
from dragoman.records.mention import Entity, EntityKind, MentionLevel, Name, Place
from dragoman.records.span import Span

METHOD = "places.v1"

_LONGEST_NAME = 6
_UNKNOWN_LOCATION = 0.8
"""From this score of the name finder on, a location that the gazetteer lacks is listed as well."""
_BIG_TOWN = 200_000
_INNER = frozenset("of the and de del della di da do dos das du des la le les el al ad as ash at bin "
                   "on upon in sur am im an der - – ' ’ . & e y".split())  # fmt: skip
_LOCATING = frozenset("in at near from to outside around across inside into throughout of".split())
_SURELY_LOCATING = frozenset("in near outside across around".split())
_SURE_PERSON = 0.6
_OTHER_KINDS = frozenset(
    {
        EntityKind.PERSON,
        EntityKind.ARMED_GROUP,
        EntityKind.PARTY,
        EntityKind.COMPANY,
        EntityKind.MEDIA,
    }
)
_SPEECH = frozenset("speak speaks spoke spoken speaking translate translated in into".split())
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "obl:agent", "csubj"})
_STATES = frozenset("be have lie border become remain see cover contain".split())
_NAME_LINKS = frozenset({"compound", "amod", "nmod:poss", "flat"})
_POSTAL_LENGTH = 2
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,4}")  # "U.S." is adjective and name: the parse decides
_DEALING = frozenset({"with", "between", "against", "on"})
_CASE_REACH = 6
_DOTTED = re.compile(r"(?:[A-Z]\.)+[A-Z]?")


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """Word lists that finding places needs: ``words`` by class, names mostly something else, weights."""

    words: Mapping[str, frozenset[str]]
    stop_names: frozenset[str]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Match:
    """A stretch of tokens, half-open, that the gazetteer or the name finder takes for a place."""

    first: int
    last: int
    text: str
    senses: tuple[GazetteerEntry, ...]
    adjective: bool = False


def load_place_lexicon() -> PlaceLexicon:
    """Give the word lists and weights that ship with the package."""
    words: dict[str, set[str]] = {}
    for row in read_table(data_path("places", "words.tsv")):
        words.setdefault(row["class"], set()).add(row["word"])
    return PlaceLexicon(
        words={key: frozenset(found) for key, found in words.items()},
        stop_names=frozenset(
            fold(row["name"]) for row in read_table(data_path("places", "stop_names.tsv"))
        ),
        weights={
            row["feature"]: float(row["weight"])
            for row in read_table(data_path("places", "weights.tsv"))
        },
    )


def make_find_places(gazetteer: Gazetteer, lexicon: PlaceLexicon) -> Callable[[Document], Document]:
    """Give the stage function that finds places with these resources."""

    def find(document: Document) -> Document:
        return find_places(document, gazetteer, lexicon)

    return find


def find_places(document: Document, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> Document:
    """List the report's place names with what they mean and how they are used.

    Layers: reads sentences, tokens; uses words, names and entities where present; writes places.
    Raises: MissingLayer.
    """
    if document.tokens is None or document.sentences is None:
        raise MissingLayer("find_places needs the layers sentences and tokens")
    view = _View(document, gazetteer, lexicon)
    matches = sorted(_choose_matches(view), key=lambda match: match.first)
    toponyms = [_make_toponym(match, view) for match in matches]
    senses = choose_senses(toponyms, document.text, lexicon.weights, _count_actors(document))
    places = [
        _make_place(match, toponym, sense, view)
        for match, toponym, sense in zip(matches, toponyms, senses, strict=True)
    ]
    return replace(document, places=tuple(places))


class _View:
    """A report's layers laid out for quick questions about its tokens."""

    def __init__(self, document: Document, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> None:
        self.document = document
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self.tokens: Sequence[Token] = document.tokens or ()
        self.words: Sequence[Word] | None = document.words
        self.lower = [token.text.lower() for token in self.tokens]
        self.ends = _sentence_ends(document)
        self.names: list[Name | None] = [None] * len(self.tokens)
        for name in document.names or ():
            self.names[name.first : name.last] = [name] * (name.last - name.first)
        self.informed = document.names is not None
        self.others = frozenset(
            entity.span for entity in document.entities or () if entity.kind in _OTHER_KINDS
        )
        self.short_names = {
            entity.span.start: entity
            for entity in document.entities or ()
            if entity.evidence == "country short name"
        }
        self.governments = frozenset(
            entity.span
            for entity in document.entities or ()
            if entity.kind is EntityKind.GOVERNMENT and "capital for government" in entity.evidence
        )
        self.surnames, self.locations = _count_names(document)

    def text(self, first: int, last: int) -> str:
        return self.document.text[self.tokens[first].start : self.tokens[last - 1].end]

    def is_word(self, index: int, sort: str) -> bool:
        inside = 0 <= index < len(self.tokens)
        return inside and self.lower[index] in self.lexicon.words.get(sort, frozenset())


def _sentence_ends(document: Document) -> list[int]:
    ends = [0] * len(document.tokens or ())
    for sentence in document.sentences or ():
        ends[sentence.first : sentence.last] = [sentence.last] * (sentence.last - sentence.first)
    return ends


def _count_names(document: Document) -> tuple[frozenset[str], Counter[str]]:
    """Last words of full person names, and how often each name was seen as a location."""
    surnames = set()
    locations: Counter[str] = Counter()
    for name in document.names or ():
        text = document.text[name.span.start : name.span.end]
        if name.label == "PER" and name.last - name.first > 1:
            surnames.add(fold(text.split()[-1]))
        elif name.label == "LOC":
            locations[fold(text)] += 1
        elif name.label == "PER":
            locations[fold(text)] -= 1
    return frozenset(surnames), locations


def _choose_matches(view: _View) -> Iterator[_Match]:
    """Accepted matches from left to right, none overlapping another."""
    at = 0
    while at < len(view.tokens):
        short = view.short_names.get(view.tokens[at].start)
        if short is not None:
            last = at + 1
            while last < len(view.tokens) and view.tokens[last].start < short.span.end:
                last += 1
            yield _Match(at, last, view.text(at, last), view.gazetteer.lookup(short.name))
            at = last
            continue
        name = view.names[at]
        if name is not None and name.label == "LOC" and name.first == at:
            found = list(_read_location(name, view))
            yield from found
            at = max(name.last, at + 1, found[-1].last if found else 0)
            continue
        match = _match_at(at, view) if view.tokens[at].text[0].isupper() else None
        if match is not None and _is_place(match, view):
            yield match
            at = match.last
        else:
            at += 1


def _read_location(name: Name, view: _View) -> Iterator[_Match]:
    """The place or places in what the name finder calls a location."""
    name = _trim(name, view)
    if name.first == name.last:
        return
    whole = _extend(name, view) or _match_between(name.first, name.last, view)
    if whole is not None and not _is_bare(whole.first, whole.last, view):
        if not _is_person(whole, view) and not _names_other(whole, view):
            yield whole
        return
    if _is_bare(name.first, name.last, view):
        return
    parts = list(_match_inside(name, view))
    leftover = _leftover(name, parts, view)
    if parts and not leftover:
        yield from parts
    elif name.score >= _UNKNOWN_LOCATION and _may_be_place(name, view):
        yield _Match(name.first, name.last, view.text(name.first, name.last), ())


def _trim(name: Name, view: _View) -> Name:
    """The location without outer words that are no part of a name ("the", "northern", "military")."""
    first = name.first
    while first < name.last and not view.tokens[first].text[0].isupper():
        first += 1
    last = name.last
    while last > first and view.tokens[last - 1].text.islower():
        last -= 1
    return replace(name, first=first, last=last)


def _is_bare(first: int, last: int, view: _View) -> bool:
    """A single word that is only ever part of a place's name ("Street", "North")."""
    return first + 1 == last and any(
        view.is_word(first, sort) for sort in ("direction", "division", "town", "site", "landform")
    )


def _extend(name: Name, view: _View) -> _Match | None:
    """A longer gazetteer name that starts where the location starts ("Newfoundland and Labrador")."""
    match = _match_at(name.first, view)
    return match if match is not None and match.last >= name.last else None


def _match_inside(name: Name, view: _View) -> Iterator[_Match]:
    at = name.first
    while at < name.last:
        match = _match_at(at, view, limit=name.last)
        if match is not None and not _is_bare(match.first, match.last, view):
            yield match
        at = match.last if match is not None else at + 1


def _leftover(name: Name, parts: Sequence[_Match], view: _View) -> bool:
    """Whether the location has words that make it another place than its parts name."""
    covered = {index for part in parts for index in range(part.first, part.last)}
    for index in range(name.first, name.last):
        word = view.lower[index]
        plain = (
            index in covered
            or not word[0].isalnum()
            or word in _INNER
            or view.is_word(index, "direction")
            or view.is_word(index, "division")
            or view.is_word(index, "town")
        )
        if not plain:
            return True
    return False


def _match_between(first: int, last: int, view: _View) -> _Match | None:
    text = view.text(first, last)
    if "$" in text or "@" in text:
        return None
    adjective = view.gazetteer.adjective(text)
    if adjective is not None and not _INITIALS.fullmatch(text):
        return _Match(first, last, text, (adjective,), adjective=True)
    senses = view.gazetteer.lookup(text) or ((adjective,) if adjective else ())
    if _DOTTED.fullmatch(text):
        senses = tuple(sense for sense in senses if not _is_spelt_out(sense, text))
    if view.lower[first] == "the" and not any(sense.name.startswith("The ") for sense in senses):
        return None  # the article is no part of the name
    return _Match(first, last, text, senses) if senses else None


def _is_spelt_out(sense: GazetteerEntry, text: str) -> bool:
    """A town whose whole name would have the letters of an abbreviation: Un is not "U.N."."""
    return sense.precision == "city" and (sense.alternate or fold(sense.name) == fold(text))


def _match_at(at: int, view: _View, *, limit: int | None = None) -> _Match | None:
    """The longest name in the gazetteer that starts at a token."""
    if not view.tokens[at].text[0].isupper():
        return None
    end = min(at + _LONGEST_NAME, limit or len(view.tokens))
    last = at + 1
    while last < end and _goes_on(at, last, view):
        last += 1
    shadowed: _Match | None = None
    for stop in range(last, at, -1):
        if not _may_end(at, stop, view):
            continue
        if stop - at == 1 and _is_postal(at, view):
            text = view.tokens[at].text
            return _Match(at, stop, text, (_postal_sense(text, view),))
        match = _match_between(at, stop, view)
        if match is None:
            continue
        if stop - at > 1 and view.is_word(stop - 1, "town") and _is_alternate(match):
            shadowed = shadowed or match  # "Dublin City": "Dublin" is the name that is meant
            continue
        return match
    return shadowed


def _goes_on(at: int, last: int, view: _View) -> bool:
    """Whether a name may reach over a token: a capital, "of", or what a hyphen joins on.

    The sentence's end stops it, except where no blank stands between: "W.Va." is cut in two.
    """
    joined = view.tokens[last].start == view.tokens[last - 1].end
    if not joined and last >= view.ends[at]:
        return False
    if view.tokens[last].text[0].isupper() or view.lower[last] in _INNER:
        return True
    return joined and view.lower[last - 1] in ("-", "–")


def _may_end(at: int, stop: int, view: _View) -> bool:
    """Whether a name may end before ``stop``: with a capital, "County" or an abbreviation's point."""
    text = view.tokens[stop - 1].text
    if stop - at == 1 or text[0].isupper() or view.is_word(stop - 1, "division"):
        return True
    return text == "." and view.gazetteer.is_abbreviation(view.text(at, stop))


def _is_alternate(match: _Match) -> bool:
    return not match.adjective and all(sense.alternate for sense in match.senses)


def _is_postal(at: int, view: _View) -> bool:
    text = view.tokens[at].text
    return (
        len(text) == _POSTAL_LENGTH
        and text.isupper()
        and at > 1
        and view.lower[at - 1] == ","
        and view.tokens[at - 2].text[0].isupper()
        and view.gazetteer.postal(text) is not None
    )


def _postal_sense(text: str, view: _View) -> GazetteerEntry:
    sense = view.gazetteer.postal(text)
    if sense is None:
        raise MissingLayer(f"{text!r} is no postal code")
    return sense


def _is_place(match: _Match, view: _View) -> bool:
    """Judge a gazetteer match outside of the name finder's locations."""
    if _is_language(match, view) or _is_person(match, view) or _is_house(match, view):
        return False
    if _is_bare(match.first, match.last, view) or _is_noble_title(match, view):
        return False
    name = next((view.names[i] for i in range(match.first, match.last) if view.names[i]), None)
    strength = _strength(match, view)
    if strength < 3 and _names_other(match, view):
        return False
    if name is None:
        return _is_place_alone(match, strength, view)
    if name.first >= match.first and name.last <= match.last:
        return _is_place_misread(match, name, strength, view)
    return (
        name.label in ("ORG", "MISC", "LOC") and strength > 0 and _is_named_after(match, name, view)
    )


def _is_noble_title(match: _Match, view: _View) -> bool:
    """ "The Duke and Duchess of Sussex" are no place."""
    before = match.first - 1
    return before > 0 and view.lower[before] == "of" and view.is_word(before - 1, "noble")


def _names_other(match: _Match, view: _View) -> bool:
    """Whether an actor that is no place bears the name here ("Amazon" as a company)."""
    start, end = view.tokens[match.first].start, view.tokens[match.last - 1].end
    return Span(start, end) in view.others and not _has_container(match, view)


def _strength(match: _Match, view: _View) -> int:
    """0 for names that are mostly something else, to 3 for countries."""
    if match.adjective or (_INITIALS.fullmatch(match.text) and _is_country(match)):
        return 3
    if fold(match.text) in view.lexicon.stop_names or _is_acronym(match):
        return 0
    usual = [sense for sense in match.senses if not sense.alternate] or [
        sense for sense in match.senses if sense.kind in ("PPLC", "ADM1")
    ]
    if any(sense.precision == "country" or sense.kind == "CONT" for sense in usual):
        return 3
    big = any(
        sense.kind in ("ADM1", "PPLC") or sense.population >= _BIG_TOWN or not sense.population
        for sense in usual
    )
    return 2 if big else 1 if usual else 0


def _is_country(match: _Match) -> bool:
    return any(sense.precision == "country" for sense in match.senses)


def _is_acronym(match: _Match) -> bool:
    """Capitals that only a town's name fits ("SWAT", "HIV")."""
    short = match.text.isupper() and len(match.text) <= 5 and "." not in match.text
    return short and all(sense.precision == "city" for sense in match.senses)


def _is_place_alone(match: _Match, strength: int, view: _View) -> bool:
    """A match that the name finder passed over, or any match when there is no name finder."""
    if not view.informed and _borders_name(match, view):
        return False
    if strength >= 2:
        return True
    seen = view.locations[fold(match.text)] > 0
    located = match.first > 0 and view.lower[match.first - 1] in _LOCATING
    contained = _has_container(match, view)
    return seen or contained or (strength == 1 and located)


def _borders_name(match: _Match, view: _View) -> bool:
    """Without a name finder: a capitalised word before or after makes it part of another name."""
    if match.adjective:
        return False
    after = match.last
    before = match.first - 1
    begins = match.first == 0 or view.ends[before] <= match.first
    if after < view.ends[match.first] and view.tokens[after].text[0].isupper():
        return view.gazetteer.adjective(view.tokens[after].text) is None
    if begins or not view.tokens[before].text[0].isupper():
        return False
    return not view.is_word(before, "direction") and not view.gazetteer.lookup(
        view.tokens[before].text
    )


def _has_container(match: _Match, view: _View) -> bool:
    """Whether a comma and a country or division that holds it follow."""
    comma = match.last
    if comma + 1 >= view.ends[match.first] or view.lower[comma] != ",":
        return False
    outer = _match_at(comma + 1, view)
    if outer is None:
        return False
    containers = [sense for sense in outer.senses if sense.precision in ("country", "region")]
    return any(contains(sense, inner) for sense in containers for inner in match.senses)


def _is_place_misread(match: _Match, name: Name, strength: int, view: _View) -> bool:
    """A match that the name finder takes, as a whole, for a person, organisation or other name."""
    if match.adjective or _has_container(match, view) or view.locations[fold(match.text)] > 0:
        return True
    if name.label == "PER":
        located = match.first > 0 and view.lower[match.first - 1] in _SURELY_LOCATING
        unsure = strength >= 2 and name.score < _SURE_PERSON
        return unsure or (strength >= 1 and located) or _is_dateline(match, view)
    return strength >= 2 or (strength == 1 and name.score < _SURE_PERSON)


def _is_named_after(match: _Match, name: Name, view: _View) -> bool:
    """Whether a longer name names a public body by its place ("Colombia's Ministry", "Embassy in X")."""
    if match.first == name.first or match.first < name.first:
        return any(view.is_word(index, "public") for index in range(match.last, name.last + 1))
    before = match.first - 1
    if view.lower[before] == "the":
        before -= 1
    if view.lower[before] not in ("of", "in", "to") or match.last != name.last:
        return False
    return any(view.is_word(index, "public") for index in range(name.first, before))


def _is_dateline(match: _Match, view: _View) -> bool:
    """Capitals at a sentence's start before a dash or bracket: "MANSFIELD -"."""
    begins = match.first == 0 or view.ends[match.first - 1] <= match.first
    after = view.lower[match.last] if match.last < len(view.tokens) else ""
    return begins and match.text.isupper() and after in ("-", "--", "–", "—", "(", ",")


def _is_house(match: _Match, view: _View) -> bool:
    """A seat of government that is not told as the scene: who speaks there is no place."""
    if match.senses[0].kind != "BLDG":
        return False
    before = match.first - 1
    if before >= 0 and view.lower[before] == "the":
        before -= 1
    return before < 0 or view.lower[before] not in _LOCATING - {"of"}


def _is_person(match: _Match, view: _View) -> bool:
    """A single word that the report uses as a surname or that follows a title."""
    if match.adjective or any(sense.precision == "country" for sense in match.senses):
        return False
    if view.is_word(match.first - 1, "title"):
        return True
    return fold(match.text) in view.surnames and not _has_container(match, view)


def _may_be_place(name: Name, view: _View) -> bool:
    text = view.text(name.first, name.last)
    return "$" not in text and fold(text) not in view.surnames


def _is_language(match: _Match, view: _View) -> bool:
    if not match.adjective or match.first == 0 or view.lower[match.first - 1] not in _SPEECH:
        return False
    if view.words is None or match.last >= len(view.words):
        return False
    return view.words[match.last].upos not in ("NOUN", "ADJ", "PROPN", "PUNCT") or (
        view.words[match.last].upos == "PUNCT" and view.lower[match.last] in ".,;"
    )


def _make_toponym(match: _Match, view: _View) -> Toponym:
    start, end = view.tokens[match.first].start, view.tokens[match.last - 1].end
    sort = ""
    if view.is_word(match.last, "division") or view.is_word(match.last - 1, "division"):
        sort = "division"
    elif (
        (view.is_word(match.first - 2, "town") and view.lower[match.first - 1] == "of")
        or view.is_word(match.first - 1, "town")
        or view.is_word(match.last, "town")
    ):
        sort = "town"
    return Toponym(start, end, match.text, match.senses, sort, _stands_before_noun(match, view))


def _stands_before_noun(match: _Match, view: _View) -> bool:
    """Whether the name only modifies what follows: "in Rome, U.S. officials" is not in the U.S."""
    if match.adjective:
        return True
    if view.words is None:
        return False
    word = view.words[_head_of(match, view.words)]
    return word.deprel in ("compound", "amod") and word.head >= match.last


def _count_actors(document: Document) -> dict[str, float]:
    """How often other actors of each country are named, damped: long lists say little more."""
    counts: Counter[str] = Counter()
    for entity in document.entities or ():
        if entity.country and entity.kind is not EntityKind.PLACE and _is_named(entity):
            counts[entity.country] += 1
    return {country: min(0.5, 0.1 * count) for country, count in counts.items()}


def _is_named(entity: Entity) -> bool:
    return entity.level is MentionLevel.NAMED


def _make_place(
    match: _Match, toponym: Toponym, sense: GazetteerEntry | None, view: _View
) -> Place:
    return Place(
        span=Span(toponym.start, toponym.end),
        name=sense.name if sense else match.text,
        country=sense.country if sense else None,
        lat=sense.lat if sense else None,
        lon=sense.lon if sense else None,
        geonames=sense.geonames if sense else None,
        precision=sense.precision if sense else "feature",
        use=_tell_use(match, sense, view),
    )


def _tell_use(match: _Match, sense: GazetteerEntry | None, view: _View) -> str:
    """Tell literal, metonymic or adjectival use from the parse; literal where nothing speaks against."""
    if match.adjective:
        return "adjectival"
    if view.words is None or sense is None:
        return "literal"
    head = _head_of(match, view.words)
    word = view.words[head]
    if word.deprel in _NAME_LINKS and word.head >= 0 and not match.first <= word.head < match.last:
        if word.deprel != "nmod:poss" and _is_modifier(word.head, sense, view):
            return "adjectival"
        if sense.kind in ("BLDG", "ST") and view.is_word(word.head, "person"):
            return "metonymic"  # "a Pentagon spokesman"
        return "literal"
    return "metonymic" if _stands_for_state(match, head, sense, view) else "literal"


def _head_of(match: _Match, words: Sequence[Word]) -> int:
    inside = range(match.first, match.last)
    return next((index for index in inside if words[index].head not in inside), match.first)


def _is_modifier(noun: int, sense: GazetteerEntry, view: _View) -> bool:
    if view.words is None:
        return False
    known = view.is_word(noun, "person") or view.is_word(noun, "public")
    return sense.precision == "country" or (known and sense.precision != "feature")


def _stands_for_state(match: _Match, head: int, sense: GazetteerEntry, view: _View) -> bool:
    """Whether a state, its capital or its seat of power is meant as one who acts or is dealt with."""
    start, end = view.tokens[match.first].start, view.tokens[match.last - 1].end
    if Span(start, end) in view.governments:
        return True
    seat = sense.kind == "PPLC" or sense.kind in ("BLDG", "ST", "ZN")
    if sense.precision != "country" and not seat:
        return False
    return _acts(head, view) or (sense.precision == "country" and _is_dealt_with(head, view))


def _acts(head: int, view: _View) -> bool:
    words = view.words or ()
    word = words[_first_of_list(head, words)]
    if word.deprel not in _SUBJECTS or word.head < 0:
        return False
    return words[word.head].upos == "VERB" and words[word.head].lemma not in _STATES


def _first_of_list(head: int, words: Sequence[Word]) -> int:
    while words[head].deprel == "conj" and words[head].head >= 0:
        head = words[head].head
    return head


def _is_dealt_with(head: int, view: _View) -> bool:
    """ "talks with Iran", "sanctions on Russia", "accused Turkey": by data/mentions/metonymy.tsv."""
    words = view.words or ()
    head = _first_of_list(head, words)
    word = words[head]
    if word.head < 0:
        return False
    case = next((i for i in range(max(0, head - _CASE_REACH), head)
                 if words[i].head == head and words[i].deprel == "case"), None)  # fmt: skip
    relation = view.lower[case] if case is not None else word.deprel
    readings = load_mention_words().readings
    named = readings.get((relation, words[word.head].lemma.lower()))
    if named is None and relation in _DEALING:
        named = readings.get((relation, "*"))
    return named == "government"
