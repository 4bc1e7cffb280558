"""The two measured pages, which browsers with a session ask for. They have no tutorial variant."""

import json
import re
import subprocess
from dataclasses import dataclass
from urllib.parse import urlencode

from harness import ROOT

from .database import TOKENS
from .invokers import Caller
from .serving import environment
from .variants import Variant
from .workload import TASK, Exchange

PAGES = ("show_tasks", "add_task")
REDIRECT = {"flask": 302, "pyramid": 303, "django": 302, "tornado": 302}
TOKEN = re.compile(r'<input type="hidden" name="([^"]*[cx]srf[^"]*)" value="([^"]*)"')
FORM = {"name": TASK["name"], "note": TASK["note"], "due_date": "2030-01-02T08:00"}


@dataclass(frozen=True)
class Visitor:
    """A browser that has seen a form: its headers, and the form's token against forgery."""

    headers: dict[str, str]
    token: dict[str, str]


def page_requests(variant: Variant, url: str, caller: Caller) -> dict[str, Exchange]:
    """Return the requests by the name of their operation, for an application on a database.

    Both send the same cookies and the same token again and again, as after a first visit.
    """
    users = {1: TOKENS["ann"], 2: TOKENS["bob"]}
    ann, bob = (visit(caller, cookie) for cookie in sign_cookies(variant, url, users))
    form = bob.headers | {"Content-Type": "application/x-www-form-urlencoded"}
    status, body = REDIRECT[variant.framework], urlencode(FORM | bob.token)
    return {
        "show_tasks": Exchange("GET", "/tasks", 200, ann.headers),
        "add_task": Exchange("POST", "/tasks/new", status, form, body),
    }


def visit(caller: Caller, cookie: str) -> Visitor:
    """Ask for the list of tasks for the first time: each framework then sets one cookie."""
    headers = {"Accept": "text/html", "Cookie": cookie}
    answer = caller.answer(Exchange("GET", "/tasks", 200, headers))
    cookies = (cookie, answer["headers"]["set-cookie"].partition(";")[0].strip())
    kept = dict(each.split("=", 1) for each in cookies)  # the new one may replace the session
    headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in kept.items())
    return Visitor(headers, dict(TOKEN.findall(answer["body"])))


def sign_cookies(variant: Variant, url: str, tokens: dict[int, str]) -> list[str]:
    """Return the cookie of each user's session, signed in the framework's own environment."""
    done = subprocess.run(
        [str(variant.programs / "python"), "-m", "bench.in_process.cookies"],
        cwd=ROOT,
        env=environment(variant.framework, url),
        input=json.dumps([*tokens.items()]),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{variant.framework} cannot sign cookies:\n{done.stderr}")
    return json.loads(done.stdout)
