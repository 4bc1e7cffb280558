"""Write docs/mutation_score.md, with the results of the first run and the last one."""

import tomllib
from datetime import UTC, datetime
from statistics import median

from harness import ROOT
from harness.provenance import commit

from selftest.reference_server.faults import FAULTS

PAGE = ROOT / "docs" / "mutation_score.md"
FIRST = ROOT / "tests" / "selftest" / "reference_server" / "first_run.toml"
FEW, MANY = 3, 10  # blamed promises: the goals

Found = dict[str, list[str]]  # the promises that were called broken, by fault

TEXT = """# The mutation score of the suite

<!-- Written by tests/selftest/mutation_score.py --write. -->

The [reference server](../tests/selftest/reference_server/) is a fifth server that keeps the
whole contract, in memory. It has a
[list of faults](../tests/selftest/reference_server/faults.toml), one active at a time.
Each fault breaks a promise. It is **caught** if the suite calls that promise broken.
The list comes from the promises and from faults of real servers. It was written before anyone
looked at the tests. **Blamed** counts all promises that a run of the whole suite calls broken;
one is exact. It is counted for every tenth fault.

A tool that broke a real server at random gave [a second opinion](second_opinion.md).

| run | caught | of | blamed, median | at most {few} blamed | commit | date |
|---|---|---|---|---|---|---|
{rows}

`make mutation-score WRITE=1` repeats it. The first run missed these faults; new tests catch them:

{first_survivors}

The faults of the last run for which the whole suite blames more than {few} promises:

{vague}
{survivors}"""


def write(found: Found, blamed: Found) -> None:
    """Write the page: what the tests of each promise found, and what the whole suite blamed."""
    first = tomllib.loads(FIRST.read_text())
    vague = {each: told for each, told in blamed.items() if len(told) > FEW}
    survivors = [each for each, told in found.items() if FAULTS[each].promise not in told]
    date = str(datetime.now(UTC).date())
    last = f"| the last | {' | '.join([*figures(found, blamed), commit(), date])} |"
    text = TEXT.format(
        rows="\n".join([*(f"| {' | '.join(run)} |" for run in first["rows"]), last]),
        few=FEW,
        first_survivors=table({each: [] for each in first["survivors"]}),
        vague=table(vague),
        survivors=f"\nNot caught yet:\n\n{table({each: [] for each in survivors})}"
        if survivors
        else "",
    )
    PAGE.write_text(text.rstrip() + "\n")


def figures(found: Found, blamed: Found) -> list[str]:
    """Return how many faults were caught, of how many, and how many promises were blamed."""
    caught = [each for each, told in found.items() if FAULTS[each].promise in told]
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


def table(faults: Found) -> str:
    """Return the faults as a Markdown table with the promises that they break."""
    rows = []
    for each, told in faults.items():
        others = ", ".join(promise for promise in told if promise != FAULTS[each].promise)
        blamed = f" (also blamed: {others})" if others else ""
        rows.append(f"| {each} | {FAULTS[each].what} | {FAULTS[each].promise}{blamed} |")
    return "\n".join(["| fault | what it does | promise |", "|---|---|---|", *rows])
