"""Small plots made of characters, for the terminal."""

from collections.abc import Mapping
from datetime import timedelta

from dragoman.situation.days import first_day

_BARS = "▁▂▃▄▅▆▇█"
_NOTHING = "·"


def spark(series: Mapping[str, float], *, width: int) -> str:
    """Give a series by day as one line of bars, at most ``width`` wide; days are summed to fit.

    The middle bar is zero, so that conflict stands below it; a dot marks days without events.
    """
    if not series:
        return ""
    first, last = first_day(min(series)), first_day(max(series))
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    step = -(-len(days) // width)
    cells = [days[start : start + step] for start in range(0, len(days), step)]
    sums = [
        sum(series[day] for day in cell if day in series)
        if any(day in series for day in cell)
        else None
        for cell in cells
    ]
    most = max((abs(value) for value in sums if value is not None), default=0.0) or 1.0
    return "".join(_NOTHING if value is None else _bar(value / most) for value in sums)


def _bar(share: float) -> str:
    """A share of -1..1 as one of eight bars."""
    return _BARS[min(7, max(0, round((share + 1) / 2 * 7)))]
