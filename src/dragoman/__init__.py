"""Dragoman reads news reports and keeps a sourced record of a political situation."""

__version__ = "0.1.0"
