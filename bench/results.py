"""Where results are stored, and how they were measured."""

import json
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from .load import loader
from .variants import ROOT

Results = dict[str, Any]


def about(command: str, minutes: float) -> Results:
    """Return how figures were measured: commit, date, machine and command."""
    describe = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(describe, cwd=ROOT, capture_output=True, text=True)
    memory = round(psutil.virtual_memory().total / 2**30)
    return {
        "commit": done.stdout.strip() or "unknown",
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{psutil.cpu_count()} cores, {memory} GiB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}",
        "loader": loader(),
        "command": command,
        "minutes": round(minutes, 1),
    }


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
        """Replace the text between two comments in a page; RuntimeError if they are missing."""
        if self.renews_pages:
            begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
            before, begun, rest = page.read_text().partition(begin)
            _, ended, after = rest.partition(end)
            if not (begun and ended):
                raise RuntimeError(f"{page} has no place between {begin} and {end}")
            page.write_text(f"{before}{begin}\n{text}\n{end}{after}")


KEPT = Place(ROOT / "bench" / "results.json", ROOT / "docs" / "bench", renews_pages=True)


def caption(about: Results) -> str:
    """Return one line that says how figures were measured."""
    return (
        f"Commit {about['commit']}, {about['date']}, {about['machine']}, load by "
        f"{about['loader']}; `{about['command']}` repeats it in {about['minutes']:.0f} minutes."
    )
