"""Accounts and sessions: registration, log-in and log-out, and the caller's own account."""

import re
from typing import Any

from colander import Invalid
from pyramid import httpexceptions as exc
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from .database import lock_writes, release_connection
from .errors import BearerChallenge, show_invalid, show_problem
from .models import Token, User
from .passwords import DUMMY_HASH, hash_password, hashing_slot, verify_password
from .schemas import USERNAME, AccountSchema, AccountUpdateSchema, CredentialsSchema
from .security import issue_token
from .throttle import (
    account_key,
    forget_failures,
    lock,
    log_in_key,
    record_failure,
    refuse_if_throttled,
)

account_schema = AccountSchema()
account_update_schema = AccountUpdateSchema()
credentials_schema = CredentialsSchema()


@view_defaults(renderer="json", request_method="POST")
class AccountsViews:
    """How an account is got, and a session of it is begun and ended."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(route_name="accounts", permission=NO_PERMISSION_REQUIRED)
    def register(self) -> User:
        """Register an account."""
        data = account_schema.deserialize(self.request.json_body)
        with hashing_slot(self.request):
            data["password"] = hash_password(data["password"])
        user = User(**data)
        self.request.dbsession.add(user)
        try:
            self.request.dbsession.flush()
        except IntegrityError as error:  # asking first would let two at once both find it free
            raise exc.HTTPConflict("The username is taken.") from error
        self.request.response.status = 201
        self.request.response.location = self.request.route_path("account", username=user.username)
        return user

    @view_config(route_name="log_in", permission=NO_PERMISSION_REQUIRED)
    def log_in(self) -> dict[str, Any] | Response:
        """Log in and receive a token."""
        data = credentials_schema.deserialize(self.request.json_body)
        challenge = BearerChallenge("The username or the password is wrong.")
        key = log_in_key(data["username"])
        with hashing_slot(self.request):
            refuse_if_throttled(self.request, key)
            user = self.find_user(data["username"])
            user_id, stored = (user.id, user.password) if user else (None, DUMMY_HASH)
            release_connection(self.request)  # nobody hashes while holding one
            password_ok = verify_password(stored, data["password"])
        lock(self.request, key)  # and look again, since others have counted meanwhile
        refuse_if_throttled(self.request, key)
        if user_id is None or not password_ok:
            record_failure(self.request, key)
            # Returned, where all other errors are raised: pyramid_tm would roll back the count.
            return show_problem(challenge, self.request)
        user = lock_user(self.request, user_id)
        if user is None or user.password != stored:  # a change of password came first
            raise challenge
        forget_failures(self.request, key)
        token = issue_token(self.request, user)
        seconds = self.request.registry.settings["token_ttl"]
        return {"token": token, "token_type": "Bearer", "expires_in": seconds}

    def find_user(self, username: str) -> User | None:
        """Return the user of that name; a name that cannot exist never reaches the database."""
        if not re.match(USERNAME, username):
            return None
        return self.request.dbsession.scalar(select(User).where(User.username == username))

    @view_config(route_name="log_out")
    def log_out(self) -> Response:
        """End the session of the token."""
        # Not its id, which SQLite gives to the next token when this one has ended.
        own = Token.digest == self.request.identity.digest
        self.request.dbsession.execute(delete(Token).where(own))
        return exc.HTTPNoContent()


def lock_user(request: Request, user_id: int) -> User | None:
    """Return the user, locked until the commit; None if the account was deleted."""
    return request.dbsession.get(User, user_id, with_for_update=True)


@view_defaults(route_name="account", renderer="json")
class AccountViews:
    """The caller's own account."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def read_account(self) -> User:
        """Show the account."""
        return self.request.identity.user

    @view_config(request_method="PUT")
    def update_account(self) -> User | Response:
        """Change the e-mail address or the password."""
        schema = account_update_schema.bind(request=self.request)
        data = schema.deserialize(self.request.json_body)
        if "current_password" in data and not self.verify_current_password(data):
            error = Invalid(schema)
            error.add(Invalid(schema["current_password"], "Is not the current password."))
            return show_invalid(error, self.request)  # returned, so that the count is committed
        token = self.request.identity
        user = self.request.dbsession.get_one(User, token.user_id)
        user.email = data["email"]
        if "new_hash" in data:
            user.password = data["new_hash"]
            others = Token.user_id == user.id, Token.digest != token.digest
            self.request.dbsession.execute(delete(Token).where(*others))
        return user

    def verify_current_password(self, data: dict[str, Any]) -> bool:
        """Lock the user and say whether the current password is right; hash the new one.

        A wrong password counts; one that was replaced meanwhile is wrong too, but does not count.
        Raises 429 after ten wrong ones, and 401 if the token has ended meanwhile.
        """
        digest, user_id = self.request.identity.digest, self.request.identity.user_id
        stored, key = self.request.identity.user.password, account_key(user_id)
        with hashing_slot(self.request):
            refuse_if_throttled(self.request, key)
            release_connection(self.request)
            password_ok = verify_password(stored, data["current_password"])
            if password_ok and "new_password" in data:
                data["new_hash"] = hash_password(data["new_password"])
        lock_writes(self.request.dbsession)
        user = lock_user(self.request, user_id)
        token = self.request.dbsession.scalar(select(Token).where(Token.digest == digest))
        if user is None or token is None:
            raise BearerChallenge("The token has ended.", invalid_token=True)
        refuse_if_throttled(self.request, key)
        if not password_ok:
            record_failure(self.request, key)
        elif user.password == stored:
            forget_failures(self.request, key)
            return True
        return False

    @view_config(request_method="DELETE")
    def delete_account(self) -> Response:
        """Delete the account with its tasks and sessions."""
        account = User.id == self.request.identity.user_id
        self.request.dbsession.execute(delete(User).where(account))
        return exc.HTTPNoContent()
