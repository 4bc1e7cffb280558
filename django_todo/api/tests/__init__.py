"""What cannot be seen over HTTP of the API, tested as Django's documentation does.

https://docs.djangoproject.com/en/5.2/topics/testing/tools/
"""
