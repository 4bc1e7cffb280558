"""Tables and generated blocks of Markdown pages."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table whose columns are aligned, since terminals show it too."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def escape(text: str) -> str:
    """Return text for a cell: pipes would end it, and the others would be markup."""
    return re.sub(r"([|<*_])", r"\\\1", text)


def replace_block(page: Path, name: str, text: str) -> None:
    """Replace what is between <!-- name --> and <!-- end of name --> in a page.

    RuntimeError: the page has no such block.
    """
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, begun, rest = page.read_text(encoding="utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not (begun and ended):
        raise RuntimeError(f"{page} has no place between {begin} and {end}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
