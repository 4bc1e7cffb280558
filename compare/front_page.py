"""The comparison table in README.md, between two HTML comments."""

import sys

from . import ROOT
from .contract import frameworks
from .topics import Column, Topic, concern_topics

README = ROOT / "README.md"
BEGIN, END = "<!-- make compare writes this table -->", "<!-- as far as here -->"
LEDGER = "what-it-does-by-default-that-the-contract-forbids"


def table() -> str:
    """Return the table in Markdown: a row for each concern, a column for each framework."""
    titles = [framework.title for framework in frameworks()]
    ledgers = [f"[its ledger]({each.package}/README.md#{LEDGER})" for each in frameworks()]
    rows = [row("", titles), "|---" * (len(titles) + 1) + "|", *map(concern, concern_topics())]
    return "\n".join([*rows, row("**what had to be changed**", ledgers)])


def concern(topic: Topic) -> str:
    """Return the row of a concern."""
    return row(f"**{topic.row}**", [cell(column) for column in topic.columns])


def row(title: str, cells: list[str]) -> str:
    """Return a row of the table."""
    return f"| {' | '.join([title, *cells])} |".replace("|  |", "| |")


def cell(column: Column) -> str:
    """Return the phrase, and a link to the first definition that illustrates it."""
    if not column.shown or column.built_in:
        return column.phrase
    first = column.shown[0]
    return f"{column.phrase}: [`{first.name.strip('[]')}`]({first.file})"


def rendered(text: str) -> str:
    """Return README.md with the current table; exit with one line if its markers are missing."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not end:
        sys.exit(f"README.md has no markers for the table: put {BEGIN} and {END} around it")
    return f"{head}{begin}\n\n{table()}\n\n{end}{tail}"


def write() -> None:
    """Update the table in README.md."""
    text = README.read_text(encoding="utf-8")
    if rendered(text) != text:
        README.write_text(rendered(text), encoding="utf-8")
        print("written: the table of README.md")


def check() -> int:
    """Return 1 and print what to do if the table is stale."""
    text = README.read_text(encoding="utf-8")
    if rendered(text) == text:
        return 0
    print("the table of README.md is stale: run make compare", file=sys.stderr)
    return 1
