"""Tests of what cannot be seen over HTTP."""
