"""What texts may hold, as validators of the models: the forms and the admin use them too."""

from django.core.validators import RegexValidator
from django.utils.deconstruct import deconstructible


@deconstructible
class NoNulOrSurrogatesValidator(RegexValidator):
    """Text that every database can store."""

    regex = "[\0\ud800-\udfff]"
    inverse_match = True
    message = "Has U+0000 or a lone surrogate."


@deconstructible
class NotBlankValidator(RegexValidator):
    """Not all white space."""

    regex = r"\S"
    message = "Is nothing but white space."


@deconstructible
class UsernameValidator(RegexValidator):
    """A username that is not also a path of the API."""

    regex = r"\A(?!(?:login|logout)\Z)[a-z0-9_-]{3,32}\Z"
    message = "Is not 3 to 32 of a-z, 0-9, _ and -, or is reserved."


@deconstructible
class EmailAddressValidator(RegexValidator):
    """One @, something on both sides, a dot in the right side; Django's own refuses more."""

    regex = r"\A[^@\s]+@[^@\s]*[.][^@\s]*\Z"
    message = "Is not an e-mail address."
