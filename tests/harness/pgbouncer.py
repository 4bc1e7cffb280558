"""Run PgBouncer between servers and PostgreSQL, without root and in a temporary folder.

https://www.pgbouncer.org/config.html
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg

from .ports import free_port
from .postgres_programs import unprivileged

START_SECONDS, STOP_SECONDS = 10, 10
CONFIGURATION = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = users.txt
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 1000
"""


def find_program() -> str | None:
    """Return the path of PgBouncer, or None; on Debian it is not on the usual PATH."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def pooled(program: str, url: str, size: int) -> Iterator[str]:
    """Yield the URL of a pooler in transaction mode with `size` connections to a database.

    RuntimeError: it did not start.
    """
    parts, own_port, rights = urlsplit(url), free_port(), unprivileged()
    own_url = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{own_port}")
    with TemporaryDirectory(prefix="pgbouncer-") as name:
        folder = Path(name)
        settings = {"host": parts.hostname, "port": parts.port or 5432, "own_port": own_port}
        (folder / "pgbouncer.ini").write_text(CONFIGURATION.format(size=size, **settings))
        (folder / "users.txt").write_text(f'"{parts.username}" "{parts.password}"\n')
        for path in [folder, *folder.iterdir()] if rights else []:
            os.chown(path, rights["user"], rights["group"])
        with (folder / "log").open("wb") as log:
            command = [program, "--quiet", "pgbouncer.ini"]
            process = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **rights
            )
        try:
            await_connection(own_url.geturl(), process, folder / "log")
            yield own_url.geturl()
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def await_connection(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as a client can connect."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return psycopg.connect(url).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PgBouncer did not start:\n{log.read_text()}") from None
        time.sleep(0.02)
