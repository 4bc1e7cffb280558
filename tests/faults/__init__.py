"""Fault injection: tests that cause real failures on every server."""
