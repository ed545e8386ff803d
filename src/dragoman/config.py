"""Settings: one table, read once at start-up from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table of settings."""

    name: str
    variable: str
    default: str
    unit: str
    help: str


SETTINGS = (
    Setting("record", "DRAGOMAN_RECORD", "", "path", "the record's SQLite file"),
    Setting("machines", "DRAGOMAN_MACHINES", "", "path", "a folder of tracks of your own"),
    Setting("threads", "DRAGOMAN_THREADS", "1", "threads", "threads of the encoder in each worker"),
    Setting("token", "DRAGOMAN_TOKEN", "", "text", "what `serve --write` asks for; else a new one"),
    Setting("data", "DRAGOMAN_DATA", "../shared/data", "path", "the public sets of `eval`"),
    Setting("jobs", "DRAGOMAN_JOBS", "1", "processes", "workers that read reports side by side"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run."""

    record: Path
    machines: Path | None
    threads: int
    jobs: int
    token: str | None
    data: Path


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Give the settings of this run.

    Raises: ConfigError for a value that is no positive whole number where one is needed.
    """
    values = os.environ if environment is None else environment
    given = {setting.name: values.get(setting.variable, setting.default) for setting in SETTINGS}
    return Settings(
        record=Path(given["record"]) if given["record"] else _default_record(values),
        machines=Path(given["machines"]) if given["machines"] else None,
        threads=_positive("threads", given["threads"]),
        jobs=_positive("jobs", given["jobs"]),
        token=given["token"] or None,
        data=Path(given["data"]),
    )


def _default_record(values: Mapping[str, str]) -> Path:
    """XDG Base Directory Specification 0.8: user data lies under XDG_DATA_HOME."""
    home = values.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "dragoman" / "record.db"


def _positive(name: str, value: str) -> int:
    if not value.isdigit() or int(value) < 1:
        raise ConfigError(f"setting {name} is {value!r}; give a whole number from 1 on")
    return int(value)
