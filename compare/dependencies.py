"""What a definition uses: classes, functions and statements of its package that it names."""

import ast
from collections.abc import Iterable
from functools import cache
from importlib.util import resolve_name

from . import ROOT
from .definitions import Definer, Definition, find, trail
from .sources import module_file, source


@cache
def imports(module: str) -> dict[str, str]:
    """Return what a module imports: {"Task": "flask_todo.models:Task"}.

    Modules, and names from outside its package, are dotted: {"select": "sqlalchemy.select"}.
    """
    found: dict[str, str] = {}
    for node in ast.walk(source(module_file(module)).tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = imported(node, module)
            for alias in node.names:
                defined = is_own(origin) and not is_own(f"{origin}.{alias.name}")
                found[alias.asname or alias.name] = f"{origin}{'.:'[defined]}{alias.name}"
    return found


def imported(node: ast.ImportFrom, module: str) -> str:
    """Return the dotted path of the module in `from … import`; for ours, from the root."""
    is_package = module_file(module).endswith("__init__.py")
    package = module if is_package else module.rpartition(".")[0]
    name = resolve_name("." * node.level + (node.module or ""), package)
    ours = f"{module.partition('.')[0]}.{name}"  # Django's: `todo.models` is in django_todo
    return ours if is_own(ours) else name


def is_own(module: str) -> bool:
    """Return whether a dotted path is a module or package of this repository."""
    return (ROOT / module_file(module)).exists() or (ROOT / module.replace(".", "/")).is_dir()


def names(nodes: Iterable[ast.AST]) -> list[ast.Name | ast.Attribute]:
    """Return the names in nodes, plain or dotted, in their order in the text."""
    parts = (part for node in nodes for part in ast.walk(node))
    found = [part for part in parts if isinstance(part, ast.Name | ast.Attribute)]
    return sorted(found, key=lambda part: (part.lineno, part.col_offset))


def leans_on(definition: Definition) -> list[Definition]:
    """Return the definitions that a definition names, in the order of their first use."""
    found: dict[str, Definition] = {}
    own = f"{definition.module}:{definition.name.partition('.')[0]}"
    for node in names(trail(definition.reference)[-1] if definition.is_python else ()):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                one = follow(inherited(own, name))
            case _:
                one = follow(meaning(node, definition.module))
        if one and not within(one, definition):
            found.setdefault(one.reference, one)
    return list(found.values())


def within(one: Definition, other: Definition) -> bool:
    """Return whether one of the two definitions is the other, or a part of it."""
    inner, outer = f"{one.reference}.", f"{other.reference}."
    return inner.startswith(outer) or outer.startswith(inner)


def meaning(node: ast.expr, module: str) -> str:
    """Return the reference of a name in a module, or of one that an imported module defines."""
    match node:
        case ast.Name(id=name):
            return imports(module).get(name, f"{module}:{name}")
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return f"{imports(module).get(owner, owner)}:{name}"
    return ""


def inherited(reference: str, name: str) -> str:
    """Return the method of that name of a class or of its base classes; "" if it is not ours."""
    kind = defined(reference)
    if not isinstance(kind, ast.ClassDef):
        return ""
    if any(isinstance(node, Definer) and node.name == name for node in kind.body):
        return f"{reference}.{name}"
    bases = (meaning(base, reference.partition(":")[0]) for base in kind.bases)
    return next(filter(None, (inherited(base, name) for base in bases)), "")


def follow(reference: str) -> Definition | None:
    """Return the class, function or statement of a reference; for an instance, its class."""
    match defined(reference):
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return find(reference)
        case ast.Assign(value=ast.Call(func=ast.Attribute())):  # a statement: select(…).where(…)
            return find(reference)
        case ast.Assign(value=ast.Call(func=ast.Name() as maker)):
            return follow(meaning(maker, reference.partition(":")[0]))
    return None


def defined(reference: str) -> ast.stmt | None:
    """Return the only statement that a reference names, or None if it is not ours."""
    try:
        (node,) = trail(reference)[-1]
    except (LookupError, OSError, ValueError):
        return None
    return node
