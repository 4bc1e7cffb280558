"""What texts may hold, as validators of the models: forms and the admin both ask them."""

from django.core.validators import RegexValidator
from django.utils.deconstruct import deconstructible


@deconstructible
class StorableValidator(RegexValidator):
    """Text that every database can keep."""

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
    """A username that no path of the API is named like."""

    regex = r"\A(?!(?:login|logout)\Z)[a-z0-9_-]{3,32}\Z"
    message = "Is not 3 to 32 of a-z, 0-9, _ and -, or is reserved."


@deconstructible
class EmailAddressValidator(RegexValidator):
    """One @, something on both sides, a dot in the right side; Django's own refuses more."""

    regex = r"\A[^@\s]+@[^@\s]*[.][^@\s]*\Z"
    message = "Is not an e-mail address."
