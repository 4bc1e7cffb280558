"""Run nginx in front of servers, without root and in a temporary folder, with nginx.conf."""

import errno
import os
import shutil
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from . import programs
from .servers import Server, await_answer, launch, stop

CONFIGURATION = Path(__file__).with_name("nginx.conf")
INSTALL = "apt-get install nginx-light does it"
DRAIN_SECONDS = 15  # more than worker_shutdown_timeout


def find_program() -> str:
    """Return the path of nginx, or of $NGINX; RuntimeError: it is not installed."""
    wanted = os.environ.get("NGINX") or "nginx"
    program = programs.find_program(wanted)
    if not program:
        raise RuntimeError(f"{wanted} is not installed: on Debian or Ubuntu {INSTALL}")
    return program


def check_free(port: int) -> int:
    """Return the port if it is free; call this before starting anything."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            taken = f"port {port} is taken: stop what runs there, or set PORT=8005"
            other = f"cannot listen on port {port} ({error.strerror}): say PORT=..."
            raise RuntimeError(taken if error.errno == errno.EADDRINUSE else other) from error
    return port


@contextmanager
def proxy(port: int, instances: Iterable[int], *, tls: bool = False) -> Iterator[Server]:
    """Forward a port of 127.0.0.1 to the ports of instances, until the block ends.

    With `tls` nginx speaks HTTPS there, with a new certificate that nobody has signed.
    RuntimeError: nginx is not installed, or it did not start or stop.
    """
    with TemporaryDirectory(prefix="nginx-") as name:
        folder, rights = Path(name), programs.unprivileged()
        if rights:
            os.chown(folder, rights["user"], rights["group"])
        configuration = shutil.copy(CONFIGURATION, folder)
        lines = [
            f"listen 127.0.0.1:{port}{' ssl' if tls else ''};",
            *(certify(folder) if tls else []),
        ]
        (folder / "listen.conf").write_text("\n".join(lines))
        write_instances(folder, instances)
        command = [find_program(), "-p", name, "-c", str(configuration), "-e", "stderr"]
        server = launch("nginx", port, command, folder / "error.log", cwd=folder, **rights)
        try:
            await_answer(server)
            yield replace(server, url=server.url.replace("http:", "https:")) if tls else server
        finally:
            stop(server)


def certify(folder: Path) -> list[str]:
    """Write a certificate for 127.0.0.1 into the folder; return nginx's directives for it."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-days", "1", "-subj", "/CN=127.0.0.1", "-nodes"]
    command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    if rights := programs.unprivileged():
        os.chown(key, rights["user"], rights["group"])
    return [f"ssl_certificate {certificate};", f"ssl_certificate_key {key};"]


def write_instances(folder: Path, instances: Iterable[int]) -> None:
    """Write the list of instances that nginx.conf includes."""
    lines = [f"server 127.0.0.1:{port} max_fails=3 fail_timeout=5s;\n" for port in instances]
    (folder / "instances.conf").write_text("".join(lines))


def pass_to(server: Server, instances: Iterable[int]) -> None:
    """Send new requests only to these ports; return when all earlier requests are answered.

    A reload starts new workers; the old workers exit after their last connection.
    https://nginx.org/en/docs/control.html. RuntimeError: the old workers did not exit.
    """
    write_instances(server.log.parent, instances)
    workers = psutil.Process(server.process.pid).children()
    server.process.send_signal(signal.SIGHUP)
    _, alive = psutil.wait_procs(workers, timeout=DRAIN_SECONDS)
    if alive:
        raise RuntimeError(f"nginx keeps old connections open:\n{server.log_end()}")


def answered(server: Server) -> Counter[str]:
    """Count nginx's answers so far, by status."""
    lines = (server.log.parent / "access.log").read_text().splitlines()
    return Counter(line.split()[1] for line in lines)
