"""What a visitor sees on the page that was received last, found by role, name and label."""

import httpx2 as httpx
from selectolax.lexbor import LexborNode

from ..violations import Broken
from .document import Document
from .driver import missing
from .forms import initial
from .roles import type_of

__tracebackhide__ = True  # failures point to the line of the test


class Reading:
    """A page that was received, with what is typed into its fields."""

    def __init__(self) -> None:
        self.answers: list[httpx.Response] = []  # of the last step, redirects included
        self.target = "/"
        self.document = Document("")
        self.typed: dict[int, str | bool] = {}

    def one(self, found: list[LexborNode], role: str, name: str) -> LexborNode:
        """Return the only element that was found; otherwise a promise about names is broken."""
        assert self.status in {200, 422}, f"{self.target} is answered {self.status}: no {name!r}"
        if len(found) != 1:
            error = missing(role, name, len(found))
            raise Broken(error.promise, f"{error.message} on {self.target}, answered {self.status}")
        return found[0]

    def field(self, label: str) -> LexborNode:
        """Return the field with this label."""
        return self.one(self.document.labelled(label), "field", label)

    def sent_value(self, node: LexborNode) -> str | None:
        """Return the value of a control; None if nothing is sent for it."""
        typed = self.typed.get(node.mem_id)
        if node.tag == "input" and type_of(node) in {"checkbox", "radio"}:
            on = "checked" in node.attributes if typed is None else typed
            return (node.attributes.get("value") or "on") if on else None
        return initial(node) if typed is None else str(typed)

    @property
    def statuses(self) -> list[int]:
        """The statuses of the last step, redirects included."""
        return [answer.status_code for answer in self.answers]

    @property
    def status(self) -> int:
        """The status of the page."""
        return self.statuses[-1]

    @property
    def path(self) -> str:
        """The path of the page, without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query of the page."""
        return self.target.partition("?")[2]

    @property
    def title(self) -> str:
        """The title of the page."""
        return self.document.title

    @property
    def text(self) -> str:
        """All text of the main part."""
        return " ".join(self.document.texts("main"))

    @property
    def links(self) -> list[str]:
        """The names of all links."""
        return self.document.names("link")

    @property
    def buttons(self) -> list[str]:
        """The names of all buttons."""
        return self.document.names("button")

    @property
    def tasks(self) -> list[str]:
        """The names of the links in the list."""
        return self.document.tasks

    def texts(self, role: str) -> list[str]:
        """The text of each element with a role."""
        return self.document.texts(role)

    def value(self, label: str) -> str:
        """The value of the field with this label: what is typed, or "on" for a checked box."""
        field = self.field(label)
        value = self.sent_value(field) or ""
        return "on" if value and type_of(field) == "checkbox" else value

    def invalid(self, label: str) -> bool:
        """Whether the field with this label is marked as wrong."""
        return self.field(label).attributes.get("aria-invalid") == "true"

    def description(self, label: str) -> str:
        """The description of the field with this label."""
        return self.document.description(self.field(label))
