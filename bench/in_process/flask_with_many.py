"""The Flask application with one database connection for each thread, for bench/db_latency.py."""

from flask import Flask

from flask_todo import create_app as create_shipped_app

MANY = 64  # as in db_latency.py, which Flask's environment cannot import


def create_app() -> Flask:
    """Return the application as it ships, with a larger connection pool."""
    shipped = create_shipped_app().config["SQLALCHEMY_ENGINE_OPTIONS"]
    pool = {"pool_size": MANY, "max_overflow": 0}
    return create_shipped_app({"SQLALCHEMY_ENGINE_OPTIONS": shipped | pool})
