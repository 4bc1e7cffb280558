"""What the API is: its operations, read from the URL map, so that the answer cannot go stale."""

from typing import Any

from flask import Blueprint, current_app

from .auth import public
from .routing import path_template

bp = Blueprint("info", __name__, url_prefix="/api/v1")


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
