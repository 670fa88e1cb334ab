"""Tasks of a case file, for its firm."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent, listed, sent
from caseapp.api.serializers.chambers import TaskDone, TaskRead, TaskWrite
from caseapp.litigation.models import CaseTask
from caseapp.litigation.selectors import working as selectors
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.litigation.services import working as services


class TasksEndpoint(Endpoint):
    """What is to be done in a case file."""

    serializer_class = TaskRead

    @extend_schema(responses={200: TaskRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Soonest first, with those that are done."""
        found = case_file_by_reference(self.actor, reference)
        rows = CaseTask.objects.visible_to(self.actor).filter(case_file=found).select_related("assignee")[:500]
        return listed(TaskRead(rows, many=True).data)

    @extend_schema(request=TaskWrite, responses={201: TaskRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Add a task."""
        found, data = case_file_by_reference(self.actor, reference), sent(TaskWrite(data=request.data))
        assignee = data["assignee"]
        task = services.add_task(
            actor=self.actor,
            case_file=found,
            title=data["title"],
            assignee_id=assignee.pk if assignee else None,
            due_on=data["due_on"],
        )
        return Response(TaskRead(task).data, status=status.HTTP_201_CREATED)


class TaskEndpoint(Endpoint):
    """One task."""

    serializer_class = TaskDone

    @extend_schema(operation_id="case_files_tasks_finish", request=TaskDone, responses={200: TaskRead})
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Say that it is done, or not."""
        found = case_file_by_reference(self.actor, reference)
        task = selectors.task_by_id(self.actor, found, number)
        done = services.finish_task(actor=self.actor, task=task, **sent(TaskDone(data=request.data)))
        return Response(TaskRead(done).data)
