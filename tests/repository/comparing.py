"""The program that compares, run as make does."""

import os
import subprocess

from harness import MODULES, ROOT

PYTHON = ROOT / ".venvs" / "compare" / "bin" / "python"


def compare(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as `make compare` does, in its own environment."""
    return subprocess.run(
        [PYTHON, "-m", "compare", *arguments],
        cwd=ROOT,
        env=os.environ | MODULES | environment,
        capture_output=True,
        text=True,
    )
