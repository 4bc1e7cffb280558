"""The To-Do API in Pyramid: `main` is a table of contents that runs.

Read it in this order: this module, models, security, resources, passwords, throttle, accounts;
then the API: api, api.routes, api.schemas, api.fields, api.views, api.parsing, api.renderers,
api.problems; then routing, log, health and scripts. `api.formats` is the same in all four packages.
"""

import os
from typing import Any

from pyramid.config import Configurator
from pyramid.events import NewRequest, NewResponse
from pyramid.router import Router

from .api.parsing import receive_body
from .api.renderers import set_headers


def main(global_config: dict[str, str], **settings: Any) -> Router:
    """Return the application; the arguments are the [DEFAULT] and [app:main] of the ini file."""
    with Configurator(settings=override(settings)) as config:
        config.include(".log")  # the outermost tween, so that it times the commit too
        config.include(".models")
        config.include(".security")
        config.include(".routing")
        config.include(".health")
        config.include(".api", route_prefix="/api/v1")
        # These also hold outside of /api/ (unknown paths, /healthz). HTML pages can change that
        # here: let the subscribers test the path, and add exception views with a predicate of
        # their own, which Pyramid prefers to those of the API.
        config.add_subscriber(receive_body, NewRequest)
        config.add_subscriber(set_headers, NewResponse)
        config.scan(".api.problems")
        return config.make_wsgi_app()


def override(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the ini file, overridden by the environment.

    DATABASE_URL is an SQLAlchemy URL; TOKEN_TTL and THROTTLE_WINDOW are seconds.
    """
    url = os.environ.get("DATABASE_URL") or settings["sqlalchemy.url"]
    ttl = int(os.environ.get("TOKEN_TTL") or settings["token_ttl"])
    window = int(os.environ.get("THROTTLE_WINDOW") or settings["throttle_window"])
    return {**settings, "sqlalchemy.url": url, "token_ttl": ttl, "throttle_window": window}
