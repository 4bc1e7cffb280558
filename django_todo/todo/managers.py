"""How users are created."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import IntegrityError, transaction

from .exceptions import UsernameTakenError
from .hashers import hashing_slot


class UserManager(BaseUserManager):
    """Users; names and addresses are stored as they are (REGISTER-7)."""

    def create_user(
        self, username: str, email: str, password: str, **fields: Any
    ) -> AbstractBaseUser:
        """Create a user; raises UsernameTakenError or HashingBusyError."""
        user = self.model(username=username, email=email, **fields)
        with hashing_slot():
            user.set_password(password)
        try:
            with transaction.atomic(using=self._db):
                user.save(using=self._db, force_insert=True)
        except IntegrityError as error:
            raise UsernameTakenError from error
        return user

    def create_superuser(self, username: str, email: str, password: str) -> AbstractBaseUser:
        """Create a user who may do everything in the admin (manage.py createsuperuser)."""
        return self.create_user(username, email, password, is_staff=True, is_superuser=True)
