"""Run PgBouncer between servers and PostgreSQL, without root and in a temporary folder.

https://www.pgbouncer.org/config.html
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from .ports import free_port
from .programs import unprivileged
from .servers import await_start, launch, stop
from .throwaway import accepts

CONFIGURATION = """
[databases]
* = {target}
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


@contextmanager
def pooled(program: str, url: str, size: int) -> Iterator[str]:
    """Yield the URL of a pooler in transaction mode with `size` connections to a database.

    RuntimeError: it did not start.
    """
    parts, own_port, rights = urlsplit(url), free_port(), unprivileged()
    own_parts = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{own_port}")
    own_url = own_parts.geturl()
    with TemporaryDirectory(prefix="pgbouncer-") as name:
        folder = Path(name)
        target = f"host={parts.hostname} port={parts.port or 5432}"
        ini = CONFIGURATION.format(target=target, own_port=own_port, size=size)
        (folder / "pgbouncer.ini").write_text(ini)
        (folder / "users.txt").write_text(f'"{parts.username}" "{parts.password}"\n')
        for path in [folder, *folder.iterdir()] if rights else []:
            os.chown(path, rights["user"], rights["group"])
        command = [program, "--quiet", "pgbouncer.ini"]
        server = launch("PgBouncer", own_port, command, folder / "log", cwd=folder, **rights)
        try:
            await_start(server, lambda: accepts(own_url))
            yield own_url
        finally:
            stop(server)
