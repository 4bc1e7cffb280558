"""Which names in a definition belong to the framework, and where they are documented."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .definitions import Definition, trail
from .dependencies import imports, names
from .routers import answers
from .sources import source
from .topics import table


@dataclass(frozen=True)
class Term:
    """A name in a file: line from 1, start and end column from 0, in characters."""

    line: int
    start: int
    end: int
    name: str
    address: str


def document(name: str) -> str | None:
    """Return the URL of a dotted name's documentation, or None if no framework has it."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        pattern = table("documentation").get(".".join(parts[:count]))
        if pattern:
            return pattern.format(name=name, module=(parts[1:2] or parts)[0])
    return None


@cache
def terms(definition: Definition) -> tuple[Term, ...]:
    """Return the documented names in a definition's text, in order and without overlap."""
    if not definition.is_python:
        return ()
    outermost = trail(definition.reference)[0]
    nodes = [part for node in outermost for part in ast.walk(node)]
    typed, hints = types(nodes, definition.module), annotations(nodes)
    found: dict[tuple[int, int], Term] = {}
    for node in names(outermost):
        if node not in hints and definition.shows(node.lineno):
            for dotted in meanings(node, typed, definition):
                address = document(dotted)
                if address:
                    term = Term(*position(node, definition), dotted, address)
                    found.setdefault((term.line, term.start), term)
    return tuple(found[place] for place in sorted(found))


def annotations(nodes: list[ast.AST]) -> set[ast.AST]:
    """Return all nodes of type hints; they do nothing at run time, so they are not linked."""
    hints = [getattr(node, name, None) for node in nodes for name in ("annotation", "returns")]
    return {part for hint in hints if isinstance(hint, ast.AST) for part in ast.walk(hint)}


def types(nodes: list[ast.AST], module: str) -> dict[str, str]:
    """Return the imported classes of parameters: {"request": "Request"}, and of self.request."""
    typed = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for argument in node.args.args:
                hint = argument.annotation
                if isinstance(hint, ast.Name) and hint.id in imports(module):
                    typed[argument.arg] = hint.id
                    if node.name == "__init__":
                        typed[f"self.{argument.arg}"] = hint.id
    return typed


def meanings(
    node: ast.Name | ast.Attribute, typed: dict[str, str], definition: Definition
) -> Iterator[str]:
    """Yield the dotted name of a name or an attribute, unless it is ours."""
    known = imports(definition.module)
    match node:
        case ast.Name(id=name) if ":" not in known.get(name, ":"):
            yield known[name]
        case ast.Attribute(value=value, attr=name):
            owner = ast.unparse(value)
            kind = definition.name.partition(".")[0] if owner == "self" else None
            yield from filter(None, [probed(definition, "inherited", kind).get(name)])
            owner = typed.get(owner, owner)  # a module, or a parameter whose class is known
            if name in probed(definition, "members", owner):
                yield f"{known[owner]}.{name}"


def probed(definition: Definition, what: str, name: str | None) -> dict[str, str]:
    """Return what the live application reports of a class: inherited attributes, or members."""
    answer = answers().get(definition.module.partition("_")[0], {})
    return answer.get(what, {}).get(f"{definition.module}:{name}", {})


def position(node: ast.Name | ast.Attribute, definition: Definition) -> tuple[int, int, int]:
    """Return line and columns of a name, or of the last part of a dotted name, in characters."""
    line, after = node.end_lineno or 0, node.end_col_offset or 0
    text = source(definition.file).lines[line - 1].encode()
    end = len(text[:after].decode())
    name = node.attr if isinstance(node, ast.Attribute) else node.id
    return line, end - len(name), end
