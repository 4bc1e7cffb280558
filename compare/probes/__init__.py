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
    named, members = {}, {}
    for path in sorted(path for path in found if inside(path, package)):
        for name, value in inspect.getmembers(found[path]):
            if inspect.isclass(value) and value.__module__ == found[path].__name__:
                named[f"{path}:{name}"] = inherited(value, library)
            elif inside(origin(value), library):
                members[f"{path}:{name}"] = [member for member in dir(value) if member[0] != "_"]
    handlers = {name: place(resolve(*request)) for name, request in operations.items()}
    json.dump({"handlers": handlers, "inherited": named, "members": members}, sys.stdout)


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
    return {
        "reference": f"{reference(sys.modules[function.__module__])}:{function.__qualname__}",
        "file": Path(code.co_filename).resolve().relative_to(ROOT).as_posix(),
        "line": code.co_firstlineno,
    }


def inherited(kind: type, library: str) -> dict[str, str]:
    """Return where the framework defines what a class has from it: {"set_header": "tornado…"}."""
    return {
        name: f"{base.__module__}.{base.__qualname__}.{name}"
        for base in reversed(kind.__mro__)
        if inside(base.__module__, library)
        for name in vars(base)
        if not name.startswith("_")
    }


def origin(value: object) -> str:
    """Return the dotted name of a module, or of the module that a class is from."""
    if inspect.ismodule(value):
        return value.__name__
    return value.__module__ if inspect.isclass(value) else ""
