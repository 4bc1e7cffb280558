"""The README pages are correct: every linked file and every named symbol exists."""

import ast
import re
from pathlib import Path

import pytest
from contract.promises import PROMISES
from harness import ROOT

PAGES = [ROOT / "README.md", *sorted(ROOT.glob("*_todo/README.md"))]
OTHERS = [ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md"))]
LINK = re.compile(r"\[([^\]]+)\]\(([^)#:]+)(?:#[^)]*)?\)")
HEADINGS = [
    "Run it",
    "Read it in this order",
    "How a request travels",
    "How it knows who you are",
    "Where a transaction ends",
    "What it does by default that the contract forbids",
    "What only this framework has",
    "What it costs",
]


def defined(source: str) -> set[str]:
    """Return the names that a module defines or imports, and `Class.member`."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{each.name}" for each in node.body if hasattr(each, "name")}
        if isinstance(node, ast.alias):
            names.add(node.asname or node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        else:
            names.add(getattr(node, "name", ""))
    return names


@pytest.mark.parametrize("page", PAGES + OTHERS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    """Every link into the repository leads to a file."""
    dead = [
        target
        for _, target in LINK.findall(page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_what_protects_is_promised() -> None:
    """Every promise that the security page names is in the contract."""
    named = set(re.findall(r"\b[A-Z]+-[0-9]+\b", (ROOT / "SECURITY.md").read_text()))
    assert named - PROMISES.keys() == {"SHA-256"}


def test_every_symbol_of_the_comparison_exists() -> None:
    """The linked file of each cell defines or contains the symbols in it."""
    text = PAGES[0].read_text().partition("## Side by side")[2].partition("###")[0]
    missing = []
    for label, target in LINK.findall(text):
        symbol, source = label.strip("`"), (ROOT / target).read_text()
        if target.endswith(".py") and symbol not in defined(source):
            missing.append(f"{symbol} in {target}")
        elif target.endswith(".ini") and f"[{symbol}]" not in source:
            missing.append(f"[{symbol}] in {target}")
    assert missing == []


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.parent.name)
def test_the_folders_tell_their_story_in_the_same_order(page: Path) -> None:
    """Each package's README has the same sections in the same order."""
    assert re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE) == HEADINGS


def test_what_no_framework_has_an_opinion_on_is_the_same_in_all() -> None:
    """formats.py is identical in all packages, so that one reading is enough."""
    assert len({path.read_bytes() for path in ROOT.glob("*_todo/api/formats.py")}) == 1


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.parent.name)
def test_the_packages_import_nothing_from_each_other(page: Path) -> None:
    """A package imports from this repository only itself."""
    strangers = {"tests", "shared_spec", *(other.parent.name for other in PAGES[1:])}
    nodes = [
        node for path in page.parent.rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))
    ]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [n.module or "" for n in nodes if isinstance(n, ast.ImportFrom) and not n.level]
    imported = {name.partition(".")[0] for name in names}
    assert imported & (strangers - {page.parent.name}) == set()
