"""Migrate one framework's database and run its server: serve.py NAME [--develop | --trace].

HOST, PORT, DATABASE_URL, TOKEN_TTL and THROTTLE_WINDOW come from the environment. Those with pages
also read SECRET_KEY, TRUST_PROXY, and PRODUCTION: then they refuse to start without a SECRET_KEY.
"""

import argparse
import ctypes
import os
import re
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import database
from address import await_answer, free_address

LARGEST = {"PORT": 65_535, "TOKEN_TTL": 10**9, "THROTTLE_WINDOW": 10**9}  # a billion s: 31 years
MANY = 65_536  # open files
PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def main() -> None:
    """Check the settings, migrate, run the server, and print its URL once it answers."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    name, mode = read_arguments()
    server = database.find_server(name)
    check_numbers()
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or server["port"]
    host = free_address(host, int(port))  # Granian takes no names
    database.prepare()
    environment = f"{name}-coverage" if mode == "trace" else name
    database.run(name, "migrate", environment=environment)
    allow_many_connections()
    # Otherwise the C library keeps 19 MiB for every thread that has ever computed a password hash:
    # https://man7.org/linux/man-pages/man3/mallopt.3.html, M_MMAP_THRESHOLD.
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "131072")
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    api = f"{url}/api/v1"
    first, more = (url, f"its API: {api}") if server.get("pages") else (api, f"try: curl -i {api}")
    program, *arguments = [part.format(host=host, port=port) for part in server[mode]]
    folder = Path(".venvs", environment, "bin").resolve()
    if mode == "develop":  # breakpoint() needs the terminal
        print(f"{server['title']} reloads at {first} (Ctrl-C ends it)", flush=True)
        os.execv(folder / program, [str(folder / program), *arguments])
    line = f"{server['title']} serves {first} (Ctrl-C ends it); {more}"
    sys.exit(supervise([str(folder / program), *arguments], host, int(port), line))


def supervise(command: list[str], host: str, port: int, line: str) -> int:
    """Run the server until it or this process is ended; print the line once it answers.

    Its own process group protects the workers from Ctrl-C: a Granian worker that gets SIGINT from
    the terminal and SIGTERM from its parent at once hangs until it is killed. If the main process
    dies, kill its workers: they would keep the port, and nothing would restart them.
    """
    server = subprocess.Popen(command, process_group=0, preexec_fn=end_with_parent)
    try:
        if await_answer(server, host, port):
            print(line, flush=True)
        status = server.wait()
    except SystemExit:
        server.terminate()
        status = server.wait()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
    return status if status >= 0 else 128 - status


def end_with_parent() -> None:
    """Make Linux send SIGTERM to this process when its parent ends, even after kill -9.

    https://man7.org/linux/man-pages/man2/pr_set_pdeathsig.2const.html
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def read_arguments() -> tuple[str, str]:
    """Return the name of the server and the command to run: serve, develop or trace."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("name", help="a name in scripts/servers.toml")
    modes = parser.add_mutually_exclusive_group()
    for mode in ("develop", "trace"):
        modes.add_argument(f"--{mode}", dest="mode", action="store_const", const=mode)
    arguments = parser.parse_args()
    return arguments.name, arguments.mode or "serve"


def check_numbers() -> None:
    """Exit with one line if a setting is not a number, or is out of range."""
    for variable, largest in LARGEST.items():
        text = os.environ.get(variable) or "1"
        if not (re.fullmatch("[0-9]{1,10}", text) and 1 <= int(text) <= largest):
            sys.exit(f"{variable}={text} must be a whole number from 1 to {largest}")


def allow_many_connections() -> None:
    """Raise the limit of open files as far as the system allows: each connection needs one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = MANY if hard == resource.RLIM_INFINITY else min(MANY, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


if __name__ == "__main__":
    main()
