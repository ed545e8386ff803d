"""``dragoman serve`` starts, says where, asks for the token, and slows no other command down."""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

COMMAND = [sys.executable, "-c", "from dragoman.output.cli.main import main; main()", "serve"]


def test_serve_says_where_it_is_and_answers(record: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, str(record), "--port", "0", "--no-open", "--write"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert process.stderr is not None
    try:
        address = next(w for w in process.stderr.readline().split() if w.startswith("http"))
        assert "token for keeping reports: " in process.stderr.readline()
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert b"<h1>Board</h1>" in answer.read()
            assert answer.headers["Server"] is None
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_missing_record_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, str(tmp_path / "none.db"), "--no-open"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5
    assert "no record here yet" in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_other_commands_do_not_import_the_web_libraries() -> None:
    code = (
        "import sys; import dragoman.output.cli.main;"
        " print([m for m in ('fastapi', 'uvicorn', 'starlette', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
