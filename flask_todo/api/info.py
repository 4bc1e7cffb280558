"""What the API is. Its operations come from the URL map, so that the list is always right."""

from typing import Any

from flask import Blueprint, current_app

from flask_todo.log import path_template

from .auth import public

bp = Blueprint("info", __name__)


@bp.get("")
@public
def read_info() -> dict[str, Any]:
    """Describe the API and its operations."""
    operations = {
        rule.endpoint.rpartition(".")[2]: f"{method} {path_template(rule.rule)}"
        for rule in current_app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    return {"name": "To-Do API", "version": "1", "operations": operations}
