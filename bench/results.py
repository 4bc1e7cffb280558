"""Where results are stored, and how they were measured."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness import ROOT
from harness.markdown import replace_block
from harness.provenance import provenance

from .load import loader

Results = dict[str, Any]


def about(command: str, minutes: float) -> Results:
    """Return how figures were measured: commit, date, machine, loader and command."""
    return provenance() | {"loader": loader(), "command": command, "minutes": round(minutes, 1)}


@dataclass(frozen=True)
class Place:
    """Where results go: a JSON file, a folder for charts, and perhaps the pages with tables."""

    results: Path
    pictures: Path
    renews_pages: bool = False

    def save(self, section: str, results: Results, pictures: dict[str, str]) -> None:
        """Write a section of the results, and charts by file name."""
        self.results.parent.mkdir(parents=True, exist_ok=True)
        self.pictures.mkdir(parents=True, exist_ok=True)
        known = json.loads(self.results.read_text()) if self.results.exists() else {}
        self.results.write_text(json.dumps(known | {section: results}, indent=1) + "\n")
        for name, svg in pictures.items():
            (self.pictures / name).write_text(svg)
        print(f"\nwritten: {self.results}, and pictures in {self.pictures}")

    def renew(self, page: Path, name: str, text: str) -> None:
        """Replace a generated block of a page, if this run updates pages."""
        if self.renews_pages:
            replace_block(page, name, text)


KEPT = Place(ROOT / "bench" / "results.json", ROOT / "docs" / "bench", renews_pages=True)


def caption(about: Results) -> str:
    """Return one line that says how figures were measured."""
    return (
        f"Commit {about['commit']}, {about['date']}, {about['machine']}, load by "
        f"{about['loader']}; `{about['command']}` repeats it in {about['minutes']:.0f} minutes."
    )
