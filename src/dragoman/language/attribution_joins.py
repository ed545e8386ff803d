"""Attributions joined with the quotations that they begin, without those told inside others."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from dragoman.language.attribution_views import Draft, SpeechView
from dragoman.records.mention import Attribution
from dragoman.records.span import Span

_TRIMMED = " \t\r\n,;:—–-"


def drop_nested(drafts: Sequence[Draft], view: SpeechView) -> list[Draft]:
    """Attributions that are not told inside another's content; PolNeAR lists only the outer one."""
    owner: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        for piece in draft.content:
            for index in range(*piece):
                if not draft.cue[0] <= index < draft.cue[1]:
                    owner.setdefault(index, number)
    kept = []
    for number, draft in enumerate(drafts):
        outer = owner.get(draft.head)
        if outer is None or outer == number or _contains_back(draft, drafts[outer]):
            kept.append(draft)
    return kept


def _contains_back(draft: Draft, outer: Draft) -> bool:
    """Whether each lies in the other's content, as parse errors make of parentheticals."""
    inside = any(first <= outer.head < last for first, last in draft.content)
    return inside and draft.score > outer.score


def join_quotations(drafts: Sequence[Draft], view: SpeechView) -> list[Attribution]:
    """Attributions whose direct content reaches over the whole quotation, and what follows it."""
    taken: set[int] = set()
    pieces: list[list[Span]] = []
    for draft in drafts:
        spans = [view.span(*piece) for piece in draft.content]
        numbers = {
            view.quoted[i] for piece in draft.content for i in range(*piece) if view.quoted[i] >= 0
        }
        fresh = {number for number in numbers if number not in taken}
        taken |= fresh
        pieces.append(
            _widen(spans, [view.quotations[number] for number in sorted(fresh)], draft, view)
        )
    _attach_loose(drafts, pieces, taken, view)
    finished = [_finish(draft, spans, view) for draft, spans in zip(drafts, pieces, strict=True)]
    return [attribution for attribution in finished if attribution.content]


def _widen(
    spans: Sequence[Span], quotations: Sequence[Span], draft: Draft, view: SpeechView
) -> list[Span]:
    """Content spans reaching over whole quotations, but not over the cue and its source."""
    own = [view.span(*draft.cue)]
    if draft.speaker is not None:
        own.append(view.span(*draft.speaker))
    widened = []
    for span in spans:
        start, end = span.start, span.end
        for quotation in quotations:
            if quotation.start < end and start < quotation.end:
                start, end = min(start, quotation.start), max(end, quotation.end)
        for other in own:
            if start < other.end and other.start < end:
                start, end = span.start, span.end
        widened.append(Span(start, end))
    return widened


def _attach_loose(
    drafts: Sequence[Draft], pieces: list[list[Span]], taken: set[int], view: SpeechView
) -> None:
    """Give a quotation without a cue of its own to the attribution just before it."""
    for number, quotation in enumerate(view.quotations):
        if number in taken or not _is_sentence_like(quotation, view):
            continue
        best = _find_previous(quotation, drafts, pieces, view)
        if best is not None:
            pieces[best].append(quotation)
            taken.add(number)


def _find_previous(
    quotation: Span, drafts: Sequence[Draft], pieces: list[list[Span]], view: SpeechView
) -> int | None:
    """The direct attribution that ends in the sentence before a quotation that opens its own."""
    first = bisect_right(view.ends, quotation.start)
    number = view.sentence_of[first]
    sentence = view.sentences[number]
    if view.text[sentence.start : quotation.start].strip():
        return None
    best: tuple[int, int] | None = None
    for index, draft in enumerate(drafts):
        spans = [*pieces[index], view.span(*draft.cue)]
        end = max(span.end for span in spans)
        if end > quotation.start or number == 0 or not _is_direct(pieces[index], view):
            continue
        if end >= view.sentences[number - 1].start:
            best = max(best or (0, 0), (end, index))
    return best[1] if best else None


def _is_sentence_like(quotation: Span, view: SpeechView) -> bool:
    words = view.text[quotation.start : quotation.end].split()
    return len(words) >= 3


def _is_direct(spans: Sequence[Span], view: SpeechView) -> bool:
    return any(
        quotation.start < span.end and span.start < quotation.end
        for span in spans
        for quotation in view.quotations
    )


def _finish(draft: Draft, spans: Sequence[Span], view: SpeechView) -> Attribution:
    trimmed = [piece for span in spans if (piece := _trim(span, view))]
    content = tuple(_merge(sorted(trimmed)))
    return Attribution(
        content=content,
        cue=view.span(*draft.cue),
        cue_head=draft.head,
        speaker=view.span(*draft.speaker) if draft.speaker else None,
        speaker_head=draft.speaker_head,
        kind=_tell_kind(content, view),
    )


def _merge(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans without overlaps."""
    held: Span | None = None
    for span in spans:
        if held is not None and span.start <= held.end:
            held = Span(held.start, max(held.end, span.end))
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _trim(span: Span, view: SpeechView) -> Span | None:
    """The span without outer blanks and commas; a full stop stays only inside quotation marks."""
    start, end = span.start, span.end
    while start < end and view.text[start] in _TRIMMED:
        start += 1
    while end > start and view.text[end - 1] in _TRIMMED + ".":
        end -= 1
    return Span(start, end) if start < end else None


def _tell_kind(content: Sequence[Span], view: SpeechView) -> str:
    """direct: all of it is quoted; mixed: some of it; indirect: none."""
    total = quoted = 0
    for span in content:
        total += span.end - span.start
        for quotation in view.quotations:
            quoted += max(0, min(span.end, quotation.end) - max(span.start, quotation.start))
    if quoted >= 0.9 * total:
        return "direct"
    return "mixed" if quoted else "indirect"
