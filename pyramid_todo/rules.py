"""What texts must look like. The schemas of the API and the forms of the pages share these rules.

Lengths count code points.
"""

NO_NUL_OR_SURROGATES = "[^\0\ud800-\udfff]*\\Z"  # PostgreSQL stores neither
NOT_BLANK = r"\s*\S"
USERNAME = r"[a-z0-9_-]{3,32}\Z"
RESERVED_USERNAMES = ["login", "logout"]  # both are paths of the API
EMAIL = r"[^@\s]+@[^@\s]*[.][^@\s]*\Z"
EMAIL_MAX = 254
PASSWORD_MIN, PASSWORD_MAX = 8, 128
NAME_MAX = 200
NOTE_MAX = 10_000
