"""The pages for people: sessions, forms, templates. They call the same domain as the API."""
