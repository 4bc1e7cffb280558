"""The API under /api/v1.

Its JSON renderer and its response factory hold for the whole application: Pyramid scopes only
routes by a prefix. So do its exception views, until `pages` adds its own.
"""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the routes, and the views with what they read from and write to HTTP."""
    config.include(".routes")
    config.include(".renderers")
    config.scan(".problems")
    config.scan(".views")
