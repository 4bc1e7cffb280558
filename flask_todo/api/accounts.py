"""Registration, log-in and log-out, and the caller's own account."""

from typing import Any

from flask import Blueprint, current_app, g, url_for
from sqlalchemy import delete

from flask_todo import accounts
from flask_todo.database import db
from flask_todo.models import Token

from .auth import public
from .parsing import load_body
from .problems import BearerChallenge
from .schemas import AccountSchema, AccountUpdateSchema, CredentialsSchema

bp = Blueprint("accounts", __name__, url_prefix="/accounts")

account_schema = AccountSchema()
account_update_schema = AccountUpdateSchema()
credentials_schema = CredentialsSchema()


@bp.post("")
@public
def register() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Register an account."""
    user = accounts.register(**load_body(account_schema))
    db.session.commit()
    location = url_for(".read_account", username=user.username)
    return account_schema.dump(user), 201, {"Location": location}


@bp.post("/login")
@public
def log_in() -> dict[str, Any]:
    """Log in and receive a token."""
    user = accounts.authenticate(**load_body(credentials_schema))
    if user is None:
        raise BearerChallenge("The username or the password is wrong.")
    token = Token.issue(user)
    db.session.commit()
    return {"token": token, "token_type": "Bearer", "expires_in": current_app.config["TOKEN_TTL"]}


@bp.post("/logout")
def log_out() -> tuple[str, int]:
    """Revoke the token."""
    # By its digest: SQLite gives the id of a deleted token to the next one.
    db.session.execute(delete(Token).where(Token.digest == g.token.digest))
    db.session.commit()
    return "", 204


@bp.get("/<account:username>")
def read_account() -> dict[str, Any]:
    """Show the account."""
    return account_schema.dump(g.user)


@bp.put("/<account:username>")
def update_account() -> dict[str, Any]:
    """Change the e-mail address or the password."""
    data = load_body(account_update_schema)
    user = g.user
    if "current_password" in data:
        user = accounts.change_password(g.token, data["current_password"], data.get("new_password"))
    user.email = data["email"]
    db.session.commit()
    return account_schema.dump(user)


@bp.delete("/<account:username>")
def delete_account() -> tuple[str, int]:
    """Delete the account with its tasks and tokens."""
    db.session.delete(g.user)
    db.session.commit()
    return "", 204
