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
from .contract import Operation, PageOperation, frameworks, operations, page_operations

EXAMPLES = {"username": "ann", "id": "1"}
KEPT = {"PATH", "LD_LIBRARY_PATH"}  # not the settings of the user's own servers


@cache
def answers() -> dict[str, dict[str, Any]]:
    """Return each framework's handlers, and what its classes inherit from the framework.

    {"flask": {"handlers": {"create_task": {"reference", "file", "line"}}, "pages": …, …}}
    """
    names = [framework.name for framework in frameworks()]
    with ThreadPoolExecutor() as pool:
        return dict(zip(names, pool.map(ask, names), strict=True))


def ask(name: str) -> dict[str, Any]:
    """Return the output of a framework's probe; exit with one line if it fails."""
    python = ROOT / ".venvs" / name / "bin" / "python"
    if not python.exists():
        sys.exit(f"{name} is not installed yet: run make compare")
    asked = {
        "handlers": {each.name: [[each.method], path(each)] for each in operations()},
        "pages": {each.name: [each.methods, path(each)] for each in page_operations()},
    }
    settings = {key: value for key, value in os.environ.items() if key in KEPT}
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [python, "-W", "ignore", "-m", "compare.probes", name],
            input=json.dumps(asked),
            env=settings | {"DATABASE_URL": f"sqlite:///{folder}/todo.db", "SECRET_KEY": "compare"},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        reason = (done.stderr.strip() or "no output").splitlines()[-1]
        sys.exit(f"{name} cannot be asked for its handlers: {reason}")
    return json.loads(done.stdout)


def path(operation: Operation | PageOperation) -> str:
    """Return the path of an operation for a user and a task."""
    return operation.path.format(**EXAMPLES)
