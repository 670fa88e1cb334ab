"""Matters taken out and brought in, and archives made by hand."""

import hashlib
import io
import json
import zipfile

from django.utils import timezone

from caseapp.core.queue import run_pending
from caseapp.documents.models import Document
from caseapp.evidence.services import SealedUpload
from caseapp.moving import services
from caseapp.moving.archive import FORMAT
from caseapp.moving.models import Arrival


def letter(case_file):
    paper = Document(
        reference="DOC-2026-0000-0001",
        kind="letter_before_claim",
        title="Letter before claim",
        language="en",
        side="firm",
        firm=case_file.firm,
        matter=case_file.reference,
        made_at=timezone.now(),
        size=8,
    )

    pdf = b"%PDF-1.7"
    paper.sha256 = hashlib.sha256(pdf).hexdigest()
    paper.freeze(content={"title": "Letter"}, facts={"firm": "A"}, pdf=pdf)
    paper.save()


def taken_out(actor, case_file):
    departure = services.take_out(actor=actor, case_file=case_file)
    run_pending()
    departure.refresh_from_db()
    departure.job.refresh_from_db()
    assert departure.ready, departure.job.fault
    return b"".join(services.open_archive(actor=actor, departure=departure))


def received(actor, firm, content):
    """An archive that came and was checked."""
    file = SealedUpload.of(io.BytesIO(content), name="matter.zip")
    try:
        arrival = services.receive(actor=actor, firm=firm, file=file)
    finally:
        file.drop()
    run_pending()
    return Arrival.objects.select_related("job").get(pk=arrival.pk)


def brought_in(actor, arrival, people):
    """The case file of a checked archive."""
    services.bring_in(actor=actor, arrival=arrival, people=people)
    run_pending()
    arrival.refresh_from_db()
    assert arrival.case_file, arrival.job.fault
    return arrival.case_file


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(held, *, manifest=True, **head):
    """An archive of these files, with a manifest that holds unless told otherwise."""

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
        if manifest:
            rows = [
                {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                for name, data in held.items()
            ]
            archive.writestr("manifest.json", json.dumps({"format": FORMAT, "files": rows, **head}))
    return out.getvalue()


MATTER = json.dumps({"rows": [], "documents": [], "people": [], "files": {}}).encode()
