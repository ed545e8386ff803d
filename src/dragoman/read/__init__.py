"""bytes -> Document: files and JSON lines, checked before anything else sees them."""
