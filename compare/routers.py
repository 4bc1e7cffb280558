"""Ask all four live applications for their handlers, each in its own environment."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from . import ROOT
from .contract import frameworks, operations

# Settings of the user's own servers are ignored.
SETTINGS = {
    *("DATABASE_URL", "TOKEN_TTL", "THROTTLE_WINDOW", "PRODUCTION", "DJANGO_SETTINGS_MODULE"),
    *("HOST", "PORT", "PROCESSES", "POOL_SIZE", "AUTORELOAD"),  # options of Tornado's
}
EXAMPLES = {"username": "ann", "id": "1"}


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
    requests = {each.name: [each.method, example(each.path)] for each in operations()}
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [python, "-W", "ignore", "-m", "compare.probes", name],
            input=json.dumps(requests),
            env=environment(folder),
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        reason = (done.stderr.strip() or "no output").splitlines()[-1]
        sys.exit(f"{name} cannot be asked for its handlers: {reason}")
    return json.loads(done.stdout)


def environment(folder: str) -> Mapping[str, str]:
    """Return environment variables with a database in a temporary folder."""
    kept = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    return kept | {"DATABASE_URL": f"sqlite:///{folder}/todo.db"}


def example(path: str) -> str:
    """Return an example path for a template: /api/v1/accounts/ann/tasks/1."""
    return re.sub(r"{(\w+)}", lambda match: EXAMPLES[match[1]], path)
