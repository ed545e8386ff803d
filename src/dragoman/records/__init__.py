"""Frozen data that the stages pass forward: no behaviour, no imports of ours outside this room."""
