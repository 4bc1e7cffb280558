"""Every URL of the API, each with the factory of its context."""

from pyramid.config import Configurator
from pyramid.registry import Introspectable, Registry

from ..resources import AccountContext, TaskContext, TokenContext


def includeme(config: Configurator) -> None:
    """Add the routes; the first that matches wins, so fixed segments stand before variable ones."""
    config.add_route("api.info", "", inherit_slash=True)
    config.add_route("api.accounts", "/accounts")
    config.add_route("api.log_in", "/accounts/login")
    config.add_route("api.log_out", "/accounts/logout", factory=TokenContext)
    config.add_route("api.account", "/accounts/{username}", factory=AccountContext)
    config.add_route("api.tasks", "/accounts/{username}/tasks", factory=AccountContext)
    config.add_route("api.task", "/accounts/{username}/tasks/{id}", factory=TaskContext)


def list_views(registry: Registry) -> list[Introspectable]:
    """Return the description of every view that serves a route and a method, as configured."""
    views = [item["introspectable"] for item in registry.introspector.get_category("views")]
    return [view for view in views if view["route_name"] and view["request_methods"]]
