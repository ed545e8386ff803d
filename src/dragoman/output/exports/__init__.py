"""The record in the formats of others: one module a format, gathered in ``exporters.EXPORTERS``."""
