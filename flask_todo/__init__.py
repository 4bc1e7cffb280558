"""The To-Do API in Flask: explicit functions, explicit commits, nothing that you did not ask for.

Read it in this order: this module, routing, database, models, fields, schemas, auth, throttle,
accounts, tasks, then inputs, errors, log, health and prune. `wire` is the same in all four.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from . import accounts, auth, errors, health, info, inputs, log, prune, routing, tasks, wire
from .database import db, migrate

DEFAULT_DATABASE = Path(__file__).resolve().parent.parent / "var" / "flask_todo.db"


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application, configured from the environment and then from `config`.

    DATABASE_URL is an SQLAlchemy URL; TOKEN_TTL and THROTTLE_WINDOW are seconds.
    """
    DEFAULT_DATABASE.parent.mkdir(exist_ok=True)
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL") or f"sqlite:///{DEFAULT_DATABASE}",
        # What a statement was given stays out of the log, hashes and tasks alike.
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True, "hide_parameters": True},
        MAX_CONTENT_LENGTH=wire.MAX_BODY,
        TOKEN_TTL=int(os.environ.get("TOKEN_TTL") or 14 * 24 * 60 * 60),
        THROTTLE_WINDOW=int(os.environ.get("THROTTLE_WINDOW") or 60),
    )
    app.config.from_mapping(config or {})
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]

    db.init_app(app)
    migrate.init_app(app, db)

    for module in (log, routing, inputs, auth, errors, prune):
        module.init_app(app)
    for module in (health, info, accounts, tasks):
        app.register_blueprint(module.bp)
    return app
