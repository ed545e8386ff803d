"""Every exception of Dragoman, one tree.

DragomanError
├── InputError    a report or line that cannot be read: the rest goes on
│   └── NotFound  what was asked for is not in the record
├── DataError     a shipped or user data file is wrong
├── ModelError    a model file is missing, damaged or of another version
├── StoreError    the record cannot be opened, is locked or corrupt
├── ConfigError   a setting or option has an impossible value
└── Bug           something that should not happen: please report it
"""


class DragomanError(Exception):
    """Base of all; its text says what was wrong, with which value, and what to do."""


class InputError(DragomanError):
    """A report, file or line cannot be read."""


class NotFound(InputError):
    """What was asked for is not in the record."""


class DataError(DragomanError):
    """A data file breaks its own rules."""


class ModelError(DragomanError):
    """A model file is missing or does not fit this version."""


class StoreError(DragomanError):
    """The record cannot be opened, is locked, or is corrupt."""


class ConfigError(DragomanError):
    """A setting has an impossible value."""


class Bug(DragomanError):
    """An internal promise was broken."""


class MissingLayer(Bug):
    """A stage was run before the layer that it reads."""
