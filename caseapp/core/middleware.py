"""Guards at the door: characters that no table can hold, and refusals of the domain as pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from caseapp.core.errors import DomainError, TooManyRequests

Handler = Callable[[HttpRequest], HttpResponse]


class RefuseNulCharacters:
    """PostgreSQL cannot hold NUL in text: an address or query string with one is refused here, once.

    Form fields refuse it beside the field (Django's ProhibitNullCharactersValidator), JSON in its parser.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "%00" in query or "\x00" in query:
            return HttpResponseBadRequest("The address holds a character that is not text.", content_type="text/plain")
        return self.get_response(request)


class DomainErrorsToPages:
    """Turns a refusal that no form caught into the error page of its status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        template = f"{exception.status}.html" if exception.status in {403, 404, 413, 429} else "refused.html"
        response = render(
            request,
            template,
            {"title": exception.title, "message": exception.message, "errors": exception.errors},
            status=exception.status,
        )
        if isinstance(exception, TooManyRequests):
            response["Retry-After"] = str(exception.retry_after)
        return response
