"""The settings (https://docs.djangoproject.com/en/5.2/ref/settings/), from the environment.

DATABASE_URL is sqlite:///… or postgresql://…; TOKEN_TTL and THROTTLE_WINDOW are seconds; SECRET_KEY
signs the admin's sessions, and PRODUCTION=1 insists on it.
"""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .database import for_readiness, kept_secret, parse_url

VAR = Path(__file__).resolve().parent.parent / "var"
VAR.mkdir(exist_ok=True)

PRODUCTION = os.environ.get("PRODUCTION", "") not in ("", "0")
if PRODUCTION and not os.environ.get("SECRET_KEY"):
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: in production make one with "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret(VAR / "django_secret_key")
DEBUG = sys.flags.dev_mode and not PRODUCTION  # python -X dev, as `make dev-django` runs it
ALLOWED_HOSTS = ["*"]  # no answer is made from the Host header
TOKEN_TTL = int(os.environ.get("TOKEN_TTL") or 14 * 24 * 60 * 60)
THROTTLE_WINDOW = int(os.environ.get("THROTTLE_WINDOW") or 60)

INSTALLED_APPS = [
    "django_todo",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django_todo.log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_todo.routing.HeadersMiddleware",
    "django_todo.inputs.BodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_todo.errors.ProblemMiddleware",
]
ROOT_URLCONF = "django_todo.urls"
WSGI_APPLICATION = "django_todo.wsgi.application"
APPEND_SLASH = False  # a trailing slash is another path: 404, never a redirect

DATABASE = parse_url(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR}/django_todo.db")
DATABASES = {"default": DATABASE, "readiness": for_readiness(DATABASE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False

AUTH_USER_MODEL = "django_todo.User"
AUTHENTICATION_BACKENDS = ["django_todo.backends.ThrottledBackend"]
PASSWORD_HASHERS = ["django_todo.hashers.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}
]

TEMPLATES = [  # the admin's
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # the admin's files are served from where they are installed

# HTTPS ends at a proxy, if there is one: redirects, HSTS and secure cookies are its business.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "django_todo.log.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django_todo": {"level": "INFO"},
        "django": {"handlers": [], "level": "ERROR"},  # each request has its line already
        "django.security": {"level": "CRITICAL"},  # also one with a bad Host, without a traceback
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "psycopg.pool": {"level": "ERROR"},  # so has each that it lets down
    },
}
