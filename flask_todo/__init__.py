"""The To-Do application in Flask: plain functions and explicit commits.

README.md has the order in which to read it.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import api, commands, errors, health, log, pages
from .config import INSTANCE_PATH
from .database import db, migrate


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Create the application. Settings come from config.py, then from `config`."""
    app = Flask(__name__, static_folder=None, instance_path=str(INSTANCE_PATH))
    app.config.from_object(f"{__name__}.config")
    app.config.from_mapping(config or {})
    app.config["SQLALCHEMY_BINDS"] = health.readiness_bind(app.config["SQLALCHEMY_DATABASE_URI"])

    db.init_app(app)
    migrate.init_app(app, db)

    log.init_app(app)
    errors.init_app(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(api.bp)
    app.register_blueprint(pages.bp)
    app.cli.add_command(commands.prune)
    if app.config["TRUST_PROXY"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)  # type: ignore[method-assign]
    return app
