"""Gold, alignment, scores and the gate that pins them."""
