"""The API: everything under /api/v1, and nothing that HTML pages would share."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the routes, and the views with what they read from and write to HTTP."""
    config.include(".routes")
    config.include(".parsing")
    config.include(".renderers")
    config.scan(".views")
