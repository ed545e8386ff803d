"""Document -> Document: what the text says was done, by whom, to whom, and whether it happened."""
