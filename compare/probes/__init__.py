"""Report which code of a live application answers a request, and what the framework gives it.

It reads requests from standard input, {"handlers": {"create_task": [["POST"], "/api/v1/…"]},
"pages": {"add_task": [["GET", "POST"], "/tasks/new"]}}, and writes JSON.
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
Resolve = Callable[[str, str], Function | type]


def report(package: str, library: str, resolve: Resolve) -> None:
    """Write who answers each operation, and what the package has from the framework by inheriting.

    `resolve` takes a method and a path and returns the function or class that the router leads to.
    """
    asked = json.load(sys.stdin)
    found = {reference(module): module for module in list(sys.modules.values())}
    named, members = {}, {}
    for path in sorted(path for path in found if inside(path, package)):
        for name, value in inspect.getmembers(found[path]):
            if inspect.isclass(value) and value.__module__ == found[path].__name__:
                named[f"{path}:{name}"] = inherited(value, library)
            elif inside(origin(value), library):
                members[f"{path}:{name}"] = [member for member in dir(value) if member[0] != "_"]
    own = {"handlers": handler, "pages": page}
    answers = {
        part: {name: place(find(resolve, *request)) for name, request in asked[part].items()}
        for part, find in own.items()
    }
    json.dump({**answers, "inherited": named, "members": members}, sys.stdout)


def handler(resolve: Resolve, methods: list[str], path: str) -> Function:
    """Return the function that answers a request to the API: of a class, the method of the verb."""
    found = page(resolve, methods, path)
    return getattr(found, methods[0].lower()) if inspect.isclass(found) else found


def page(resolve: Resolve, methods: list[str], path: str) -> Function | type:
    """Return what answers all requests to a page; exit with one line if there is no such thing."""
    try:
        (found,) = {inspect.unwrap(resolve(method, path)) for method in methods}
    except Exception as error:  # each router has its own
        sys.exit(f"{' '.join(methods)} {path} has no handler: {type(error).__name__}")
    return found


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


def place(found: Function | type) -> dict[str, Any]:
    """Return where a function or a class is defined: reference, file from the root, first line."""
    return {
        "reference": f"{reference(sys.modules[found.__module__])}:{found.__qualname__}",
        "file": Path(inspect.getfile(found)).resolve().relative_to(ROOT).as_posix(),
        "line": inspect.getsourcelines(found)[1],
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
