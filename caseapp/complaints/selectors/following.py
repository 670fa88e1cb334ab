"""Who else opened the file, for its complainant."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caseapp.complaints.enums import AccessKind
from caseapp.complaints.models import Access, Complaint
from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor


def accesses(actor: Actor, complaint: Complaint) -> QuerySet[Access]:
    """What others opened, newest first, with the side that did; for the complainant alone."""
    if not is_complainant(actor, complaint):
        return Access.objects.none()
    return complaint.accesses.select_related("authority", "firm")


def access_sentence(access: Access) -> str:
    """The access in words: which side, and what it opened."""
    told = {"who": (access.authority or access.firm).shown_name, "number": access.subject}  # type: ignore[union-attr]
    match access.kind:
        case AccessKind.READ:
            return _("%(who)s read your complaint.") % told
        case AccessKind.OPENED:
            return _("%(who)s opened file %(number)s of your evidence.") % told
        case AccessKind.DOWNLOADED:
            return _("%(who)s downloaded file %(number)s of your evidence.") % told
        case AccessKind.DOCUMENTS:
            return _("%(who)s opened your letters or documents.") % told
        case _other:
            return _("%(who)s opened your contact details.") % told
