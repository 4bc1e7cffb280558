"""Topics of the pages: their operations, with the Python and the templates that answer them."""

import ast
import sys
from functools import cache

from .contract import Framework, PageOperation, frameworks, page_operations
from .definitions import Definer, Definition, find, trail
from .dependencies import leans_on
from .routers import answers
from .templates import named_by
from .topics import Column, Topic


@cache
def page_topics() -> list[Topic]:
    """Return a topic for each operation of the pages."""
    return [topic(each) for each in page_operations()]


def topic(operation: PageOperation) -> Topic:
    """Return the topic of an operation; exit with one line if the four say different things."""
    columns = tuple(answering(framework, operation) for framework in frameworks())
    said = {column.framework.package: docstring(column.shown[0]) for column in columns}
    notice, *others = set(said.values())
    if others:
        sys.exit(f"the docstrings of the page {operation.name} differ: {said}")
    title = f"{', '.join(operation.methods)} {operation.path}"
    return Topic(operation.name, title, notice, columns, is_page=True)


def answering(framework: Framework, operation: PageOperation) -> Column:
    """Return what the router leads to, what it uses of the same module, and its templates.

    Tornado's classes have the default template of a form from a method that they inherit.
    """
    place = answers()[framework.name]["pages"][operation.name]
    try:
        handler = find(place["reference"])
    except LookupError as error:
        sys.exit(f"{framework.name} cannot be read for the page {operation.name}: {error}")
    leans = leans_on(handler)
    shown = (handler, *(one for one in leans if one.module == handler.module))
    if not operation.has_template:
        return Column(framework, shown)
    named = named_by(*shown) or named_by(*leans)
    if not named:
        sys.exit(f"{place['file']}:{place['line']}: {operation.name} names no template")
    return Column(framework, shown, templates=tuple(named))


def docstring(definition: Definition) -> str:
    """Return the docstring of a class or function, its first paragraph."""
    node = trail(definition.reference)[-1][0]
    text = ast.get_docstring(node) if isinstance(node, Definer) else None
    return (text or "").partition("\n\n")[0]
