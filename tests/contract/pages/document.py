"""One page as it was received: its elements by role and name, its fields, what they say."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .roles import CONTROLS, content, is_hidden, name_of, referenced, role_of, tidy, type_of

NO_FIELDS = {"hidden", "submit", "button", "image", "reset"}


class Document:
    """A parsed page."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.tree = LexborHTMLParser(html or "<html>")
        seen = [node for node in self.nodes() if not is_hidden(node)]
        self.roles = [(role, node) for node in seen if (role := role_of(node))]

    def nodes(self) -> Iterator[LexborNode]:
        """Yield all elements in their order."""
        top = self.tree.root
        yield from top.traverse() if top else ()

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
        start = within if within is not None else self.tree.root
        nodes = [node for node in start.traverse() if node.tag in CONTROLS] if start else []
        return [
            node
            for node in nodes
            if not is_hidden(node) and not (node.tag == "input" and type_of(node) in NO_FIELDS)
        ]

    def labelled(self, label: str) -> list[LexborNode]:
        """Return the fields with this label."""
        return [node for node in self.fields() if name_of(node) == label]

    @staticmethod
    def description(node: LexborNode) -> str:
        """Return what describes an element."""
        return referenced(node, "aria-describedby")
