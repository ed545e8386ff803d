"""Keys for actors that no data row names."""

import re
import unicodedata

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """Give a name in lower-case ASCII letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return _NOT_PLAIN.sub("-", plain).strip("-") or "unnamed"
