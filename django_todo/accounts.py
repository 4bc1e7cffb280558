"""Accounts and sessions: registration, log-in and log-out, and the caller's own account."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .auth import digest, get_token, issue_token
from .backends import lock_verified
from .errors import Problem, unauthorized
from .forms import AccountUpdateForm, CredentialsForm, RegistrationForm
from .hashers import hashing_slot
from .inputs import body_problem, load_body
from .models import Token, User
from .throttle import account_key, forget_failures, record_failure, refuse_if_throttled
from .views import ApiView, answer


class AccountListView(ApiView):
    """All accounts."""

    operations = {"post": "register"}
    public = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register an account."""
        form = load_body(request, RegistrationForm)
        with hashing_slot():
            user = form.save(commit=False)
        try:
            user.save()
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
        user = authenticate(request, **credentials)
        with transaction.atomic():
            if user is None or not lock_verified(user):
                raise unauthorized("The username or the password is wrong.")
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
        verified_hash = request.user.password
        form = load_body(request, AccountUpdateForm, instance=request.user)
        verified = "current_password" in form.data
        password_ok = verify_current_password(form) if verified else True
        with transaction.atomic():
            user = lock_account(request.user)
            if verified:
                password_ok = self.settle(user, user.password == verified_hash, password_ok)
            if password_ok:
                form.instance.save(update_fields=form.columns())
            if password_ok and "password" in form.columns():
                user.tokens.exclude(digest=digest(get_token(request))).delete()
        if not password_ok:
            raise body_problem({"#/current_password": ["Is not the current password."]})
        return answer(form.instance.to_json())

    def settle(self, user: User, hash_is_current: bool, password_ok: bool) -> bool:
        """Count a wrong current password; say whether it was right, and still is the current one.

        The user is locked. Raises Problem: 429 after ten wrong ones, 401 if the token has ended.
        """
        if not user.tokens.filter(digest=digest(get_token(self.request))).exists():
            raise unauthorized("The token has ended.", invalid_token=True)
        key = account_key(user.pk)
        refuse_if_throttled(key)
        if not password_ok:
            record_failure(key)
        elif hash_is_current:
            forget_failures(key)
        return password_ok and hash_is_current

    def delete(self, request: HttpRequest, username: str) -> HttpResponse:
        """Delete the account with its tasks and sessions."""
        with transaction.atomic():
            lock_account(request.user).delete()
        return HttpResponse(status=204)


def verify_current_password(form: AccountUpdateForm) -> bool:
    """Say whether the current password is right, and hash the new one; 429 after ten wrong ones."""
    user = form.instance
    with hashing_slot():
        refuse_if_throttled(account_key(user.pk))
        connection.close()
        password_ok = user.check_password(form.cleaned_data["current_password"])
        if password_ok:
            form.save(commit=False)
    return bool(password_ok)


def lock_account(user: User) -> User:
    """Return the user locked until the commit; User.DoesNotExist if it was deleted meanwhile.

    Without the lock a task could be added between the deletion of the tasks and that of the user,
    since it is Django, not the database, that cascades.
    """
    return User.objects.select_for_update().get(pk=user.pk)
