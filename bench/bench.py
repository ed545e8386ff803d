"""Speed and memory of one run, as figures and ratios: `make bench`, or `bench.py FOLDER` of reports.

The ratio that matters is the whole pipeline's time over the encoder's own (its ONNX session's run)
on the same text in the same process: it does not move with the machine's speed.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from growth import SIZES, measure_growth

from dragoman.models import Encoder, Reading, load_encoder
from dragoman.pipeline import Stage, WorkerOptions, build_stages, load_resources, run, run_many
from dragoman.read.files import read_path
from dragoman.records.document import Document
from dragoman.records.failure import Failure

TODAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


class TimedEncoder:
    """The encoder, with the seconds that its ONNX session has run."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.pieces, self.labels, self.relations = encoder.pieces, encoder.labels, encoder.relations
        self.seconds = 0.0

    def read(self, sentences: Sequence[Sequence[str]]) -> Reading:
        """Give the encoder's reading, timed."""
        feed = self._encoder._feed(sentences)
        start = time.perf_counter()
        out = self._encoder._session.run(None, feed)
        self.seconds += time.perf_counter() - start
        return Reading(*out)


def main() -> None:
    """Measure and print one JSON object, and a line for people on each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=EXAMPLES)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--growth", type=int, nargs="*", default=SIZES, help="mentions a record")
    options = parser.parse_args()
    reports = [item for item in read_path(options.folder) if isinstance(item, Document)]
    figures = {
        **measure_pipeline(reports, options.repeat),
        **measure_two_cores(reports, max(options.repeat, 200 // max(1, len(reports)))),
        **measure_start(),
        **(measure_growth(options.growth) if options.growth else {}),
    }
    for name, value in figures.items():
        print(f"{name:<36}{value:>12}", file=sys.stderr)
    print(json.dumps(figures))


def measure_pipeline(reports: Sequence[Document], repeat: int) -> dict[str, Any]:
    """Give speed on one core, the share of each stage, and the ratio to the encoder's own time."""
    resources = load_resources(threads=1)
    encoder = TimedEncoder(load_encoder(threads=1))
    timed = type(resources)(
        encoder=encoder,  # type: ignore[arg-type]  # the same face, timed
        actors=resources.actors,
        gazetteer=resources.gazetteer,
        coding=resources.coding,
    )
    stages = build_stages(timed, today=TODAY)
    for report in reports:
        run(report, stages)
    encoder.seconds = 0.0
    seconds, sentences, by_stage = _run_all(reports * repeat, stages)
    count = len(reports) * repeat
    return {
        "reports": count,
        "sentences": sentences,
        "reports_per_second_one_core": round(count / seconds, 2),
        "sentences_per_second_one_core": round(sentences / seconds, 1),
        "encoder_sentences_per_second": round(sentences / encoder.seconds, 1),
        "pipeline_to_encoder_ratio": round(seconds / encoder.seconds, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        **{f"share_{name}": round(spent / seconds, 3) for name, spent in by_stage.items()},
    }


def _run_all(
    reports: Iterable[Document], stages: Sequence[Stage]
) -> tuple[float, int, dict[str, float]]:
    by_stage = dict.fromkeys((stage.name for stage in stages), 0.0)
    sentences, start = 0, time.perf_counter()
    for report in reports:
        document = report
        for stage in stages:
            before = time.perf_counter()
            document = stage.function(document)
            by_stage[stage.name] += time.perf_counter() - before
        sentences += len(document.sentences or ())
    return time.perf_counter() - start, sentences, by_stage


def measure_two_cores(reports: Sequence[Document], repeat: int) -> dict[str, Any]:
    """Give speed with two worker processes, their start-up left out."""
    options = WorkerOptions(today=TODAY, keep=("events", "entities"))
    items: list[Document | Failure] = list(reports) * repeat
    done = run_many(items, None, jobs=2, options=options)
    for _ in range(len(items) // 4):
        next(done)  # until both workers have started and are warm
    start = time.perf_counter()
    count = sum(1 for _ in done)
    return {"reports_per_second_two_cores": round(count / (time.perf_counter() - start), 2)}


def measure_start() -> dict[str, Any]:
    """Give the seconds from starting `dragoman code` to its first event (best of three)."""
    line = json.dumps(
        {"id": "a", "text": "Iran attacked Iraq on Friday.", "date": "2026-01-10"}
    ).encode()
    command = [str(Path(sys.executable).with_name("dragoman")), "code"]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        out = subprocess.run(command, input=line, capture_output=True, check=True).stdout
        times.append(time.perf_counter() - start)
        if not json.loads(out)["events"]:
            raise SystemExit("bench: the start-up sentence gave no event")
    return {"start_to_first_event_seconds": round(min(times), 2)}


if __name__ == "__main__":
    main()
