"""The worksheet of a fine."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import sent
from caseapp.api.serializers.worksheets import WorksheetRead, WorksheetWrite
from caseapp.api.views.investigations import OfInvestigations
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.enforcement import selectors, services


class InvestigationWorksheetEndpoint(OfInvestigations):
    """The worksheet of the fine that an investigation may end in."""

    serializer_class = WorksheetWrite

    @extend_schema(responses={200: WorksheetRead})
    def get(self, request: Request, reference: str) -> Response:
        """The worksheet as it was last written; 404 where there is none."""
        found = self.investigation(reference)
        sheet = selectors.worksheet_of(found)
        if sheet is None:
            raise NotFound()
        return Response(WorksheetRead(sheet, context={"actor": self.actor}).data)

    @extend_schema(request=WorksheetWrite, responses={200: WorksheetRead})
    def put(self, request: Request, reference: str) -> Response:
        """Write the worksheet, or write it anew. A factor that is left out counts as not known."""
        found = self.investigation(reference)
        data = sent(WorksheetWrite(data=request.data))
        code = data["framework"]
        framework = selectors.relevant_frameworks(found).filter(code=code).first()
        if framework is None:
            raise InvalidInput.field("framework", "No legal framework of this code is in force for the investigation.")
        sheet = services.record_worksheet(
            actor=self.actor,
            investigation=found,
            framework=framework,
            factors={one["key"]: (one["effect"], one["reason"]) for one in data["factors"]},
            **{name: data[name] for name in ("turnover", "gain", "persons", "proposed")},
        )
        return Response(WorksheetRead(sheet, context={"actor": self.actor}).data)
