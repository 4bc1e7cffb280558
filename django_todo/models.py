"""The tables: users, their tokens and tasks, and the log-ins that failed."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import now

from . import wire
from .validators import (
    EmailAddressValidator,
    NotBlankValidator,
    StorableValidator,
    UsernameValidator,
)


class UserManager(BaseUserManager):
    """How users are found and superusers made; names and addresses are kept as they are."""

    def get_by_natural_key(self, username: str) -> "User":
        """Return the user of that name; a name that cannot exist never reaches the database."""
        try:
            UsernameValidator()(username)
        except ValidationError as error:
            raise self.model.DoesNotExist from error
        return super().get_by_natural_key(username)

    def create_superuser(self, username: str, email: str, password: str) -> "User":
        """Create a user who may do everything in the admin (manage.py createsuperuser)."""
        user = self.model(username=username, email=email, is_staff=True, is_superuser=True)
        user.set_password(password)
        user.save(force_insert=True)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account; `password` is an argon2id hash."""

    username = models.CharField(max_length=32, unique=True, validators=[UsernameValidator()])
    email = models.CharField(
        max_length=254, validators=[StorableValidator(), EmailAddressValidator()]
    )
    password = models.CharField(max_length=128)
    date_joined = models.DateTimeField(default=now, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_superuser = models.BooleanField(default=False)
    last_login = None  # logging in only reads the user

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        db_table = "users"

    def to_json(self) -> dict[str, Any]:
        """Return the account as it is sent."""
        return {
            "username": self.username,
            "email": self.email,
            "date_joined": wire.format_timestamp(self.date_joined),
        }


class Token(models.Model):
    """A session; `digest` is the SHA-256 of the token, which nobody but its bearer has."""

    digest = models.CharField(max_length=64, unique=True)
    expiry_date = models.DateTimeField()
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")

    class Meta:
        db_table = "tokens"
        indexes = [models.Index(fields=["expiry_date"])]


class Task(models.Model):
    """A thing to do; ids are never used again, which Django asks of every database."""

    name = models.CharField(max_length=200, validators=[StorableValidator(), NotBlankValidator()])
    note = models.TextField(
        max_length=10_000, blank=True, default="", validators=[StorableValidator()]
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


class FailedLogin(models.Model):
    """A failed log-in; `digest` is the SHA-256 of its username, where people type passwords too."""

    digest = models.CharField(max_length=64)
    creation_date = models.DateTimeField(default=now)

    class Meta:
        db_table = "failed_logins"
        indexes = [
            models.Index(fields=["digest", "creation_date"]),
            models.Index(fields=["creation_date"]),
        ]
