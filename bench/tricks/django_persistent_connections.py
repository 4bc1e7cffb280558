"""Keep the connection to the database open between requests."""

from config.wsgi import application as application  # first: it sets Django up

# isort: split

from django.db import connections

connections.settings["default"]["CONN_MAX_AGE"] = None
