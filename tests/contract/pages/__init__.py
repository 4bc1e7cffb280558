"""The pages for people: what the suite reads and does on them, without or with a browser."""

import pytest

pytest.register_assert_rewrite(f"{__name__}.journeys")  # its assertions are those of tests
