"""Serve one framework by several instances behind nginx: serve_cluster.py NAME COUNT.

PORT (8000), DATABASE_URL (a throw-away PostgreSQL), TOKEN_TTL and THROTTLE_WINDOW come from the
environment. Ctrl-C or SIGTERM ends everything; SIGUSR1 replaces one instance after the other.
"""

import logging
import os
import re
import signal
import sys
import tomllib
from queue import SimpleQueue

from cluster import clustered, log
from servers import ROOT

GIVEN = ("DATABASE_URL", "TOKEN_TTL", "THROTTLE_WINDOW")
MOST = 32  # instances


def main() -> None:
    """Serve until told to end, and replace the instances as often as told to."""
    wanted: SimpleQueue[None] = SimpleQueue()
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end_once)
    signal.signal(signal.SIGUSR1, lambda *_: wanted.put(None))
    logging.basicConfig(format="%(message)s", stream=sys.stdout)
    log.setLevel(logging.INFO)
    name, count, port = read_arguments(sys.argv[1:])
    given = {key: os.environ[key] for key in GIVEN if os.environ.get(key)}
    with clustered(name, count, port, given) as cluster:
        log.info("%s serves %s/api/v1 by %d instances", name, cluster.url, count)
        log.info("Ctrl-C ends it; kill -USR1 %d replaces one after the other", os.getpid())
        while True:
            wanted.get()
            try:
                cluster.roll()
            except RuntimeError as error:
                log.warning("an instance is missing: %s", one_line(error))


def end_once(number: int, frame: object) -> None:
    """Begin to end everything, which no second signal shall interrupt."""
    for ending in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)
    sys.exit(0)


def read_arguments(arguments: list[str]) -> tuple[str, int, int]:
    """Return the framework, the number of instances and the port; end with one line if wrong."""
    if len(arguments) != 2:
        sys.exit("usage: serve_cluster.py NAME COUNT")
    names = list(tomllib.loads((ROOT / "scripts" / "servers.toml").read_text()))
    (name, count), port = arguments, os.environ.get("PORT") or "8000"
    if name not in names:
        sys.exit(f"no server is called {name!r}; there are: {', '.join(names)}")
    for variable, text, least, most in (("N", count, 2, MOST), ("PORT", port, 1, 65_535)):
        if not (re.fullmatch("[0-9]{1,5}", text) and least <= int(text) <= most):
            sys.exit(f"{variable}={text} must be a whole number from {least} to {most}")
    return name, int(count), int(port)


def one_line(error: Exception) -> str:
    """Return what went wrong and, of the log after it, the last line."""
    first, *rest = str(error).splitlines()
    return f"{first} {rest[-1]}" if rest else first


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as error:
        sys.exit(one_line(error))
