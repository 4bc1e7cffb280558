"""Which names in a definition belong to the framework, and where they are documented."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .definitions import Definer, Definition, trail
from .dependencies import imports, located
from .routers import answers
from .sources import source

TABLE = Path(__file__).with_name("documentation.toml")


@dataclass(frozen=True)
class Term:
    """A name in a file: line from 1, start and end column from 0, in characters."""

    line: int
    start: int
    end: int
    name: str
    address: str


@cache
def addresses() -> dict[str, str]:
    """Return the URL pattern for each dotted prefix."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def document(name: str) -> str | None:
    """Return the URL of a dotted name's documentation, or None if no framework has it."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        pattern = addresses().get(".".join(parts[:count]))
        if pattern:
            return pattern.format(name=name, module=(parts[1:2] or parts)[0])
    return None


@cache
def terms(definition: Definition) -> tuple[Term, ...]:
    """Return the documented names in a definition's text, in order and without overlap."""
    if ":[" in definition.reference:
        return ()
    kind = [node for nodes in trail(definition.reference) for node in nodes]
    typed = types(kind[0], definition.module)
    names = imports(definition.module)
    found: dict[tuple[int, int], Term] = {}
    nodes = [part for one in kind for part in ast.walk(one)]
    hints = annotations(nodes)
    for node in (part for part in nodes if located(part) and part not in hints):
        for dotted in meanings(node, names, typed, definition):
            address = document(dotted)
            if address and shown(definition, node.lineno):
                place = position(node, definition)
                found.setdefault(place[:2], Term(*place, dotted, address))
    return tuple(found[place] for place in sorted(found))


def annotations(nodes: list[ast.AST]) -> set[ast.AST]:
    """Return all nodes of type hints; they do nothing at run time, so they are not linked."""
    hints = [getattr(node, name, None) for node in nodes for name in ("annotation", "returns")]
    return {part for hint in hints if isinstance(hint, ast.AST) for part in ast.walk(hint)}


def meanings(
    node: ast.Name | ast.Attribute,
    names: dict[str, str],
    typed: dict[str, str],
    definition: Definition,
) -> Iterator[str]:
    """Yield the dotted name of a name or an attribute, unless it is ours."""
    match node:
        case ast.Name(id=name) if ":" not in names.get(name, ":"):
            yield names[name]
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            kind = f"{definition.module}:{definition.name.partition('.')[0]}"
            yield from filter(None, [probed(definition, "inherited", kind).get(name)])
    if isinstance(node, ast.Attribute):  # of a module, or of a parameter whose class is known
        owner = typed.get(ast.unparse(node.value), ast.unparse(node.value))
        if node.attr in probed(definition, "members", f"{definition.module}:{owner}"):
            yield f"{names[owner]}.{node.attr}"


def probed(definition: Definition, what: str, key: str) -> dict[str, str]:
    """Return what the live application reports of a class: inherited attributes, or members."""
    answer = answers().get(definition.module.partition("_")[0], {})
    return answer.get(what, {}).get(key, {})


def types(node: ast.AST, module: str) -> dict[str, str]:
    """Return the imported classes of parameters: {"request": "Request"}, and of self.request."""
    typed = {}
    for function in (part for part in ast.walk(node) if isinstance(part, Definer)):
        for argument in getattr(getattr(function, "args", None), "args", ()):
            if isinstance(argument.annotation, ast.Name) and argument.annotation.id in imports(
                module
            ):
                typed[argument.arg] = argument.annotation.id
                if getattr(function, "name", "") == "__init__":
                    typed[f"self.{argument.arg}"] = argument.annotation.id
    return typed


def shown(definition: Definition, line: int) -> bool:
    """Return whether a line belongs to the definition's parts."""
    return any(first <= line <= last for first, last in definition.parts)


def position(node: ast.Name | ast.Attribute, definition: Definition) -> tuple[int, int, int]:
    """Return line and columns of a name, or of the last part of a dotted name, in characters."""
    line, after = node.end_lineno or 0, node.end_col_offset or 0
    text = source(definition.file).lines[line - 1].encode()
    end = len(text[:after].decode())
    name = node.attr if isinstance(node, ast.Attribute) else node.id
    return line, end - len(name), end
