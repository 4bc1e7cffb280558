"""Find a section of an ini or toml file, `[alembic]`, or one of its keys, `[flask] serve`."""

import re

from .sources import Source


def sections(file: Source, name: str) -> list[tuple[int, int]]:
    """Return the lines of a section, or those of its header and one key."""
    head, _, key = name.partition("] ")
    text = "\n".join(file.lines)
    found = re.search(rf"^{re.escape(head.rstrip(']'))}\](?:\n(?!\[).*)*", text, re.MULTILINE)
    if not found:
        raise LookupError(f"{file.file} has no section {name}")
    first = text.count("\n", 0, found.start()) + 1
    lines = re.sub(r"(\n(#.*)?)+$", "", found[0]).split("\n")
    if not key:
        return [(first, first + len(lines) - 1)]
    starts = [number for number, line in enumerate(lines) if line.startswith(f"{key} = ")]
    if not starts:
        raise LookupError(f"{file.file} has no {key} in {head}]")
    start = end = starts[0]
    if lines[start].endswith("["):
        end = next(number for number in range(start, len(lines)) if lines[number].startswith("]"))
    return [(first, first), (first + start, first + end)]
