"""Published decisions and orders, each with the reply beside it, as pages and downloads; and the daily copies."""

import datetime as dt
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseapp.core.errors import NotFound
from caseapp.core.paging import keyset_page
from caseapp.core.sheets import csv_download, json_download
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors as enforcement
from caseapp.evidence.serving import answer
from caseapp.register import gateways, selectors, services
from caseapp.register.enums import Kind
from caseapp.register.models import Snapshot

PAGE = 25
COPIES_SHOWN = 120


@require_safe
def decisions(request: ActorRequest) -> HttpResponse:
    """Final decisions that authorities published, newest first."""
    page = keyset_page(selectors.published_decisions(), request.GET, size=PAGE)
    return render(request, "register/decisions.html", {"page": page, **_addresses(page)})


@require_safe
def decision(request: ActorRequest, reference: str) -> HttpResponse:
    """One published decision with every version of its text, and the reply beside it."""
    found = selectors.published_decision(reference)
    return render(
        request,
        "register/decision.html",
        {
            "text": found,
            "decision": found.decision,
            "versions": selectors.versions(decision=found.decision, kind=Kind.DECISION),
            "reply": selectors.reply_to(found.decision_id),
            "fine": enforcement.published_fines().filter(decision=found.decision_id).first(),
            "orders": list(selectors.public_orders().filter(decision=found.decision_id)),
        },
    )


@require_safe
def orders(request: ActorRequest) -> HttpResponse:
    """Orders of the register, newest first."""
    page = keyset_page(selectors.public_orders(), request.GET, size=PAGE)
    return render(request, "register/orders.html", {"page": page, **_addresses(page)})


@require_safe
def order(request: ActorRequest, reference: str) -> HttpResponse:
    """One order of the register, and the reply beside it."""
    found = selectors.public_order(reference)
    return render(
        request,
        "register/order.html",
        {
            "order": found,
            "versions": selectors.versions(decision=found.decision, kind=Kind.ORDER, order=found),
            "reply": selectors.reply_to(found.decision_id),
        },
    )


@require_safe
def decisions_sheet(request: ActorRequest) -> StreamingHttpResponse:
    """All published decisions as CSV."""
    header = selectors.DECISION_HEADER
    return csv_download("decisions", header, (selectors.flat(one, header) for one in selectors.decision_records()))


@require_safe
def decisions_data(request: ActorRequest) -> StreamingHttpResponse:
    """All published decisions as JSON."""
    return json_download("decisions", selectors.decision_records())


@require_safe
def orders_sheet(request: ActorRequest) -> StreamingHttpResponse:
    """All orders of the register as CSV."""
    header = selectors.ORDER_HEADER
    return csv_download("orders", header, (selectors.flat(one, header) for one in selectors.order_records()))


@require_safe
def orders_data(request: ActorRequest) -> StreamingHttpResponse:
    """All orders of the register as JSON."""
    return json_download("orders", selectors.order_records())


@require_safe
def data(request: ActorRequest) -> HttpResponse:
    """The daily copies, the key that signs them, and how to check one."""
    key = gateways.signing_key()
    return render(
        request,
        "register/data.html",
        {"copies": list(Snapshot.objects.all()[:COPIES_SHOWN]), "key_id": gateways.key_id(key) if key else ""},
    )


@require_safe
def copy(request: ActorRequest, day: str) -> Any:
    """One daily copy, whole or the part that was asked for."""
    try:
        wanted = dt.date.fromisoformat(day)
    except ValueError as unknown:
        raise NotFound() from unknown
    return answer(services.open_snapshot(day=wanted), request.headers.get("Range", ""))


@require_safe
def key(request: ActorRequest) -> HttpResponse:
    """The public key."""
    found = gateways.signing_key()
    if found is None:
        raise NotFound()
    return HttpResponse(gateways.public_pem(found), content_type="application/x-pem-file")


def _addresses(page: Any) -> dict[str, str]:
    return {
        "previous": f"?before={page.previous}" if page.previous else "",
        "next": f"?after={page.next}" if page.next else "",
    }
