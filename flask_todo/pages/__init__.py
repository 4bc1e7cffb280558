"""The pages for people: one blueprint with its headers and errors; the views nest in it."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask_wtf import CSRFProtect

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
    # It reads the form, before a query: a slow client does not hold a connection.
    view.bp.before_request(csrf.protect)
    view.bp.before_request(auth.load_user)
    bp.register_blueprint(view.bp)
