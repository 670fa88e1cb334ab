"""Lists by keyset cursor: `results`, `next`, `previous`; 50 a page, up to 200."""

from typing import Any

from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from caseapp.core.paging import keyset_page


class KeysetPagination(BasePagination):
    """Orders by an allow-listed field of the view (`orderings`), newest first unless asked otherwise."""

    page_size = 50
    max_page_size = 200

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        allowed = tuple(getattr(view, "orderings", ("-id",)))
        order = request.query_params.get("ordering", allowed[0])
        if order not in allowed:
            order = allowed[0]
        self.request = request
        self.page = keyset_page(queryset, request.query_params, order=order, size=self._size(request))
        return list(self.page.rows)

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "results": data,
                "next": self._link("after", self.page.next),
                "previous": self._link("before", self.page.previous),
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {"results": schema, "next": link, "previous": link},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        text = {"type": "string"}
        return [
            {"name": "page_size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 200}},
            {"name": "after", "in": "query", "description": "Cursor of the next page.", "schema": text},
            {"name": "before", "in": "query", "description": "Cursor of the previous page.", "schema": text},
        ]

    def _size(self, request: Any) -> int:
        try:
            asked = int(request.query_params.get("page_size", self.page_size))
        except ValueError:
            return self.page_size
        return min(max(asked, 1), self.max_page_size)

    def _link(self, name: str, token: str | None) -> str | None:
        if token is None:
            return None
        query = self.request.query_params.copy()
        for key in ("after", "before"):
            query.pop(key, None)
        query[name] = token
        return str(self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}"))
