"""``dragoman group``: near copies and stories among the reports on stdin."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from dragoman.merge.stories import GroupRules, group_reports, load_group_rules
from dragoman.output.cli.stateless import numbered_lines, write_rows
from dragoman.output.contract import Json, failure_line
from dragoman.read.jsonl import read_line
from dragoman.records.document import Document
from dragoman.records.failure import Failure


def group() -> None:
    """Name each report's original and its story; one JSON report a line on stdin."""
    items = [
        read_line(line, f"stdin:{number}") for number, line in numbered_lines(sys.stdin.buffer)
    ]
    write_rows(group_lines(items, load_group_rules()))


def group_lines(items: Sequence[Document | Failure], rules: GroupRules) -> Iterator[Json]:
    """Give each report's line, in order; what could not be read keeps its place."""
    reports = [item for item in items if isinstance(item, Document)]
    lines = iter(_report_lines(reports, rules))
    for item in items:
        yield failure_line(item) if isinstance(item, Failure) else next(lines)


def _report_lines(reports: Sequence[Document], rules: GroupRules) -> Iterable[Json]:
    for report, place in zip(reports, group_reports(reports, rules), strict=True):
        copied = place.duplicate_of
        yield {
            "id": report.id,
            "duplicate_of": None if copied is None else reports[copied].id,
            "story": place.story,
        }
