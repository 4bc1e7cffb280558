"""Where published results come from: the commit, the date and the machine."""

import os
import platform
import subprocess
from datetime import UTC, datetime

import psutil

from . import ROOT


def provenance() -> dict[str, str]:
    """Return the commit, the date and the machine of a run."""
    memory = round(psutil.virtual_memory().total / 2**30)
    machine = f"{os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.machine()}"
    return {
        "commit": commit(),
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{machine}, Python {platform.python_version()}",
    }


def commit() -> str:
    """Return the commit of the files here, with "-dirty" if they were changed since."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return "unknown (git is missing)"
    return done.stdout.strip() or "unknown (not a git clone)"
