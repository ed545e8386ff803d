"""Events -> Situation: what stands on each track, from data files of states and evidence."""
