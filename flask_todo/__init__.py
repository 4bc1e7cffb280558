"""The To-Do application in Flask: plain functions, explicit commits.

Read in this order: this module, config, database, models, passwords, throttle, accounts. Then the
API: api/__init__, api/tasks, api/accounts, api/schemas, api/fields, api/auth, api/parsing,
api/problems. What only operations need comes last: errors, log, health, commands.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from . import api, commands, errors, health, log
from .database import db, migrate

INSTANCE = Path(__file__).resolve().parent.parent / "var"


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Create the application. Settings come from config.py, then from `config`."""
    app = Flask(__name__, static_folder=None, instance_path=str(INSTANCE))
    app.config.from_object(f"{__name__}.config")
    app.config.from_mapping(config or {})
    readiness = health.readiness_bind(app.config["SQLALCHEMY_DATABASE_URI"])
    app.config["SQLALCHEMY_BINDS"] = {"readiness": readiness}

    db.init_app(app)
    migrate.init_app(app, db)

    log.init_app(app)
    errors.init_app(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(api.bp)
    app.cli.add_command(commands.prune)
    return app
