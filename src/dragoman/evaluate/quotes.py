"""Scores of attributions on PolNeAR (Newell et al. 2018): cues, contents and sources."""

import re
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dragoman.errors import InputError
from dragoman.evaluate.counts import Count
from dragoman.records.mention import Attribution
from dragoman.records.span import Span

_LINE = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)|E\d+\t(.+)")


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """A gold attribution; each part may have several pieces or none."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class QuoteReport:
    """A text with its gold attributions."""

    id: str
    text: str
    attributions: tuple[GoldAttribution, ...]


def read_polnear(archive: Path, part: str) -> Iterator[QuoteReport]:
    """Give the reports of one part ("train" or "dev") of PolNeAR's archive, by the first annotator.

    Raises: InputError when the archive cannot be read.
    """
    try:
        texts, marks = _read_archive(archive, part)
    except (tarfile.TarError, OSError) as error:
        raise InputError(f"{archive.name}: {error}") from error
    for name in sorted(texts):
        if name in marks:
            yield QuoteReport(name, texts[name], tuple(_read_marks(marks[name])))


def score_quotes(
    reports: Iterable[QuoteReport], find: Callable[[str], Sequence[Attribution]]
) -> dict[str, float]:
    """Give F1 of cues (one-to-one, overlapping) and of the characters of contents and sources."""
    cues = Count()
    contents = Count()
    sources = Count()
    for report in reports:
        found = find(report.text)
        gold = [one for one in report.attributions if one.cue]
        cues.add(_match_cues(found, gold), len(found), len(gold))
        contents.compare(
            _cover([span for one in found for span in one.content]),
            _cover([span for one in report.attributions for span in one.content]),
        )
        sources.compare(
            _cover([one.speaker for one in found if one.speaker]),
            _cover([span for one in report.attributions for span in one.source]),
        )
    return {"cue": cues.f1(), "content": contents.f1(), "source": sources.f1()}


def _match_cues(found: Sequence[Attribution], gold: Sequence[GoldAttribution]) -> int:
    left = list(gold)
    for attribution in found:
        cue = attribution.cue
        match = next((one for one in left if cue and _touches(cue, one.cue)), None)
        if match is not None:
            left.remove(match)
    return len(gold) - len(left)


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _cover(spans: Iterable[Span]) -> set[int]:
    return {index for span in spans for index in range(span.start, span.end)}


def _read_archive(archive: Path, part: str) -> tuple[dict[str, str], dict[str, str]]:
    texts: dict[str, str] = {}
    marks: dict[str, str] = {}
    with tarfile.open(archive) as members:
        for member in members:
            path = PurePosixPath(member.name)
            stream = members.extractfile(member) if part in path.parts else None
            if stream is None:
                continue
            data = stream.read().decode("utf-8")
            if path.suffix == ".txt":
                texts[path.stem] = data
            elif path.suffix == ".ann":
                marks.setdefault(path.stem.rpartition("_")[0], data)
    return texts, marks


def _read_marks(data: str) -> Iterator[GoldAttribution]:
    """Read brat's standoff lines: T for stretches, E for attributions."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[str] = []
    for match in map(_LINE.match, data.splitlines()):
        if match is not None and match.group(1):
            pieces = (piece.split() for piece in match.group(3).split(";"))
            spans[match.group(1)] = tuple(Span(int(a), int(b)) for a, b in pieces)
        elif match is not None:
            events.append(match.group(4))
    for event in events:
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for role, _, key in (pair.partition(":") for pair in event.split()):
            roles.setdefault(role.rstrip("0123456789"), []).extend(spans.get(key, ()))
        yield GoldAttribution(
            *(tuple(sorted(roles[name])) for name in ("Source", "Cue", "Content"))
        )
