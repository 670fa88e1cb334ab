"""The words of evidence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EvidenceState(TextChoices):
    """How far the looking at a file is. Whether it was scanned for malware is another question: see Scan."""

    RECEIVED = "received", _("Waits to be looked at")
    SCANNING = "scanning", _("Being looked at")
    READY = "ready", pgettext_lazy("evidence", "Ready")
    REJECTED = "rejected", _("Kept, but not shown")
    FAILED = "failed", _("Could not be looked at")


class Scan(TextChoices):
    """What is known of malware in a file. Nothing is called clean that was not scanned whole."""

    NOT_SCANNED = "not_scanned", _("Not scanned for malware")
    NOTHING_FOUND = "nothing_found", _("Scanned, no malware found")
    FOUND = "found", _("Malware found")


class NotScanned(TextChoices):
    """Why a file was not scanned."""

    NO_SCANNER = "no_scanner", _("No scanner is set up here.")
    UNREACHABLE = "unreachable", _("The scanner could not be reached.")
    SLOW = "slow", _("The scanner took too long.")
    TOO_LARGE = "too_large", _("The file is larger than the scanner takes.")
    NOT_WHOLE = "not_whole", _("The scanner could not look at all of the file.")


class Finding(TextChoices):
    """Why a file that was looked at cannot be shown."""

    NONE = "", pgettext_lazy("evidence", "None")
    DAMAGED = "damaged", _("It is damaged or incomplete, so it cannot be shown. The original is kept as it arrived.")
    LOCKED = "locked", _("It opens with a password only, so it cannot be shown. The original is kept as it arrived.")
    TOO_LARGE = "too_large", _("It is too large to be shown. The original is kept as it arrived.")
    COSTLY = "costly", _("It is made in a way that harms programs which open it. It is kept and not handed out.")
    NO_PREVIEW = "no_preview", _("There is no preview for this kind of file.")


class DerivativeKind(TextChoices):
    """What is made from an original. What begins with `redacted` may be seen where the original may not."""

    PREVIEW = "preview", _("Preview")
    THUMBNAIL = "thumbnail", _("Small picture")
    PAGE = "page", _("Picture of a page")
    TEXT = "text", _("Words")
    FRAME = "frame", _("Picture to put boxes on")
    REDACTED = "redacted", _("Redacted copy")
    REDACTED_PAGE = "redacted_page", _("Picture of a redacted page")
    REDACTED_THUMBNAIL = "redacted_thumbnail", _("Small picture of the redacted copy")


class RedactionState(TextChoices):
    """The life of a redacted copy."""

    PROPOSING = "proposing", _("Looking for faces")
    DRAFTING = "drafting", _("Being marked")
    MAKING = "making", _("Being made")
    MADE = "made", _("Made, waits for a person")
    IN_USE = "in_use", _("In use")
    FAILED = "failed", _("Not made")
    DROPPED = "dropped", _("Given up")


class BoxKind(TextChoices):
    """What a box covers."""

    FACE = "face", _("Face")
    PLATE = "plate", _("Number plate")
    TEXT = "text", _("Writing")
    OTHER = "other", _("Something else")


class Custody(TextChoices):
    """Acts upon an exhibit, each an entry of its custody chain."""

    RECEIVED = "evidence.received", _("Received")
    SUBMITTED = "evidence.submitted", _("Submitted with the complaint")
    OPENED = "evidence.opened", pgettext_lazy("evidence", "Opened")
    PREVIEWED = "evidence.previewed", _("Preview shown")
    DOWNLOADED = "evidence.downloaded", _("Downloaded")
    STRIPPED = "evidence.stripped", _("A copy without position and metadata was asked for")
    REDACTED = "evidence.redacted", _("Redacted copy made and checked")
    EXPORTED = "evidence.exported", _("Copied into an export")
    HANDED_OVER = "evidence.handed_over", _("Export handed over")
    EXAMINED = "evidence.finish_examination", _("Looked at by the program")
    WITHHELD = "evidence.reject", _("Looked at by the program, not handed out")
    NOT_EXAMINED = "evidence.fail", _("Could not be looked at")
    EXAMINATION_BEGUN = "evidence.begin_examination", _("Taken up by the program")
    EXAMINED_AGAIN = "evidence.retry", _("To be looked at again")
    ERASED = "evidence.erased", _("Erased at the complainant’s wish")
    SEALED = "evidence.sealed", _("Original sealed, the redacted copy is shown instead")
    DISCLOSED = "evidence.disclosed", _("Sealed original opened for a stated reason")
    LINKED = "evidence.linked", _("Said what it helps to prove")
    UNLINKED = "evidence.unlinked", _("No longer said what it helps to prove")
    REMOVED = "evidence.removed", _("Removed before submission")


class AnchorState(TextChoices):
    """Whether an outside clock has stamped an entry."""

    WAITING = "waiting", _("Waiting for its time-stamp")
    ANCHORED = "anchored", _("Time-stamped")
