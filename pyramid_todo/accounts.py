"""Accounts and sessions: registration, log-in and log-out, and the caller's own account."""

import re
from typing import Any

from pyramid import httpexceptions as exc
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from .errors import BearerChallenge, show_problem
from .models import Token, User
from .schemas import USERNAME, AccountSchema, AccountUpdateSchema, CredentialsSchema
from .security import NOBODYS_PASSWORD, hash_password, issue_token, verify_password
from .throttle import forget_failures, record_failure, refuse_if_throttled

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
        user = User(**data | {"password": hash_password(data["password"])})
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
        refuse_if_throttled(self.request, data["username"])
        user = self.find_user(data["username"])
        right = verify_password(user.password if user else NOBODYS_PASSWORD, data["password"])
        if user is None or not right:
            record_failure(self.request, data["username"])
            # Returned, where all other errors are raised: pyramid_tm would roll back the count.
            challenge = BearerChallenge("The username or the password is wrong.")
            return show_problem(challenge, self.request)
        forget_failures(self.request, data["username"])
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
        session = Token.id == self.request.identity.id
        self.request.dbsession.execute(delete(Token).where(session))
        return exc.HTTPNoContent()


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
    def update_account(self) -> User:
        """Change the e-mail address or the password."""
        schema = account_update_schema.bind(request=self.request)
        data = schema.deserialize(self.request.json_body)
        user = self.request.identity.user
        user.email = data["email"]
        if "new_password" in data:
            user.password = hash_password(data["new_password"])
            others = Token.id != self.request.identity.id
            self.request.dbsession.execute(delete(Token).where(Token.user_id == user.id, others))
        return user

    @view_config(request_method="DELETE")
    def delete_account(self) -> Response:
        """Delete the account with its tasks and sessions."""
        account = User.id == self.request.identity.user_id
        self.request.dbsession.execute(delete(User).where(account))
        return exc.HTTPNoContent()
