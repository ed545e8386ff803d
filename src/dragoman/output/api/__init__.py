"""The JSON API under /api/v1: the twin of every page."""
