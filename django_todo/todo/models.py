"""The tables: users, their tokens and tasks, and wrong passwords."""

from functools import cache
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils.timezone import now

from .managers import UserManager
from .validators import (
    EmailAddressValidator,
    NoNulOrSurrogatesValidator,
    NotBlankValidator,
    UsernameValidator,
)


@cache
def time_zones() -> list[tuple[str, str]]:
    """Return the choices of a time zone: the names of the IANA database."""
    return [(name, name) for name in sorted(available_timezones())]


class User(AbstractBaseUser, PermissionsMixin):
    """An account; `password` is an argon2id hash."""

    username = models.CharField(max_length=32, unique=True, validators=[UsernameValidator()])
    email = models.CharField(
        max_length=254, validators=[NoNulOrSurrogatesValidator(), EmailAddressValidator()]
    )
    password = models.CharField(max_length=128)
    date_joined = models.DateTimeField(default=now, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_superuser = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="UTC", db_default="UTC", choices=time_zones)
    last_login = None  # logging in only reads the user

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        db_table = "users"


class Token(models.Model):
    """A bearer token; `digest` is its SHA-256, so that the table gives no token away (TOKEN-9)."""

    digest = models.CharField(max_length=64, unique=True)
    expiry_date = models.DateTimeField()
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")

    class Meta:
        db_table = "tokens"
        indexes = [models.Index(fields=["expiry_date"])]

    def __str__(self) -> str:
        return f"{self.user}, until {self.expiry_date:%F %T}"


class Task(models.Model):
    """A thing to do; Django asks every database never to use an id again (TASK-5)."""

    name = models.CharField(
        max_length=200, validators=[NoNulOrSurrogatesValidator(), NotBlankValidator()]
    )
    note = models.TextField(
        max_length=10_000, blank=True, default="", validators=[NoNulOrSurrogatesValidator()]
    )
    creation_date = models.DateTimeField(default=now, editable=False)
    due_date = models.DateTimeField(null=True, blank=True)
    completed = models.BooleanField(default=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tasks", db_index=False)

    class Meta:
        db_table = "tasks"
        indexes = [models.Index(fields=["user", "id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_overdue(self) -> bool:
        """Say whether it should be done by now."""
        return not self.completed and self.due_date is not None and self.due_date < now()


class FailedLogin(models.Model):
    """A wrong password, at log-in or as current_password; `digest` is its key (see throttle)."""

    digest = models.CharField(max_length=64)
    creation_date = models.DateTimeField(default=now)

    class Meta:
        db_table = "failed_logins"
        indexes = [
            models.Index(fields=["digest", "creation_date"]),
            models.Index(fields=["creation_date"]),
        ]
