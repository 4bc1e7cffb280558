"""Sends the same requests to every server of this repository, and compares the answers."""
