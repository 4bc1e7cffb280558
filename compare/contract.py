"""The operations of the contract, of API and pages, and the servers that implement it."""

import tomllib
from dataclasses import dataclass
from functools import cache

import yaml
from harness import SERVERS

from . import ROOT

# Shown in this order: from the smallest vocabulary to the largest, then the event loop.
ORDER = ("flask", "pyramid", "django", "tornado")


@dataclass(frozen=True)
class Operation:
    """An operation of shared_spec/openapi.yaml: `POST` `/api/v1/accounts/{username}/tasks`."""

    name: str
    method: str
    path: str
    summary: str


@dataclass(frozen=True)
class PageOperation:
    """An operation of shared_spec/pages.toml: `add_task`, `GET` and `POST` of `/tasks/new`."""

    name: str
    methods: tuple[str, ...]
    path: str
    has_template: bool


@dataclass(frozen=True)
class Framework:
    """A record of scripts/servers.toml: `flask`, `Flask`, `flask_todo`."""

    name: str
    title: str
    package: str


@cache
def operations() -> list[Operation]:
    """Return all operations, in the order of the document."""
    document = yaml.safe_load((ROOT / "shared_spec" / "openapi.yaml").read_text(encoding="utf-8"))
    return [
        Operation(item["operationId"], method.upper(), path, item["summary"])
        for path, verbs in document["paths"].items()
        for method, item in verbs.items()
        if isinstance(item, dict) and "operationId" in item
    ]


@cache
def page_operations() -> list[PageOperation]:
    """Return all operations of the pages, in the order of the document."""
    document = tomllib.loads((ROOT / "shared_spec" / "pages.toml").read_text(encoding="utf-8"))
    requests = {name: [*map(str.split, lines)] for name, lines in document["operations"].items()}
    return [
        PageOperation(
            name, tuple(each[0] for each in lines), lines[0][1], name in document["headings"]
        )
        for name, lines in requests.items()
    ]


@cache
def promises() -> int:
    """Return the number of promises of the contract."""
    path = ROOT / "shared_spec" / "requirements.toml"
    return len(tomllib.loads(path.read_text(encoding="utf-8"))["promise"])


@cache
def frameworks() -> list[Framework]:
    """Return all frameworks in ORDER; those that are not in it come last."""
    names = sorted(SERVERS, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    return [Framework(name, SERVERS[name]["title"], SERVERS[name]["package"]) for name in names]
