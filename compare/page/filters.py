"""What the templates do with definitions and with what people wrote in Markdown."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

from compare.definitions import Definition
from compare.highlighting import html

UP = "../"  # the page lies in a folder of the repository
MARKDOWN = MarkdownIt("zero").enable(["backticks", "link"])


def inline(text: str, folder: str = "", *, root: str = UP) -> Markup:
    """Return a line of Markdown as HTML: code, and links, to elsewhere or from a folder."""
    html = re.sub(r'href="(?!https://)', f'href="{root}{folder}', MARKDOWN.renderInline(text))
    return Markup(html)  # noqa: S704 - escaped by the renderer


def code(definition: Definition, linked: set[str] | None) -> list[Markup]:
    """Return the highlighted parts of a definition; names in `linked` are not linked again.

    With None no name is linked.
    """
    return [Markup(part) for part in html(definition, linked)]  # noqa: S704 - escaped in there


def place(definition: Definition, *, root: str = UP) -> str:
    """Return the address of a definition, its last part: file and lines, as forges write them."""
    first, last = definition.parts[-1]
    return f"{root}{definition.file}#L{first}-L{last}"


def label(definition: Definition) -> str:
    """Return a definition's name for people: `api.schemas.TaskSchema`, `production.ini`."""
    if not (definition.is_python and definition.name):
        return definition.file.rpartition("/")[2]
    return f"{definition.module.partition('.')[2] or definition.module}.{definition.name}"


def anchor(definition: Definition) -> str:
    """Return what a definition is called within the page: `flask.schemas.TaskSchema`."""
    return definition.reference.replace("_todo", "").replace(":", ".")
