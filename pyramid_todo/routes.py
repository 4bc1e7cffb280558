"""Every URL, each with the factory of its context, and the operations that they offer."""

from typing import Any

from pyramid.config import Configurator
from pyramid.events import BeforeTraversal, subscriber
from pyramid.registry import Registry
from pyramid.request import Request

from .resources import Account, Session


def includeme(config: Configurator) -> None:
    """Add the routes; the first that matches wins, so fixed segments stand before variable ones."""
    config.add_route_predicate("exact", Exact)
    config.add_route("health", "/healthz", exact=True)
    config.add_route("readiness", "/readyz", exact=True)
    config.add_route("info", "/api/v1", exact=True)
    config.add_route("accounts", "/api/v1/accounts", exact=True)
    config.add_route("log_in", "/api/v1/accounts/login", exact=True)
    config.add_route("log_out", "/api/v1/accounts/logout", factory=Session, exact=True)
    config.add_route("account", "/api/v1/accounts/{username}", factory=Account)
    config.add_route("tasks", "/api/v1/accounts/{username}/tasks", factory=Account, exact=True)
    config.add_route("task", "/api/v1/accounts/{username}/tasks/{id}", factory=Account)


class Exact:
    """A route predicate: the path ends where the pattern does, whose `$` lets a line feed pass."""

    def __init__(self, exact: bool, config: Configurator) -> None:
        self.exact = exact

    def text(self) -> str:
        """Describe the predicate, as `proutes` and conflicts show it."""
        return f"exact = {self.exact}"

    phash = text

    def __call__(self, info: dict[str, Any], request: Request) -> bool:
        """Say whether the route may match."""
        return request.environ["PATH_INFO"].endswith("\n") is not self.exact


def list_operations(registry: Registry) -> list[tuple[str, str, str]]:
    """Return name, method and route of every operation, as the views were configured."""
    views = [item["introspectable"] for item in registry.introspector.get_category("views")]
    return [
        (view["attr"], view["request_methods"], view["route_name"])
        for view in views
        if view["attr"]
    ]


@subscriber(BeforeTraversal)
def fix_root(event: BeforeTraversal) -> None:
    """Drop a header by which any client could move the root of the resources."""
    event.request.environ.pop("HTTP_X_VHM_ROOT", None)
