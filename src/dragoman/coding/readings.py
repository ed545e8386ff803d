"""What the coding steps pass to one another."""

from dataclasses import dataclass

from dragoman.lexicon import Frame
from dragoman.records.event import EventType, Status


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an act, and the frame that it satisfies.

    ``carriers`` are tokens whose own frames told the same act and were folded into this one
    (the verb of "imposed sanctions"); ``stands`` is true when the act was told through the denial
    of its end ("sanctions have not been lifted").
    """

    token: int
    frame: Frame
    carriers: tuple[int, ...] = ()
    stands: bool = False


@dataclass(frozen=True, slots=True)
class CueStep:
    """A cue word above an act: its token, its effect, and how the act hangs on it."""

    token: int
    effect: str
    relation: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An act's status, the kind of statement that tells it, and the words that decided.

    ``statement`` is AGREE, REQUEST, REJECT, THREATEN or ACCUSE where the telling is a speech act
    of that kind, else ``None``. ``owners`` are the tokens of whoever makes it (the subject of the
    deciding cue), ``targets`` of whom it is put to.
    """

    status: Status
    statement: EventType | None
    owners: tuple[int, ...]
    targets: tuple[int, ...]
    cues: tuple[CueStep, ...]
    words: tuple[int, ...]
    finite: int | None
