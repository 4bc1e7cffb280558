"""Log in with another service: OpenID Connect with Tornado, in one file.

CLIENT_SECRET=... python examples/log_in_elsewhere.py --issuer=https://accounts.google.com
--client_id=... and then http://127.0.0.1:8005. At the service, register the address
http://127.0.0.1:8005/callback. To try it without one: pip install oidc-provider-mock, run it, and
say --issuer=http://127.0.0.1:9400 with any id and secret.

Tornado has tornado.auth.GoogleOAuth2Mixin for this. In Tornado 6.6 it returns tokens, but no user:
it never reads the id_token. It sends no state, no nonce and no PKCE challenge unless you add them,
and checks none of them. This file takes only OAuth2Mixin and adds what is missing:

- discovery: the URLs come from the service (OpenID Connect Discovery 1.0, section 4);
- `state` ties the answer to this browser, PKCE ties the code to it (RFC 7636), and `nonce` ties the
  id_token to it (OpenID Connect Core 1.0, sections 3.1.2.1 and 15.5.2; RFC 9700, section 2.1);
- every claim of the id_token that matters is checked, and its signature (Core, section 3.1.3.7).

OAuth2Mixin.oauth2_request, which would ask for the user, puts the access token into the URL. RFC
9700, section 4.3.2, forbids that; this file does not need it.

For the other three frameworks, libraries do this. Flask: Authlib's flask_client. Pyramid: Authlib
has no integration; use its requests_client, and keep state, nonce and verifier in the session.
Django: Authlib's django_client, or django-allauth. Authlib and django-allauth send a PKCE challenge
only if you turn it on; django-allauth 65 sends no nonce.
"""

import asyncio
import os
import secrets
import sys
from base64 import urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import quote_plus, urlencode

from joserfc import jwt
from joserfc.errors import InvalidClaimError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from tornado.auth import OAuth2Mixin
from tornado.escape import json_decode, json_encode, xhtml_escape
from tornado.httpclient import HTTPClientError
from tornado.options import define, options
from tornado.web import Application, HTTPError, RequestHandler

define("issuer", None, str, "the service, as its id_tokens name it: https://...")
define("client_id", None, str, "what the service calls this application")
define("port", 8005, int, "port to listen on")
define("url", None, str, "address of this application in browsers, if not http://127.0.0.1:PORT")

ALGORITHMS = ["RS256", "ES256"]  # never "none", nor HS256, for which a public key can be the secret
NEEDED = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
PENDING, USER = "pending_log_in", "user"  # cookies
TEN_MINUTES = 10 / (24 * 60)  # in days
ERRORS = {403: "The log-in failed.", 502: "The log-in service gives no usable answer."}


class HomeHandler(RequestHandler):
    """The page: it greets the user, or offers the log-in."""

    def get(self) -> None:
        """Write the page."""
        cookie = self.get_signed_cookie(USER, max_age_days=1)
        if cookie:
            self.write(f"<p>Hello, {xhtml_escape(json_decode(cookie)['name'])}.</p>")
        else:
            self.write('<p><a href="/log_in">Log in</a></p>')


class LogInHandler(OAuth2Mixin, RequestHandler):
    """The way to the service."""

    async def get(self) -> None:
        """Redirect there, and keep in a cookie what the answer has to match."""
        self._OAUTH_AUTHORIZE_URL = (await self.discover())["authorization_endpoint"]
        pending = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        cookie = json_encode(pending)
        self.set_signed_cookie(PENDING, cookie, TEN_MINUTES, **self.settings["cookies"])
        digest = sha256(pending.pop("verifier").encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        pending |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        redirect_uri, scope = self.settings["redirect_uri"], ["openid", "profile"]
        self.authorize_redirect(redirect_uri, options.client_id, scope=scope, extra_params=pending)

    async def discover(self) -> dict[str, Any]:
        """Return the URLs of the service; 502 if some are missing, or it is another issuer."""
        found = await self.fetch(f"{options.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != options.issuer or not found.keys() >= NEEDED:
            raise HTTPError(502, "not the metadata of %s: %s", options.issuer, found)
        return found

    async def fetch(self, url: str, **request: Any) -> dict[str, Any]:
        """Return the JSON object at a URL; 403 if the service answers 400, else 502 on errors.

        It answers 400 to a code that is wrong, expired or used: RFC 6749, section 5.2.
        """
        try:
            response = await self.get_auth_http_client().fetch(url, **request)
            return dict(json_decode(response.body))
        except (HTTPClientError, OSError, TypeError, ValueError) as error:
            status = 403 if getattr(error, "code", None) == 400 else 502
            raise HTTPError(status, "%s: %s", url, error) from error

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer one line; the log has the reason."""
        self.finish(ERRORS.get(status_code, self._reason))


class CallbackHandler(LogInHandler):
    """The way back from the service."""

    async def get(self) -> None:
        """Begin a session for the user whom the service names; 403 if anything does not match."""
        pending = self.take_pending()
        service = await self.discover()
        tokens = await self.exchange_code(service["token_endpoint"], pending["verifier"])
        keys = await self.fetch(service["jwks_uri"])
        try:
            claims = check_id_token(tokens["id_token"], keys, pending["nonce"])
        except (JoseError, KeyError, TypeError, ValueError) as error:  # or the keys are malformed
            raise HTTPError(403, "id_token: %s", error) from error
        user = {"sub": claims["sub"], "name": str(claims.get("name") or claims["sub"])}
        self.set_signed_cookie(USER, json_encode(user), 1, **self.settings["cookies"])
        self.redirect("/")

    def take_pending(self) -> dict[str, str]:
        """Return and forget what the answer has to match; 403 if its state does not."""
        cookie = self.get_signed_cookie(PENDING, max_age_days=TEN_MINUTES)
        self.clear_cookie(PENDING, **self.settings["cookies"])
        pending = json_decode(cookie or "{}")
        state = self.get_query_argument("state", "")
        if not cookie or not compare_digest(state.encode(), pending["state"].encode()):
            raise HTTPError(403, "this browser did not start this log-in")
        return pending

    async def exchange_code(self, url: str, verifier: str) -> dict[str, Any]:
        """Return the tokens for the code; 403 if there is none, such as when the user declines."""
        code = self.get_query_argument("code", "")
        if not code:
            raise HTTPError(403, "no code: %s", self.get_query_argument("error", ""))
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        form["redirect_uri"] = self.settings["redirect_uri"]
        name, secret = quote_plus(options.client_id), quote_plus(self.settings["client_secret"])
        basic = {"auth_username": name, "auth_password": secret}  # RFC 6749, section 2.3.1
        return await self.fetch(url, method="POST", body=urlencode(form), **basic)


def check_id_token(id_token: str, keys: Any, nonce: str) -> dict[str, Any]:
    """Return the claims of an id_token; JoseError: it is not meant for this log-in."""
    # RFC 7515, section 4: members of the header that are not understood are ignored.
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    claims = jwt.decode(id_token, KeySet.import_key_set(keys), registry=registry).claims
    # None: there has to be one; that exp is not over is checked always.
    wanted = {"iss": options.issuer, "nonce": nonce, "aud": None, "sub": None, "exp": None}
    rules: Any = {name: {"essential": True, "value": value} for name, value in wanted.items()}
    jwt.JWTClaimsRegistry(leeway=60, **rules).validate(claims)
    if claims["aud"] not in (options.client_id, [options.client_id]):  # nobody else is trusted
        raise InvalidClaimError("aud")
    return claims


def make_app(client_secret: str) -> Application:
    """Return the application. Its cookies are worthless once it ends: the key is new each time."""
    url = options.url or f"http://127.0.0.1:{options.port}"
    # Not Strict: browsers would not send the cookie when the service redirects to the callback.
    cookies = {"httponly": True, "samesite": "Lax", "secure": url.startswith("https:")}
    return Application(
        [("/", HomeHandler), ("/log_in", LogInHandler), ("/callback", CallbackHandler)],
        cookie_secret=secrets.token_urlsafe(32),
        cookies=cookies,
        client_secret=client_secret,
        redirect_uri=f"{url}/callback",
    )


async def main() -> None:
    """Serve; end with one line if a setting is missing."""
    options.parse_command_line()
    secret = os.environ.get("CLIENT_SECRET")  # other users can read a command line
    if not (options.issuer and options.client_id and secret):
        sys.exit("say --issuer=... --client_id=... and CLIENT_SECRET=... (--help: more)")
    make_app(secret).listen(options.port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
