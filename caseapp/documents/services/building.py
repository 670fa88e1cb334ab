"""Builds a bundle as a job: exhibits as pages, words of pictures read, certificates and cover written, files sealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from django.db import transaction
from django.utils.translation import gettext, override

from caseapp.accounts.models import User
from caseapp.accounts.selectors import actor_for
from caseapp.audit import services as audit
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.enums import JobState
from caseapp.core.errors import DomainError, NotAllowed, WrongState
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.core.wording import figure, written_day
from caseapp.documents.bundling.assembly import Exhibit, Volume, assemble
from caseapp.documents.bundling.numbering import runs
from caseapp.documents.bundling.pages import NotShown, pages_of
from caseapp.documents.bundling.recognition import LAYOUT, MOST_PAGES, read_words
from caseapp.documents.enums import Shows
from caseapp.documents.models import Bundle, BundleEntry, BundleVolume
from caseapp.evidence import selectors as evidence
from caseapp.evidence import services as evidence_services
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import EvidenceItem
from caseapp.evidence.services.recognition import Reader, keep_words, kept_words, reader_for

CUSTODY_SHOWN = 10
WORDS_SHOWN = 600


@dataclass
class Prepared:
    """An exhibit on its way into the bundle: its pages, and what its certificate says. `sha256` is that of the bytes
    which stand in it.
    """

    entry: BundleEntry
    sha256: str = ""
    pages: pikepdf.Pdf | None = None
    scans: bool = False
    description: str = ""
    facts: list[list[str]] = field(default_factory=list)
    custody: list[list[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def exhibit(self, read: tuple[int, ...]) -> Exhibit:
        lines = list(self.lines)
        if read:
            pages = runs([str(page + 1) for page in read])
            told = gettext(
                "A machine read the words on its pages %(pages)s. They lie unseen over them, and may be wrong."
            )
            lines.append(told % {"pages": pages})
        sheet = {"description": self.description, "facts": self.facts, "custody": self.custody, "lines": lines}
        return Exhibit(self.entry.number, self.entry.title, self.entry.section, self.pages, sheet, read)


def build(*, bundle_id: int, job_id: str) -> None:
    """Build a bundle for whoever ordered the job, with what they may open now; progress goes to the job. Safe to run
    again. A refusal ends the job with its words.
    """
    job = Job.objects.select_related("owner").get(pk=job_id)
    bundle = Bundle.objects.select_related("firm").get(pk=bundle_id)
    if job.state == JobState.DONE or job.owner is None:
        return
    reader = reader_for(bundle.language)
    job.state, job.done = JobState.RUNNING, 0
    job.total = bundle.entries.count() * (2 if reader else 1)
    job.save(update_fields=["state", "done", "total", "updated_at"])
    try:
        _build(bundle, job, job.owner, reader)
    except DomainError as refusal:
        with override(actor_for(job.owner).language):
            job.state, job.fault = JobState.FAILED, str(refusal.message)
        job.save(update_fields=["state", "fault", "updated_at"])


def _build(bundle: Bundle, job: Job, owner: User, reader: Reader | None) -> None:
    actor = actor_for(owner)
    if not can(actor, "bundles.change", bundle):
        raise NotAllowed()

    def step() -> None:
        job.done += 1
        job.save(update_fields=["done", "updated_at"])
        queue.keep_alive()

    with override(bundle.language):
        prepared = []
        for entry in bundle.entries.select_related("item__vault__complaint"):
            prepared.append(_prepared(actor, bundle, entry))
            step()
        read: Sequence[tuple[int, ...]] = [()] * len(prepared)
        whole = True
        if reader is not None:
            read, whole = _read(prepared, reader, step)
        volumes = assemble(
            [one.exhibit(pages) for one, pages in zip(prepared, read, strict=True)],
            title=bundle.title,
            language=bundle.language,
            cover=lambda pages: _cover(bundle, len(prepared), reader, pages, whole=whole),
            words=_words(),
            made=bundle.created_at,
            limit=bundle.limit_mb * 1_000_000,
            front_pages=bundle.front_pages,
        )
    _keep(actor, bundle, job, volumes, _read_by(reader, volumes[0].read))


def _read(
    prepared: Sequence[Prepared], reader: Reader, step: Callable[[], None]
) -> tuple[Sequence[tuple[int, ...]], bool]:
    """Words of pictures and scans: those of bytes that were read before lie in the vault of their exhibit."""

    def kept_as(one: Prepared) -> dict[str, Any]:
        return {"item": one.entry.item, "sha256": one.sha256, "reader": reader, "layout": LAYOUT}

    scans = {place: one for place, one in enumerate(prepared) if one.scans}
    known = {place: layers for place, one in scans.items() if (layers := kept_words(**kept_as(one))) is not None}
    return read_words(
        [one.pages if one.scans else None for one in prepared],
        reader=reader,
        done=step,
        known=known,
        keep=lambda place, layers: keep_words(**kept_as(scans[place]), layers=layers),
    )


@transaction.atomic
def _keep(actor: Actor, bundle: Bundle, job: Job, volumes: Sequence[Volume], read_by: dict[str, str]) -> None:
    locked = Bundle.objects.select_for_update().get(pk=bundle.pk)
    locked.volumes.all().delete()
    for one in volumes:
        row = BundleVolume(
            bundle=locked,
            number=one.number,
            pages=one.pages,
            first=one.first,
            last=one.last,
            size=len(one.content),
            sha256=one.sha256,
        )
        row.keep(one.content)
        row.save()
        for exhibit, pages in one.exhibits:
            locked.entries.filter(number=exhibit).update(pages=pages)
    if locked.front_pages is None:
        locked.front_pages = volumes[0].front
    locked.read_by = read_by
    locked.save(update_fields=["front_pages", "read_by", "updated_at"])
    job.state = JobState.DONE
    job.save(update_fields=["state", "updated_at"])
    audit.record(
        actor=actor,
        action="documents.build_bundle",
        subject=locked,
        chain=f"documents:{locked.matter}",
        facts={"bundle": locked.reference, "sha256": [one.sha256 for one in volumes], "read_by": read_by},
    )


def _prepared(actor: Actor, bundle: Bundle, entry: BundleEntry) -> Prepared:
    if entry.item is None:
        return Prepared(entry, lines=[gettext("This exhibit is no longer held; its place in the bundle stays.")])
    item = evidence.item(actor, entry.item.pk)
    found = Prepared(entry, description=item.description[:WORDS_SHOWN])
    unchanged = gettext(
        "The fingerprint shows that the file is unchanged since it was received, not that what it shows is true."
    )
    found.lines.append(unchanged)
    found.facts = [
        [gettext("SHA-256"), item.sha256],
        [gettext("Size"), gettext("%(bytes)s bytes") % {"bytes": figure(item.size)}],
        [gettext("Kind of file"), item.media_type],
        [gettext("Received"), written_day(item.created_at.date())],
    ]
    found.custody = _custody(actor, item, entry)
    try:
        content, media_type = _shown(actor, item, entry, found)
        found.pages = pages_of(content, media_type, title=entry.title, language=bundle.language, made=bundle.created_at)
        found.scans = media_type.startswith("image/") or media_type == "application/pdf"
    except NotShown:
        found.lines.append(gettext("This kind of file has no pages. The file itself is handed over with the bundle."))
    except WrongState as refusal:
        found.lines.append(str(refusal.message))
    return found


def _shown(actor: Actor, item: EvidenceItem, entry: BundleEntry, found: Prepared) -> tuple[bytes, str]:
    """The bytes that stand in the bundle, written down as taken: the original's, or those of the redacted copy."""
    if entry.shows == Shows.ORIGINAL:
        original = evidence_services.open_content(actor=actor, item=item)
        found.sha256 = item.sha256
        return b"".join(original.frames), item.media_type
    copy = evidence.copy_in_use(actor, item)
    if copy is None:
        raise WrongState(gettext("The redacted copy of this exhibit is no longer in use."))
    handed = evidence_services.open_derivative(actor=actor, derivative=copy)
    content = b"".join(handed.frames)
    evidence_services.record_act(actor=actor, act=Custody.DOWNLOADED, item=item, copy_sha256=copy.sha256)
    found.sha256 = copy.sha256
    found.facts.insert(1, [gettext("SHA-256 of the redacted copy"), copy.sha256])
    found.lines.insert(0, gettext("A redacted copy stands here. The original, whose SHA-256 comes first, is sealed."))
    return content, copy.media_type


def _custody(actor: Actor, item: EvidenceItem, entry: BundleEntry) -> list[list[str]]:
    steps = [one for one in evidence.custody(actor, item) if one.at <= entry.added_at]
    comma = gettext(", ")
    shown = [[f"{written_day(one.at.date())}{comma}{one.at:%H:%M} UTC", f"{one.act}{comma}{one.side}"] for one in steps]
    if len(shown) <= CUSTODY_SHOWN:
        return shown
    left = ["…", gettext("%(count)s further entries") % {"count": len(shown) - CUSTODY_SHOWN}]
    return [*shown[:3], left, *shown[3 - CUSTODY_SHOWN :]]


def _cover(bundle: Bundle, count: int, reader: Reader | None, pages: str, *, whole: bool) -> dict[str, Any]:
    return {
        "facts": [
            [gettext("Matter"), bundle.matter],
            [gettext("Bundle"), bundle.reference],
            [gettext("Made by"), bundle.firm.shown_name],
            [gettext("Put together on"), written_day(bundle.created_at.date())],
            [gettext("Exhibits"), figure(count)],
        ],
        "lines": [
            gettext("The number printed on a page is the number that a reader of PDF shows for it."),
            gettext("Before each exhibit stands a certificate with its fingerprint and who had it until it was added."),
            *_on_reading(reader, pages, whole=whole),
        ],
    }


def _on_reading(reader: Reader | None, pages: str, *, whole: bool) -> list[str]:
    if reader is None:
        return [gettext("Words in pictures were not recognised by machine: no program for that was used.")]
    program = f"{reader.program} ({reader.languages})"
    if not pages:
        lines = [gettext("%(program)s looked for words in pictures and scans and found none.") % {"program": program}]
    else:
        told = gettext(
            "Words in pictures and scans were read by a machine, %(program)s, on pages %(pages)s. They lie unseen over "
            "the pages so that they can be searched and copied, and may be wrong."
        )
        lines = [told % {"program": program, "pages": pages}]
    if not whole:
        told = gettext(
            "Not every page was looked at for words: %(most)s pages and five minutes are the most for a bundle."
        )
        lines.append(told % {"most": MOST_PAGES})
    return lines


def _read_by(reader: Reader | None, pages: str) -> dict[str, str]:
    return {"program": reader.program, "languages": reader.languages, "pages": pages} if reader else {}


def _words() -> dict[str, str]:
    return {
        "index": gettext("Index"),
        "number": gettext("No."),
        "exhibit": gettext("Exhibit"),
        "volume": gettext("Volume"),
        "page": gettext("Page"),
        "custody": gettext("Who had it"),
    }
