"""What a definition uses: classes, functions and statements of its package that it names."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import TypeGuard

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
    package = module.split(".")
    if not node.level:  # Django's packages are on the path: `todo.models` is in django_todo
        ours = f"{package[0]}.{node.module}"
        return ours if is_own(ours) else f"{node.module}"
    if not module_file(module).endswith("__init__.py"):
        package.pop()
    package = package[: len(package) + 1 - node.level]
    return ".".join([*package, *filter(None, [node.module])])


def is_own(module: str) -> bool:
    """Return whether a dotted path is a module or package of this repository."""
    return (ROOT / module_file(module)).exists() or (ROOT / module.replace(".", "/")).is_dir()


def leans_on(definition: Definition) -> list[Definition]:
    """Return the definitions that a definition names, in the order of their first use."""
    found: dict[str, Definition] = {}
    for node in trail(definition.reference)[-1] if ":[" not in definition.reference else ():
        for reference in named(node, definition):
            for one in follow(reference):
                if one.reference != definition.reference and not within(one, definition):
                    found.setdefault(one.reference, one)
    return list(found.values())


def within(one: Definition, other: Definition) -> bool:
    """Return whether one of the two definitions is part of the other."""
    inner, outer = f"{one.reference}.", f"{other.reference}."
    return inner.startswith(outer) or outer.startswith(inner)


def named(node: ast.AST, definition: Definition) -> Iterator[str]:
    """Yield references to definitions of the package that a definition's text names."""
    module, kind = definition.module, definition.name.partition(".")[0]
    known = imports(module)
    parts = [part for part in ast.walk(node) if located(part)]
    for part in sorted(parts, key=lambda part: (part.lineno, part.col_offset)):
        match part:
            case ast.Name(id=name):
                yield known.get(name, f"{module}:{name}")
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                yield from inherited(f"{module}:{kind}", name)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in known:
                yield f"{known[name]}:{attribute}"


def located(node: ast.AST) -> TypeGuard[ast.Name | ast.Attribute]:
    """Return whether a node is a name, plain or dotted."""
    return isinstance(node, ast.Name | ast.Attribute)


def inherited(reference: str, name: str) -> Iterator[str]:
    """Yield the method of that name, from the class or from one of its base classes."""
    module = reference.partition(":")[0]
    try:
        (kind,) = trail(reference)[-1]
    except (LookupError, OSError, ValueError):
        return
    if not isinstance(kind, ast.ClassDef):
        return
    if any(isinstance(node, Definer) and node.name == name for node in kind.body):
        yield f"{reference}.{name}"
        return
    for base in kind.bases:
        match base:
            case ast.Name(id=base_name):
                yield from inherited(imports(module).get(base_name, f"{module}:{base_name}"), name)
            case ast.Attribute(value=ast.Name(id=owner), attr=base_name):
                yield from inherited(f"{imports(module).get(owner, owner)}:{base_name}", name)


def follow(reference: str) -> Iterator[Definition]:
    """Yield the class, function or statement of a reference; for an instance, its class."""
    try:
        (node,) = trail(reference)[-1]
    except (LookupError, OSError, ValueError):
        return
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield find(reference)
        case ast.Assign(value=ast.Call(func=ast.Attribute())):  # a statement: select(…).where(…)
            yield find(reference)
        case ast.Assign(value=ast.Call(func=ast.Name(id=maker))):
            module = reference.partition(":")[0]
            yield from follow(imports(module).get(maker, f"{module}:{maker}"))
