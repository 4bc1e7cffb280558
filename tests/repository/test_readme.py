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


def defined(node: ast.AST, prefix: str = "") -> set[str]:
    """Return the names of what a module defines or imports, methods as `Class.method`."""
    names: set[str] = set()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names |= {prefix + child.name, *defined(child, f"{prefix}{child.name}.")}
        elif isinstance(child, ast.Assign | ast.AnnAssign):
            targets = child.targets if isinstance(child, ast.Assign) else [child.target]
            names |= {prefix + target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(child, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in child.names}
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
        if target.endswith(".py") and symbol not in defined(ast.parse(source)):
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
    imported = {
        name
        for path in page.parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    assert {name.partition(".")[0] for name in imported} & (strangers - {page.parent.name}) == set()
