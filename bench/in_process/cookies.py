"""Sign the cookies of many sessions, with each framework's own code, instead of many log-ins.

A log-in hashes a password, which would take minutes for thousands of users. It reads JSON, pairs
of the id of a user and a token that the database knows already, and prints a list of cookies.
"""

import json
import os
import sys
import time
from typing import Any

Pairs = list[tuple[int, str]]  # id of the user, token


def flask(pairs: Pairs) -> list[str]:
    """Return the cookies of Flask's sessions."""
    from flask_todo import create_app

    app = create_app()
    sign: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    name = app.config["SESSION_COOKIE_NAME"]
    return [f"{name}={sign.dumps({'token': token})}" for _, token in pairs]


def pyramid(pairs: Pairs) -> list[str]:
    """Return the cookies that pyramid.session.SignedCookieSessionFactory reads."""
    from webob.cookies import JSONSerializer, SignedSerializer

    from pyramid_todo.wsgi import application

    key, now = application.registry.settings["secret_key"], int(time.time())
    sign = SignedSerializer(key, "pyramid.session.", "sha512", serializer=JSONSerializer())
    values = [sign.dumps((now, now, {"token": token})) for _, token in pairs]
    return [f"pyramid_session={value.decode()}" for value in values]


def django(pairs: Pairs) -> list[str]:
    """Store Django's sessions, and return their cookies."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    users = auth.get_user_model().objects.in_bulk()
    cookies = []
    with transaction.atomic():
        for user_id, _ in pairs:
            session = SessionStore()
            session[auth.SESSION_KEY] = str(user_id)
            session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[auth.HASH_SESSION_KEY] = users[user_id].get_session_auth_hash()
            session.save()
            cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return cookies


def tornado(pairs: Pairs) -> list[str]:
    """Return the cookies of Tornado's sessions."""
    from tornado.web import create_signed_value

    from tornado_todo import pages, settings
    from tornado_todo.pages.auth import SESSION

    settings.load()
    key = pages.settings()["cookie_secret"]
    return [f"{SESSION}={create_signed_value(key, SESSION, token).decode()}" for _, token in pairs]


if __name__ == "__main__":
    sign = {"flask": flask, "pyramid": pyramid, "django": django, "tornado": tornado}
    print(json.dumps(sign[os.environ["FRAMEWORK"]](json.load(sys.stdin))))
