"""The API: one blueprint with its guard, its error format and its headers; the views nest in it."""

from flask import Blueprint

from flask_todo import bodies

from . import accounts, auth, info, problems, routing, tasks

bp = Blueprint("api", __name__, url_prefix="/api/v1")

routing.init_blueprint(bp)
bp.before_request(bodies.read_body)
auth.init_blueprint(bp)
bp.before_request(bodies.refuse_incomplete_body)  # after the guard: 401 and 403 come first
problems.init_blueprint(bp)
for view in (info, accounts, tasks):
    bp.register_blueprint(view.bp)
