"""Write docs/mutation_score.md, with the results of the first run and the last one.

The section "Pages" has the results of page_score.py, the rest those of mutation_score.py.
"""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from statistics import median
from typing import Any

from harness import ROOT
from harness.provenance import commit

from selftest import page_faults
from selftest.reference_server.faults import FAULTS, Fault

PAGE = ROOT / "docs" / "mutation_score.md"
FIRST = ROOT / "tests" / "selftest" / "reference_server" / "first_run.toml"
FIRST_OF_PAGES = ROOT / "tests" / "selftest" / "page_first_run.toml"
HEADING = "\n## Pages\n"
FEW, MANY = 3, 10  # blamed promises: the goals

Found = dict[str, list[str]]  # the promises that were called broken, by fault
Faults = Mapping[str, Fault]

TEXT = """# The mutation score of the suite

<!-- Written by `make mutation-score WRITE=1`; the part on pages by `make page-score WRITE=1`. -->

The [reference server](../tests/selftest/reference_server/) is a fifth server that keeps the
whole contract, in memory. It has a
[list of faults](../tests/selftest/reference_server/faults.toml), one active at a time.
Each fault breaks a promise. It is **caught** if the suite calls that promise broken.
The list comes from the promises and from faults of real servers. It was written before anyone
looked at the tests. **Blamed** counts all promises that a run of the whole suite calls broken;
one is exact. It is counted for every tenth fault.

A tool that broke a real server at random gave [a second opinion](second_opinion.md).

{runs}

`make mutation-score WRITE=1` repeats it. The first run missed these faults; new tests catch them:

{first_survivors}

The faults of the last run for which the whole suite blames more than {few} promises:

{vague}
{survivors}"""

PAGES = """
The pages have a [list of faults](../tests/selftest/page_faults.toml) too, written in the same way:
each is a patch of at most five lines, for a copy of Flask's pages. What is blamed is counted for
every fourth fault, by a run of the whole profile.

{runs}

`make page-score WRITE=1` repeats it. The first run missed these faults; better tests catch them:

{first_survivors}

{note}

The faults of the last run for which the whole profile blames more than {few} promises:

{vague}
{survivors}"""

RUNS = """| run | caught | of | blamed, median | at most {few} blamed | commit | date |
|---|---|---|---|---|---|---|
{rows}"""


def write(found: Found, blamed: Found) -> None:
    """Write the results of the API: what the tests of each promise found, and what was blamed."""
    kept = PAGE.read_text().partition(HEADING)[2]
    text = filled(TEXT, found, blamed, FAULTS, tomllib.loads(FIRST.read_text()))
    PAGE.write_text(f"{text}{HEADING}{kept}")


def write_pages(found: Found, blamed: Found) -> None:
    """Write the results of the pages, in their section."""
    kept = PAGE.read_text().partition(HEADING)[0].rstrip() + "\n"
    first = tomllib.loads(FIRST_OF_PAGES.read_text())
    text = filled(PAGES, found, blamed, page_faults.FAULTS, first)
    PAGE.write_text(f"{kept}{HEADING}{text}")


def filled(text: str, found: Found, blamed: Found, faults: Faults, first: dict[str, Any]) -> str:
    """Return a text with the results of the first run and of this one."""
    vague = {each: told for each, told in blamed.items() if len(told) > FEW}
    survivors: Found = {
        each: [] for each, told in found.items() if faults[each].promise not in told
    }
    date = str(datetime.now(UTC).date())
    last = ["the last", *figures(found, blamed, faults), commit(), date]
    rows = "\n".join(f"| {' | '.join(run)} |" for run in [*first["rows"], last])
    missed = f"\nNot caught yet:\n\n{table(survivors, faults)}" if survivors else ""
    return (
        text.format(
            few=FEW,
            runs=RUNS.format(few=FEW, rows=rows),
            note=first.get("note", ""),
            first_survivors=table({each: [] for each in first["survivors"]}, faults),
            vague=table(vague, faults) if vague else "None.",
            survivors=missed,
        ).rstrip()
        + "\n"
    )


def figures(found: Found, blamed: Found, faults: Faults) -> list[str]:
    """Return how many faults were caught, of how many, and how many promises were blamed."""
    caught = [each for each, told in found.items() if faults[each].promise in told]
    sizes = [len(told) for told in blamed.values()]
    few = f"{sum(size <= FEW for size in sizes)} of {len(sizes)}"
    return [str(len(caught)), str(len(found)), f"{median(sizes):g}", few]


def precision(found: Found) -> str:
    """Return how many promises are blamed, in one line."""
    sizes = sorted(len(told) for told in found.values())
    few = sum(size <= FEW for size in sizes)
    many = [each for each, told in found.items() if len(told) > MANY]
    told = f"blamed: median {median(sizes):g}, at most {FEW} for {few} of {len(sizes)}"
    return f"{told}, more than {MANY} for {', '.join(many) or 'none'}"


def table(found: Found, faults: Faults) -> str:
    """Return the faults as a Markdown table with the promises that they break."""
    rows = []
    for each, told in found.items():
        others = ", ".join(promise for promise in told if promise != faults[each].promise)
        blamed = f" (also blamed: {others})" if others else ""
        rows.append(f"| {each} | {faults[each].what} | {faults[each].promise}{blamed} |")
    return "\n".join(["| fault | what it does | promise |", "|---|---|---|", *rows])
