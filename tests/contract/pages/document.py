"""One page as it was received: its elements by role and name, its fields, what they say."""

from collections.abc import Iterator
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .roles import CONTROLS, content, hides, name_of, referenced, role_of, tidy, type_of

NO_FIELDS = {"hidden", "submit", "button", "image", "reset"}


@lru_cache(8)  # the checks of an exchange and the visitor read the same page
def parsed(html: str) -> "Document":
    """Return a page that need not be read twice."""
    return Document(html)


def seen(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements in a node that no markup hides, in their order."""
    for child in node.iter():
        if not hides(child):
            yield child
            yield from seen(child)


class Document:
    """A parsed page."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.tree = LexborHTMLParser(html or "<html>")
        self.seen = [*seen(self.tree.root)] if self.tree.root else []
        self.roles = [(role, node) for node in self.seen if (role := role_of(node))]

    @property
    def title(self) -> str:
        """Return the title."""
        node = self.tree.css_first("title")
        return tidy(node.text()) if node else ""

    @property
    def language(self) -> str:
        """Return the language."""
        node = self.tree.css_first("html")
        return (node.attributes.get("lang") if node else "") or ""

    def all(self, role: str, within: LexborNode | None = None) -> list[LexborNode]:
        """Return the elements with a role, in an element or on the whole page."""
        found = [node for told, node in self.roles if told == role]
        if within is None:
            return found
        inside = {node.mem_id for node in within.traverse()}
        return [node for node in found if node.mem_id in inside]

    def named(self, role: str, name: str) -> list[LexborNode]:
        """Return the elements with a role and exactly this name."""
        return [node for node in self.all(role) if name_of(node) == tidy(name)]

    def names(self, role: str, within: LexborNode | None = None) -> list[str]:
        """Return the names of the elements with a role."""
        return [name_of(node) for node in self.all(role, within)]

    def texts(self, role: str) -> list[str]:
        """Return the text of each element with a role."""
        return [tidy(content(node)) for node in self.all(role)]

    @property
    def tasks(self) -> list[str]:
        """Return the names of the links in lists."""
        return [name for item in self.all("listitem") for name in self.names("link", item)]

    def fields(self, within: LexborNode | None = None) -> list[LexborNode]:
        """Return the controls that people fill in, in a form or on the whole page."""
        inside = None if within is None else {node.mem_id for node in within.traverse()}
        return [
            node
            for node in self.seen
            if node.tag in CONTROLS
            and not (node.tag == "input" and type_of(node) in NO_FIELDS)
            and (inside is None or node.mem_id in inside)
        ]

    def labelled(self, label: str) -> list[LexborNode]:
        """Return the fields with this label."""
        return [node for node in self.fields() if name_of(node) == label]

    @staticmethod
    def description(node: LexborNode) -> str:
        """Return what describes an element."""
        return referenced(node, "aria-describedby")
