"""Schemas and operations of the contract, from shared_spec/openapi.yaml (OpenAPI 3.1)."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from .specification import specification

URI = "urn:todo"
DOCUMENT: dict[str, Any] = yaml.safe_load(specification("openapi.yaml").read_text(encoding="utf-8"))
REGISTRY = Registry().with_resource(URI, DRAFT202012.create_resource(DOCUMENT))


@cache
def validator(*steps: str) -> Draft202012Validator:
    """Return a validator for the schema at this path in the document."""
    pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
    return Draft202012Validator({"$ref": f"{URI}#{quote(pointer)}"}, registry=REGISTRY)


def locate(*steps: str) -> tuple[tuple[str, ...], Any]:
    """Return the value at this path, and the path itself; both follow references."""
    value: Any = DOCUMENT
    for step in steps:
        value = value[step]
    if "$ref" in value:
        return locate(*value["$ref"].removeprefix("#/").split("/"))
    return steps, value


@dataclass(frozen=True)
class Operation:
    """One documented request: its id, method and path template."""

    id: str
    method: str
    path: str

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the path to the operation in the document."""
        return "paths", self.path, self.method.lower()

    @property
    def node(self) -> dict[str, Any]:
        """Return the operation's part of the document."""
        return locate(*self.steps)[1]

    @property
    def statuses(self) -> frozenset[int]:
        """Return the documented statuses."""
        return frozenset(map(int, self.node["responses"]))

    @property
    def needs_token(self) -> bool:
        """Return whether the operation requires a token."""
        return bool(self.node.get("security", DOCUMENT["security"]))

    @property
    def has_body(self) -> bool:
        """Return whether the operation reads a body."""
        return "requestBody" in self.node

    @property
    def body(self) -> dict[str, Any]:
        """Return the schema of the body that the operation reads."""
        content = ("requestBody", "content", "application/json", "schema")
        return locate(*self.steps, *content)[1]

    @property
    def example(self) -> dict[str, Any]:
        """Return a valid body with only the required members."""
        schemas = {name: resolve(self.body["properties"][name]) for name in self.body["required"]}
        return {name: schema.get("examples", ["text"])[0] for name, schema in schemas.items()}


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow the schema's reference, if it is one."""
    reference = schema.get("$ref")
    return locate(*reference.removeprefix("#/").split("/"))[1] if reference else schema


PATHS: dict[str, frozenset[str]] = {
    path: frozenset(key.upper() for key in item if key != "parameters")
    for path, item in DOCUMENT["paths"].items()
}
OPERATIONS: dict[str, Operation] = {
    node["operationId"]: Operation(node["operationId"], key.upper(), path)
    for path, item in DOCUMENT["paths"].items()
    for key, node in item.items()
    if key != "parameters"
}


def allowed(template: str) -> frozenset[str]:
    """Return the methods that Allow must list: HEAD where there is GET, and always OPTIONS."""
    head = {"HEAD"} if "GET" in PATHS[template] else set()
    return PATHS[template] | head | {"OPTIONS"}


def template_of(path: str) -> str | None:
    """Return the template that matches a path without its query; fixed segments win (HTTP-7)."""
    segments = path.split("/")
    by_variables = sorted(PATHS, key=lambda template: template.count("{"))
    return next((each for each in by_variables if _fits(segments, each.split("/"))), None)


def _fits(segments: list[str], template: list[str]) -> bool:
    return len(segments) == len(template) and all(
        bool(segment) if part.startswith("{") else segment == part
        for segment, part in zip(segments, template, strict=True)
    )


def in_api(path: str) -> bool:
    """Return whether a path is /api or below it. The API promises nothing about other paths."""
    return path == "/api" or path.startswith("/api/")


def operation_of(method: str, path: str) -> Operation | None:
    """Return the operation of a request, or None; HEAD uses the operation of GET."""
    wanted = ("GET" if method == "HEAD" else method, template_of(path))
    return next((each for each in OPERATIONS.values() if (each.method, each.path) == wanted), None)


def path_of(operation_id: str, username: str = "nobody", id: int | str = 1) -> str:
    """Return the path of an operation with its variables filled in."""
    return OPERATIONS[operation_id].path.replace("{username}", username).replace("{id}", str(id))
