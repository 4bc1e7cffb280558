"""How forms become HTML: settings.FORM_RENDERER names this class.

https://docs.djangoproject.com/en/5.2/ref/forms/renderers/
"""

from django.forms.renderers import DjangoTemplates


class PageRenderer(DjangoTemplates):
    """Django's own widgets, in our templates of a form and of a field."""

    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"
