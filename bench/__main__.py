"""Measure: python -m bench ladder|async [FRAMEWORK...] [--database postgres] [--tiny]."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import asynchronous, ladder
from .results import KEPT, Place
from .scale import FULL, TINY
from .variants import SERVERS


def main() -> None:
    """Read the arguments, measure, and print where the results are."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are ended too
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("what", choices=["ladder", "async"])
    parser.add_argument("frameworks", nargs="*", metavar="FRAMEWORK", help=", ".join(SERVERS))
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--tiny", action="store_true", help="a smoke run: counts of no worth")
    places = parser.add_mutually_exclusive_group()
    places.add_argument("--output", type=Path, default=Path("reports", "bench"), metavar="FOLDER")
    places.add_argument("--keep", action="store_true", help="write the files that are committed")
    arguments = parser.parse_args()
    for name in arguments.frameworks:
        if name not in SERVERS:
            sys.exit(f"no server is called {name!r}; there are: {', '.join(SERVERS)}")
    frameworks = arguments.frameworks or list(SERVERS)
    scale = TINY if arguments.tiny else FULL
    place = KEPT if arguments.keep else Place(arguments.output / "results.json", arguments.output)
    if arguments.what == "async":
        asynchronous.run(frameworks, scale, place)
    else:
        with postgres(arguments.database) as url:
            ladder.run(frameworks, url, scale, place)


@contextmanager
def postgres(database: str) -> Iterator[str | None]:
    """Yield an administrator's URL of PostgreSQL, or None for SQLite."""
    if database == "sqlite":
        yield None
        return
    from postgres import server

    with server() as url:
        yield url


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except (RuntimeError, OSError) as error:
        sys.exit(str(error))
