"""Settings, from the environment or by default.

DATABASE_URL is an SQLAlchemy URL; TOKEN_TTL and THROTTLE_WINDOW are seconds.
https://flask.palletsprojects.com/en/stable/config/
"""

import os

# Flask-SQLAlchemy looks for a relative path in the instance folder, which is var/.
SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL") or "sqlite:///flask_todo.db"
SQLALCHEMY_ENGINE_OPTIONS = {
    "pool_pre_ping": True,
    "pool_timeout": 3,  # seconds to wait for a connection, then 503; not for sqlite:// in memory
    "hide_parameters": True,  # keeps hashes and tasks out of the log
}
MAX_CONTENT_LENGTH = 128 * 1024  # bytes
TOKEN_TTL = int(os.environ.get("TOKEN_TTL") or 14 * 24 * 60 * 60)
THROTTLE_WINDOW = int(os.environ.get("THROTTLE_WINDOW") or 60)
