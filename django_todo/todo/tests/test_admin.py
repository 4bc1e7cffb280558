"""The admin, which shares the log-in of the API."""

from django.contrib import admin
from django.test import TransactionTestCase

from todo.models import User
from todo.throttle import LIMIT

PASSWORD = "correct horse"


class AdminTests(TransactionTestCase):
    """Calls to the pages of the admin."""

    def setUp(self) -> None:
        """Listen to the log, which would show every refusal."""
        self.enterContext(self.assertLogs(level="DEBUG"))

    def test_the_admin_throttles_log_ins_too(self) -> None:
        """LOGIN-5: ten failures for one username close the log-in of the admin as well."""
        User.objects.create_superuser("root", "root@example.org", PASSWORD)
        form = {"username": "root", "password": PASSWORD}
        wrong = [self.client.post("/admin/login/", form | {"password": "x"}) for _ in range(LIMIT)]
        self.assertEqual([answer.status_code for answer in wrong], [200] * LIMIT)
        answer = self.client.post("/admin/login/", form)
        self.assertContains(answer, "Too many attempts", status_code=429)
        self.assertIn("Retry-After", answer.headers)

    def test_a_form_of_the_admin_is_bounded(self) -> None:
        """Nobody makes the log-in page of the admin parse hundreds of thousands of fields."""
        form = {f"field{number}": "" for number in range(1001)}
        self.assertEqual(self.client.post("/admin/login/", form).status_code, 413)

    def test_the_links_of_the_admin_lead_somewhere(self) -> None:
        """Its address without a slash leads to it, and "View site" to the pages."""
        self.assertRedirects(self.client.get("/admin"), "/admin/", fetch_redirect_response=False)
        self.assertRedirects(self.client.get(admin.site.site_url), "/login")
