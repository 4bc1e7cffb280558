"""Registration, log-in and log-out, and the user's own account."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from todo import accounts
from todo.models import User
from todo.tokens import issue_token

from ..forms import AccountUpdateForm, CredentialsForm, RegistrationForm
from ..mixins import BearerRequiredMixin
from ..parsing import load_body
from ..problems import unauthorized
from ..representations import account_to_json
from ..responses import json_response
from .base import ApiView


class AccountListView(ApiView):
    """All accounts."""

    operations = {"post": "register"}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register an account."""
        form = load_body(request, RegistrationForm)
        user = User.objects.create_user(**form.cleaned_data)
        location = reverse("api:account", kwargs={"username": user.username})
        return json_response(account_to_json(user), status=201, headers={"Location": location})


class LogInView(ApiView):
    """Log-in."""

    operations = {"post": "log_in"}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Log in and receive a token."""
        form = load_body(request, CredentialsForm)
        user = authenticate(request, **form.cleaned_data)
        token = issue_token(user) if user else None
        if token is None:
            raise unauthorized("The username or the password is wrong.")
        body = {"token": token, "token_type": "Bearer", "expires_in": settings.TOKEN_TTL}
        return json_response(body)


class LogOutView(BearerRequiredMixin, ApiView):
    """Log-out."""

    operations = {"post": "log_out"}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Revoke the token."""
        request.auth.delete()
        return HttpResponse(status=204)


class AccountView(BearerRequiredMixin, ApiView):
    """The user's own account."""

    operations = {"get": "read_account", "put": "update_account", "delete": "delete_account"}

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        """Show the account."""
        return json_response(account_to_json(request.user))

    def put(self, request: HttpRequest, username: str) -> HttpResponse:
        """Change the e-mail address or the password."""
        changes = load_body(request, AccountUpdateForm).cleaned_data
        if changes["current_password"] is None:
            user = accounts.update_account(request.user, email=changes["email"])
        else:
            user = accounts.change_password(request.user, token=request.auth, **changes)
        return json_response(account_to_json(user))

    def delete(self, request: HttpRequest, username: str) -> HttpResponse:
        """Delete the account with its tasks and tokens."""
        accounts.delete_account(request.user)
        return HttpResponse(status=204)
