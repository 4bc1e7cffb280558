"""Topics of the operations: for each one the code that answers it, as the live routers say."""

import ast
import sys
from functools import cache

from .contract import Framework, Operation, PageOperation, frameworks, operations, page_operations
from .definitions import Definer, Definition, find, trail
from .dependencies import leans_on
from .routers import answers
from .templates import named_by, with_included
from .topics import Column, Topic


@cache
def operation_topics() -> list[Topic]:
    """Return a topic for each operation of the API."""
    return [api_topic(each) for each in operations()]


@cache
def page_topics() -> list[Topic]:
    """Return a topic for each operation of the pages."""
    return [page_topic(each) for each in page_operations()]


def api_topic(operation: Operation) -> Topic:
    """Return the topic of an operation of the API."""
    columns = tuple(api_column(framework, operation.name) for framework in frameworks())
    title = f"{operation.method} {operation.path}"
    return Topic(operation.name, title, operation.summary, columns, is_operation=True)


def page_topic(operation: PageOperation) -> Topic:
    """Return the topic of a page; exit with one line if the docstrings of the four differ."""
    columns = tuple(page_column(framework, operation) for framework in frameworks())
    said = {column.framework.name: docstring(column.shown[0]) for column in columns}
    notice, *others = set(said.values())
    if others or not notice:
        sys.exit(f"the docstrings of the page {operation.name} differ, or there is none: {said}")
    title = f"{', '.join(operation.methods)} {operation.path}"
    return Topic(operation.name, title, notice, columns, is_operation=True, is_page=True)


def api_column(framework: Framework, name: str) -> Column:
    """Return the router's handler, and the function with the name of the operation."""
    found = handler(framework, "handlers", name)
    work = f"{found.module}:{name}"
    return Column(framework, (found, *(one for one in leans_on(found) if one.reference == work)))


def page_column(framework: Framework, operation: PageOperation) -> Column:
    """Return the router's handler, what it uses of the same module, and its templates.

    Tornado's classes have the default template of a form from a method that they inherit.
    """
    found = handler(framework, "pages", operation.name)
    leans = leans_on(found)
    shown = (found, *(one for one in leans if one.module == found.module))
    if not operation.has_template:
        return Column(framework, shown)
    templates = named_by(*shown) or named_by(*leans)
    if not templates:
        sys.exit(f"{found.file}:{found.line}: the page {operation.name} names no template")
    return Column(framework, shown, templates=tuple(with_included(templates)))


def handler(framework: Framework, part: str, name: str) -> Definition:
    """Return what the router leads to; exit with one line if it cannot be read."""
    place = answers()[framework.name][part][name]
    try:
        return find(place["reference"])
    except (LookupError, OSError) as error:
        sys.exit(f"{framework.name}: the handler of {name} cannot be read: {error}")


def docstring(definition: Definition) -> str:
    """Return the docstring of a class or function, its first paragraph."""
    node = trail(definition.reference)[-1][0]
    text = ast.get_docstring(node) if isinstance(node, Definer) else None
    return (text or "").partition("\n\n")[0]
