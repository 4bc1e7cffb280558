"""The page of the comparison, looked at with Playwright in Debian's Chromium."""
