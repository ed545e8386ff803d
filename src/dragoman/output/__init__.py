"""Everything that leaves: contract lines, briefings, the command line."""
