"""The list of faults is complete and may only grow; the published score is up to date."""

import subprocess
import sys
import tomllib

from contract.promises import PROMISES
from contract.selection import PAGES
from harness import ROOT

from selftest.reference_server.faults import FAULTS

FIRST = tomllib.loads(
    (ROOT / "tests" / "selftest" / "reference_server" / "first_run.toml").read_text()
)


def test_every_promise_that_can_be_seen_has_a_fault() -> None:
    """At least one fault breaks each promise about the API that a client can observe."""
    others = {"inside", "operational", *PAGES}
    seen = {promise.id for promise in PROMISES.values() if promise.profile not in others}
    assert {fault.promise for fault in FAULTS.values()} == seen


def test_the_list_is_not_shorter_than_at_the_first_run() -> None:
    """A fault that no test catches is a gap in the suite, and stays in the list."""
    assert len(FAULTS) >= FIRST["total"]
    assert set(FIRST["survivors"]) <= FAULTS.keys()


def test_the_published_score_is_full() -> None:
    """The page says N of N for the current list, and shows the first run too."""
    page = (ROOT / "docs" / "mutation_score.md").read_text()
    assert f"| the last | {len(FAULTS)} | {len(FAULTS)} |" in page
    assert f"| the first | {FIRST['total'] - len(FIRST['survivors'])} | {FIRST['total']} |" in page


def test_an_impossible_port_is_one_clear_line() -> None:
    """The reference server prints one line and exits with a non-zero status."""
    command = [sys.executable, "-m", "selftest.reference_server", "--port", "99999"]
    done = subprocess.run(command, cwd=ROOT / "tests", capture_output=True, text=True)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
