"""Run a task on one framework's database: database.py NAME migrate | revert REVISION | prune.

DATABASE_URL and THROTTLE_WINDOW come from the environment.
"""

import os
import re
import signal
import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXCEPTION = re.compile(r"^(?:\w+\.)*[A-Z]\w*: (.+)$", re.MULTILINE)
PASSWORD = re.compile(r"(://[^:/@\s]*:)\S+@")
USAGE = "database.py NAME migrate | revert REVISION | prune"
NOTHING = "0000"  # the revision before the first one
CONNECT_SECONDS = "2"  # as for /readyz; libpq has no time limit by default


def main(arguments: list[str]) -> None:
    """Run the task that the arguments name, and print its result."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # end without a traceback
    match arguments:
        case [name, "migrate" | "prune" as task]:
            revision = ""
        case [name, "revert" as task, revision] if re.fullmatch("[0-9]{4}", revision):
            pass
        case _:
            sys.exit(f"usage: {USAGE}; a revision is 0001 or the like, {NOTHING}: no tables")
    prepare()
    said = run(name, task, revision).strip()
    print(said or f"{name}: the database is at {revision or 'the latest revision'}")


def prepare() -> None:
    """Change to the root of the repository, where the commands run, and create var/.

    From now on only the owner may read new files: databases, logs, secrets.
    """
    os.umask(0o077)
    os.chdir(ROOT)
    with suppress(OSError):  # the database may be elsewhere
        Path("var").mkdir(exist_ok=True)
    os.environ.setdefault("PGCONNECT_TIMEOUT", CONNECT_SECONDS)


def find_server(name: str) -> dict[str, Any]:
    """Return the record of a framework; exit with one line if there is none."""
    servers: dict[str, Any] = tomllib.loads((ROOT / "scripts" / "servers.toml").read_text())
    if name not in servers:
        sys.exit(f"no server is called {name!r}; there are: {', '.join(servers)}")
    return servers[name]


def run(name: str, task: str, revision: str = "", environment: str = "") -> str:
    """Return the output of the task, or exit with one line that gives the reason of its failure.

    The task runs in the named environment, by default the framework's own.
    """
    server = find_server(name)
    revision = server["nothing"] if revision == NOTHING else revision
    program, *arguments = [part.format(revision=revision) for part in server[task]]
    path = ROOT / ".venvs" / (environment or name) / "bin" / program
    if not path.exists():
        sys.exit(f"{name} is not installed yet: run make install-{name}")
    done = subprocess.run(
        [path, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        sys.exit(explain(name, task, PASSWORD.sub(r"\1***@", done.stdout)))
    return done.stdout


def explain(name: str, task: str, output: str) -> str:
    """Write the output of a failed task to a file, and return its reason in one line."""
    log = Path("var", f"{name}-{task}.log")
    if writable := os.access("var", os.W_OK):
        log.write_text(output)
    where = f"and {log}" if writable else "(var/ is read-only)"
    reasons = EXCEPTION.findall(output) or output.splitlines() or ["no reason given"]
    database = PASSWORD.sub(r"\1***@", os.environ.get("DATABASE_URL") or "not set")
    return f"cannot {task} the database: {reasons[-1]}; see DATABASE_URL ({database}) {where}"


if __name__ == "__main__":
    main(sys.argv[1:])
