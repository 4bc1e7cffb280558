"""What the forms share."""

from django import forms


class PageForm(forms.BaseForm):
    """A form that the server alone validates."""

    use_required_attribute = False
