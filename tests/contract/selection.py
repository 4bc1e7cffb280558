"""Which tests run on this server: those of the chosen profile that its first answers allow."""

from pathlib import Path

import pytest

from .preflight import Preflight
from .promises import PROMISES, profile_of

PROFILES = {
    "core": {"core"},
    "extended": {"core", "extended"},
    "timing": {"timing"},
    "operational": {"operational"},
    "pages": {"pages"},
    "pages-timing": {"pages-timing"},
    "browser": {"browser"},
    "live": {"live"},
}
PAGES = {"pages", "pages-timing", "browser", "live"}  # what is about pages for people


def promises_of(item: pytest.Item) -> list[str]:
    """Return the ids of the promises that a test proves, the one that it is about first."""
    return [promise for mark in item.iter_markers("promise") for promise in mark.args]


def at_stake(profile: str, only: str) -> list[str]:
    """Return the ids of the promises that a run is about."""
    chosen = {each for each in only.split(",") if each}
    mine = [each.id for each in PROMISES.values() if each.profile in PROFILES[profile]]
    return [each for each in mine if each in chosen] if chosen else mine


def step_of(item: pytest.Item) -> int:
    """Return the number in the name of a test's file."""
    return int(Path(item.path).name.split("_")[1])


class Selection:
    """Leaves out the tests that were not asked for, and those that cannot run."""

    def __init__(self, config: pytest.Config) -> None:
        """Register the marker that names the promises of a test."""
        config.addinivalue_line("markers", "promise(*ids): the promises that the test proves")
        self.profile: str = config.getoption("profile")
        self.only = {each for each in config.getoption("only").split(",") if each}
        self.step: int | None = config.getoption("step")
        found = Preflight.from_json(config.getoption("preflight"))
        self.untried = found.untried() if config.getoption("contract_url") else set()
        self.accountless = next((each.promise for each in found.violations()), "")
        self.blocked: set[str] = set()

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out tests; note the promises of those that need an account nobody can get."""
        wanted = [item for item in items if self.wants(item)]
        able = [item for item in wanted if not self.is_blocked(item)]
        blocked = [item for item in wanted if self.is_blocked(item)]
        self.blocked = {promise for item in blocked for promise in promises_of(item)}
        left = [item for item in items if item not in able]
        items[:] = able
        if left:
            config.hook.pytest_deselected(items=left)

    def wants(self, item: pytest.Item) -> bool:
        """Return whether a test was asked for, and need not wait too long."""
        promises = promises_of(item)
        known = [promise for promise in promises if promise in PROMISES]
        return (
            profile_of(known) in PROFILES[self.profile]
            and not self.untried & set(promises)
            and (not self.only or bool(self.only & set(promises)))
            and (self.step is None or step_of(item) >= self.step)
        )

    def is_blocked(self, item: pytest.Item) -> bool:
        """Return whether a test needs an account although nobody can get one."""
        return bool(self.accountless) and "new_user" in getattr(item, "fixturenames", ())
