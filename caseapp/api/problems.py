"""Every error of the API as a problem document (RFC 9457), translated from the domain's refusals in this one place."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from caseapp.api.parsers import BodyTooLarge
from caseapp.core.errors import DomainError, TooManyRequests

MEDIA_TYPE = "application/problem+json"


class ProblemRenderer(JSONRenderer):
    """JSON under the media type of problem documents."""

    media_type = MEDIA_TYPE


def problem_response(fault: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. Returns None for what nobody foresaw, which Django answers with 500."""
    if isinstance(fault, Http404):
        fault = exceptions.NotFound()
    elif isinstance(fault, PermissionDenied):
        fault = exceptions.PermissionDenied()
    elif isinstance(fault, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        fault = BodyTooLarge()
    headers: dict[str, str] = {}
    if isinstance(fault, DomainError):
        status = fault.status
        errors = [
            {"pointer": f"/{name}" if name else "", "code": fault.code, "detail": str(message)}
            for name, message in fault.errors.items()
        ]
        document = problem(status, fault.code, str(fault.title), str(fault.message), errors)
        if isinstance(fault, TooManyRequests):
            headers["Retry-After"] = str(fault.retry_after)
    elif isinstance(fault, exceptions.APIException):
        status = fault.status_code
        if isinstance(fault, exceptions.ValidationError):
            errors = list(_errors(fault.detail))
            document = problem(status, "invalid", "Check what you sent", "Some values are not valid.", errors)
        else:
            code = str(getattr(fault.detail, "code", fault.default_code))
            document = problem(status, code, HTTPStatus(status).phrase, str(fault.detail), [])
        if getattr(fault, "auth_header", None):
            headers["WWW-Authenticate"] = str(fault.auth_header)  # type: ignore[attr-defined]
        if getattr(fault, "wait", None):
            headers["Retry-After"] = str(int(fault.wait))  # type: ignore[attr-defined]
    else:
        return None
    set_rollback()
    response = Response(document, status=status, headers=headers, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def problem(status: int, code: str, title: str, detail: str, errors: list[dict[str, str]]) -> dict[str, Any]:
    """The document itself; `type` names the kind of problem and is explained in the API's documentation."""
    return {
        "type": f"/api/docs/#problem-{code.replace('_', '-')}",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": errors,
    }


def _errors(detail: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _errors(inner, pointer if name == "non_field_errors" else f"{pointer}/{name}")
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _errors(inner, f"{pointer}/{place}" if nested else pointer)
    else:
        yield {"pointer": pointer, "code": str(getattr(detail, "code", "invalid")), "detail": str(detail)}
