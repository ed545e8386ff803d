"""What every request must pass before it reaches a page, and the headers of every answer.

The page listens on this machine only, but any site open in the same browser can send requests to
it: so the Host must be ours (DNS rebinding), a change must come from our own page (Origin, Fetch
Metadata) and carry the token, and no answer may run script that is not a file of ours (CSP 3).
"""

from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from dragoman.output.web.problems import Problem, answer_problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 2_000_000
"""Bytes of a request's body: a long report is some 50,000."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
)


class BodyTooLarge(Exception):
    """A request's body went past MAX_BODY while it was read."""


def guarded(app: App, *, hosts: frozenset[str]) -> App:
    """Give the app behind the checks; ``hosts`` are names that it answers to besides loopback."""
    names = _LOOPBACK | hosts

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in scope["headers"]}
        problem = _find_problem(scope, headers, names)
        sender = _with_headers(send, scope["path"])
        if problem is not None:
            await answer_problem(problem, scope)(scope, receive, sender)
            return
        await _run_limited(app, scope, receive, sender)

    return run


async def _run_limited(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    """Run the app; whatever it makes of a body that went past the limit, the answer is 413."""
    read = 0

    async def limited() -> MutableMapping[str, Any]:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MAX_BODY:
            raise BodyTooLarge
        return message

    async def unless_over(message: MutableMapping[str, Any]) -> None:
        if read <= MAX_BODY:
            await send(message)

    with suppress(BodyTooLarge):
        await app(scope, limited, unless_over)
    if read > MAX_BODY:
        await answer_problem(too_large(), scope)(scope, receive, send)


def _find_problem(
    scope: Scope, headers: dict[bytes, bytes], names: frozenset[str]
) -> Problem | None:
    host = headers.get(b"host", b"").decode("latin-1")
    if _host_name(host) not in names:
        return Problem(400, "Unknown host", f"This page does not answer to {host[:80]!r}.")
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > MAX_BODY:
        return too_large()
    if scope["method"] not in _SAFE and not _is_own(headers, host):
        return Problem(403, "Not from this page", "Changes are taken only from this page itself.")
    return None


def too_large() -> Problem:
    """Give the answer to a body above the limit."""
    return Problem(413, "Too large", f"At most {MAX_BODY:,} bytes are taken at once.")


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_own(headers: dict[bytes, bytes], host: str) -> bool:
    """A browser names the page that sends; a program sends neither header and needs the token."""
    site = headers.get(b"sec-fetch-site", b"none")
    if site not in (b"same-origin", b"none"):
        return False
    origin = headers.get(b"origin")
    return origin is None or origin.decode("latin-1") in (f"http://{host}", f"https://{host}")


def _with_headers(send: Send, path: str) -> Send:
    kept = path.startswith("/static/")
    cache = b"public, max-age=3600" if kept else b"no-store"

    async def add(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            names = {name.lower() for name, _ in message["headers"]}
            extra = [pair for pair in _HEADERS if pair[0] not in names]
            if b"cache-control" not in names:
                extra.append((b"cache-control", cache))
            message["headers"] = [*message["headers"], *extra]
        await send(message)

    return add
