"""The pages for people: what the suite reads and does on them, without or with a browser."""
