"""Which commit this is, and whether what was measured on another one still holds."""

import subprocess
from collections.abc import Sequence

from . import ROOT


def git(*arguments: str) -> str:
    """Return what git says, empty if it cannot say it (no git, no repository)."""
    command = ["git", *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip()


def commit() -> str:
    """Return the commit that is looked at; "-dirty" says that something has been changed since."""
    return git("describe", "--always", "--dirty", "--exclude=*") or "unknown"


def date() -> str:
    """Return the day of the commit, not of the clock: what is built twice is the same."""
    return git("show", "--no-patch", "--format=%cs") or "unknown"


def unchanged_since(measured: str, paths: Sequence[str]) -> bool:
    """Say whether files or folders are now what they were when something was measured."""
    if measured.endswith("-dirty") or not git(
        "rev-parse", "--verify", "--quiet", f"{measured}^{{}}"
    ):
        return False
    changed = git("diff", "--name-only", measured, "--", *paths)
    return not changed and not git("status", "--porcelain", "--", *paths)
