"""Show the four side by side: python -m compare [TOPIC | --check | --write | --output FILE].

Without a topic it writes the page and the table of README.md; with one it prints the topic.
It needs the folder tests/ in PYTHONPATH, as `make compare` sets it.
"""

import argparse
import sys
from pathlib import Path

from . import ROOT, front_page, page, terminal
from .page.filters import UP

PAGE = ROOT / "reports" / "compare.html"
PUBLISHED = ROOT / "docs" / "compare.html"


def main() -> int:
    """Run the command that the arguments select, and return the exit status."""
    parser = argparse.ArgumentParser(prog="compare", description="Read the four side by side.")
    parser.add_argument("topic", nargs="?", help="an operation or a concern, shown in the terminal")
    parser.add_argument("--check", action="store_true", help="only check if README.md is stale")
    parser.add_argument("--write", action="store_true", help="write docs/compare.html too")
    parser.add_argument("--output", type=Path, help="write only the page, to this file")
    parser.add_argument(
        "--root", default=UP, metavar="URL", help="where the page's links find the repository"
    )
    arguments = parser.parse_args()
    if arguments.check:
        return front_page.write(only_check=True)
    if arguments.topic:
        return terminal.show(arguments.topic)
    if not arguments.output:
        front_page.write()
    print("building the page …", file=sys.stderr, flush=True)
    text = page.build(arguments.root)
    for output in [arguments.output] if arguments.output else outputs(write=arguments.write):
        output.parent.mkdir(exist_ok=True)
        output.write_text(text, encoding="utf-8")
        print(f"written, to open in a browser: {output.resolve().as_uri()}")
    return 0


def outputs(*, write: bool) -> list[Path]:
    """Return where the page is written without --output."""
    return [PAGE, PUBLISHED] if write else [PAGE]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError) as error:
        sys.exit(str(error))
