"""The current commit, and whether measurements of another commit are still valid."""

import subprocess
from collections.abc import Sequence

from . import ROOT


def git(*arguments: str) -> str:
    """Return git's output, or an empty string if git fails (no git, no repository)."""
    command = ["git", *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip()


def commit() -> str:
    """Return the current commit, "" without git; "-dirty" means uncommitted changes."""
    return git("describe", "--always", "--dirty", "--exclude=*")


def date() -> str:
    """Return the date of the commit, not today's, so that builds are reproducible."""
    return git("show", "--no-patch", "--format=%cs")


def unchanged_since(measured: str, paths: Sequence[str]) -> bool:
    """Return whether files or folders are the same now as at the measured commit."""
    known = git("rev-parse", "--verify", "--quiet", f"{measured}^{{}}")  # not with "-dirty"
    return bool(known) and not (
        git("diff", "--name-only", measured, "--", *paths)
        or git("status", "--porcelain", "--", *paths)
    )
