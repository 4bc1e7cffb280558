"""Every URL of the API, each with the factory of its context."""

from pyramid.config import Configurator

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
