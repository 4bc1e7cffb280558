"""The pages for people: one blueprint with its headers and errors; the views nest in it."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask_wtf import CSRFProtect

from flask_todo import bodies

from . import accounts, auth, errors, tasks, zones

csrf = CSRFProtect()
bp = Blueprint(
    "pages",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


def configure(state: BlueprintSetupState) -> None:
    """Add `csrf_token` to the templates, and drop the lines of their tags."""
    csrf.init_app(state.app)
    state.app.jinja_env.trim_blocks = state.app.jinja_env.lstrip_blocks = True


bp.record_once(configure)
bp.add_app_template_filter(zones.format_moment, "in_zone")
errors.init_blueprint(bp)
for view in (accounts, tasks):
    for function in (bodies.read_body, bodies.refuse_incomplete_body, csrf.protect, auth.load_user):
        view.bp.before_request(function)
    bp.register_blueprint(view.bp)
