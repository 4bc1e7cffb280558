"""What a WSGI server loads: the application of production.ini, with its logging set up."""

from pathlib import Path

from pyramid.paster import get_app, setup_logging

INI = str(Path(__file__).with_name("production.ini"))

setup_logging(INI)
application = get_app(INI)
