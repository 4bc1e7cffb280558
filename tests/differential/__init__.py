"""The same requests to every server of this repository, and the answers compared."""
