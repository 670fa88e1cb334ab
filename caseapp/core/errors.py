"""What a service refuses, said once; pages and the API each translate it in one place."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class DomainError(Exception):
    """A rule of the domain says no. `errors` maps field names to messages ("" for the whole form)."""

    code = "refused"
    status = 400
    title: "_StrOrPromise" = _("This cannot be done")

    def __init__(
        self, message: "_StrOrPromise | None" = None, *, errors: "Mapping[str, _StrOrPromise] | None" = None
    ) -> None:
        self.message = message if message is not None else self.title
        self.errors = dict(errors or {})
        super().__init__(str(self.message))


class InvalidInput(DomainError):
    """What was given does not make sense; every fault is named by its field."""

    code = "invalid"
    title = _("Check what you entered")

    @classmethod
    def field(cls, name: str, message: "_StrOrPromise") -> "InvalidInput":
        return cls(message, errors={name: message})


class NotFound(DomainError):
    """It does not exist, or the actor may not know that it does."""

    code = "not_found"
    status = 404
    title = _("Not found")


class NotAllowed(DomainError):
    """The actor may see it but not do this to it."""

    code = "not_allowed"
    status = 403
    title = _("You are not allowed to do this")


class WrongState(DomainError):
    """The thing's state does not allow this now."""

    code = "wrong_state"
    status = 409
    title = _("This is not possible in the current state")


class TooLarge(DomainError):
    """A file or body is over its limit."""

    code = "too_large"
    status = 413
    title = _("The file is too large")


class UnsupportedMedia(DomainError):
    """A file's content is not of an accepted type."""

    code = "unsupported_media"
    status = 415
    title = _("This kind of file is not accepted")


class TooManyRequests(DomainError):
    """A limit over time was reached; `retry_after` is in seconds."""

    code = "too_many_requests"
    status = 429
    title = _("Too many attempts")

    def __init__(self, message: "_StrOrPromise | None" = None, *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after
