"""The speed of the contract suite, and what takes its time."""

import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from harness.servers import running

from .cpu_time import tree_seconds
from .variants import ROOT

PYTHON = ROOT / ".venvs" / "tests" / "bin" / "python"

# The answers that need a hash: registrations and log-ins, including failed ones.
HASHED = {("register", 201), ("register", 409), ("log_in", 200), ("log_in", 401)}


def suite(framework: str, *options: str) -> dict[str, Any]:
    """Run the suite against a server, with options for pytest, and return its figures.

    `seconds` is wall-clock time, `server` and `suite` are CPU time, `hashes` is a count.
    Raise RuntimeError if the suite fails.
    """
    with TemporaryDirectory() as folder, running(framework) as server:
        command = [str(PYTHON), "-m", "pytest", "tests/contract"]
        command += ["-q", "-n", "2", *options, "--contract-url", server.url, "--report", folder]
        own, others = children_seconds(), tree_seconds(server.tree())
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        own, others = children_seconds() - own, tree_seconds(server.tree()) - others
        if done.returncode:
            raise RuntimeError(f"the suite did not pass:\n{done.stdout}{done.stderr}")
        report = json.loads(Path(folder, "report.json").read_text())
    hashes = [
        one["count"] for one in report["answers"] if (one["operation"], one["status"]) in HASHED
    ]
    return {
        "seconds": round(report["seconds"], 1),
        "exchanges": report["exchanges"],
        "server": round(others, 1),
        "suite": round(own, 1),
        "hashes": sum(hashes),
    }


def children_seconds() -> float:
    """Return the CPU time of all child processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system
