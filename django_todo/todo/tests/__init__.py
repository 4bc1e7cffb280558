"""What cannot be seen over HTTP of the domain and the admin."""
