"""Resumable uploads by the tus protocol 1.0 (https://tus.io): core, creation, checksum, termination, expiration."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import http_date
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.selectors import receipt_actor
from caseapp.api.base import Endpoint
from caseapp.api.parsers import refuse_unstorable
from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core import throttle
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, InvalidInput, NotFound
from caseapp.enforcement import services as enforcement
from caseapp.evidence import selectors, services, tickets
from caseapp.evidence.models import EvidenceItem, Upload, Vault
from caseapp.evidence.services import Incoming
from caseapp.evidence.uploads import VISITORS_FILES_AN_HOUR
from caseapp.intake import services as intake
from caseapp.intake.models import Draft

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,termination,expiration"
PIECE = "application/offset+octet-stream"
TICKET_HEADER = "Upload-Ticket"
STALL_SECONDS = 30
"""How long a connection may send nothing before its upload is let go, to be resumed by another."""


class UnknownVersion(DomainError):
    """The client speaks another version of the protocol, or did not say which."""

    code = "unknown_version"
    status = 412
    title = "Say Tus-Resumable: 1.0.0"


@dataclass(frozen=True)
class Destination:
    """Where files of this caller go: who holds the uploads, whose acts they are, which vault, and how one is added."""

    holder: str
    actor: Actor
    vault: Callable[[], Vault]
    add: Callable[[Incoming, dict[str, Any]], EvidenceItem]


class UploadShape(serializers.ModelSerializer[Upload]):
    """How far an upload is; `evidence` is the item's id once everything has arrived."""

    evidence = serializers.SerializerMethodField()

    class Meta:
        model = Upload
        fields = ["id", "offset", "length", "expires_at", "finished_at", "evidence"]
        read_only_fields = fields

    def get_evidence(self, upload: Upload) -> UUID | None:
        return upload.original_id if upload.finished_at is not None else None


class TusEndpoint(Endpoint):
    """What both addresses share: the version, the caller's destination, headers of the protocol."""

    open_to_all = True
    serializer_class = UploadShape

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # For clients behind proxies that let GET and POST through alone.
        overridden = request.headers.get("X-HTTP-Method-Override", "").upper()
        if request.method == "POST" and overridden in {"PATCH", "DELETE", "HEAD"}:
            request.method = overridden
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in {"OPTIONS", "GET"} and request.headers.get("Tus-Resumable") != VERSION:
            raise UnknownVersion("This address speaks tus 1.0.0.")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        if response.status_code == UnknownVersion.status:
            response["Tus-Version"] = VERSION
        return response

    @extend_schema(exclude=True)
    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What this server can do, for a client that asks."""
        return Response(
            status=status.HTTP_204_NO_CONTENT,
            headers={
                "Tus-Version": VERSION,
                "Tus-Extension": EXTENSIONS,
                "Tus-Max-Size": str(selectors.limits().max_bytes),
                "Tus-Checksum-Algorithm": ",".join(services.ALGORITHMS),
            },
        )

    def holder(self, request: Request) -> str:
        """Who the uploads of this caller belong to."""
        ticket = _ticket(request)
        if ticket is not None:
            return ":".join(ticket)
        if self.actor.is_signed_in:
            return f"user:{self.actor.user_id}"
        if self.actor.is_receipt_holder:
            return f"receipt:{self.actor.complaint_id}"
        raise NotFound()

    def destination(self, request: Request, complaint: Complaint | None) -> Destination:
        """Where a file of this caller goes, found anew with every request: what was withdrawn since is refused."""
        holder, actor = self.holder(request), self.actor
        purpose, _, subject = holder.partition(":")
        if purpose == "draft":
            draft = Draft.objects.filter(pk=subject).first()
            if draft is None:
                raise intake.DraftExpired()
            return Destination(
                holder,
                actor,
                lambda: intake.vault_for(actor=actor, draft=draft),
                lambda incoming, words: intake.add_file(
                    actor=actor, draft=draft, incoming=incoming, description=words["description"]
                ),
            )
        if purpose == "request":
            asked = services.standing_request(UUID(subject))
            return Destination(
                holder,
                actor,
                lambda: asked.vault,
                lambda incoming, words: services.give_evidence(
                    request=asked, incoming=incoming, description=words["description"]
                ),
            )
        if purpose == "inquiry":
            respondent, investigation, about = enforcement.upload_of(subject)
            return Destination(
                holder,
                respondent,
                lambda: enforcement.inquiry_vault(actor=respondent, investigation=investigation),
                lambda incoming, words: enforcement.give_file(
                    actor=respondent, about=about, incoming=incoming, description=words["description"]
                ),
            )
        if purpose == "receipt":
            actor = receipt_actor(int(subject), self.actor.language)
            complaint = Complaint.objects.visible_to(actor).first()
        if complaint is None:
            raise NotFound()

        def vault() -> Vault:
            return services.vault_of(actor=actor, complaint=complaint)

        def add(incoming: Incoming, words: dict[str, Any]) -> EvidenceItem:
            return services.add_item(
                actor=actor,
                vault=vault(),
                incoming=incoming,
                title=words["title"],
                description=words["description"],
                captured_at=_moment(words.get("captured_at", "")),
            )

        return Destination(holder, actor, vault, add)


class UploadsEndpoint(TusEndpoint):
    """Where resumable uploads begin."""

    @extend_schema(
        request=None,
        responses={201: None},
        parameters=[
            OpenApiParameter("Tus-Resumable", str, "header", required=True),
            OpenApiParameter("Upload-Length", int, "header", required=True),
            OpenApiParameter(
                "Upload-Metadata",
                str,
                "header",
                description="`filename`, `complaint`, `title`, `description`, `captured_at`, each as Base64",
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        """Begin an upload; `Location` is its address. 413 over a limit, 507 when there is no room."""
        told = _metadata(request)
        destination = self.destination(request, self._complaint(told.get("complaint", "")))
        if destination.actor.is_visitor:
            client = throttle.client_key(request._request)
            throttle.hit("evidence.arrivals", client, limit=VISITORS_FILES_AN_HOUR, seconds=3600)
        upload = services.begin_upload(
            actor=destination.actor,
            holder=destination.holder,
            vault=destination.vault(),
            length=_whole_number(request, "Upload-Length"),
            words={
                "file_name": told.get("filename") or told.get("name") or "",
                "title": told.get("title", "")[:200],
                "description": told.get("description", "")[:2000],
                "captured_at": _written(_moment(told.get("captured_at", ""))),
                "metadata": request.headers.get("Upload-Metadata", ""),
            },
        )
        headers = {"Location": reverse("api:upload", args=[upload.pk]), "Upload-Expires": _expires(upload)}
        return Response(status=status.HTTP_201_CREATED, headers=headers)

    def _complaint(self, reference: str) -> Complaint | None:
        if not reference or not (self.actor.is_signed_in or self.actor.is_receipt_holder):
            return None
        return complaints.complaint_by_reference(self.actor, reference)


class UploadEndpoint(TusEndpoint):
    """One resumable upload."""

    @extend_schema(responses={200: UploadShape})
    def get(self, request: Request, upload_id: UUID) -> Response:
        """How far it is, and which evidence item it became."""
        return Response(UploadShape(self._found(request, upload_id)).data)

    @extend_schema(exclude=True)
    def head(self, request: Request, upload_id: UUID) -> Response:
        """How many bytes are kept for good."""
        upload = self._found(request, upload_id)
        headers = _offset(upload) | {"Upload-Length": str(upload.length)}
        if metadata := upload.words(upload.vault.key()).get("metadata"):
            headers["Upload-Metadata"] = metadata
        return Response(status=status.HTTP_200_OK, headers=headers)

    @extend_schema(
        request={PIECE: bytes},
        responses={204: None},
        parameters=[
            OpenApiParameter("Tus-Resumable", str, "header", required=True),
            OpenApiParameter("Upload-Offset", int, "header", required=True),
            OpenApiParameter("Upload-Checksum", str, "header"),
        ],
    )
    def patch(self, request: Request, upload_id: UUID) -> Response:
        """Send the bytes from an offset on. 409 at another offset, 423 while another connection sends, 460: damaged."""
        if request.headers.get("Content-Type", "").partition(";")[0].strip() != PIECE:
            raise UnsupportedMediaType(request.headers.get("Content-Type", ""), f"Send pieces as {PIECE}.")
        upload = self._found(request, upload_id)
        destination = self.destination(request, upload.vault.complaint)
        with _impatient(request._request):
            upload = services.receive(
                actor=destination.actor,
                holder=destination.holder,
                upload_id=upload.pk,
                offset=_whole_number(request, "Upload-Offset"),
                read=_reader(request._request, most=upload.length - upload.offset),
                add=destination.add,
                checksum=_checksum(request),
            )
        headers = _offset(upload)
        if upload.finished_at is not None:
            headers["Evidence-Item"] = str(upload.original_id)
        return Response(status=status.HTTP_204_NO_CONTENT, headers=headers)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, upload_id: UUID) -> Response:
        """Give it up; nothing of it is kept. 409 once it is an evidence item."""
        services.end_upload(actor=self.actor, holder=self.holder(request), upload_id=upload_id)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _found(self, request: Request, upload_id: UUID) -> Upload:
        return selectors.upload(self.holder(request), upload_id)


def _ticket(request: Request) -> tuple[str, str] | None:
    """Purpose and subject of the ticket sent along; one that is not valid opens nothing."""
    given = request.headers.get(TICKET_HEADER)
    if not given:
        return None
    found = tickets.read(given)
    if found is None:
        raise NotFound()
    return found


def _moment(written: str) -> datetime | None:
    """When a file was made: a day, which is kept as its noon, or a moment with its offset. Raises InvalidInput."""
    if not written:
        return None
    try:
        day = parse_date(written)
        found = datetime.combine(day, time(12), tzinfo=UTC) if day else parse_datetime(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidInput("captured_at takes a day, as 2026-03-14, or a moment with its offset.")
    if found > timezone.now() + timedelta(days=1):
        raise InvalidInput("captured_at must not lie in the future.")
    return found


def _written(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""


def _metadata(request: Request) -> dict[str, str]:
    """`Upload-Metadata`: pairs of key and Base64, separated by commas."""
    told: dict[str, str] = {}
    for pair in filter(None, request.headers.get("Upload-Metadata", "").split(",")):
        key, _, encoded = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise InvalidInput("Upload-Metadata takes pairs of a key and its value in Base64, in UTF-8.") from None
    refuse_unstorable(told)
    return told


def _whole_number(request: Request, header: str) -> int:
    given = request.headers.get(header, "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise InvalidInput(f"{header} takes a whole number of bytes.")
    return int(given)


def _checksum(request: Request) -> services.Checksum | None:
    given = request.headers.get("Upload-Checksum")
    if given is None:
        return None
    algorithm, _, encoded = given.partition(" ")
    if algorithm not in services.ALGORITHMS:
        raise InvalidInput(f"Upload-Checksum takes one of {', '.join(services.ALGORITHMS)}.")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise InvalidInput("Upload-Checksum takes an algorithm and a digest in Base64.") from None
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise InvalidInput("The digest of Upload-Checksum has the wrong length.")
    return services.Checksum(algorithm, digest)


def _reader(request: HttpRequest, *, most: int) -> Callable[[int], bytes]:
    """Reads the body; a line that breaks ends it, and what came counts. Raises InvalidInput beyond the upload's end."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise InvalidInput("This piece goes beyond the end of the file.")

    def read(size: int) -> bytes:
        try:
            return request.read(size)
        except (UnreadablePostError, OSError):
            return b""

    return read


@contextmanager
def _impatient(request: HttpRequest) -> Any:
    """Let go of a line that has gone silent, where the web server lends us its socket."""
    socket = request.META.get("gunicorn.socket")
    if socket is None:
        yield
        return
    before = socket.gettimeout()
    socket.settimeout(STALL_SECONDS)
    try:
        yield
    finally:
        socket.settimeout(before)


def _offset(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.offset), "Upload-Expires": _expires(upload)}


def _expires(upload: Upload) -> str:
    return http_date(upload.expires_at.timestamp())
