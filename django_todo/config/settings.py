"""The settings (https://docs.djangoproject.com/en/5.2/ref/settings/), from the environment.

DATABASE_URL is sqlite:///… or postgresql://…; TOKEN_TTL and THROTTLE_WINDOW are seconds; SECRET_KEY
signs sessions and messages. PRODUCTION=1 requires SECRET_KEY and HTTPS, and DEBUG=1 has no effect
with it. With TRUST_PROXY=1 a proxy in front tells the scheme and the host.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .databases import for_readiness, parse_url
from .secret_key import kept_secret

VAR = Path(__file__).resolve().parents[2] / "var"
VAR.mkdir(exist_ok=True)

OFF = ("", "0", "false", "no", "off")
PRODUCTION = os.environ.get("PRODUCTION", "").lower() not in OFF
if PRODUCTION and not os.environ.get("SECRET_KEY"):
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: in production make one with "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret(VAR / "django_secret_key")
DEBUG = os.environ.get("DEBUG") == "1" and not PRODUCTION  # `make dev-django` sets it
ALLOWED_HOSTS = ["*"]  # no answer is made from the Host header
TOKEN_TTL = int(os.environ.get("TOKEN_TTL") or 14 * 24 * 60 * 60)
THROTTLE_WINDOW = int(os.environ.get("THROTTLE_WINDOW") or 60)

INSTALLED_APPS = [
    "todo",
    "api",
    "pages",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "todo.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "api.middleware.ApiMiddleware",
    "pages.middleware.PageMiddleware",
    "config.middleware.BodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False  # a trailing slash is another path: 404, never a redirect (HTTP-6)
DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 1024  # bytes, as in the API

DATABASE = parse_url(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR}/django_todo.db")
DATABASES = {"default": DATABASE, "readiness": for_readiness(DATABASE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "UTC"
USE_I18N = False

AUTH_USER_MODEL = "django_todo.User"
AUTHENTICATION_BACKENDS = ["todo.backends.ThrottledBackend"]
PASSWORD_HASHERS = ["todo.hashers.Argon2Hasher"]
LOGIN_URL = "pages:log_in"
LOGIN_REDIRECT_URL = "pages:show_tasks"
LOGOUT_REDIRECT_URL = "pages:log_in"
AUTH_PASSWORD_VALIDATORS = [  # for the admin; API and pages have the rules of the contract
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}
]

FORM_RENDERER = "pages.renderers.PageRenderer"
TEMPLATES = [
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
WHITENOISE_USE_FINDERS = True  # serve the files of the apps from where they are

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "pages.errors.csrf_failure"

# A proxy may terminate HTTPS: it redirects and adds HSTS. It has to replace both of these headers;
# without it anybody could send them.
if os.environ.get("TRUST_PROXY", "").lower() not in OFF:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
# Forms need the origin of a proxy that is not trusted so, such as https://todo.example.org.
CSRF_TRUSTED_ORIGINS = os.environ.get("CSRF_TRUSTED_ORIGINS", "").split()
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {  # in UTC: Django makes TIME_ZONE the zone of the process
        "line": {"format": "time=%(asctime)s.%(msecs)03dZ %(message)s", "datefmt": "%FT%T"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "todo": {"level": "INFO"},
        "django": {"handlers": [], "level": "ERROR"},  # each request has its line already
        "django.security": {"level": "CRITICAL"},  # also one with a bad Host, without a traceback
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "psycopg.pool": {"level": "ERROR"},  # each request that gets no connection is logged
    },
}
