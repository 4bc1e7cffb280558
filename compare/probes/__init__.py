"""Report which code of a live application answers a request, and what the framework gives it.

It reads operations from standard input, {"create_task": ["POST", "/api/v1/accounts/ann/tasks"]},
and writes JSON.
"""

import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
Function = Callable[..., Any]
Resolve = Callable[[str, str], Function]


def report(package: str, library: str, resolve: Resolve) -> None:
    """Write who answers each operation, and what the package has from the framework by inheriting.

    `resolve` takes a method and a path and returns the function that the router leads to.
    """
    operations = json.load(sys.stdin)
    found = {reference(module): module for module in list(sys.modules.values())}
    modules = {name: found[name] for name in sorted(found) if inside(name, package)}
    answer = {
        "handlers": {name: place(resolve(*request)) for name, request in operations.items()},
        "inherited": {
            f"{path}:{name}": inherited(kind, library)
            for path, module in modules.items()
            for name, kind in classes(module)
        },
        "members": {
            f"{path}:{name}": members
            for path, module in modules.items()
            for name, members in known(module, library)
        },
    }
    json.dump(answer, sys.stdout)


def inside(name: str, package: str) -> bool:
    """Say whether a module belongs to a package."""
    return name == package or name.startswith(f"{package}.")


def reference(module: ModuleType) -> str:
    """Return a module's dotted path from the root, or "" if it is elsewhere."""
    file = Path(getattr(module, "__file__", None) or "/").resolve()
    if ROOT not in file.parents:
        return ""
    path = file.relative_to(ROOT).with_suffix("")
    return ".".join(path.parent.parts if path.name == "__init__" else path.parts)


def place(function: Function) -> dict[str, Any]:
    """Return where a function is defined: reference, file from the root, and first line."""
    code = inspect.unwrap(function).__code__
    module = reference(sys.modules[function.__module__])
    file = Path(code.co_filename).resolve().relative_to(ROOT).as_posix()
    return {
        "reference": f"{module}:{function.__qualname__}",
        "file": file,
        "line": code.co_firstlineno,
    }


def classes(module: ModuleType) -> list[tuple[str, type]]:
    """Return the classes that a module defines itself."""
    found = inspect.getmembers(module, inspect.isclass)
    return [(name, kind) for name, kind in found if kind.__module__ == module.__name__]


def inherited(kind: type, library: str) -> dict[str, str]:
    """Return where the framework defines what a class has from it: {"set_header": "tornado…"}."""
    return {
        name: f"{base.__module__}.{base.__qualname__}.{name}"
        for base in reversed(kind.__mro__)
        if inside(base.__module__, library)
        for name in vars(base)
        if not name.startswith("_")
    }


def known(module: ModuleType, library: str) -> list[tuple[str, list[str]]]:
    """Return the public members of each class and module of the framework that a module names."""
    return [
        (name, [member for member in dir(value) if member[0] != "_"])
        for name, value in inspect.getmembers(module)
        if inside(origin(value), library)
    ]


def origin(value: object) -> str:
    """Return the dotted name of a module, or of the module that a class is from."""
    if inspect.ismodule(value):
        return value.__name__
    return value.__module__ if inspect.isclass(value) else ""
