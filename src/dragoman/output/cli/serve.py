"""``dragoman serve``: the record as a web page and API on this machine."""

import os
import secrets
import socket
import sys
import webbrowser
from contextlib import closing
from pathlib import Path

import typer

from dragoman.config import load_settings
from dragoman.errors import ConfigError
from dragoman.store.connections import open_record


def serve(
    record: Path | None = typer.Argument(None, help="The record's file."),
    port: int = typer.Option(8765, "--port", "-p", min=0, max=65535, help="0 takes any free one."),
    host: str = typer.Option("127.0.0.1", "--host", help="Address to listen on."),
    write: bool = typer.Option(False, "--write", help="Let who has the token keep reports."),
    open_: bool = typer.Option(True, "--open/--no-open", help="Open the page in a browser."),
) -> None:
    """Show the record in a browser: board, timeline, map, actors, events; JSON under /api/v1."""
    # The web libraries take half a second to import: no other command should wait for them.
    import uvicorn

    from dragoman.output.api.adding import code_report
    from dragoman.output.web.app import Serving, make_app

    settings = load_settings()
    path = record or settings.record
    _prepare(path, write=write)
    token = (settings.token or secrets.token_urlsafe(18)) if write else None
    serving = Serving(
        record=path, coder=code_report, token=token, hosts=frozenset({host.strip("[]")})
    )
    with closing(_listen(host, port)) as listener:
        address = _address(host, listener.getsockname()[1])
        _say(address, token, settings.token is not None)
        if open_:
            webbrowser.open(address)
        config = uvicorn.Config(
            make_app(serving), log_level="warning", server_header=False, lifespan="off"
        )
        uvicorn.Server(config).run(sockets=[listener])


def _prepare(path: Path, *, write: bool) -> None:
    """Bring an old record to the present form; make a new one only where it may be written.

    Raises: StoreError for a record that cannot be opened.
    """
    migrate = write or (path.exists() and os.access(path, os.W_OK))
    with open_record(path, write=migrate):
        pass


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
        listener.listen(128)  # whoever asks before the server runs waits, and is not refused
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"{host}:{port} cannot be listened on ({error.strerror}); give another --port"
        ) from error
    return listener


def _address(host: str, port: int) -> str:
    name = f"[{host.strip('[]')}]" if ":" in host else host
    return f"http://{name}:{port}/"


def _say(address: str, token: str | None, own: bool) -> None:
    print(f"dragoman: {address}  (Ctrl-C ends it)", file=sys.stderr)
    if token is not None and not own:
        print(f"dragoman: token for keeping reports: {token}", file=sys.stderr)
