"""What is a person's own, over HTTP: reports, openings of the file, sharing, the archive, the erasure."""

from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Firm
from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.views.evidence import AnyAccept
from caseapp.complaints import selectors as complaints
from caseapp.complaints import services as complaint_services
from caseapp.complaints.enums import GrantScope
from caseapp.complaints.models import Complaint, ProgressUpdate
from caseapp.complaints.selectors import Words
from caseapp.core.errors import NotFound
from caseapp.litigation.models import Engagement
from caseapp.litigation.selectors import engagements as engagement_selectors
from caseapp.litigation.services import engagements, sharing
from caseapp.notifications import selectors as notifications
from caseapp.notifications import services as notices
from caseapp.personal import selectors, services
from caseapp.personal.models import Erasure


class OwnEndpoint(Endpoint):
    """A complaint for its complainant alone, by account or `X-Receipt-Code`; 404 for all others."""

    open_to_all = True

    def own(self, reference: str) -> Complaint:
        return complaints.own_complaint(self.actor, reference)


class ProgressReportShape(serializers.ModelSerializer[ProgressUpdate]):
    """A report on progress; drafts are shown to officers of the authority alone."""

    class Meta:
        model = ProgressUpdate
        fields = ["id", "state", "due_on", "sent_at", "standing", "steps", "next_step", "delay", "rights"]
        read_only_fields = fields


class ProgressWords(serializers.Serializer[Any]):
    """The report in the officer's own words; a part left out stays as drafted."""

    standing = serializers.CharField(max_length=4000, required=False)
    steps = serializers.CharField(max_length=4000, required=False)
    next_step = serializers.CharField(max_length=4000, required=False)
    delay = serializers.CharField(max_length=4000, required=False)
    rights = serializers.CharField(max_length=4000, required=False)


class ProgressReportsEndpoint(Endpoint):
    """Reports on the progress of a complaint."""

    open_to_all = True
    serializer_class = ProgressReportShape

    @extend_schema(responses={200: ProgressReportShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """As the caller may see them, newest first."""
        complaint = complaints.complaint_by_reference(self.actor, reference)
        rows = ProgressReportShape(complaints.updates_of(self.actor, complaint), many=True).data
        return Response({"results": rows, "next": None, "previous": None})


class ProgressReportSendEndpoint(Endpoint):
    """Sending one report."""

    serializer_class = ProgressWords

    @extend_schema(request=ProgressWords, responses={200: ProgressReportShape})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Send a drafted report; for officers of the authority that has the complaint."""
        complaint = complaints.complaint_by_reference(self.actor, reference)
        update = complaints.update_by_number(self.actor, complaint, number)
        asked = ProgressWords(data=request.data)
        asked.is_valid(raise_exception=True)
        drafted = {name: getattr(update, name) for name in ("standing", "steps", "next_step", "delay", "rights")}
        words = Words(**{**drafted, **asked.validated_data})
        sent = complaint_services.send_progress_update(actor=self.actor, update=update, words=words)
        return Response(ProgressReportShape(sent).data)


class AccessShape(serializers.Serializer[Any]):
    """One opening of the file by a side, the newest of its day."""

    kind = serializers.CharField()
    side = serializers.SerializerMethodField()
    on = serializers.DateField()
    last_at = serializers.DateTimeField()
    sentence = serializers.SerializerMethodField()

    def get_side(self, access: Any) -> str:
        return "authority" if access.authority_id else "firm"

    def get_sentence(self, access: Any) -> str:
        return complaints.access_sentence(access)


class AccessesEndpoint(OwnEndpoint):
    """Who else opened the file."""

    serializer_class = AccessShape

    @extend_schema(responses={200: AccessShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """The newest 200, for the complainant."""
        rows = complaints.accesses(self.actor, self.own(reference))[:200]
        return Response({"results": AccessShape(rows, many=True).data, "next": None, "previous": None})


class ShareShape(serializers.Serializer[Any]):
    """A firm that was asked or acts, and which parts it sees now or will see once it acts."""

    reference = serializers.CharField(read_only=True)
    firm = serializers.SlugRelatedField(slug_field="slug", queryset=Firm.objects.all())
    state = serializers.CharField(read_only=True)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=GrantScope.choices), required=False, default=list, max_length=3
    )
    request = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True, write_only=True)


class ShareChange(serializers.Serializer[Any]):
    """The parts a firm may see from now on."""

    scopes = serializers.ListField(child=serializers.ChoiceField(choices=GrantScope.choices), max_length=3)


class SharesEndpoint(OwnEndpoint):
    """Whom a complaint is shared with."""

    serializer_class = ShareShape

    @extend_schema(responses={200: ShareShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Every firm that was ever asked, newest first."""
        rows = engagement_selectors.engagements_of(self.actor, self.own(reference))
        return Response({"results": ShareShape(rows, many=True).data, "next": None, "previous": None})

    @extend_schema(request=ShareShape, responses={201: ShareShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Ask a firm to act."""
        complaint = self.own(reference)
        asked = ShareShape(data=request.data)
        asked.is_valid(raise_exception=True)
        made = engagements.request_engagement(actor=self.actor, complaint=complaint, **asked.validated_data)
        return Response(ShareShape(made).data, status=status.HTTP_201_CREATED)


class ShareEndpoint(OwnEndpoint):
    """One firm."""

    serializer_class = ShareChange

    @extend_schema(request=ShareChange, responses={200: ShareShape})
    def patch(self, request: Request, reference: str, share: str) -> Response:
        """Change what it may see."""
        asked = ShareChange(data=request.data)
        asked.is_valid(raise_exception=True)
        found = self._found(reference, share)
        changed = sharing.change_scopes(actor=self.actor, engagement=found, scopes=asked.validated_data["scopes"])
        return Response(ShareShape(changed).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reference: str, share: str) -> Response:
        """End it; what it saw before stays in the record."""
        sharing.stop_sharing(actor=self.actor, engagement=self._found(reference, share))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _found(self, reference: str, share: str) -> Engagement:
        complaint = self.own(reference)
        found = engagement_selectors.engagements_of(self.actor, complaint).filter(reference=share).first()
        if found is None:
            raise NotFound()
        return found


class TakeOutShape(serializers.Serializer[Any]):
    """An archive: `content` answers it once while it is ready."""

    id = serializers.UUIDField()
    state = serializers.CharField(source="job.state")
    done = serializers.IntegerField(source="job.done")
    total = serializers.IntegerField(source="job.total")
    ready = serializers.BooleanField()
    files = serializers.IntegerField()
    size = serializers.IntegerField()
    expires_at = serializers.DateTimeField(allow_null=True)
    taken_at = serializers.DateTimeField(allow_null=True)


class TakeOutEndpoint(OwnEndpoint):
    """Everything that is the complainant's, as one archive."""

    serializer_class = TakeOutShape

    @extend_schema(responses={200: TakeOutShape})
    def get(self, request: Request, reference: str) -> Response:
        """How far the newest archive is; 404 where none was asked for."""
        found = selectors.newest_take_out(self.actor, self.own(reference))
        if found is None:
            raise NotFound()
        return Response(TakeOutShape(found).data)

    @extend_schema(request=None, responses={202: TakeOutShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Have one made; while one is being made or waits, it is that one."""
        made = services.request_take_out(actor=self.actor, complaint=self.own(reference))
        return Response(TakeOutShape(made).data, status=status.HTTP_202_ACCEPTED)


class TakeOutContentEndpoint(Endpoint):
    """The archive itself."""

    open_to_all = True
    serializer_class = serializers.Serializer
    content_negotiation_class = AnyAccept

    @extend_schema(request=None, responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def post(self, request: Request, identifier: UUID) -> Any:
        """The bytes, once; then 409."""
        found = selectors.take_out(self.actor, identifier)
        frames = services.take_away(actor=self.actor, take_out=found)
        response = StreamingHttpResponse(frames, content_type="application/zip")
        response["Content-Length"] = str(found.size)
        response["Content-Disposition"] = content_disposition_header(True, f"{found.complaint.reference}.zip")
        return response


class ErasureConfirm(serializers.Serializer[Any]):
    """That it is meant: the complaint's reference, written out."""

    reference = serializers.CharField(max_length=30)


class ErasureShape(serializers.Serializer[Any]):
    """What is left: when something was erased, what, and by which rule."""

    reference = serializers.CharField()
    erased_at = serializers.DateTimeField(source="created_at")
    rule = serializers.CharField()
    rule_words = serializers.SerializerMethodField()
    erased = serializers.ListField(child=serializers.CharField())
    kept = serializers.ListField(child=serializers.CharField())

    def get_rule_words(self, erasure: Erasure) -> str:
        return selectors.rule_words(erasure.rule)


class ErasurePlanShape(serializers.Serializer[Any]):
    """What an erasure would do now; `refusal` says why it is not possible yet."""

    rule = serializers.CharField()
    refusal = serializers.CharField(allow_blank=True)
    goes = serializers.ListField(child=serializers.CharField())
    stays = serializers.DictField(child=serializers.CharField())


class ErasureEndpoint(OwnEndpoint):
    """Having a complaint erased."""

    serializer_class = ErasureConfirm

    @extend_schema(responses={200: ErasurePlanShape})
    def get(self, request: Request, reference: str) -> Response:
        """What would go, what would stay and why."""
        plan = selectors.erasure_plan(self.own(reference))
        return Response(
            {
                "rule": plan.rule.value,
                "refusal": str(plan.refusal),
                "goes": [line.part.value for line in plan.goes],
                "stays": {line.part.value: str(line.why) for line in plan.stays},
            }
        )

    @extend_schema(request=ErasureConfirm, responses={200: ErasureShape})
    def post(self, request: Request, reference: str) -> Response:
        """Do it; cannot be taken back. 409 while something forbids it."""
        complaint = self.own(reference)
        asked = ErasureConfirm(data=request.data)
        asked.is_valid(raise_exception=True)
        erased = services.erase_complaint(
            actor=self.actor, complaint=complaint, confirmed=asked.validated_data["reference"]
        )
        return Response(ErasureShape(erased).data)


class ErasedEndpoint(Endpoint):
    """The public stub of something erased."""

    open_to_all = True
    serializer_class = ErasureShape

    @extend_schema(responses={200: ErasureShape})
    def get(self, request: Request, reference: str) -> Response:
        """For everybody; nothing personal is in it."""
        return Response(ErasureShape(selectors.erasure_by_reference(reference)).data)


class NoticeShape(serializers.Serializer[Any]):
    """Something the caller was told, with what became of the mail about it."""

    at = serializers.DateTimeField(source="created_at")
    kind = serializers.CharField()
    sentence = serializers.SerializerMethodField()
    path = serializers.CharField()
    read_at = serializers.DateTimeField(allow_null=True)
    mail = serializers.SerializerMethodField()

    def get_sentence(self, notice: Any) -> str:
        return notices.sentence(notice)

    def get_mail(self, notice: Any) -> str | None:
        return notice.mails[0].state if notice.mails else None


class NoticesEndpoint(Endpoint):
    """What the caller was told."""

    open_to_all = True
    serializer_class = NoticeShape
    pagination_class = KeysetPagination

    @extend_schema(responses={200: NoticeShape(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first, by account or `X-Receipt-Code`."""
        require(self.actor.is_signed_in or self.actor.is_receipt_holder)
        rows = self.paginate_queryset(notifications.notices_with_mails(self.actor))
        return self.get_paginated_response(NoticeShape(rows, many=True).data)
