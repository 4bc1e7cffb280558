"""One server in a differential run of pages, with its visitors and its own ids."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import httpx2 as httpx
from contract.client import User
from contract.exchange import Exchange
from contract.pages.cookies import Cookie
from contract.pages.forms import Submission
from contract.pages.helpers import fill_in
from contract.pages.http_driver import HttpDriver
from contract.server import Server
from contract.violations import Violation

from .page_requests import ANN, PASSWORD, Visit

COMPARED = ["Content-Type", "Cache-Control", "Content-Security-Policy", "Referrer-Policy"]
COMPARED += ["X-Content-Type-Options"]


def no_check(exchange: Exchange, profile: str) -> Iterator[Violation]:
    """Find nothing: the suite holds servers to promises, here they are compared."""
    return iter(())


class VisitedServer:
    """A server on which ann is logged in; she has a task, and bob has one."""

    def __init__(self, name: str, url: str) -> None:
        """Register both, with the pages."""
        self.name, self.server = name, Server(url, "pages")
        self.server.check = no_check
        self.visitors = {each: self.register(each) for each in ("bob", "ann")}
        self.visitors["stranger"] = HttpDriver(self.server)
        self.ids = {"bobs": self.add("bob"), "id": self.add("ann")}
        self.cookies: set[tuple[str, ...]] = set()  # the attributes of those that were set

    def register(self, username: str) -> HttpDriver:
        """Return a new user's visitor."""
        visitor = HttpDriver(self.server)
        visitor.open("/register")
        fill_in(visitor, {**ANN, "Username": username, "Repeat password": PASSWORD})
        visitor.press("Register")
        return visitor

    def add(self, who: str) -> str:
        """Add a task, and return its id."""
        email = f"{who}@example.org"
        user = User(self.server, who, email, PASSWORD)
        user.token = user.log_in().token
        return str(user.create_task("Buy milk")["id"])

    def answers(self, visit: Visit) -> list[dict[str, Any]]:
        """Make a visit; return what must be equal of the answer, and of those it leads to."""
        visitor = self.visitors[visit.who]
        visitor = visitor.copy() if visit.who == "stranger" else visitor
        target = visit.target.format(**self.ids)
        if visit.values is None:
            visitor.request(visit.method, target)
        else:
            form = self.form(visitor, visit)
            form = form.visible() if visit.headers else form
            visitor.send(form.to(target) if target else form, visit.headers)
        self.cookies |= {*attributes(visitor.answers)}
        return [self.comparable(answer) for answer in visitor.answers]

    def form(self, visitor: HttpDriver, visit: Visit) -> Submission:
        """Return the filled-in form of a visit."""
        visitor.open((visit.page or visit.target).format(**self.ids))
        fill_in(visitor, visit.values or {})
        return visitor.submission(visit.button)

    def comparable(self, answer: httpx.Response) -> dict[str, Any]:
        """Return what must be equal on all servers; a success is 302 or 303 (FORM-12)."""
        redirects = answer.is_redirect
        kept = {} if redirects else {n: answer.headers[n] for n in COMPARED if n in answer.headers}
        if "Allow" in answer.headers:
            methods = {*re.split(r"\s*,\s*", answer.headers["Allow"])} - {"OPTIONS"}
            kept["Allow"] = ", ".join(sorted(methods))
        if redirects:
            kept["Location"] = unquote(answer.headers["Location"])
        if "Content-Type" in kept:
            kept["Content-Type"] = kept["Content-Type"].lower()
        return {"status": 302 if answer.status_code == 303 else answer.status_code, **kept}


def attributes(answers: list[httpx.Response]) -> Iterator[tuple[str, ...]]:
    """Yield the attributes of each cookie that is set."""
    for answer in answers:
        for cookie in map(Cookie.parse, answer.headers.get_list("Set-Cookie")):
            if not cookie.deletes:
                kept = {
                    k: v for k, v in cookie.attributes.items() if k not in {"expires", "max-age"}
                }
                yield tuple(sorted(f"{k}={v}".lower() for k, v in kept.items()))
