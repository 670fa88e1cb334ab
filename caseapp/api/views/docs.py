"""The API described for people, in the site's own pages: no third-party script, no inline style."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseapp.api.schema import HeldSchema


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation of the schema with its summary, parameters and answers."""
    schema = HeldSchema().get_schema()
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary") or operation.get("description", ""),
            "parameters": [each for each in operation.get("parameters", []) if each.get("in") == "query"],
            "body": _name(operation.get("requestBody", {})),
            "answers": sorted(operation.get("responses", {})),
            "tag": (operation.get("tags") or [""])[0],
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.html", {"operations": operations})


def _name(body: dict[str, Any]) -> str:
    for content in body.get("content", {}).values():
        return str(content.get("schema", {}).get("$ref", "")).rsplit("/", 1)[-1]
    return ""
