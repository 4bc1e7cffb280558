"""The To-Do application in Pyramid: `main` is a table of contents that runs.

README.md has the order in which to read it.
"""

import os
import sys
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.settings import asbool
from waitress.proxy_headers import proxy_headers_middleware

from .secret_key import kept_secret_key

VAR = Path(__file__).resolve().parents[1] / "var"
PROXY_HEADERS = {"x-forwarded-proto", "x-forwarded-host"}


def main(global_config: dict[str, str], **settings: Any) -> Any:
    """Return the application; the arguments are the [DEFAULT] and [app:main] of the ini file."""
    with Configurator(settings=override(settings)) as config:
        config.include(".log")  # the outermost tween, so that it times the commit too
        config.include(".models")
        config.include(".security")
        config.include(".routing")
        config.include(".bodies")
        config.include(".health")
        config.include(".api", route_prefix="/api/v1")
        config.include(".pages")
        app = config.make_wsgi_app()
    if config.get_settings()["trust_proxy"]:
        return proxy_headers_middleware(app, "*", trusted_proxy_headers=PROXY_HEADERS)
    return app


def override(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the ini file, overridden by the environment.

    DATABASE_URL is an SQLAlchemy URL; TOKEN_TTL and THROTTLE_WINDOW are seconds. SECRET_KEY signs
    cookies; PRODUCTION=1 requires it and HTTPS. With TRUST_PROXY=1 a proxy tells scheme and host.
    """

    def setting(name: str) -> str:
        return os.environ.get(name.upper()) or settings[name]

    production, secret_key = asbool(setting("production")), setting("secret_key")
    if production and not secret_key:
        sys.exit(
            "SECRET_KEY is not set: in production make one with "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return {
        **settings,
        "sqlalchemy.url": os.environ.get("DATABASE_URL") or settings["sqlalchemy.url"],
        "token_ttl": int(setting("token_ttl")),
        "throttle_window": int(setting("throttle_window")),
        "secret_key": secret_key or kept_secret_key(VAR / "pyramid_secret_key"),
        "production": production,
        "trust_proxy": asbool(setting("trust_proxy")),
    }
