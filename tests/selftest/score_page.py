"""Write docs/mutation_score.md, with the results of the first run and the last one."""

import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from contract.promises import PROMISES
from selftest.reference_server.faults import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "mutation_score.md"
FIRST = ROOT / "tests" / "selftest" / "reference_server" / "first_run.toml"

TEXT = """# The mutation score of the suite

<!-- Written by tests/selftest/mutation_score.py --write. -->

The [reference server](../tests/selftest/reference_server/) is a fifth server that keeps the whole contract,
in memory. It has a [list of faults](../tests/selftest/reference_server/faults.toml), one active at a time.
Each fault breaks a promise. It is caught if a test of that promise fails. The list comes from the
promises and from faults of real servers. It was written before anyone looked at the tests.

| run | caught | of | commit | date |
|---|---|---|---|---|
| the first | {first_caught} | {first_total} | {first_commit} | {first_date} |
| the last | {caught} | {total} | {commit} | {date} |

`make mutation-score` repeats it. These faults survived the first run; new tests catch them now:

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
            survivors=f"Not caught yet:\n\n{table(survivors)}\n" if survivors else "",
        ).rstrip()
        + "\n"
    )


def table(faults: list[Fault]) -> str:
    """Return the faults as a Markdown table with the promises that they break."""
    rows = [f"| {fault.id} | {fault.what} | {PROMISES[fault.promise].id} |" for fault in faults]
    return "\n".join(["| fault | what it does | promise |", "|---|---|---|", *rows])


def git(*arguments: str) -> str:
    """Return the output of a git command."""
    done = subprocess.check_output(["git", *arguments], cwd=ROOT, text=True)  # noqa: S607
    return done.strip()
