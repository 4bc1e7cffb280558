"""Tests of the repository: its commands, its locks, its documents, its tools."""
