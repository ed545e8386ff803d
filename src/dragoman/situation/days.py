"""Calendar sums on ISO 8601 prefixes."""

from datetime import date, timedelta


def first_day(prefix: str) -> date:
    """Give the first day of a year, month or day written as an ISO 8601 prefix."""
    year, month, day = [*map(int, prefix[:10].split("-")), 1, 1][:3]
    return date(year, month, day)


def last_day_of(prefix: str) -> date:
    """Give the last day of a year, month or day written as an ISO 8601 prefix."""
    day = first_day(prefix)
    if len(prefix) >= 10:
        return day
    following = (
        date(day.year + 1, 1, 1)
        if len(prefix) == 4 or day.month == 12
        else date(day.year, day.month + 1, 1)
    )
    return following - timedelta(days=1)


def days_between(earlier: str, later: str) -> int:
    """Give the days from the first day of one prefix to the first day of another."""
    return (first_day(later) - first_day(earlier)).days


def day_after(prefix: str) -> str:
    """Give the day after the last one of a prefix, YYYY-MM-DD."""
    return (last_day_of(prefix) + timedelta(days=1)).isoformat()
