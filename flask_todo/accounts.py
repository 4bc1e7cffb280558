"""Accounts and sessions: registration, log-in and log-out, and the caller's own account."""

import re
from typing import Any

from flask import Blueprint, abort, current_app, g, url_for
from marshmallow import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from .auth import issue_token, public
from .database import db, lock_writes
from .errors import BearerChallenge
from .inputs import load_body
from .models import Token, User
from .passwords import DUMMY_HASH, hash_password, hashing_slot, verify_password
from .schemas import USERNAME, AccountSchema, AccountUpdateSchema, CredentialsSchema
from .throttle import (
    account_key,
    forget_failures,
    lock,
    log_in_key,
    record_failure,
    refuse_if_throttled,
)

bp = Blueprint("accounts", __name__, url_prefix="/api/v1/accounts")

account_schema = AccountSchema()
account_update_schema = AccountUpdateSchema()
credentials_schema = CredentialsSchema()


@bp.post("")
@public
def register() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Register an account."""
    data = load_body(account_schema)
    with hashing_slot():
        data["password"] = hash_password(data["password"])
    user = User(**data)
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
    key = log_in_key(data["username"])
    with hashing_slot():
        refuse_if_throttled(key)
        user = find_user(data["username"])
        db.session.close()  # nobody hashes while holding a connection
        password_ok = verify_password(user.password if user else DUMMY_HASH, data["password"])
    lock(key)  # and look again, since others have counted meanwhile
    refuse_if_throttled(key)
    if user is None or not password_ok:
        record_failure(key)
        db.session.commit()
        raise BearerChallenge("The username or the password is wrong.")
    locked = lock_user(user.id)
    if locked is None or locked.password != user.password:  # a change of password came first
        raise BearerChallenge("The username or the password is wrong.")
    forget_failures(key)
    token = issue_token(user)
    db.session.commit()
    return {"token": token, "token_type": "Bearer", "expires_in": current_app.config["TOKEN_TTL"]}


def find_user(username: str) -> User | None:
    """Return the user of that name; a name that cannot exist never reaches the database."""
    if not re.match(USERNAME, username):
        return None
    return db.session.scalar(select(User).where(User.username == username))


def lock_user(user_id: int) -> User | None:
    """Return the user, locked until the commit; None if the account was deleted."""
    return db.session.get(User, user_id, with_for_update=True)


@bp.post("/logout")
def log_out() -> tuple[str, int]:
    """End the session of the token."""
    db.session.execute(delete(Token).where(Token.digest == g.user.token_digest))
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
    new_hash = verify_current_password(data) if "current_password" in data else None
    user = db.session.get_one(User, g.user.id)
    user.email = data["email"]
    if new_hash:
        user.password = new_hash
        others = Token.digest != g.user.token_digest
        db.session.execute(delete(Token).where(Token.user_id == user.id, others))
    db.session.commit()
    return account_schema.dump(user)


def verify_current_password(data: dict[str, Any]) -> str | None:
    """Lock the caller, whose password is right, and return the hash of the new one, if any.

    Raises 422 if the password is wrong, which counts, or was replaced meanwhile, which does not;
    429 after ten wrong ones; 401 if the token has ended meanwhile.
    """
    key, new_hash = account_key(g.user.id), None
    with hashing_slot():
        refuse_if_throttled(key)
        db.session.close()
        password_ok = verify_password(g.user.password, data["current_password"])
        if password_ok and "new_password" in data:
            new_hash = hash_password(data["new_password"])
    lock_writes()
    user = lock_user(g.user.id)
    token = db.session.scalar(select(Token).where(Token.digest == g.user.token_digest))
    if user is None or token is None:
        raise BearerChallenge("The token has ended.", invalid_token=True)
    refuse_if_throttled(key)
    if not password_ok:
        record_failure(key)
        db.session.commit()
    if not password_ok or user.password != g.user.password:
        raise ValidationError({"current_password": ["Is not the current password."]})
    forget_failures(key)
    return new_hash


@bp.delete("/<account:username>")
def delete_account() -> tuple[str, int]:
    """Delete the account with its tasks and sessions."""
    db.session.execute(delete(User).where(User.id == g.user.id))
    db.session.commit()
    return "", 204
