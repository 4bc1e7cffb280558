"""The fixed requests for pages: cases in which frameworks differ by default.

In targets, {id} is a task of ann's, {bobs} one of bob's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from contract.helpers import NEW_PASSWORD, WRONG_PASSWORD
from contract.pages.names import FORMS, OPERATIONS, path_of

from .corpus import PARTS

Values = Mapping[str, str]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "FOO"]
VISITORS = ["stranger", "ann"]
PASSWORD = "correct horse"
ANN: Values = {"Username": "ann", "E-mail": "ann@example.org", "Password": PASSWORD}
ODD = PARTS["pages"]
PATHS = [path_of(operation, "{id}") for operation in OPERATIONS] + ODD["paths"]
IDS = [*PARTS["ids"], "9" * 400, "%FF", "{bobs}"]
NUMBERS = [*ODD["numbers"], "9" * 400, "9" * 4301]
QUERIES = [f"show={each}" for each in ODD["shows"]] + [f"page={each}" for each in NUMBERS]
QUERIES += ODD["queries"]
FORGED: list[dict[str, str | None]] = [{"Origin": "null"}, {"Origin": "http://evil.example"}]


@dataclass(frozen=True)
class Visit:
    """A request by somebody; if there are `values`, by the button of a form with these in it."""

    who: str
    method: str
    target: str
    values: Values | None = None
    button: str = ""
    headers: dict[str, str | None] = field(default_factory=dict)
    page: str = ""  # which shows the form, if it is not the target

    def __str__(self) -> str:
        """Say who asks for what."""
        target = re.sub("9{30,}", "9…9", self.target)
        told = [f"{self.who}: {self.method} {target}"]
        told += [f"{self.button}{dict(self.values)}"] if self.values is not None else []
        return " ".join([*told, *(f"{name}: {value}" for name, value in self.headers.items())])


def bare() -> Iterator[Visit]:
    """Yield each method for each path, without a form."""
    for who, target, method in product(VISITORS, PATHS, METHODS):
        yield Visit(who, method, target)
    for who, id_, method in product(VISITORS, IDS, ("GET", "POST")):
        for path in ("", "/completed", "/delete"):
            yield Visit(who, method, f"/tasks/{id_}{path}")
    for who, query in product(VISITORS, QUERIES):
        yield Visit(who, "GET", f"/tasks?{query}")
    for who, path in product(VISITORS, ODD["nexts"]):
        yield Visit(who, "GET", f"/login?next={path}")


def wrong() -> Iterator[Visit]:
    """Yield forms that change nothing: forged, empty, or with a wrong field."""
    for operation, form in FORMS.items():
        who = "stranger" if operation in {"register", "log_in"} else "ann"
        own = path_of(operation, "{id}")
        for headers in FORGED:
            yield Visit(who, "POST", own, {}, form["button"], headers)
        if operation not in {"edit_account", "delete_task", "edit_task"}:
            yield Visit(who, "POST", own, {}, form["button"])
    yield Visit("ann", "POST", "/tasks/{id}", {"Name": ""}, "Save")
    yield Visit("ann", "POST", "/tasks/{id}", {"Due": "soon"}, "Save")
    yield Visit("ann", "POST", "/tasks/{id}/completed", {}, "Add", page="/tasks")
    yield Visit("ann", "POST", "/account", {"E-mail": "nobody"}, "Save")
    taken = {**ANN, "Repeat password": PASSWORD}
    yield Visit("stranger", "POST", "/register", taken, "Register")
    for id_, path in product(IDS, ("", "/completed", "/delete")):
        yield Visit("ann", "POST", f"/tasks/{id_}{path}", {}, "Done Buy milk", page="/tasks")
    password = {"Current password": WRONG_PASSWORD, "New password": NEW_PASSWORD}
    password |= {"Repeat password": NEW_PASSWORD}
    yield Visit("ann", "POST", "/account/password", password, "Change password")


def right() -> Iterator[Visit]:
    """Yield forms that succeed, up to the end of the account."""
    yield Visit("ann", "POST", "/tasks/new", {"Name": "Buy bread"}, "Add", page="/tasks")
    yield Visit("ann", "POST", "/tasks/new", {"Name": "Buy bread", "Note": "Two"}, "Add")
    yield Visit("ann", "POST", "/tasks/{id}", {"Name": "Buy milk"}, "Save")
    for page in ("/tasks", "/tasks?show=open", "/tasks?show=all&page=1"):
        yield Visit("ann", "POST", "", {}, "Done Buy milk", page=page)
        yield Visit("ann", "POST", "", {}, "Reopen Buy milk", page="/tasks")
    yield Visit("ann", "POST", "/account", {"Time zone": "Asia/Tokyo"}, "Save")
    yield Visit("ann", "POST", "/tasks/{id}/delete", {}, "Delete")
    user = {"Username": "ann", "Password": PASSWORD}
    for path in ODD["nexts"]:
        yield Visit("stranger", "POST", f"/login?next={path}", user, "Log in")
    yield Visit("ann", "POST", "/login", user, "Log in")
    words = {"Current password": PASSWORD, "New password": PASSWORD, "Repeat password": PASSWORD}
    yield Visit("ann", "POST", "/account/password", words, "Change password")
    yield Visit("ann", "POST", "/logout", {}, "Log out", page="/tasks")
    yield Visit("ann", "POST", "/login", user, "Log in")
    yield Visit("ann", "POST", "/account/delete", {"Current password": PASSWORD}, "Delete account")
    carol = {**ANN, "Username": "carol", "Repeat password": PASSWORD}
    yield Visit("stranger", "POST", "/register", carol, "Register")
