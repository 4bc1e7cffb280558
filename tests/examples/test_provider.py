"""The log-in with another service: forged, missing and wrong answers of the service."""

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import httpx2 as httpx
import pytest
from harness.servers import Server

from .conftest import example_with
from .forger import JWKS, METADATA, TOKEN, Claims, Forger
from .forgeries import FORGERIES, sign
from .visit import assert_refused, assert_unavailable, come_back


def test_the_forger_is_believed_if_it_changes_nothing(
    browser: httpx.Client, forger: Forger
) -> None:
    """What the next test finds is thus the forgery."""
    forger.forge = sign
    assert browser.get(come_back(browser)).status_code == 302


@pytest.mark.parametrize(("forge", "reason"), FORGERIES.values(), ids=FORGERIES)
def test_a_forged_id_token_is_refused(
    browser: httpx.Client,
    forger: Forger,
    example: Server,
    forge: Callable[[Claims], str],
    reason: str,
) -> None:
    """The user reads that it failed, the log says why."""
    forger.forge = forge
    assert_refused(browser, browser.get(come_back(browser)), example)
    assert re.search(f"id_token: .*{reason}", example.log.read_text())


@pytest.mark.parametrize("path", [METADATA, TOKEN, JWKS])
@pytest.mark.parametrize("answer", [(503, "{}"), (200, "<p>"), (200, "[1]")])
def test_a_provider_that_fails_is_an_error_of_the_gateway(
    browser: httpx.Client, forger: Forger, example: Server, path: str, answer: tuple[int, str]
) -> None:
    """It is down, or answers no JSON, or no object."""
    back = come_back(browser)
    forger.answers[path] = answer
    assert_unavailable(browser.get(back), example)


@pytest.mark.parametrize("change", [{"issuer": "https://other"}, {"jwks_uri": None}])
def test_wrong_metadata_is_refused(
    browser: httpx.Client, forger: Forger, example: Server, change: dict[str, str | None]
) -> None:
    """Nobody is sent to the addresses of another issuer; an address is missing otherwise."""
    metadata = httpx.get(forger.url + METADATA, trust_env=False).json() | change
    told = {name: value for name, value in metadata.items() if value}
    forger.answers[METADATA] = (200, json.dumps(told))
    assert_unavailable(browser.get("/log_in"), example)


@pytest.mark.parametrize("path", [TOKEN, JWKS])
def test_without_id_token_or_keys_nobody_is_logged_in(
    browser: httpx.Client, forger: Forger, example: Server, path: str
) -> None:
    """An object without them is refused like a forgery."""
    back = come_back(browser)
    forger.answers[path] = (200, "{}")
    assert_refused(browser, browser.get(back), example)


def test_a_provider_out_of_reach_is_said_in_one_line(browser: httpx.Client, tmp_path: Path) -> None:
    """Nothing listens at the address of the provider."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        issuer = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with example_with(issuer, tmp_path / "log") as lonely:
            assert_unavailable(browser.get(f"{lonely.url}/log_in"), lonely)
            assert f"{issuer}/.well-known/openid-configuration: " in lonely.log.read_text()
