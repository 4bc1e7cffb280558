"""Keep the connection to the database open between requests."""

from config.wsgi import application as application  # first: it sets Django up

# isort: split

from django.db import connections

settings = connections.settings["default"]
settings["OPTIONS"].pop("pool", None)  # on PostgreSQL they are its alternative
settings["CONN_MAX_AGE"] = None
