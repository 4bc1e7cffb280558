"""The To-Do API in Flask: explicit functions, explicit commits, nothing that you did not ask for.

Read it in this order: this module, routing, database, models, fields, schemas, auth, passwords,
throttle, accounts, tasks, then inputs, errors, log, health and prune. `wire` is the same in all
four.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from . import accounts, auth, errors, health, info, inputs, log, prune, routing, tasks, wire
from .database import db, migrate, readiness_bind

DEFAULT_DATABASE = Path(__file__).resolve().parent.parent / "var" / "flask_todo.db"


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application, configured from the environment and then from `config`.

    DATABASE_URL is an SQLAlchemy URL; TOKEN_TTL and THROTTLE_WINDOW are seconds.
    """
    DEFAULT_DATABASE.parent.mkdir(exist_ok=True)
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL") or f"sqlite:///{DEFAULT_DATABASE}",
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": True,
            "pool_timeout": 3,  # seconds to wait for a connection, then 503
            "hide_parameters": True,  # keeps hashes and tasks out of the log
        },
        MAX_CONTENT_LENGTH=wire.MAX_BODY,
        TOKEN_TTL=int(os.environ.get("TOKEN_TTL") or 14 * 24 * 60 * 60),
        THROTTLE_WINDOW=int(os.environ.get("THROTTLE_WINDOW") or 60),
    )
    app.config.from_mapping(config or {})
    app.config["SQLALCHEMY_BINDS"] = readiness_bind(app.config["SQLALCHEMY_DATABASE_URI"])
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]

    db.init_app(app)
    migrate.init_app(app, db)

    for module in (log, routing, inputs, auth, errors, prune):
        module.init_app(app)
    app.before_request(inputs.refuse_incomplete_body)  # after the guard: 401 and 403 come first
    for module in (health, info, accounts, tasks):
        app.register_blueprint(module.bp)
    return app
