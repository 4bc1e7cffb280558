"""Where the contract is stricter about URLs, methods and JSON than Werkzeug and Flask."""

from flask import Blueprint, abort, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter


class AccountConverter(BaseConverter):
    """Any segment but "login" and "logout": otherwise GET …/accounts/login would be an account."""

    regex = r"(?!(?:login|logout)\Z)[^/]+"


def init_blueprint(bp: Blueprint) -> None:
    """Configure the URL map and the JSON of the application that the blueprint joins."""
    bp.record_once(configure)
    # Also for the 404 and 405 of routing, which no blueprint sees.
    bp.before_app_request(refuse_double_slash)


def configure(state: BlueprintSetupState) -> None:
    """Match paths exactly, and write JSON as Unicode, in the order of the schemas."""
    state.app.url_map.converters["account"] = AccountConverter
    state.app.url_map.merge_slashes = False
    state.app.json.ensure_ascii = False  # type: ignore[attr-defined]
    state.app.json.sort_keys = False  # type: ignore[attr-defined]


def refuse_double_slash() -> None:
    """Answer 404 to a leading double slash, which Werkzeug reads as a single one."""
    if request.environ["PATH_INFO"].startswith("//"):
        abort(404)
