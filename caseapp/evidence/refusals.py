"""What resumable uploads refuse, in the words and with the status that tus clients know."""

from django.utils.translation import gettext_lazy as _

from caseapp.core.errors import DomainError, WrongState


class InUse(DomainError):
    """Another request is sending this file at this moment."""

    code = "in_use"
    status = 423
    title = _("This file is being sent by another connection")


class WrongOffset(WrongState):
    """The piece does not begin where the last one ended."""

    code = "wrong_offset"
    title = _("This piece does not begin where the file ends so far")


class WrongChecksum(DomainError):
    """The piece is not what its checksum says; nothing of it was kept."""

    code = "wrong_checksum"
    status = 460
    title = _("This piece arrived damaged; nothing of it was kept")


class Expired(DomainError):
    """The upload waited too long."""

    code = "upload_expired"
    status = 410
    title = _("This upload has expired. Begin it again.")
