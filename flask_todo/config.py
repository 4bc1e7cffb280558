"""Settings, from the environment or by default.

DATABASE_URL is an SQLAlchemy URL; TOKEN_TTL and THROTTLE_WINDOW are seconds. SECRET_KEY signs
cookies; PRODUCTION=1 requires it and HTTPS. With TRUST_PROXY=1 a proxy tells the scheme and host.
https://flask.palletsprojects.com/en/stable/config/
"""

import os
import sys
from pathlib import Path

from .secret_key import kept_secret_key

INSTANCE_PATH = Path(__file__).resolve().parent.parent / "var"
OFF = ("", "0", "false", "no", "off")
PRODUCTION = os.environ.get("PRODUCTION", "").lower() not in OFF
TRUST_PROXY = os.environ.get("TRUST_PROXY", "").lower() not in OFF

if PRODUCTION and not os.environ.get("SECRET_KEY"):
    sys.exit(
        "SECRET_KEY is not set: in production make one with "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret_key(INSTANCE_PATH / "flask_secret_key")
SESSION_COOKIE_NAME = "flask_session"  # browsers send cookies to all ports of a host
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_REFRESH_EACH_REQUEST = False
WTF_CSRF_CHECK_DEFAULT = False  # `pages` checks its own views; nobody forges a bearer token
WTF_CSRF_TIME_LIMIT = None  # a form that was open for long is as good as the session

# Flask-SQLAlchemy looks for a relative path in the instance folder, which is var/.
SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL") or "sqlite:///flask_todo.db"
SQLALCHEMY_ENGINE_OPTIONS = {
    "pool_pre_ping": True,
    "pool_timeout": 3,  # seconds to wait for a connection, then 503; not for sqlite:// in memory
    "hide_parameters": True,  # keeps hashes and tasks out of the log
}
MAX_CONTENT_LENGTH = 128 * 1024  # bytes
SEND_FILE_MAX_AGE_DEFAULT = 60 * 60  # seconds for which browsers keep the style
TOKEN_TTL = int(os.environ.get("TOKEN_TTL") or 14 * 24 * 60 * 60)
THROTTLE_WINDOW = int(os.environ.get("THROTTLE_WINDOW") or 60)
