"""A file of the repository: its lines, its syntax tree, and which of its lines are code."""

import ast
import io
import tokenize
from dataclasses import dataclass
from functools import cache, cached_property

from . import ROOT


@dataclass(frozen=True)
class Source:
    """A file, named by its path from the root."""

    file: str

    @cached_property
    def text(self) -> str:
        """Return the content of the file."""
        return (ROOT / self.file).read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines without line endings; line 1 is at index 0."""
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree of a Python file."""
        return ast.parse(self.text)

    @cached_property
    def code(self) -> frozenset[int]:
        """Return the numbers of code lines, without comments, docstrings and blank lines."""
        if not self.file.endswith(".py"):
            marked = enumerate(self.lines, 1)
            return frozenset(number for number, line in marked if line.strip()[:1] not in {"", "#"})
        numbers = {
            number
            for token in tokenize.generate_tokens(io.StringIO(self.text).readline)
            if token.string.strip() and token.type != tokenize.COMMENT
            for number in range(token.start[0], token.end[0] + 1)
        }
        for node in ast.walk(self.tree):
            match node:
                case ast.Expr(value=ast.Constant(value=str())):
                    numbers -= {*range(node.lineno, (node.end_lineno or 0) + 1)}
        return frozenset(numbers)


@cache
def source(file: str) -> Source:
    """Return a file; it is read only once."""
    return Source(file)


def module_file(module: str) -> str:
    """Return the file of a module of this repository: flask_todo is flask_todo/__init__.py."""
    path = module.replace(".", "/")
    return f"{path}/__init__.py" if (ROOT / path / "__init__.py").exists() else f"{path}.py"
