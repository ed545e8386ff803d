"""Writing the small record in a format."""

import io
from collections.abc import Callable, Iterable

import pytest

from dragoman.output.exports.columns import Tally
from dragoman.output.exports.exporters import find_exporter
from dragoman.store.streams import ToldEvent


@pytest.fixture
def write() -> Callable[[str, Iterable[ToldEvent]], tuple[bytes, Tally]]:
    """Give what a format writes of events, and its tally."""

    def write_events(name: str, events: Iterable[ToldEvent]) -> tuple[bytes, Tally]:
        out, tally = io.BytesIO(), Tally()
        find_exporter(name).write(events, out, tally)
        return out.getvalue(), tally

    return write_events
