"""Accounts and sessions: registration, log-in and log-out, and the caller's own account."""

import re
from typing import Any

from flask import Blueprint, abort, current_app, g, url_for
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from .auth import NOBODYS_PASSWORD, hash_password, issue_token, public, verify_password
from .database import db
from .errors import BearerChallenge
from .inputs import load_body
from .models import Token, User
from .schemas import USERNAME, AccountSchema, AccountUpdateSchema, CredentialsSchema
from .throttle import forget_failures, record_failure, refuse_if_throttled

bp = Blueprint("accounts", __name__, url_prefix="/api/v1/accounts")

account_schema = AccountSchema()
account_update_schema = AccountUpdateSchema()
credentials_schema = CredentialsSchema()


@bp.post("")
@public
def register() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Register an account."""
    data = load_body(account_schema)
    user = User(**data | {"password": hash_password(data["password"])})
    db.session.add(user)
    try:
        db.session.commit()
    except IntegrityError:  # asking first would let two registrations at once both find it free
        db.session.rollback()
        abort(409, "The username is taken.")
    location = url_for(".read_account", username=user.username)
    return account_schema.dump(user), 201, {"Location": location}


@bp.post("/login")
@public
def log_in() -> dict[str, Any]:
    """Log in and receive a token."""
    data = load_body(credentials_schema)
    refuse_if_throttled(data["username"])
    user = find_user(data["username"])
    right = verify_password(user.password if user else NOBODYS_PASSWORD, data["password"])
    if user is None or not right:
        record_failure(data["username"])
        db.session.commit()
        raise BearerChallenge("The username or the password is wrong.")
    forget_failures(data["username"])
    token = issue_token(user)
    db.session.commit()
    return {"token": token, "token_type": "Bearer", "expires_in": current_app.config["TOKEN_TTL"]}


def find_user(username: str) -> User | None:
    """Return the user of that name; a name that cannot exist never reaches the database."""
    if not re.match(USERNAME, username):
        return None
    return db.session.scalar(select(User).where(User.username == username))


@bp.post("/logout")
def log_out() -> tuple[str, int]:
    """End the session of the token."""
    db.session.execute(delete(Token).where(Token.id == g.user.token_id))
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
    user = db.session.get_one(User, g.user.id)
    user.email = data["email"]
    if "new_password" in data:
        user.password = hash_password(data["new_password"])
        others = Token.id != g.user.token_id
        db.session.execute(delete(Token).where(Token.user_id == user.id, others))
    db.session.commit()
    return account_schema.dump(user)


@bp.delete("/<account:username>")
def delete_account() -> tuple[str, int]:
    """Delete the account with its tasks and sessions."""
    db.session.execute(delete(User).where(User.id == g.user.id))
    db.session.commit()
    return "", 204
