"""Tests of the comparison page with Playwright, in Debian's Chromium."""
