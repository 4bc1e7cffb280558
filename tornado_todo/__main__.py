"""Serve the API: python -m tornado_todo [--port=8004] [--processes=2] [--help]."""

import sys

from tornado.netutil import bind_sockets
from tornado.options import options

from . import log, settings
from .server import run
from .supervisor import supervise


def main() -> None:
    """Read the settings, and serve in one process or, supervised, in several."""
    settings.load(sys.argv[1:])
    check_address(options.host, options.port)
    log.configure()
    if options.processes == 1 or options.autoreload:
        run()
    else:
        supervise(run, options.processes)


def check_address(host: str, port: int) -> None:
    """End with one line if the address cannot be had; processes that share it would not notice."""
    try:
        for socket in bind_sockets(port, host):
            socket.close()
    except OSError as error:
        sys.exit(f"cannot listen on {host}, port {port} ({error}): say --host=... or --port=...")


if __name__ == "__main__":
    main()
