"""Tests of the suite itself: a reference server, its faults, and the score."""
