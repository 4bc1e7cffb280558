"""What is run beside the server."""
