"""What the evaluations share: the loaded pipeline, and where the sets lie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from dragoman.language.parse import parse
from dragoman.language.tokens import find_tokens
from dragoman.pipeline import Resources, Stage, build_stages, load_resources, run
from dragoman.records.document import Document, Published


@dataclass(frozen=True)
class Bench:
    """Folders of the public sets and of the own gold, and the pipeline, loaded when first asked.

    ``data`` may be the folder that holds the sets' folders, the folder of one set, or its file.
    """

    data: Path
    gold: Path
    today: date

    @cached_property
    def resources(self) -> Resources:
        """The shipped models and data."""
        return load_resources()

    @cached_property
    def coded(self) -> Sequence[Stage]:
        """The whole pipeline."""
        return build_stages(self.resources, today=self.today)

    @cached_property
    def language(self) -> Sequence[Stage]:
        """The pipeline without the coder, as ``dragoman annotate`` runs it."""
        return build_stages(self.resources, today=self.today, coded=False)

    def annotate(self, text: str, day: str | None = None) -> Document:
        """Give a text with its language layers."""
        return run(_report(text, day), self.language)

    def code(self, text: str, day: str | None = None) -> Document:
        """Give a text with its events."""
        return run(_report(text, day), self.coded)

    def parse(self, text: str) -> Document:
        """Give a text with tokens, words and names only."""
        return parse(find_tokens(_report(text, None)), self.resources.encoder)

    def find(self, *names: str) -> Path | None:
        """Give the file or folder of a set, ``None`` when it is not there.

        ``names`` is its path below the folder of all sets; where ``data`` is a file, or a folder
        that holds it directly, that is it.
        """
        candidates = [self.data.joinpath(*names), self.data / names[-1]]
        if self.data.is_file() and self.data.name == names[-1]:
            candidates.append(self.data)
        return next((path for path in candidates if path.exists()), None)

    def own(self, *names: str) -> Path | None:
        """Give a file of the own gold, ``None`` when it is not there."""
        path = self.gold.joinpath(*names)
        return path if path.exists() else None


def read_lines(path: Path) -> Iterator[str]:
    """Give the lines of a text file that are neither blank nor comments."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _report(text: str, day: str | None) -> Document:
    return Document("gold", text, Published(day, "given" if day else "unknown"))
