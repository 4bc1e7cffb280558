"""Serve one framework with several instances behind nginx: cluster.serve NAME COUNT.

Environment: PORT (8000), DATABASE_URL (default: a temporary PostgreSQL server), TOKEN_TTL and
THROTTLE_WINDOW. Ctrl-C or SIGTERM stops everything; SIGUSR1 replaces the instances in turn.
"""

import logging
import os
import re
import signal
import sys
from queue import SimpleQueue

from harness import SERVERS
from harness.cluster import clustered, log

GIVEN = ("DATABASE_URL", "TOKEN_TTL", "THROTTLE_WINDOW")
MOST = 32  # the maximum number of instances


def main() -> None:
    """Serve until a signal to stop, and replace the instances on each SIGUSR1."""
    wanted: SimpleQueue[None] = SimpleQueue()
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end_once)
    signal.signal(signal.SIGUSR1, lambda *_: wanted.put(None))
    logging.basicConfig(format="%(message)s", stream=sys.stdout)
    log.setLevel(logging.INFO)
    name, count, port = read_arguments(sys.argv[1:])
    given = {key: os.environ[key] for key in GIVEN if os.environ.get(key)}
    with clustered(name, count, port, given) as cluster:
        log.info("%s serves %s/api/v1 by %d instances", name, cluster.proxy.url, count)
        log.info("Ctrl-C ends it; kill -USR1 %d replaces one after the other", os.getpid())
        while True:
            wanted.get()
            try:
                cluster.roll()
            except RuntimeError as error:
                log.warning("an instance was not replaced: %s", one_line(error))


def end_once(number: int, frame: object) -> None:
    """Stop everything; ignore further signals, so that they do not interrupt this."""
    for ending in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)
    sys.exit(0)


def read_arguments(arguments: list[str]) -> tuple[str, int, int]:
    """Return framework, number of instances and port; exit with one line if one is invalid."""
    if len(arguments) != 2:
        sys.exit("usage: cluster.serve NAME COUNT")
    (name, count), port = arguments, os.environ.get("PORT") or "8000"
    if name not in SERVERS:
        sys.exit(f"no server is called {name!r}; there are: {', '.join(SERVERS)}")
    for variable, text, least, most in (("N", count, 2, MOST), ("PORT", port, 1, 65_535)):
        if not (re.fullmatch("[0-9]{1,5}", text) and least <= int(text) <= most):
            sys.exit(f"{variable}={text} must be a whole number from {least} to {most}")
    return name, int(count), int(port)


def one_line(error: Exception) -> str:
    """Return the error message and the last line of the log after it."""
    first, *rest = str(error).splitlines()
    return f"{first} {rest[-1]}" if rest else first


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as error:
        sys.exit(one_line(error))
