"""The examples that need more than the standard library."""
