"""What cannot be seen over HTTP, tested as Tornado's documentation does: AsyncHTTPTestCase.

https://www.tornadoweb.org/en/stable/testing.html
"""
