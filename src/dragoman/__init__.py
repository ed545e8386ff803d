"""Dragoman reads news reports and keeps a sourced record of a political situation.

From Python::

    import dragoman

    with dragoman.open("my.db") as record:
        record.read("report.txt", date="2026-01-10", outlet="Wire")
        record.events(dyad="USA-VEN", status="planned").df()

Importing it loads nothing: each name below brings what it needs when it is first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.output.python import Brief as Brief
    from dragoman.output.python import Events as Events
    from dragoman.output.python import Record as Record
    from dragoman.output.python import Report as Report
    from dragoman.output.python import Why as Why
    from dragoman.output.python import annotate as annotate
    from dragoman.output.python import code as code
    from dragoman.output.python import open_path as open

__version__ = "0.1.0"
__all__ = ["Brief", "Events", "Record", "Report", "Why", "annotate", "code", "open"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("dragoman.output.python"), "open_path" if name == "open" else name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
