"""The generated client against every server of this repository."""
