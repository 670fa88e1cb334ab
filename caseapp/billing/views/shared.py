"""What the pages of money share: a PDF to take, the reader's frame and firm."""

from django.http import HttpResponse

from caseapp.accounts.models import Firm
from caseapp.accounts.selectors import main_firm
from caseapp.core.views.files import file_answer
from caseapp.core.views.requests import ActorRequest


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF as a file to keep; `name` is ours."""
    return file_answer(content, f"{name}.pdf")


def base_for(request: ActorRequest) -> str:
    """The frame of the reader: the desk for the firm, the public one for a client."""
    return "base_desk.html" if request.actor.is_lawyer else "base_public.html"


def firm_of(request: ActorRequest) -> Firm:
    """The firm whose desk this is."""
    return main_firm(request.actor)
