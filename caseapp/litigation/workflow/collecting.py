"""The life of an offer."""

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.litigation.enums import OfferState as O
from caseapp.litigation.workflow.suits import suit_chain

OFFER = Workflow(
    name="offers",
    initial=O.OPEN,
    chain=lambda offer: suit_chain(offer.suit),
    transitions=(
        row(
            "accept",
            _("Record that it was accepted"),
            O.OPEN,
            O.ACCEPTED,
            _("The offer was accepted on %(on)s; the suit is settled."),
            needs=("on",),
            main=True,
        ),
        row("refuse", _("Record that it was refused"), O.OPEN, O.REFUSED, _("The offer was refused.")),
        row("take_back", _("Record that it was taken back"), O.OPEN, O.TAKEN_BACK, _("The offer was taken back.")),
        row(
            "lapse",
            _("Lapse"),
            O.OPEN,
            O.LAPSED,
            _("The offer lapsed: the suit was decided, settled or ended otherwise."),
            indirect=True,
        ),
    ),
)
