"""The record: one SQLite file, opened by any SQLite tool, written only through here."""
