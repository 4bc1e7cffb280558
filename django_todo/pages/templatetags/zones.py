"""{% load zones %}: times in the time zone of the user."""

from django.template import Library

from ..zones import format_moment

register = Library()
register.filter("in_zone", format_moment)
