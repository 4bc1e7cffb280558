"""Shared parts of the test commands, and a check of their error messages."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from . import MODULES, ROOT
from .ports import free_port
from .servers import SETTINGS

# Variables that tests must not pass on: they may run under make, with a database.
OURS = SETTINGS | {"POSTGRES_SERVER", "PG_BIN", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}


def run(main: Callable[[list[str]], int]) -> None:
    """Run a command with the arguments of this process, and exit with its status.

    SIGTERM and Ctrl-C stop what it has started; an error that names its cause is one line.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Split arguments at the first "--"."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:cut], arguments[cut + 1 :]


def status(failed: Iterable[str]) -> int:
    """Print a line for each failure, and return the exit status."""
    lines = [f"FAILED: {each}" for each in failed]
    print("\n".join(lines), file=sys.stderr, end="\n" if lines else "")
    return int(bool(lines))


def refusal(*command: str | Path, **settings: str) -> str:
    """Run a command with these settings, which must fail; return its error message of one line."""
    kept = {key: value for key, value in os.environ.items() if key not in OURS}
    environment = kept | MODULES | {"PORT": str(free_port())} | settings
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode > 0, done.stdout, done.stderr.count("\n")) == (True, "", 1), done
    return done.stderr
