"""Find the lines that a reference names, such as `flask_todo.api.auth:require_token`.

- `tornado_todo.tasks:TaskHandler.put`: a class, a function, a method or a variable;
- `tornado_todo.settings:define`: the calls of a name, if a module only calls it;
- `pyramid_todo/production.ini:[alembic]`: a section of an ini or toml file;
- `scripts/servers.toml:[flask] serve`: a key of a section, and its value;
- `flask_todo/pages/templates/form.html`: a whole file.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, groupby

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
        """Return the part after the module, `TaskHandler.put`; "" if it is a whole file."""
        return self.reference.partition(":")[2]

    @property
    def is_python(self) -> bool:
        """Return whether Python defines it."""
        return self.file.endswith(".py")

    @property
    def line(self) -> int:
        """Return the number of the definition's first line."""
        return self.parts[-1][0]

    @property
    def code_lines(self) -> int:
        """Return the number of its lines of code."""
        return sum(map(self.shows, source(self.file).code))

    def shows(self, line: int) -> bool:
        """Return whether a line belongs to one of its parts."""
        return any(first <= line <= last for first, last in self.parts)

    def text(self, part: tuple[int, int]) -> list[str]:
        """Return the lines of a part, unchanged."""
        return source(self.file).lines[part[0] - 1 : part[1]]


@cache
def find(reference: str) -> Definition:
    """Return the definition that a reference names; LookupError if there is none."""
    place, _, name = reference.partition(":")
    if not name:
        return Definition(reference, place, ((1, len(source(place).lines)),))
    if name.startswith("["):
        return Definition(reference, place, join(sections(source(place), name)))
    *outer, nodes = trail(reference)
    parts = [span(nodes)]
    for kind in (node for nodes in outer for node in nodes if isinstance(node, ast.ClassDef)):
        parts.append((span([kind])[0], span(kind.body)[0] - 1))
        if isinstance(nodes[0], Definer):  # attributes apply to each method
            assigned = (node for node in kind.body if isinstance(node, ast.Assign | ast.AnnAssign))
            parts += [span([node]) for node in assigned]
    return Definition(reference, module_file(place), join(parts))


@cache
def trail(reference: str) -> list[list[ast.stmt]]:
    """Return the nodes on the path to the definition: a class, then its method."""
    module, _, name = reference.partition(":")
    inside: Sequence[ast.stmt] = source(module_file(module)).tree.body
    nodes: list[list[ast.stmt]] = []
    for step in name.split("."):
        nodes.append([node for node in inside if defines(node, step)])
        if not nodes[-1]:
            raise LookupError(f"{module_file(module)} does not define {name}")
        inside = getattr(nodes[-1][0], "body", ())
    return nodes


def defines(node: ast.AST, name: str) -> bool:
    """Return whether a statement defines the name, or only calls it."""
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return node.name == name
        case ast.Assign(targets=[*_, ast.Name(id=found)]):
            return found == name
        case ast.AnnAssign(target=ast.Name(id=found)):
            return found == name
        case ast.Expr(value=ast.Call(func=ast.Name(id=found))):
            return found == name
    return False


def span(nodes: Sequence[ast.stmt]) -> tuple[int, int]:
    """Return the first and last line of statements, including decorators."""
    decorators = getattr(nodes[0], "decorator_list", ())
    return min(node.lineno for node in (nodes[0], *decorators)), nodes[-1].end_lineno or 0


def join(parts: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return parts in order, with adjacent parts merged."""
    numbers = sorted({line for first, last in parts for line in range(first, last + 1)})
    place = count()
    runs = [[*run] for _, run in groupby(numbers, lambda line: line - next(place))]
    return tuple((run[0], run[-1]) for run in runs)
