"""Writes the archive of a take-out: a ZIP file of JSON, files, a summary as PDF, and a list of SHA-256 of all of it."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError
from caseapp.core.pdf import render_pdf
from caseapp.documents import selectors as documents
from caseapp.documents.services import open_pdf
from caseapp.evidence import selectors as evidence
from caseapp.evidence import services as evidence_services
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import EvidenceItem
from caseapp.personal.selectors.contents import contents, copy_key

MANIFEST = "manifest-sha256.txt"
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Written:
    """A finished, checked archive and how many files are in it, the list of hashes not counted."""

    parcel: evidence_services.Parcel
    files: int


class Unverified(Exception):
    """The archive read back is not what was written."""


def write_archive(actor: Actor, complaint: Complaint, *, progress: Callable[[int, int], object]) -> Written:
    """Write everything, read it back, compare. Files that are kept but not handed out are listed and left out.

    Each original that is copied gets its custody entry. Nothing lies on disk in the clear.
    """
    with override(complaint.language):
        items = list(evidence.items_of(actor, complaint).select_related("vault__complaint"))
        papers = list(documents.documents_of(actor, complaint))
        total = len(items) + len(papers) + 3
        names: dict[Any, str] = {item.pk: f"evidence/{item.position:02d}-{_safe(item.file_name)}" for item in items}
        writer = evidence_services.ParcelWriter()
        sums: dict[str, str] = {}
        try:
            with zipfile.ZipFile(writer, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
                for number, item in enumerate(items):
                    progress(number, total)
                    _put_item(archive, sums, actor, item, names)
                    _put_copy(archive, sums, actor, item, names)
                for number, paper in enumerate(papers, start=len(items)):
                    progress(number, total)
                    names[paper.pk] = f"letters/{paper.reference}.pdf"
                    found = documents.document_by_reference(actor, paper.reference)
                    _put(archive, sums, names[paper.pk], [open_pdf(actor=actor, document=found)])
                told = contents(actor, complaint, items, papers, names)
                _put(archive, sums, "complaint.json", [_json(told)])
                progress(total - 2, total)
                _put(archive, sums, "summary.pdf", [_summary(actor, complaint, items)])
                _put(archive, sums, "README.txt", [_readme(complaint)])
                progress(total - 1, total)
                listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
                _put(archive, {}, MANIFEST, [listing.encode()])
            writer.seal()
            with writer.reread() as plain:
                check_archive(plain, sums)
            parcel = writer.keep()
        except BaseException:
            writer.drop()
            raise
        progress(total, total)
        return Written(parcel, len(sums))


def check_archive(plain: Any, sums: dict[str, str]) -> None:
    """Read every file of an archive and compare it with what was written. Raises Unverified."""
    with zipfile.ZipFile(plain) as archive:
        if sorted(archive.namelist()) != sorted([*sums, MANIFEST]):
            raise Unverified("its list of files")
        for name, expected in sums.items():
            digest = hashlib.sha256()
            with archive.open(name) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
            if digest.hexdigest() != expected:
                raise Unverified(name)


def _put_item(
    archive: zipfile.ZipFile, sums: dict[str, str], actor: Actor, item: EvidenceItem, names: dict[Any, str]
) -> None:
    try:
        content = evidence_services.open_content(actor=actor, item=item)
    except DomainError as refusal:
        names[item.pk] += ".txt"
        words = _("This file is not in the archive: %(reason)s") % {"reason": refusal.message}
        _put(archive, sums, names[item.pk], [words.encode()])
        return
    _put(archive, sums, names[item.pk], content.frames)
    if sums[names[item.pk]] != item.sha256:
        raise Unverified(names[item.pk])


def _put_copy(
    archive: zipfile.ZipFile, sums: dict[str, str], actor: Actor, item: EvidenceItem, names: dict[Any, str]
) -> None:
    """The redacted copy that others are shown instead of the file, where there is one, under the file's own number."""
    copy = evidence.copy_in_use(actor, item)
    if copy is None:
        return
    content = evidence_services.open_derivative(actor=actor, derivative=copy)
    name = names[copy_key(item)] = f"evidence/{item.position:02d}-redacted-{_safe(content.file_name)}"
    _put(archive, sums, name, content.frames)
    if sums[name] != copy.sha256:
        raise Unverified(name)
    evidence_services.record_act(actor=actor, act=Custody.DOWNLOADED, item=item, copy_sha256=copy.sha256)


def _put(archive: zipfile.ZipFile, sums: dict[str, str], name: str, pieces: Any) -> None:
    digest = hashlib.sha256()
    info = zipfile.ZipInfo(name, date_time=timezone.now().timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as file:
        pieces_of: Iterator[bytes] = iter(pieces)
        for piece in pieces_of:
            digest.update(piece)
            file.write(piece)
    sums[name] = digest.hexdigest()


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, cls=_Encoder, ensure_ascii=False, indent=2).encode()


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return str(o) if isinstance(o, Promise) else super().default(o)


def _summary(actor: Actor, complaint: Complaint, items: list[EvidenceItem]) -> bytes:
    step = complaints.next_step(actor, complaint)
    contact = complaints.identity(actor, complaint)
    rows = [
        (_("Reference"), complaint.reference),
        (_("Organisation"), complaint.respondent.shown_name),
        (_("Authority"), complaint.authority.shown_name if complaint.authority else _("None yet")),
        (_("State"), str(complaint.get_state_display())),
        (_("Day it happened, or began"), complaint.occurred_on.isoformat()),
        (_("Filed"), complaint.submitted_at.date().isoformat() if complaint.submitted_at else ""),
        (_("Your details"), ", ".join(filter(None, (contact.name, contact.email, contact.phone))) if contact else "–"),
        (_("Fingerprint of your statement"), complaint.statement_sha256),
    ]
    return render_pdf(
        "take_out",
        data={
            "foot": complaint.reference,
            "lead": str(step.now),
            "facts": [[str(name), str(value)] for name, value in rows],
            "narrative": complaint.narrative,
            "events": [
                f"{one.at:%Y-%m-%d} {timeline.sentence(one)}"
                for one in complaints.timeline(actor, complaint).order_by("id")
            ],
            "letters": [
                [f"{one.created_at:%Y-%m-%d} {one.side}", one.body] for one in complaints.messages(actor, complaint)
            ],
            "files": [[f"{item.position}. {item}", item.sha256] for item in items],
            "words": {
                "facts": _("At a glance"),
                "narrative": _("In your words"),
                "events": _("What happened"),
                "letters": _("Messages"),
                "files": _("Evidence"),
                "none": _("None."),
            },
        },
        title=_("Everything about complaint %(reference)s") % {"reference": complaint.reference},
        dated=timezone.now(),
        language=complaint.language,
    )


def _readme(complaint: Complaint) -> bytes:
    return render_to_string("personal/readme.txt", {"complaint": complaint, "manifest": MANIFEST}).encode()


def _safe(name: str) -> str:
    """A file name that unpacks everywhere: no folder, no control character, not too long."""
    flat = name.replace("/", "_").replace("\\", "_")
    plain = "".join(each for each in flat if each.isprintable() and each not in ':*?"<>|')
    stem, dot, ending = plain.rpartition(".")
    return f"{(stem or ending)[:80]}{dot if stem else ''}{ending[:16] if stem else ''}".strip(". ") or "file"
