"""The API under /api/v1.

Its JSON renderer, its response factory and its view deriver hold for the whole application:
Pyramid scopes only routes by a prefix.
"""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the routes, and the views with what they read from and write to HTTP."""
    config.include(".routes")
    config.include(".parsing")
    config.include(".renderers")
    config.scan(".views")
