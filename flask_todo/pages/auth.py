"""Sessions: the signed cookie carries a token, as the API's clients do; the database ends it.

g.user is the user, as in Flask's tutorial, or None, and g.token the token of the session.
https://flask.palletsprojects.com/en/stable/tutorial/views/
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import delete

from flask_todo.database import db
from flask_todo.models import Token, User, hash_token

Arguments = ParamSpec("Arguments")
View = Callable[Arguments, ResponseReturnValue]
LOCAL_PATH = r"/(?![/\\])[^\s\0-\x1f]*\Z"  # browsers read //host and /\host as another site


def load_user() -> None:
    """Find the user of the session."""
    g.token = Token.find(session["token"]) if "token" in session else None
    g.user = g.token.user if g.token else None


def login_required(view: View[Arguments]) -> View[Arguments]:
    """Send strangers to the log-in, which leads back."""

    @wraps(view)
    def wrapped(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        if g.user:
            return view(*args, **kwargs)
        # What was sent is lost: after a POST, the log-in leads to the tasks.
        is_get = request.method in ("GET", "HEAD")
        back = request.url.removeprefix(request.host_url[:-1]) if is_get else None
        return redirect(url_for("pages.accounts.log_in", next=back))

    return wrapped


def next_path() -> str:
    """Return where a log-in leads: a path of this site, whatever `next` says."""
    path = request.args.get("next", "")
    return path if re.match(LOCAL_PATH, path) else url_for("pages.tasks.show_tasks")


def begin_session(user: User) -> None:
    """Begin a session of the user, and end the one before. The caller commits."""
    end_session()
    session["token"] = Token.issue(user)


def end_session() -> None:
    """End the session, here and on every copy of the cookie. The caller commits."""
    if "token" in session:
        # By its digest: SQLite gives the id of a deleted token to the next one.
        db.session.execute(delete(Token).where(Token.digest == hash_token(session["token"])))
    session.clear()
