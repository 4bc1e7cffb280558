"""The published score of the suite, docs/sharpness.md: the first run as it was, and the last."""

import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from contract.promises import PROMISES
from impostor.faults import FAULTS, Fault

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "sharpness.md"
FIRST = ROOT / "tests" / "impostor" / "first_run.toml"

TEXT = """# How sharp is the suite?

<!-- Written by tests/sharpness.py --write. -->

The [impostor](../tests/impostor/) is a fifth server that keeps the whole contract, in memory, and
is wrong in exactly one named way when asked. A fault counts as caught if a test of the promise that
it breaks fails. The [list of faults](../tests/impostor/faults.toml) was written from the promises
and from what real servers get wrong, before anyone looked at which tests exist.

| run | caught | of | commit | date |
|---|---|---|---|---|
| the first | {first_caught} | {first_total} | {first_commit} | {first_date} |
| the last | {caught} | {total} | {commit} | {date} |

`make sharpness` repeats it. The faults that survived the first run, since answered by tests:

{first_survivors}

{survivors}"""


def write(total: int, survivors: list[Fault]) -> None:
    """Write the page for a run over `total` faults."""
    first = tomllib.loads(FIRST.read_text())
    PAGE.write_text(
        TEXT.format(
            first_caught=first["total"] - len(first["survivors"]),
            first_total=first["total"],
            first_commit=first["commit"],
            first_date=first["date"],
            caught=total - len(survivors),
            total=total,
            commit=git("rev-parse", "--short", "HEAD"),
            date=datetime.now(UTC).date(),
            first_survivors=table([FAULTS[each] for each in first["survivors"]]),
            survivors=f"Still at large:\n\n{table(survivors)}\n" if survivors else "",
        ).rstrip()
        + "\n"
    )


def table(faults: list[Fault]) -> str:
    """Return the faults as a Markdown table, with the promises that they break."""
    rows = [f"| {fault.id} | {fault.what} | {PROMISES[fault.promise].id} |" for fault in faults]
    return "\n".join(["| fault | what it does | promise |", "|---|---|---|", *rows])


def git(*arguments: str) -> str:
    """Return what a git command prints."""
    done = subprocess.check_output(["git", *arguments], cwd=ROOT, text=True)  # noqa: S607
    return done.strip()
