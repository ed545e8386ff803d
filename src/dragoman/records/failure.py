"""What became of input that could not be used."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A report or line that was not read: its id or place, and why, in words.

    ``recoverable`` is true when only part was lost (bytes that were no text, say).
    """

    id: str | None
    source: str
    message: str
