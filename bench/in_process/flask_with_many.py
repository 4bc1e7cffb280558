"""The Flask application with a database connection for each thread of bench/db_latency.py."""

from flask import Flask

from flask_todo import create_app as create_shipped_app

MANY = 64  # as there, which cannot be imported in Flask's environment


def create_app() -> Flask:
    """Return the application as it ships, but for the size of its pool."""
    shipped = create_shipped_app().config["SQLALCHEMY_ENGINE_OPTIONS"]
    pool = {"pool_size": MANY, "max_overflow": 0}
    return create_shipped_app({"SQLALCHEMY_ENGINE_OPTIONS": shipped | pool})
