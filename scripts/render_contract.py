"""Render docs/contract.md from the numbered promises: render_contract.py [--check].

With --check it writes nothing, and exits with 1 if the page is stale.
"""

import re
import sys
import tomllib
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROMISES = ROOT / "shared_spec" / "requirements.toml"
PAGE = ROOT / "docs" / "contract.md"
TITLES = {
    "INFO": "Description",
    "HTTP": "The surface",
    "PROBLEM": "Problem details",
    "BODY": "Bodies",
    "TEXT": "Text",
    "TIME": "Time",
    "REGISTER": "Registration",
    "LOGIN": "Log-in",
    "TOKEN": "Tokens",
    "OWNER": "Ownership",
    "LOGOUT": "Ending sessions",
    "ACCOUNT": "Accounts",
    "TASK": "Tasks",
    "ETAG": "Conditional requests",
    "LIST": "Lists",
    "HEALTH": "Operation",
    "PAGE": "Pages: names and URLs",
    "FORM": "Pages: forms",
    "SHOW": "Pages: tasks",
    "SESSION": "Pages: sessions",
    "GUARD": "Pages: protection",
    "BROWSER": "Pages: what a browser sees",
    "LIVE": "Pages: a list that updates itself",
}
TABLE = ["| id | level | profile | promise | source |", "|---|---|---|---|---|"]
HEAD = """\
# The contract

<!-- Written by `python3 scripts/render_contract.py` from shared_spec/requirements.toml. -->

{count} promises, each one sentence that a client can hold a server to. The shapes of the API are in
[openapi.yaml](../shared_spec/openapi.yaml), the names and paths of the pages in
[pages.toml](../shared_spec/pages.toml).

The level is MUST or SHOULD of RFC 2119. The profile says where a promise holds:

- about /api and what is below it, /healthz and /readyz: *core* on every server, *extended* where
  entity tags and throttling are offered, *timing* as far as it can be seen on a server whose tokens
  live for seconds, *operational* where a load balancer asks;
- on servers that also have pages for people: *pages*, *pages-timing* on a server whose tokens live
  for seconds, *browser* where only a browser sees it, *live* for a list that updates itself;
- *inside* where HTTP does not show it, and each implementation has a test of its own.
"""


def area(promise: dict[str, str]) -> str:
    """Return the group of a promise: "TASK" of "TASK-1"."""
    return promise["id"].rpartition("-")[0]


def row(promise: dict[str, str]) -> str:
    """Return a promise as a row of its table."""
    sentence = re.sub(r"([|<*_])", r"\\\1", promise["sentence"])
    cells = [promise["id"], promise["level"], promise["profile"], sentence, promise["source"]]
    return f"| {' | '.join(cells)} |"


def page(promises: list[dict[str, str]]) -> str:
    """Return the whole page in Markdown: a heading and a table for each area."""
    parts = [HEAD.format(count=len(promises))]
    for name, group in groupby(promises, key=area):
        parts.append("\n".join([f"## {TITLES[name]}\n", *TABLE, *map(row, group), ""]))
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write the page, or with --check compare it, and return the exit status."""
    rendered = page(tomllib.loads(PROMISES.read_text(encoding="utf-8"))["promise"])
    if arguments == ["--check"]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == rendered:
            return 0
        print("docs/contract.md is stale: run scripts/render_contract.py", file=sys.stderr)
        return 1
    if arguments:
        print("usage: render_contract.py [--check]", file=sys.stderr)
        return 2
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(rendered, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
