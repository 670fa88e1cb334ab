"""The request as our middleware hands it to a view, for type hints."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from caseapp.core.actors import Actor


class ActorRequest(HttpRequest):
    """A request that knows who acts and whether htmx asked."""

    actor: Actor
    htmx: HtmxDetails
