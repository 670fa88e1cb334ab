"""Measures a bundle of fifty exhibits: files opened, words of pictures read, pages put together, stamped and sealed."""

import io
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageDraw

from caseapp.accounts.models import User
from caseapp.accounts.selectors import actor_for
from caseapp.core.actors import SYSTEM, Actor
from caseapp.documents.models import Bundle
from caseapp.documents.services import building, bundles
from caseapp.evidence import services as evidence
from caseapp.evidence.models import EvidenceItem
from caseapp.evidence.uploads import arrived
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import Engagement

PHOTOGRAPHS, SCANS = 40, 10
SIZE = (2400, 1800)
LINES = ("Faces are recognised in this hall.", "Enter only if you agree.", "Ask at the desk for another way in.")


def measure_bundle(user: User) -> list[str]:
    """Hand in fifty exhibits, have them built twice as the job does it, and answer lines of a table. Leaves nothing
    behind: the rows are never committed, and the files are removed.
    """
    names: list[str] = []
    try:
        with transaction.atomic():
            bundle = _ordered(actor_for(user), names)
            took, first = _built(bundle)
            again, second = _built(bundles.rebuild(actor=actor_for(user), bundle=bundle))
            bundle.refresh_from_db()
            transaction.set_rollback(True)
    finally:
        for name in names:
            evidence.delete_file(storage_name=name)
    read = bundle.read_by.get("program", "") or "nothing"
    what = f"bundle of {PHOTOGRAPHS} photographs and {SCANS} scanned PDFs, words read by {read}"
    same = "the same bytes" if first == second else "OTHER BYTES"
    return [
        f"| {what} | {took:.0f} s (at most 60) |",
        f"| the same bundle once more | {again:.0f} s, {same} |",
    ]


def _ordered(actor: Actor, names: list[str]) -> Bundle:
    engagement = (
        Engagement.objects.filter(firm__in=actor.firm_ids(), state=EngagementState.ACCEPTED)
        .exclude(case_file=None)
        .select_related("complaint", "case_file")
        .earliest("pk")
    )
    items = _handed_in(engagement, names)
    return bundles.order_bundle(
        actor=actor,
        firm_id=engagement.firm_id,
        matter=engagement.case_file.reference if engagement.case_file else "",
        title="Measured",
        language="en",
        chosen=[bundles.Chosen(item.pk) for item in items],
        limit_mb=max(bundles.LIMITS),
    )


def _handed_in(engagement: Engagement, names: list[str]) -> Sequence[EvidenceItem]:
    vault = evidence.vault_of(actor=SYSTEM, complaint=engagement.complaint)
    files = [(f"{number}.jpg", _photograph(number)) for number in range(PHOTOGRAPHS)]
    files += [(f"{number}.pdf", _scan(number)) for number in range(SCANS)]
    most, settings.EVIDENCE_MAX_FILES = settings.EVIDENCE_MAX_FILES, vault.items.count() + len(files)
    try:
        for name, content in files:
            with arrived(vault, content, name=name) as incoming:
                item = evidence.add_item(actor=SYSTEM, vault=vault, incoming=incoming)
                names.append(item.storage_name)
    finally:
        settings.EVIDENCE_MAX_FILES = most
    made = vault.items.filter(storage_name__in=names)
    # No worker runs beside the measurement to look at them.
    made.update(state="ready")
    return list(made.order_by("position"))


def _built(bundle: Bundle) -> tuple[float, list[str]]:
    """Seconds, and the fingerprints of the files."""
    begun = time.monotonic()
    building.build(bundle_id=bundle.pk, job_id=str(bundle.job_id))
    took = time.monotonic() - begun
    bundle.refresh_from_db()
    if bundle.job is None or bundle.job.fault:
        raise RuntimeError(f"the bundle was not built: {bundle.job and bundle.job.fault}")
    return took, list(bundle.volumes.values_list("sha256", flat=True))


def _photograph(number: int) -> bytes:
    """A sign on a wall that is as uneven as a photograph's."""
    picture = Image.effect_noise(SIZE, 40).convert("RGB")
    brush = ImageDraw.Draw(picture)
    for place, words in enumerate((f"Notice {number}", *LINES)):
        brush.text((120, 200 + 260 * place), words, fill="black", font_size=96)
    return _saved(picture, "JPEG")


def _scan(number: int) -> bytes:
    """A letter that was scanned."""
    page = Image.new("L", (1654, 2339), "white")
    brush = ImageDraw.Draw(page)
    for place in range(30):
        brush.text((180, 200 + 60 * place), f"{number}.{place} {LINES[place % 3]}", fill="black", font_size=34)
    return _saved(page, "PDF")


def _saved(picture: Image.Image, pillow_format: str) -> bytes:
    held = io.BytesIO()
    picture.save(held, pillow_format)
    return held.getvalue()
