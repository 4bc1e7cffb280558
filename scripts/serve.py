"""Migrate one framework's database and run its server: serve.py NAME [--develop | --trace].

HOST, PORT, DATABASE_URL, TOKEN_TTL and THROTTLE_WINDOW come from the environment.
"""

import argparse
import errno
import os
import re
import signal
import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LARGEST = {"PORT": 65_535, "TOKEN_TTL": 10**9, "THROTTLE_WINDOW": 10**9}  # a billion s: 31 years
EXCEPTION = re.compile(r"^(?:\w+\.)*[A-Z]\w*: (.+)$", re.MULTILINE)
PASSWORD = re.compile(r"(://[^:/@\s]*:)\S+@")


def main() -> None:
    """Check all that can go wrong, migrate, say where the server will be, and run it."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    name, mode, server = read_arguments()
    check_numbers()
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or server["port"]
    check_address(host, int(port))
    os.chdir(ROOT)
    Path("var").mkdir(exist_ok=True)
    programs = ROOT / ".venvs" / (f"{name}-coverage" if mode == "trace" else name) / "bin"
    migrate(name, programs, server["migrate"])
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/api/v1"
    print(f"{server['title']} serves {url} (Ctrl-C ends it); try: curl -i {url}", flush=True)
    program, *arguments = [part.format(host=host, port=port) for part in server[mode]]
    if mode == "develop":  # it needs the terminal, for breakpoint()
        os.execv(programs / program, [str(programs / program), *arguments])
    sys.exit(supervise([str(programs / program), *arguments]))


def supervise(command: list[str]) -> int:
    """Run the server until it ends or we are told to end it; return its exit status.

    Its own process group keeps Ctrl-C from its workers: a Granian worker that gets SIGINT from the
    terminal and SIGTERM from its parent at once hangs until it is killed.
    """
    with subprocess.Popen(command, process_group=0) as server:
        try:
            return server.wait()
        except SystemExit:
            server.terminate()
            return server.wait()


def read_arguments() -> tuple[str, str, dict[str, Any]]:
    """Return the server's name, the command to run (serve, develop, trace) and its record."""
    servers = tomllib.loads((ROOT / "scripts" / "servers.toml").read_text())
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("name", help=f"one of: {', '.join(servers)}")
    modes = parser.add_mutually_exclusive_group()
    for mode in ("develop", "trace"):
        modes.add_argument(f"--{mode}", dest="mode", action="store_const", const=mode)
    arguments = parser.parse_args()
    if arguments.name not in servers:
        sys.exit(f"no server is called {arguments.name!r}; there are: {', '.join(servers)}")
    return arguments.name, arguments.mode or "serve", servers[arguments.name]


def check_numbers() -> None:
    """End with one line if a number in the environment is none, or out of its range."""
    for variable, largest in LARGEST.items():
        text = os.environ.get(variable) or "1"
        if not (re.fullmatch("[0-9]{1,10}", text) and 1 <= int(text) <= largest):
            sys.exit(f"{variable}={text} must be a whole number from 1 to {largest}")


def check_address(host: str, port: int) -> None:
    """Bind the address once, plainly: servers with SO_REUSEPORT start happily beside each other."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
            probe.bind(address)
            probe.listen()
    except OSError as error:
        taken = f"port {port} is taken: stop what runs there or say PORT=..."
        other = f"cannot listen on {host}, port {port} ({error.strerror}): say HOST=... or PORT=..."
        sys.exit(taken if error.errno == errno.EADDRINUSE else other)


def migrate(name: str, programs: Path, command: list[str]) -> None:
    """Bring the database up to date, or say in one line why it cannot be."""
    program = programs / command[0]
    if not program.exists():
        sys.exit(f"{name} is not installed yet: make run-{name} does it")
    done = subprocess.run(
        [program, *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        output = PASSWORD.sub(r"\1***@", done.stdout)
        log = Path("var", f"{name}-migrate.log")
        log.write_text(output)
        reasons = EXCEPTION.findall(output) or output.splitlines() or ["no reason given"]
        database = PASSWORD.sub(r"\1***@", os.environ.get("DATABASE_URL") or "not set")
        sys.exit(
            f"cannot migrate the database: {reasons[-1]}; see DATABASE_URL ({database}) and {log}"
        )


if __name__ == "__main__":
    main()
