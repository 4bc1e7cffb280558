"""Build one isolated environment from hash-locked requirement files.

Usage: install.py ENVIRONMENT LOCK [LOCK...], with `uv` if it is on PATH, else with venv and pip.
It parses on Python 3.7 too, so that an old interpreter prints a message, not a syntax error.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ENVIRONMENTS = Path(__file__).resolve().parent.parent / ".venvs"


def main(name: str, locks: list[str]) -> None:
    """Build `.venvs/NAME` from the locks unless it is up to date; wait for a running build."""
    environment = ENVIRONMENTS / name
    stamp = environment / "built-from"
    wanted = fingerprint(environment, locks)
    if stamp.exists() and stamp.read_text() == wanted:
        return  # before anything is written: the disk may be read-only
    ENVIRONMENTS.mkdir(exist_ok=True)
    with (ENVIRONMENTS / f"{name}.lock").open("w") as claim:
        fcntl.flock(claim, fcntl.LOCK_EX)  # the system releases it, however this process ends
        if not stamp.exists() or stamp.read_text() != wanted:
            shutil.rmtree(environment, ignore_errors=True)
            build(environment, locks)
            stamp.write_text(wanted)  # last, so that a half-built environment never counts


def fingerprint(environment: Path, locks: list[str]) -> str:
    """Return the SHA-256 of all that an environment depends on: locks, Python, its path."""
    digest = hashlib.sha256(f"{sys.version}{environment}".encode())
    for lock in locks:
        digest.update(Path(lock).read_bytes())
    return digest.hexdigest()


def build(environment: Path, locks: list[str]) -> None:
    """Create the environment and install exactly what the locks pin, with hashes checked."""
    print(f"building .venvs/{environment.name} (once, up to half a minute)", flush=True)
    python = str(environment / "bin" / "python")
    uv = shutil.which("uv")
    if uv:
        run(uv, "venv", "--quiet", "--no-python-downloads", "-p", sys.executable, str(environment))
        options = ["--require-hashes", "--compile-bytecode", "--no-python-downloads", "-p", python]
        run(uv, "pip", "sync", *options, *locks)
    elif importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        run(sys.executable, "-m", "venv", str(environment))
        options = ["--require-hashes", "--disable-pip-version-check", "--no-input"]
        files = [argument for lock in locks for argument in ("-r", lock)]
        run(python, "-m", "pip", "install", *options, *files)
    else:
        sys.exit("this Python has no venv module: install python3-venv (Debian, Ubuntu), or uv")


def run(*command: str) -> None:
    """Run a command and show its output; exit with one line if it fails."""
    process = subprocess.Popen(command, start_new_session=True)  # Ctrl-C stops it below, quietly
    try:
        status = process.wait()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    if status:
        sys.exit(f"the installation failed, see above: {Path(command[0]).name} {command[1]}")


if __name__ == "__main__":
    this = "{}.{}".format(*sys.version_info)
    if sys.version_info < (3, 11):  # noqa: UP036 - older versions run this file
        sys.exit(f"needs Python 3.11 or newer, this is {this}; try make PYTHON=python3.12 ...")
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)  # as Ctrl-C does
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        print(f".venvs/{sys.argv[1]} is not complete: interrupted", file=sys.stderr)
        sys.exit(130)  # as shells do
    except OSError as error:
        sys.exit(f".venvs/{sys.argv[1]} is not complete: {error}")
