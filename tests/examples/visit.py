"""What a visitor does, and what the example answers."""

import httpx2 as httpx
from harness.servers import Server


def come_back(browser: httpx.Client, user: str = "ann") -> str:
    """Log in at the provider, and return the address to which it leads back."""
    form = browser.get("/log_in").headers["Location"]
    return browser.post(form, data={"sub": user}).headers["Location"]


def assert_refused(browser: httpx.Client, answer: httpx.Response, example: Server) -> None:
    """One line, no session, and nothing left of the attempt; no traceback in the log."""
    assert (answer.status_code, answer.text) == (403, "The log-in failed.")
    assert not browser.cookies
    assert "Log in" in browser.get("/").text
    assert "Traceback" not in example.log.read_text()


def assert_unavailable(answer: httpx.Response, example: Server) -> None:
    """One line for the user, and no traceback."""
    line = "The log-in service gives no usable answer."
    assert (answer.status_code, answer.text) == (502, line)
    assert "Traceback" not in example.log.read_text()
