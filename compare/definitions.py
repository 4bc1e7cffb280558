"""Find the lines that a reference names, such as `flask_todo.api.auth:require_token`.

- `tornado_todo.tasks:TaskHandler.put`: a class, a function, a method or a variable;
- `tornado_todo.settings:define`: if a module only calls a name, the reference means these calls;
- `pyramid_todo/production.ini:[alembic]`: a section of an ini or toml file;
- `scripts/servers.toml:[flask] serve`: a key of a section, and its value.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from .sections import sections
from .sources import module_file, source

Definer = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Definition:
    """Some lines of a file: `parts` has first and last line numbers; the last is the definition.

    Before a method come parts of its class: decorators, the `class` line and attributes.
    """

    reference: str
    file: str
    parts: tuple[tuple[int, int], ...]

    @property
    def module(self) -> str:
        """Return the module, such as flask_todo.api.auth, or the file if it is not a module."""
        return self.reference.partition(":")[0]

    @property
    def name(self) -> str:
        """Return the part after the module: `require_token`, `TaskHandler.put`."""
        return self.reference.partition(":")[2]

    @property
    def line(self) -> int:
        """Return the number of the definition's first line."""
        return self.parts[-1][0]

    @property
    def code_lines(self) -> int:
        """Return the number of its lines of code."""
        return sum(
            first <= number <= last
            for number in source(self.file).code
            for first, last in self.parts
        )

    def text(self, part: tuple[int, int]) -> list[str]:
        """Return the lines of a part, unchanged."""
        return source(self.file).lines[part[0] - 1 : part[1]]


@cache
def find(reference: str) -> Definition:
    """Return the definition that a reference names; LookupError if there is none."""
    place, _, name = reference.partition(":")
    if name.startswith("["):
        return Definition(reference, place, tuple(join(sections(source(place), name))))
    nodes = trail(reference)
    parts = [span(nodes[-1])]
    if len(nodes) > 1 and isinstance(nodes[-2][0], ast.ClassDef):
        parts += head(nodes[-2][0], attributes=isinstance(nodes[-1][0], Definer))
    return Definition(reference, module_file(place), tuple(join(parts)))


@cache
def trail(reference: str) -> list[list[ast.stmt]]:
    """Return the nodes on the path to the definition: a class, then its method."""
    module, _, name = reference.partition(":")
    inside: Sequence[ast.stmt] = source(module_file(module)).tree.body
    nodes: list[list[ast.stmt]] = []
    for step in name.split("."):
        found = [node for node in inside if defines(node, step)] or [
            node for node in inside if calls(node, step)
        ]
        if not found:
            raise LookupError(f"{module_file(module)} does not define {name}")
        nodes.append(found)
        inside = found[0].body if isinstance(found[0], Definer) else ()
    return nodes


def defines(node: ast.AST, name: str) -> bool:
    """Return whether a statement defines the name."""
    if isinstance(node, Definer):
        return node.name == name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def calls(node: ast.AST, name: str) -> bool:
    """Return whether a statement only calls the name."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id=called))):
            return called == name
    return False


def span(nodes: list[ast.stmt]) -> tuple[int, int]:
    """Return the first and last line of statements, including decorators."""
    first, last = nodes[0], nodes[-1]
    decorators = first.decorator_list if isinstance(first, Definer) else []
    lines = [first.lineno, *(node.lineno for node in decorators)]
    return min(lines), last.end_lineno or 0


def head(kind: ast.ClassDef, *, attributes: bool) -> list[tuple[int, int]]:
    """Return the lines of a class that apply to each of its methods."""
    first = min([kind.lineno, *(node.lineno for node in kind.decorator_list)])
    assigned = [node for node in kind.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return [(first, span(kind.body[:1])[0] - 1), *(span([node]) for node in assigned if attributes)]


def join(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return parts in order, with adjacent parts merged."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(parts):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined
