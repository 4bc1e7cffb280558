"""Ask all four live applications for their handlers, each in its own environment."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from . import ROOT
from .contract import frameworks, operations

EXAMPLES = {"username": "ann", "id": "1"}
KEPT = {"PATH", "LD_LIBRARY_PATH"}  # not the settings of the user's own servers


@cache
def answers() -> dict[str, dict[str, Any]]:
    """Return each framework's handlers, and what its classes inherit from the framework.

    {"flask": {"handlers": {"create_task": {"reference", "file", "line"}}, "inherited": …}}
    """
    names = [framework.name for framework in frameworks()]
    with ThreadPoolExecutor() as pool:
        return dict(zip(names, pool.map(ask, names), strict=True))


def ask(name: str) -> dict[str, Any]:
    """Return the output of a framework's probe; exit with one line if it fails."""
    python = ROOT / ".venvs" / name / "bin" / "python"
    if not python.exists():
        sys.exit(f"{name} is not installed yet: run make compare")
    requests = {each.name: [each.method, each.path.format(**EXAMPLES)] for each in operations()}
    settings = {key: value for key, value in os.environ.items() if key in KEPT}
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [python, "-W", "ignore", "-m", "compare.probes", name],
            input=json.dumps(requests),
            env=settings | {"DATABASE_URL": f"sqlite:///{folder}/todo.db"},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        reason = (done.stderr.strip() or "no output").splitlines()[-1]
        sys.exit(f"{name} cannot be asked for its handlers: {reason}")
    return json.loads(done.stdout)
