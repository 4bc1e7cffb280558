"""The comparison table in README.md, a generated block."""

import sys

from harness import markdown

from . import ROOT
from .contract import frameworks
from .facts import LEDGER
from .topics import Column, concern_topics

README = ROOT / "README.md"


def table() -> str:
    """Return the table in Markdown: a row for each concern, a column for each framework."""
    anchor = LEDGER.lower().strip("# ").replace(" ", "-")
    ledgers = [f"[its ledger]({each.package}/README.md#{anchor})" for each in frameworks()]
    rows = [
        [f"**{topic.row}**", *map(cell, topic.columns)] for topic in concern_topics() if topic.row
    ]
    rows.append(["**what had to be changed**", *ledgers])
    return markdown.table(["", *(framework.title for framework in frameworks())], rows)


def cell(column: Column) -> str:
    """Return the phrase, and a link to the first definition that illustrates it."""
    if not column.shown or column.built_in:
        return column.phrase
    first = column.shown[0]
    return f"{column.phrase}: [`{first.name.strip('[]')}`]({first.file})"


def write(*, only_check: bool = False) -> int:
    """Update the table in README.md; or return 1, and print what to do if it is stale."""
    if table() in README.read_text(encoding="utf-8"):
        return 0
    if only_check:
        print("the table of README.md is stale: run make compare", file=sys.stderr)
        return 1
    markdown.replace_block(README, "side by side", table())
    print("written: the table of README.md")
    return 0
