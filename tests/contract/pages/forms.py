"""What a browser sends when somebody presses a button of a form.

https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-the-form-data-set
"""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import httpx2 as httpx
from selectolax.lexbor import LexborNode

from .roles import ancestors, type_of

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
LOCAL_TIME = re.compile(r"([0-9]{4,}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2}[.0-9]*)?")

Entry = tuple[str, str | bytes]


@dataclass(frozen=True)
class Submission:
    """A form that is about to be sent: where, and what."""

    method: str
    action: str
    entries: list[Entry]
    hidden: frozenset[str] = frozenset()  # the keys of entries that nobody sees
    labels: dict[str, str] = field(default_factory=dict)  # the keys of the fields, by label
    media_type: str = URLENCODED

    def but(self, **values: str | bytes | None) -> "Submission":
        """Return it with other values for some keys, or without them for None."""
        kept = [(key, value) for key, value in self.entries if key not in values]
        new = [(key, value) for key, value in values.items() if value is not None]
        return replace(self, entries=kept + new)

    def to(self, action: str) -> "Submission":
        """Return it for another path."""
        return replace(self, action=action)

    def visible(self) -> "Submission":
        """Return it without the entries that nobody sees."""
        return replace(self, entries=[each for each in self.entries if each[0] not in self.hidden])

    def encoded(self) -> tuple[bytes, str]:
        """Return the body, and its media type."""
        if self.media_type != MULTIPART:
            return urlencode(self.entries).encode(), URLENCODED
        files = [(key, (None, value)) for key, value in self.entries]
        request = httpx.Request("POST", "http://localhost", files=files)
        return request.read(), request.headers["Content-Type"]


def initial(node: LexborNode) -> str:
    """Return the value of a control before anybody touches it, as a browser sanitizes it."""
    if node.tag == "textarea":
        return node.text().replace("\r\n", "\n").replace("\r", "\n")
    if node.tag == "select":
        options = node.css("option")
        chosen = [each for each in options if "selected" in each.attributes] or options[:1]
        return option_value(chosen[-1]) if chosen else ""
    value = node.attributes.get("value") or ""
    if type_of(node) == "hidden":
        return value
    if type_of(node) == "datetime-local":
        return local_time(value)
    value = re.sub("[\r\n]", "", value)
    return value.strip() if type_of(node) in {"email", "url"} else value


def option_value(option: LexborNode) -> str:
    """Return what is sent for an option."""
    value = option.attributes.get("value", None)
    return " ".join(option.text().split()) if value is None else value


def local_time(text: str) -> str:
    """Return a local time in its shortest form; a browser empties the field if it is none."""
    found = LOCAL_TIME.fullmatch(text)
    if not found:
        return ""
    seconds = (found[3] or "").rstrip("0") if "." in (found[3] or "") else found[3] or ""
    return f"{found[1]}T{found[2]}" + ("" if seconds in {":00", ":00."} else seconds)


def form_of(node: LexborNode) -> LexborNode | None:
    """Return the form around a control."""
    return next((each for each in ancestors(node) if each.tag == "form"), None)


def controls(form: LexborNode) -> list[LexborNode]:
    """Return the controls of a form that can be sent, in their order, and no button."""
    return [
        node
        for node in form.traverse()
        if node.tag in {"input", "select", "textarea"}
        and node.attributes.get("name")
        and "disabled" not in node.attributes
        and not (node.tag == "input" and type_of(node) in {"submit", "button", "image", "reset"})
    ]
