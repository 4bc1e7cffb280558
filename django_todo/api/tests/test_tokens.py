"""Tokens, in the table and in the log."""

from datetime import timedelta
from hashlib import sha256

from django.utils.timezone import now

from todo.models import Token, User

from .base import PASSWORD, TASKS, ApiTestCase


class TokenTests(ApiTestCase):
    """Only the bearer has a token, and only a token opens the API."""

    def test_tokens_are_kept_as_digests(self) -> None:
        """TOKEN-9: nobody can log in with what the table holds."""
        token = self.log_in()["Authorization"].removeprefix("Bearer ")
        self.assertEqual(Token.objects.get().digest, sha256(token.encode()).hexdigest())

    def test_no_secret_is_logged(self) -> None:
        """LOGIN-9: neither the password nor the token."""
        headers = self.log_in()
        self.client.get(TASKS, headers=headers)
        text = "\n".join(self.log.output)
        self.assertIn("path=/api/v1/accounts/{username}/tasks status=200", text)
        self.assertNotIn(PASSWORD, text)
        self.assertNotIn(headers["Authorization"].removeprefix("Bearer "), text)

    def test_an_expired_token_is_refused(self) -> None:
        """TOKEN-8, without waiting: the token of yesterday."""
        headers = self.log_in()
        Token.objects.update(expiry_date=now() - timedelta(days=1))
        self.assertEqual(self.client.get(TASKS, headers=headers).status_code, 401)

    def test_a_session_of_the_admin_does_not_open_the_api(self) -> None:
        """TOKEN-1, which only here can be broken so: cookies are the admin's."""
        self.client.force_login(User.objects.get())
        answer = self.client.get(TASKS)
        self.assertEqual(answer.status_code, 401)
        self.assertFalse(answer.cookies)
