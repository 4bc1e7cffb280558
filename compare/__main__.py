"""Show the four side by side: python -m compare [TOPIC | --check | --output FILE].

Without a topic it writes the page and the table of README.md; with one it prints the topic.
It needs the folder tests/ in PYTHONPATH, as `make compare` sets it.
"""

import argparse
import sys
from pathlib import Path

from . import ROOT, front_page, page, terminal

PAGE = ROOT / "reports" / "compare.html"


def main() -> int:
    """Run the command that the arguments select, and return the exit status."""
    parser = argparse.ArgumentParser(prog="compare", description="Read the four side by side.")
    parser.add_argument("topic", nargs="?", help="an operation or a concern, shown in the terminal")
    parser.add_argument("--check", action="store_true", help="only check if README.md is stale")
    parser.add_argument("--output", type=Path, help="write only the page, to this file")
    arguments = parser.parse_args()
    if arguments.check:
        return front_page.write(only_check=True)
    if arguments.topic:
        return terminal.show(arguments.topic)
    if not arguments.output:
        front_page.write()
        PAGE.parent.mkdir(exist_ok=True)
    output = arguments.output or PAGE
    output.write_text(page.build(), encoding="utf-8")
    print(f"written: {output.resolve().as_uri()}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError) as error:
        sys.exit(str(error))
