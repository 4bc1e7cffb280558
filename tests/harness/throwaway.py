"""Run a temporary PostgreSQL server with a free port and its own data; remove it afterwards.

https://www.postgresql.org/docs/current/app-initdb.html, .../app-postgres.html
"""

import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from .ports import free_port
from .programs import copy_programs, find_postgres, unprivileged, version
from .servers import Server, await_start, launch

USER = "todo"  # the database's superuser
STOP_SECONDS = 60
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
    server: Server = field(init=False)

    def start(self) -> None:
        """Start the server on its port and data; return once it accepts connections."""
        command = [str(self.programs / "postgres"), "-D", "data", "-p", str(self.port), *OPTIONS]
        log, rights = self.folder / "server.log", unprivileged()
        self.server = launch("PostgreSQL", self.port, command, log, cwd=self.folder, **rights)
        # Only a log-in shows that it is this server: no other one has this password.
        await_start(self.server, lambda: accepts(self.url))

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: close all connections and write everything to disk, a "fast shutdown".

        https://www.postgresql.org/docs/current/server-shutdown.html
        """
        self.server.process.send_signal(how)
        self.server.process.wait(STOP_SECONDS)


def accepts(url: str) -> bool:
    """Return whether a log-in works."""
    with suppress(psycopg.OperationalError), psycopg.connect(url):
        return True
    return False


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
            postgres.stop(signal.SIGQUIT)


def initialize(folder: Path) -> Postgres:
    """Create a database cluster in the folder, with a random password and a free port."""
    programs, identity = find_postgres(), unprivileged()
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
