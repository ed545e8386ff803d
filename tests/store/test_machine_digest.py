"""What tells whether stored situations are up to date is the same in every process."""

import os
import subprocess
import sys

CODE = (
    "from dragoman.store.situation import digest_machines;"
    " from dragoman.situation.machines import load_machines;"
    " print(digest_machines(load_machines()))"
)


def test_the_digest_does_not_hang_on_the_order_of_sets() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
