"""Writes the tables of fields in docs/EXPORTS.md anew from the exporters; the words stay."""

import re
import sys
from pathlib import Path

from dragoman.output.exports.exporters import EXPORTERS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "EXPORTS.md"


def main() -> int:
    """Replace what stands between each format's marks; give the exit code."""
    text = PAGE.read_text(encoding="utf-8")
    for exporter in EXPORTERS:
        rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in exporter.fields)
        table = f"<!-- fields of {exporter.name} -->\n| field | what stands in it |\n|---|---|\n{rows}\n"
        pattern = rf"<!-- fields of {re.escape(exporter.name)} -->\n(?:\|.*\n)*"
        text, count = re.subn(pattern, lambda _, table=table: table, text)
        if count != 1:
            print(f"{PAGE.name}: {exporter.name} has {count} places for its fields, not 1")
            return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
