"""Which tests run on this server: those of the chosen profile that its times allow."""

import sys

import httpx2 as httpx
import pytest

from .preflight import SHORT, Times, ask_times
from .promises import PROMISES, profile_of

NOBODY_THERE = 3  # exit statuses
MISUSED = 4

PROFILES = {
    "core": {"core"},
    "extended": {"core", "extended"},
    "timing": {"timing"},
    "operational": {"operational"},
}
UNTRIED = pytest.StashKey[set[str]]()


def promises_of(item: pytest.Item) -> list[str]:
    """Return the ids of the promises that a test proves."""
    return [promise for mark in item.iter_markers("promise") for promise in mark.args]


def ask_server(config: pytest.Config) -> int | None:
    """Ask the server which tests can run; return an exit status if none can."""
    url, profile = config.getoption("contract_url"), config.getoption("profile")
    if not url:
        return _complain(MISUSED, "say which server: --contract-url http://127.0.0.1:8001")
    try:
        times: Times = ask_times(url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return _complain(NOBODY_THERE, f"no answer from {url}: {error}; is the server running?")
    config.stash[UNTRIED] = times.untried()
    if (profile == "timing") == (times.expires_in <= SHORT):
        return None
    fitting = "timing" if times.expires_in <= SHORT else "core or extended"
    lifetime = f"tokens of {url} expire after {times.expires_in} s"
    return _complain(MISUSED, f"{lifetime}: use the profile {fitting}")


def _complain(status: int, line: str) -> int:
    print(line, file=sys.stderr)
    return status


class Selection:
    """Leaves out the tests of other profiles, and those that would wait too long."""

    def __init__(self, config: pytest.Config) -> None:
        """Register the marker that names the promises of a test."""
        config.addinivalue_line("markers", "promise(*ids): the promises that the test proves")
        told = getattr(config, "workerinput", {}).get("untried", ())
        self.profile: str = config.getoption("profile")
        self.untried: set[str] = config.stash.get(UNTRIED, set(told))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: object) -> None:
        """Tell a pytest-xdist worker which promises cannot be tried."""
        node.workerinput["untried"] = sorted(self.untried)  # type: ignore[attr-defined]

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out tests of other profiles, and those that cannot be tried."""
        left = [item for item in items if not self.wants(promises_of(item))]
        items[:] = [item for item in items if self.wants(promises_of(item))]
        if left:
            config.hook.pytest_deselected(items=left)

    def wants(self, promise_ids: list[str]) -> bool:
        """Return whether a test of these promises runs."""
        known = [promise_id for promise_id in promise_ids if promise_id in PROMISES]
        return profile_of(known) in PROFILES[self.profile] and not self.untried & set(promise_ids)
