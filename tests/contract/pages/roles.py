"""Roles and accessible names of elements in an HTML tree, as assistive technology finds them.

What of HTML-AAM and of accname these pages need: https://www.w3.org/TR/html-aam-1.0/ and
https://www.w3.org/TR/accname-1.2/. A test compares it with a browser.
"""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

TAGS = {
    "article": "article",
    "aside": "complementary",
    "button": "button",
    "hr": "separator",
    "li": "listitem",
    "main": "main",
    "nav": "navigation",
    "ol": "list",
    "option": "option",
    "output": "status",
    "p": "paragraph",
    "textarea": "textbox",
    "ul": "list",
} | {f"h{level}": "heading" for level in range(1, 7)}
INPUTS = {  # those that are missing have no role: password, datetime-local and other times
    "button": "button",
    "checkbox": "checkbox",
    "email": "textbox",
    "image": "button",
    "number": "spinbutton",
    "radio": "radio",
    "reset": "button",
    "search": "searchbox",
    "submit": "button",
    "tel": "textbox",
    "text": "textbox",
    "url": "textbox",
}
NO_ROLE = {"password", "hidden", "file", "color", "date", "datetime-local", "month", "time", "week"}
LANDMARKS = {"header": "banner", "footer": "contentinfo"}
SECTIONS = {"article", "aside", "main", "nav", "section"}  # in them these two are no landmarks
UNSEEN = {"head", "script", "style", "template", "title"}
BY_CONTENT = {"button", "heading", "link", "option"}  # roles that are named by what they contain
CONTROLS = {"input", "select", "textarea"}
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "em", "i", "input", "kbd", "label"),
    *("mark", "q", "s", "select", "small", "span", "strong", "sub", "sup", "time", "u", "-text"),
}


def role_of(node: LexborNode) -> str | None:
    """Return the role of an element, or None if it has none that matters here."""
    if told := (node.attributes.get("role") or "").split():
        return told[0]
    if node.tag == "a":
        return "link" if "href" in node.attributes else None
    if node.tag == "input":
        kind = type_of(node)
        return None if kind in NO_ROLE else INPUTS.get(kind, "textbox")
    if node.tag == "select":
        return "listbox" if "multiple" in node.attributes else "combobox"
    if node.tag in LANDMARKS:
        return None if SECTIONS & {each.tag for each in ancestors(node)} else LANDMARKS[node.tag]
    if node.tag in {"form", "section"}:
        return {"form": "form", "section": "region"}[node.tag] if name_of(node) else None
    return TAGS.get(node.tag or "")


def type_of(node: LexborNode) -> str:
    """Return the type of an input."""
    return (node.attributes.get("type") or "text").lower()


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the parents of a node, the nearest first."""
    while parent := node.parent:
        yield parent
        node = parent


def hides(node: LexborNode) -> bool:
    """Return whether markup keeps an element from everybody; what only a style hides is read."""
    attributes = node.attributes
    return (
        node.tag in UNSEEN
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or "display:none" in (attributes.get("style") or "").replace(" ", "")
        or (node.tag == "input" and type_of(node) == "hidden")
    )


def name_of(node: LexborNode) -> str:
    """Return the accessible name of an element, or an empty string."""
    attributes = node.attributes
    if named := referenced(node, "aria-labelledby"):
        return named
    if label := tidy(attributes.get("aria-label") or ""):
        return label
    if node.tag == "input" and type_of(node) in {"submit", "button", "reset"}:
        return tidy(attributes.get("value") or type_of(node).title())
    if node.tag in CONTROLS and (labels := labels_of(node)):
        return tidy(" ".join(content(label, but=node) for label in labels))
    told = (attributes.get("role") or "").split()[:1] or [TAGS.get(node.tag or "") or ""]
    by_content = node.tag == "a" or told[0] in BY_CONTENT
    if by_content and (text := tidy(content(node))):
        return text
    return tidy(attributes.get("title") or attributes.get("placeholder") or "")


def referenced(node: LexborNode, attribute: str) -> str:
    """Return the text of the elements whose ids an attribute lists."""
    top = root(node)
    found = [by_id(top, each) for each in (node.attributes.get(attribute) or "").split()]
    return tidy(" ".join(content(each) for each in found if each))


def by_id(top: LexborNode, id: str) -> LexborNode | None:
    """Return the first element with this id."""
    return next((each for each in top.css("[id]") if each.attributes["id"] == id), None)


def labels_of(node: LexborNode) -> list[LexborNode]:
    """Return the labels of a control: those that name its id, and the one around it."""
    own = node.attributes.get("id")
    named = [each for each in root(node).css("label[for]") if each.attributes["for"] == own]
    around = [each for each in ancestors(node) if each.tag == "label"]
    return named + [each for each in around if "for" not in each.attributes]


def root(node: LexborNode) -> LexborNode:
    """Return the outermost element around a node."""
    return [node, *ancestors(node)][-1]


def content(node: LexborNode, but: LexborNode | None = None) -> str:
    """Return the text in a node as it is read, apart from a control that the text is to name."""
    if node.tag == "-text":
        return node.text()
    if (but and node.mem_id == but.mem_id) or node.tag in CONTROLS or hides(node):
        return ""
    if node.tag == "br":
        return " "
    if node.tag == "img":
        return node.attributes.get("alt") or ""
    parts = [content(child, but) for child in node.iter(include_text=True)]
    space = "" if node.tag in INLINE else " "
    return space + "".join(parts) + space


def tidy(text: str) -> str:
    """Return a text with one space where it has white space, as names are compared."""
    return " ".join(text.replace("\u200b", "").split())
