"""Resumable uploads by the tus protocol 1.0 (https://tus.io): core, creation, checksum, termination, expiration."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import http_date
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api import tus
from caseapp.api.base import Endpoint
from caseapp.api.destinations import destination_of, holder_of
from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core import throttle
from caseapp.evidence import selectors, services
from caseapp.evidence.models import Upload
from caseapp.evidence.uploads import VISITORS_FILES_AN_HOUR


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
        if request.method not in {"OPTIONS", "GET"} and request.headers.get("Tus-Resumable") != tus.VERSION:
            raise tus.UnknownVersion("This address speaks tus 1.0.0.")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Tus-Resumable"] = tus.VERSION
        response["Cache-Control"] = "no-store"
        if response.status_code == tus.UnknownVersion.status:
            response["Tus-Version"] = tus.VERSION
        return response

    @extend_schema(exclude=True)
    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What this server can do, for a client that asks."""
        return Response(
            status=status.HTTP_204_NO_CONTENT,
            headers={
                "Tus-Version": tus.VERSION,
                "Tus-Extension": tus.EXTENSIONS,
                "Tus-Max-Size": str(selectors.limits().max_bytes),
                "Tus-Checksum-Algorithm": ",".join(services.ALGORITHMS),
            },
        )


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
        told = tus.metadata(request)
        destination = destination_of(request, self.actor, self._complaint(told.get("complaint", "")))
        if destination.actor.is_visitor:
            client = throttle.client_key(request._request)
            throttle.hit("evidence.arrivals", client, limit=VISITORS_FILES_AN_HOUR, seconds=3600)
        upload = services.begin_upload(
            actor=destination.actor,
            holder=destination.holder,
            vault=destination.vault(),
            length=tus.whole_number(request, "Upload-Length"),
            words={
                "file_name": told.get("filename") or told.get("name") or "",
                "title": told.get("title", "")[:200],
                "description": told.get("description", "")[:2000],
                "captured_at": tus.written(tus.moment(told.get("captured_at", ""))),
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
        request={tus.PIECE: bytes},
        responses={204: None},
        parameters=[
            OpenApiParameter("Tus-Resumable", str, "header", required=True),
            OpenApiParameter("Upload-Offset", int, "header", required=True),
            OpenApiParameter("Upload-Checksum", str, "header"),
        ],
    )
    def patch(self, request: Request, upload_id: UUID) -> Response:
        """Send the bytes from an offset on. 409 at another offset, 423 while another connection sends, 460: damaged."""
        if request.headers.get("Content-Type", "").partition(";")[0].strip() != tus.PIECE:
            raise UnsupportedMediaType(request.headers.get("Content-Type", ""), f"Send pieces as {tus.PIECE}.")
        upload = self._found(request, upload_id)
        destination = destination_of(request, self.actor, upload.vault.complaint)
        with tus.impatient(request._request):
            upload = services.receive(
                actor=destination.actor,
                holder=destination.holder,
                upload_id=upload.pk,
                offset=tus.whole_number(request, "Upload-Offset"),
                read=tus.reader(request._request, most=upload.length - upload.offset),
                add=destination.add,
                checksum=tus.checksum(request),
            )
        headers = _offset(upload)
        if upload.finished_at is not None:
            headers["Evidence-Item"] = str(upload.original_id)
        return Response(status=status.HTTP_204_NO_CONTENT, headers=headers)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, upload_id: UUID) -> Response:
        """Give it up; nothing of it is kept. 409 once it is an evidence item."""
        services.end_upload(actor=self.actor, holder=holder_of(request, self.actor), upload_id=upload_id)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _found(self, request: Request, upload_id: UUID) -> Upload:
        return selectors.upload(holder_of(request, self.actor), upload_id)


def _offset(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.offset), "Upload-Expires": _expires(upload)}


def _expires(upload: Upload) -> str:
    return http_date(upload.expires_at.timestamp())
