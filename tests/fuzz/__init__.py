"""Schemathesis against every server of this repository."""
