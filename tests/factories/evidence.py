"""Evidence for tests: small true files of each kind, files as they arrive, and items that lie in a store."""

import io
import struct
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from PIL import Image, ImageDraw, ImageFilter

from caseapp.complaints.models import Complaint
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.models import OutboxMessage
from caseapp.evidence import gateways, services
from caseapp.evidence.derivation import Batch
from caseapp.evidence.enums import EvidenceState
from caseapp.evidence.models import Derivative, EvidenceItem, Redaction, Vault
from caseapp.evidence.uploads import EvidenceUploadHandler, Incoming


def picture(pillow_format: str = "PNG", size: tuple[int, int] = (8, 6), colour: str = "navy") -> bytes:
    """A picture of one colour; two colours are two different files."""
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, pillow_format)
    return held.getvalue()


def portrait() -> bytes:
    """A drawn face, plain enough to be ours and good enough for the detector."""
    skin, hair = (224, 180, 150), (50, 35, 25)
    picture = Image.new("RGB", (400, 400), (90, 110, 130))
    brush = ImageDraw.Draw(picture)
    brush.ellipse((60, 320, 340, 600), fill=(40, 60, 110))
    brush.rectangle((170, 270, 230, 345), fill=(190, 153, 127))
    brush.ellipse((118, 50, 282, 250), fill=hair)
    brush.ellipse((130, 85, 270, 300), fill=skin)
    brush.pieslice((125, 60, 275, 180), 180, 360, fill=hair)
    for x in (167, 233):
        brush.ellipse((x - 19, 172, x + 19, 200), fill=(179, 144, 120))
        brush.ellipse((x - 15, 178, x + 15, 194), fill="white")
        brush.ellipse((x - 8, 177, x + 8, 194), fill=(45, 30, 20))
        brush.arc((x - 22, 155, x + 22, 185), 200, 340, fill=hair, width=7)
    brush.line((200, 185, 192, 230), fill=(179, 144, 120), width=5)
    brush.arc((184, 218, 216, 242), 20, 160, fill=(134, 108, 90), width=5)
    brush.ellipse((168, 254, 232, 278), fill=(175, 80, 80))
    held = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(4)).save(held, "JPEG", quality=95)
    return held.getvalue()


def pdf(words: str = "A letter") -> bytes:
    """The shortest PDF that readers open."""
    body = (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Note({words})>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    table = f"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + table).encode()


def box(name: bytes, content: bytes = b"") -> bytes:
    """One box of the ISO base media format."""
    return struct.pack(">I", 8 + len(content)) + name + content


def mp4(brand: bytes = b"isom", media: bytes = b"\0" * 40) -> bytes:
    """The boxes of a film, without a film."""
    return box(b"ftyp", brand + b"\0\0\0\0" + brand) + box(b"moov", box(b"mvhd", b"\0" * 20)) + box(b"mdat", media)


def heic(width: int = 400, height: int = 300) -> bytes:
    """The boxes of a phone's picture, without a picture."""
    sides = box(b"ispe", b"\0" * 4 + struct.pack(">II", width, height))
    meta = box(b"meta", b"\0" * 4 + box(b"iprp", box(b"ipco", sides)))
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + meta + box(b"mdat", b"\0" * 16)


def webm(document_type: bytes = b"webm") -> bytes:
    """The head of a WebM film."""
    told = b"\x42\x86\x81\x01" + b"\x42\x82" + bytes([0x80 | len(document_type)]) + document_type
    return b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(told)]) + told + b"\x18\x53\x80\x67\x80"


def packed(parts: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP file; the parts named in `stored` are not compressed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(part, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return held.getvalue()


def docx(**more: bytes) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **more})


def odt(**more: bytes) -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return packed({"mimetype": kind, "content.xml": b"<office:document-content/>", **more}, stored=("mimetype",))


def email() -> bytes:
    return (
        b"From: shop@shop.example\r\nTo: me@example.org\r\nDate: Mon, 2 Mar 2026 10:00:00 +0800\r\n"
        b"Subject: Your visit\r\n\r\nWe recognised you at the door.\r\n"
    )


def arrive(vault: Vault, content: bytes | Iterator[bytes], name: str = "photo.png") -> Incoming:
    """A file as it comes out of the upload handler: accepted, or carrying its refusal."""
    handler = EvidenceUploadHandler(HttpRequest(), lambda: vault)
    handler.new_file("file", name, "application/octet-stream", None)
    start = 0
    for piece in [content] if isinstance(content, bytes) else content:
        handler.receive_data_chunk(piece, start)
        start += len(piece)
    return handler.file_complete(start)


def add(
    complaint: Complaint | None = None,
    content: bytes | None = None,
    *,
    name: str = "photo.png",
    actor: Actor = SYSTEM,
    vault: Vault | None = None,
    state: str = EvidenceState.READY,
    **words: object,
) -> EvidenceItem:
    """An item whose file lies in the store, in a vault given, or the complaint's, or a draft's new one.

    It counts as looked at, though nothing was made from it; with the state “received” it waits for that.
    """
    if vault is None:
        vault = services.vault_of(actor=SYSTEM, complaint=complaint) if complaint else services.open_vault(actor=SYSTEM)
    if content is None:
        content = picture() + uuid.uuid4().bytes
    sealed_at = words.pop("original_sealed_at", None)
    item = services.add_item(actor=actor, vault=vault, incoming=arrive(vault, content, name), **words)
    if sealed_at is not None:
        EvidenceItem.objects.filter(pk=item.pk).update(original_sealed_at=sealed_at)
        item.refresh_from_db()
    if state != EvidenceState.RECEIVED:
        EvidenceItem.objects.filter(pk=item.pk).update(state=state)
        OutboxMessage.objects.filter(task="evidence.examine_item", arguments__item_id=str(item.pk)).delete()
        item.state = state
    return item


def examined(complaint: Complaint | None, content: bytes, name: str, **more: Any) -> EvidenceItem:
    """An item after the program looked at it, by the real child process."""
    item = add(complaint, content, name=name, state=EvidenceState.RECEIVED, **more)
    services.examine_item(item_id=item.pk)
    item.refresh_from_db()
    return item


def made(
    item: EvidenceItem, kind: str = "preview", content: bytes = b"points", redaction: Redaction | None = None
) -> Derivative:
    """Something made from an item, sealed in the store."""
    batch = Batch(item)
    making = batch.take({"name": kind, "media_type": "image/jpeg"})
    making.write(content)
    making.finish()
    return batch.keep(redaction=redaction)[0]


def upload(name: str, content: bytes, media_type: str = "application/octet-stream") -> SimpleUploadedFile:
    """A file for the test client to send; the name goes out as a browser writes it."""
    return SimpleUploadedFile(name, content, content_type=media_type)


def stored_path(item: EvidenceItem) -> Path:
    """Where the sealed bytes lie on disk."""
    return Path(gateways.store().path(item.storage_name))


def files_on_disk() -> set[Path]:
    """Every file under the store's folder, arriving ones included."""
    root = gateways.arrivals().parent
    return {path for path in root.rglob("*") if path.is_file()}
