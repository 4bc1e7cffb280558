"""Make marshmallow read attributes directly; by default it tries items first."""

from typing import Any

from flask import Flask

from flask_todo import create_app as create_plain_app
from flask_todo.api.schemas import BodySchema


def create_app() -> Flask:
    """Return the application with this `get_attribute`."""
    BodySchema.get_attribute = get_attribute  # type: ignore[method-assign]
    return create_plain_app()


def get_attribute(self: BodySchema, obj: Any, attr: str, default: Any) -> Any:
    """Return the attribute."""
    return getattr(obj, attr, default)
