"""Tests for the faults of the pages: each fits the pages as they are, and each promise has one."""

from difflib import ndiff

import pytest
from contract.promises import PROMISES
from contract.selection import PAGES

from selftest.page_faults import FAULTS, PageFault

LINES = 5


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_a_patch_of_a_few_lines(fault: PageFault) -> None:
    """Each text that a fault replaces is in its file exactly once, and few lines change."""
    changed = [*ndiff(fault.original().splitlines(), fault.patched().splitlines())]

    assert 0 < max(sum(line[0] == sign for line in changed) for sign in "+-") <= LINES


def test_each_promise_about_pages_has_a_fault() -> None:
    """Each promise that a run on pages can see has a fault, and no fault another promise."""
    visible = {each.id for each in PROMISES.values() if each.profile in PAGES}

    assert {fault.promise for fault in FAULTS.values()} == visible
