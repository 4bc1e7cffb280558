"""Serve the application: python -m tornado_todo [--port=8004] [--processes=2] [--help]."""

import sys

from . import log, server, settings


def main() -> None:
    """Read the settings, and serve."""
    settings.load(sys.argv[1:])
    log.configure()
    server.start()


if __name__ == "__main__":
    main()
