"""The To-Do API in Pyramid: a table of contents that runs, contexts that know who may.

Read it in this order: this module, routes, resources, security, database, models, fields, schemas,
passwords, throttle, accounts, tasks, then inputs, renderers, errors, log, health and scripts.
`wire` is the same in all four packages.
"""

import os
from typing import Any

from pyramid.config import Configurator
from pyramid.router import Router


def main(global_config: dict[str, str], **settings: Any) -> Router:
    """Return the application; the arguments are the [DEFAULT] and [app:main] of the ini file."""
    with Configurator(settings=override(settings)) as config:
        config.include(".log")  # outermost, so that it times the commit too
        config.include(".routes")
        config.include(".security")  # before the views: they inherit its default permission
        config.include(".database")
        config.include(".inputs")
        config.include(".renderers")
        # Finds the views: health, info, accounts, tasks, and errors for what they raise.
        config.scan(ignore=[".tests", ".wsgi"])  # which would ask for pytest, and start over
        return config.make_wsgi_app()


def override(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the ini file with those of the environment in their place.

    DATABASE_URL is an SQLAlchemy URL; TOKEN_TTL and THROTTLE_WINDOW are seconds.
    """
    url = os.environ.get("DATABASE_URL") or settings["sqlalchemy.url"]
    seconds = {
        "token_ttl": int(os.environ.get("TOKEN_TTL") or settings["token_ttl"]),
        "throttle_window": int(os.environ.get("THROTTLE_WINDOW") or settings["throttle_window"]),
    }
    return {**settings, **seconds, "sqlalchemy.url": url}
