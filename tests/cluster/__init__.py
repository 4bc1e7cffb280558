"""Tests of several instances behind nginx, and the commands that run them."""
