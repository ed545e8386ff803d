"""The ``dragoman`` command: gathers the commands and turns errors into messages and exit codes."""

import os
import sys
from typing import NoReturn

import typer

from dragoman import __version__
from dragoman.errors import ConfigError, DragomanError, StoreError
from dragoman.output.cli import (
    brief,
    changes,
    decide,
    dyad,
    eval,
    export,
    group,
    import_,
    read,
    serve,
    stateless,
    tracks,
    train,
    why,
)

EXIT_OK, EXIT_ERROR, EXIT_USAGE, EXIT_NOTHING, EXIT_PARTIAL, EXIT_STORE = 0, 1, 2, 3, 4, 5
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="dragoman",
    help="Read news reports; keep a sourced record of a political situation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("read")(read.read)
app.command("brief")(brief.brief)
app.command("changes")(changes.changes)
app.command("dyad")(dyad.dyad)
app.command("tracks")(tracks.tracks)
app.command("why")(why.why)
app.command("split")(decide.split)
app.command("join")(decide.join)
app.command("serve")(serve.serve)
app.command("export")(export.export)
app.command("import")(import_.import_)
app.command("code")(stateless.code)
app.command("annotate")(stateless.annotate)
app.command("relate")(stateless.relate)
app.command("group")(group.group)
app.command("train")(train.train)
app.command("eval")(eval.eval_)


def _version(shown: bool) -> None:
    if shown:
        print(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and stop."
    ),
) -> None:
    """Read news reports; keep a sourced record of a political situation."""


def main() -> NoReturn:
    """Run the command line; end with the documented exit code."""
    try:
        app(standalone_mode=True)
    except BrokenPipeError:
        # Whoever read our output has gone: nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_OK)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except ConfigError as error:
        _complain(error)
        sys.exit(EXIT_USAGE)
    except StoreError as error:
        _complain(error)
        sys.exit(EXIT_STORE)
    except DragomanError as error:
        _complain(error)
        sys.exit(EXIT_ERROR)
    sys.exit(EXIT_OK)


def _complain(error: Exception) -> None:
    print(f"dragoman: {error}", file=sys.stderr)
