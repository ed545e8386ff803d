"""Opening the record: the file, its mode, its migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from dragoman.datafiles import data_path
from dragoman.errors import StoreError

_APPLICATION_ID = 0x44524147  # "DRAG", in the file's header: tells a record from other databases
_BUSY_MS = 5_000


@contextmanager
def open_record(path: Path, *, write: bool) -> Iterator[apsw.Connection]:
    """Give an open, migrated record; ``write=False`` neither makes nor changes a file.

    Raises: StoreError when it is missing (reading), read-only (writing), locked, corrupt or no
    record of Dragoman's.
    """
    connection = None
    try:
        connection = _connect(path, write=write)
        yield connection
    except apsw.Error as error:
        raise StoreError(_explain(error, path)) from error
    finally:
        if connection is not None:
            connection.close()


def _connect(path: Path, *, write: bool) -> apsw.Connection:
    if not write and not path.exists():
        raise StoreError(f"{path}: no record here yet; make one with `dragoman read FILE`")
    if write:
        _make_folder(path)
    flags = apsw.SQLITE_OPEN_READONLY
    if write:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    connection = apsw.Connection(str(path), flags=flags)
    connection.set_busy_timeout(_BUSY_MS)
    connection.execute("PRAGMA foreign_keys = ON")
    _check_owner(connection, path)
    if write:
        if connection.readonly("main"):
            raise StoreError(f"{path}: read-only; choose another file with --record")
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection)
    return connection


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent}: cannot be made: {error.strerror}") from error


def _check_owner(connection: apsw.Connection, path: Path) -> None:
    owner = connection.pragma("application_id")
    empty = not connection.execute("SELECT count(*) FROM sqlite_schema").get
    if owner != _APPLICATION_ID and not empty:
        raise StoreError(f"{path}: a database, but no record of Dragoman's; choose another file")


def migrate(connection: apsw.Connection) -> list[str]:
    """Apply the migrations that the record lacks, in name order; give their names.

    Raises: StoreError for a record that a newer Dragoman has written.
    """
    names = sorted(p.name for p in _migration_folder().glob("*.sql"))
    done = int(connection.pragma("user_version"))
    if done > len(names):
        raise StoreError(
            f"the record has form {done}, this Dragoman knows {len(names)}; update Dragoman"
        )
    for number, name in enumerate(names[done:], done + 1):
        with connection:
            connection.execute((_migration_folder() / name).read_text(encoding="utf-8"))
            connection.pragma("application_id", _APPLICATION_ID)
            connection.pragma("user_version", number)
    return names[done:]


def _migration_folder() -> Path:
    return data_path().parent / "store" / "migrations"


def _explain(error: apsw.Error, path: Path) -> str:
    if isinstance(error, apsw.ReadOnlyError | apsw.CantOpenError):
        return f"{path}: cannot be written or opened here; choose another file with --record"
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return f"{path}: locked by another program; try again when it is done"
    if isinstance(error, apsw.NotADBError | apsw.CorruptError):
        return f"{path}: not a SQLite file, or damaged; restore a copy or choose another file"
    if isinstance(error, apsw.FullError):
        return f"{path}: the disk is full"
    return f"{path}: {error}"
