"""The faults of Flask's pages, from page_faults.toml, and copies of the server that have one."""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from harness import ROOT

from selftest.reference_server.faults import Fault

PACKAGE = "flask_todo"


@dataclass(frozen=True)
class PageFault(Fault):
    """A fault with the file that it changes, and the texts to replace there."""

    file: str
    patch: list[tuple[str, str]]

    def original(self) -> str:
        """Return the content of the file without the fault."""
        return (ROOT / PACKAGE / self.file).read_text("utf-8")

    def patched(self) -> str:
        """Return its content with the fault; ValueError: the patch does not fit any more."""
        text = self.original()
        for old, new in self.patch:
            if text.count(old) != 1:
                raise ValueError(f"{self.id}: {text.count(old)} times in {self.file}: {old!r}")
            text = text.replace(old, new)
        return text

    def build(self, folder: Path) -> None:
        """Copy what serves Flask's pages into a folder, and patch the copy."""
        unused = shutil.ignore_patterns("__pycache__", "tests")
        shutil.copytree(ROOT / PACKAGE, folder / PACKAGE, ignore=unused)
        shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=unused)
        (folder / ".venvs").symlink_to(ROOT / ".venvs")
        (folder / PACKAGE / self.file).write_text(self.patched(), "utf-8")


def load_faults() -> dict[str, PageFault]:
    """Return the faults by id, in the order of the file."""
    document = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        fault_id: PageFault(fault_id, promise, **fault)
        for promise, faults in document.items()
        for fault_id, fault in faults.items()
    }


FAULTS = load_faults()
