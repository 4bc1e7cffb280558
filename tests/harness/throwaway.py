"""Run a temporary PostgreSQL server with a free port and its own data; remove it afterwards.

https://www.postgresql.org/docs/current/app-initdb.html, .../app-postgres.html
"""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from .ports import free_port
from .postgres_programs import copy_programs, find_programs, unprivileged, version

USER = "todo"  # the database's superuser
START_SECONDS, STOP_SECONDS = 60, 60
INITDB = ["-D", "data", "-A", "scram-sha-256", "--pwfile", "password"]
INITDB += ["--encoding", "UTF8", "--no-locale", "--no-sync"]
OPTIONS = [
    "--listen_addresses=127.0.0.1",
    "--unix_socket_directories=.",
    "--max_connections=200",
    "--fsync=off",  # temporary data need not survive a power cut
    "--full_page_writes=off",
]
# PostgreSQL's processes and files would survive if this process were killed. This script stops and
# removes them when its standard input ends. CONT: a test may have stopped the server with SIGSTOP.
GUARDIAN = """
cat
if pid=$(head -n 1 data/postmaster.pid) && kill -QUIT "$pid" && kill -CONT "$pid"; then
    while test -e data/postmaster.pid && kill -0 "$pid"; do sleep 0.05; done
fi 2> /dev/null
rm -rf "$0"
"""


@dataclass
class Postgres:
    """A temporary server: `url` is a superuser's; `folder` has `data` and `server.log`."""

    url: str
    folder: Path
    programs: Path
    port: int
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Start the server on its port and data; return once it accepts connections."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", "data", "-p", str(self.port), *OPTIONS],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,  # Ctrl-C must not reach it
                **unprivileged(),
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.accepts():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log_end = (self.folder / "server.log").read_text().splitlines()[-1:]
                raise RuntimeError(f"PostgreSQL did not start: {' '.join(log_end)}")
            time.sleep(0.02)

    def accepts(self) -> bool:
        """Return whether a log-in works: no other server has this password."""
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Close all connections, write everything to disk and stop: a "fast shutdown".

        https://www.postgresql.org/docs/current/server-shutdown.html
        """
        self.process.send_signal(signal.SIGINT)
        self.process.wait(STOP_SECONDS)


@contextmanager
def throwaway() -> Iterator[Postgres]:
    """Run a server until the block ends, and leave nothing behind, however this process ends.

    RuntimeError: the programs are missing, or they do not start.
    """
    folder = Path(mkdtemp(prefix="postgres-"))
    guardian = subprocess.Popen(
        ["/bin/sh", "-c", GUARDIAN, folder],
        stdin=subprocess.PIPE,
        cwd=folder,
        start_new_session=True,
    )
    with guardian:  # closes its standard input and waits for it
        postgres = initialize(folder)
        postgres.start()
        try:
            yield postgres
        finally:
            postgres.process.send_signal(signal.SIGQUIT)
            postgres.process.wait(STOP_SECONDS)


def initialize(folder: Path) -> Postgres:
    """Create a database cluster in the folder, with a random password and a free port."""
    programs, identity = find_programs(), unprivileged()
    password, port = secrets.token_hex(16), free_port()
    if version(programs / "postgres", **identity) == "0":
        programs = copy_programs(programs, folder)
    (folder / "password").write_text(password)
    if identity:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, identity["user"], identity["group"], follow_symlinks=False)
    command: list[str | Path] = [programs / "initdb", *INITDB, "-U", USER]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **identity)
    if done.returncode:
        raise RuntimeError(f"PostgreSQL's initdb failed: {' '.join(done.stderr.split())}")
    url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
    return Postgres(url, folder, programs, port)
