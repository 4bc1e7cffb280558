"""Accounts and sessions: registration, log-in and log-out, and the caller's own account."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .auth import digest, get_token, issue_token
from .errors import Problem, unauthorized
from .forms import AccountUpdateForm, CredentialsForm, RegistrationForm
from .inputs import load_body
from .models import Token, User
from .throttle import forget_failures, record_failure, refuse_if_throttled
from .views import ApiView, answer


class AccountListView(ApiView):
    """All accounts."""

    operations = {"post": "register"}
    public = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register an account."""
        form = load_body(request, RegistrationForm)
        try:
            user = form.save()
        except IntegrityError as error:
            raise Problem(409, "The username is taken.") from error
        location = reverse("account", kwargs={"username": user.username})
        return answer(user.to_json(), 201, {"Location": location})


class LogInView(ApiView):
    """The beginning of a session."""

    operations = {"post": "log_in"}
    public = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """Log in and receive a token."""
        credentials = load_body(request, CredentialsForm).cleaned_data
        refuse_if_throttled(credentials["username"])
        user = authenticate(request, **credentials)
        if user is None:
            record_failure(credentials["username"])
            raise unauthorized("The username or the password is wrong.")
        with transaction.atomic():
            forget_failures(credentials["username"])
            token = issue_token(user)
        return answer({"token": token, "token_type": "Bearer", "expires_in": settings.TOKEN_TTL})


class LogOutView(ApiView):
    """The end of a session."""

    operations = {"post": "log_out"}

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session of the token."""
        Token.objects.filter(digest=digest(get_token(request))).delete()
        return HttpResponse(status=204)


class AccountView(ApiView):
    """The caller's own account."""

    operations = {"get": "read_account", "put": "update_account", "delete": "delete_account"}

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        """Show the account."""
        return answer(request.user.to_json())

    def put(self, request: HttpRequest, username: str) -> HttpResponse:
        """Change the e-mail address or the password."""
        form = load_body(request, AccountUpdateForm, instance=request.user)
        user = form.save(commit=False)  # hashes, which takes too long to do it under the lock
        with transaction.atomic():
            lock_account(user)
            user.save(update_fields=form.columns())
            if "password" in form.columns():
                user.tokens.exclude(digest=digest(get_token(request))).delete()
        return answer(user.to_json())

    def delete(self, request: HttpRequest, username: str) -> HttpResponse:
        """Delete the account with its tasks and sessions."""
        with transaction.atomic():
            lock_account(request.user).delete()
        return HttpResponse(status=204)


def lock_account(user: User) -> User:
    """Return the user locked until the commit; User.DoesNotExist if it was deleted meanwhile.

    Without the lock a task could be added between the deletion of the tasks and that of the user,
    since it is Django, not the database, that cascades.
    """
    return User.objects.select_for_update().get(pk=user.pk)
