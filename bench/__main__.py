"""Measure: python -m bench ladder|async [FRAMEWORK...] [--database postgres] [--tiny]."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path

from harness import SERVERS, commands
from harness.postgres import server

from . import asynchronous, ladder, live
from .results import KEPT, Place
from .scale import FULL, TINY


def main(given: list[str]) -> int:
    """Read the arguments, measure, and print where the results are."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("what", choices=["ladder", "async"])
    parser.add_argument("frameworks", nargs="*", metavar="FRAMEWORK", help=", ".join(SERVERS))
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--only", choices=["live"], help="of async, this claim alone")
    parser.add_argument("--tiny", action="store_true", help="a smoke run, without useful figures")
    places = parser.add_mutually_exclusive_group()
    places.add_argument("--output", type=Path, default=Path("reports", "bench"), metavar="FOLDER")
    places.add_argument("--keep", action="store_true", help="write the files that are committed")
    arguments = parser.parse_args(given)
    for name in arguments.frameworks:
        if name not in SERVERS:
            sys.exit(f"no server is called {name!r}; there are: {', '.join(SERVERS)}")
    if arguments.only and arguments.what != "async":
        sys.exit("--only is for the claims about async")
    frameworks = arguments.frameworks or list(SERVERS)
    if arguments.keep and (arguments.tiny or set(frameworks) != set(SERVERS)):
        sys.exit("--keep is for a whole run: without --tiny, and of every framework")
    scale = TINY if arguments.tiny else FULL
    place = KEPT if arguments.keep else Place(arguments.output / "results.json", arguments.output)
    if arguments.what == "async":
        if arguments.only is None:
            asynchronous.run(frameworks, scale, place)
        live.run(frameworks, scale, place)
    else:
        with server() if arguments.database == "postgres" else nullcontext() as url:
            ladder.run(frameworks, url, scale, place)
    return 0


if __name__ == "__main__":
    commands.run(main)
