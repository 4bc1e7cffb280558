"""Four requests as Django's tutorial would write them, with the settings of `startproject`.

https://docs.djangoproject.com/en/5.2/intro/tutorial03/
https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-database-connections
"""

import functools
import json
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils import timezone

LIFETIME = timedelta(days=14)
url = urlsplit(os.environ["DATABASE_URL"])
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": url.path[1:],
    "OPTIONS": {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode = WAL",
    },
}
POSTGRESQL = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": url.path[1:],
    "USER": url.username,
    "PASSWORD": url.password,
    "HOST": url.hostname,
    "PORT": url.port,
}
settings.configure(
    SECRET_KEY=secrets.token_urlsafe(),
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF=__name__,
    DATABASES={"default": SQLITE if url.scheme == "sqlite" else POSTGRESQL},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    PASSWORD_HASHERS=[f"{__name__}.Hasher"],
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.base_user import AbstractBaseUser  # noqa: E402 - models need the settings
from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.db import models  # noqa: E402
from django.shortcuts import get_object_or_404  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


class Hasher(Argon2PasswordHasher):
    """Argon2id with the parameters of the contract."""

    time_cost, memory_cost, parallelism = 2, 19 * 1024, 1


class User(AbstractBaseUser):
    """An account."""

    username = models.CharField(max_length=32, unique=True)
    last_login = None
    USERNAME_FIELD = "username"

    class Meta:  # noqa: D106
        app_label, db_table, managed = "tutorial", "users", False


class Token(models.Model):
    """A token."""

    digest = models.CharField(max_length=64, unique=True)
    expiry_date = models.DateTimeField()
    user = models.ForeignKey(User, models.CASCADE)

    class Meta:  # noqa: D106
        app_label, db_table, managed = "tutorial", "tokens", False


class Task(models.Model):
    """A task."""

    name = models.CharField(max_length=200)
    note = models.TextField()
    creation_date = models.DateTimeField(default=timezone.now)
    due_date = models.DateTimeField(null=True)
    completed = models.BooleanField(default=False)
    user = models.ForeignKey(User, models.CASCADE)

    class Meta:  # noqa: D106
        app_label, db_table, managed = "tutorial", "tasks", False

    def to_dict(self) -> dict[str, Any]:
        """Return the task as the API sends it."""
        return {
            "id": self.id,
            "name": self.name,
            "note": self.note,
            "creation_date": write_time(self.creation_date),
            "due_date": self.due_date and write_time(self.due_date),
            "completed": self.completed,
        }


def write_time(moment: datetime) -> str:
    """Return a time in UTC as the API sends it."""
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def read_time(text: str | None) -> datetime | None:
    """Return the time in UTC that a client sent."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def digest(token: str) -> str:
    """Return the SHA-256 of a token."""
    return sha256(token.encode()).hexdigest()


def token_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Allow only the owner of the account to use the view."""

    @csrf_exempt
    @functools.wraps(view)
    def wrapped(request: HttpRequest, username: str, **values: Any) -> HttpResponse:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        live = Token.objects.filter(digest=digest(token), expiry_date__gt=timezone.now())
        session = live.select_related("user").first()
        if session is None:
            return HttpResponse(status=401)
        if session.user.username != username:
            return HttpResponse(status=403)
        request.user = session.user
        return view(request, **values)

    return wrapped


@csrf_exempt
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in and receive a token."""
    data = json.loads(request.body)
    user = User.objects.filter(username=data["username"]).first()
    if user is None or not user.check_password(data["password"]):
        return HttpResponse(status=401)
    token = secrets.token_urlsafe(32)
    user.token_set.create(digest=digest(token), expiry_date=timezone.now() + LIFETIME)
    seconds = int(LIFETIME.total_seconds())
    return JsonResponse({"token": token, "token_type": "Bearer", "expires_in": seconds})


@token_required
def tasks(request: HttpRequest) -> HttpResponse:
    """List the tasks, or create one."""
    if request.method == "POST":
        return create_task(request)
    found = request.user.task_set.order_by("id")
    return JsonResponse({"tasks": [task.to_dict() for task in found]})


def create_task(request: HttpRequest) -> HttpResponse:
    """Create a task."""
    data = json.loads(request.body)
    task = request.user.task_set.create(
        name=data["name"],
        note=data.get("note", ""),
        due_date=read_time(data.get("due_date")),
        completed=data.get("completed", False),
    )
    location = reverse("task", kwargs={"username": request.user.username, "id": task.id})
    return JsonResponse(task.to_dict(), status=201, headers={"Location": location})


@token_required
def read_task(request: HttpRequest, id: int) -> HttpResponse:
    """Show one task."""
    return JsonResponse(get_object_or_404(request.user.task_set, id=id).to_dict())


urlpatterns = [
    path("api/v1/accounts/login", log_in),
    path("api/v1/accounts/<username>/tasks", tasks),
    path("api/v1/accounts/<username>/tasks/<int:id>", read_task, name="task"),
]
application = get_wsgi_application()
