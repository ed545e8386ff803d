"""What the coding steps pass to one another."""

from dataclasses import dataclass

from dragoman.lexicon import Frame
from dragoman.records.event import EventType, Status
from dragoman.records.mention import ActReading


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an act, and the frame that it satisfies.

    ``carriers`` are tokens whose own frames told the same act and were folded into this one
    (the verb of "imposed sanctions"); ``stands`` is true when the act was told through the denial
    of its end ("sanctions have not been lifted"). ``act`` is what the encoder makes of the word,
    ``by_lexicon`` tells whether the frame's conditions hold there, ``outvoted`` names the frame
    whose act the encoder's took the place of; ``score`` is the log odds that it is an act.
    """

    token: int
    frame: Frame
    carriers: tuple[int, ...] = ()
    stands: bool = False
    act: ActReading | None = None
    by_lexicon: bool = True
    outvoted: str = ""
    score: float = 0.0


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
    deciding cue), ``targets`` of whom it is put to. ``outvoted`` is the status that the rules
    alone would give, where the encoder's took its place.
    """

    status: Status
    statement: EventType | None
    owners: tuple[int, ...]
    targets: tuple[int, ...]
    cues: tuple[CueStep, ...]
    words: tuple[int, ...]
    finite: int | None
    stands: bool = False
    outvoted: str = ""
