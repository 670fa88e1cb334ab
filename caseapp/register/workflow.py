"""A public text: proposed by one person, published or sent back by another, replaced by the next version."""

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.register.enums import TextState as S

TEXT = Workflow(
    name="public_texts",
    initial=S.PROPOSED,
    chain=lambda text: f"register:{text.decision_id}",
    transitions=(
        row("approve", _("Publish"), S.PROPOSED, S.PUBLISHED, _("The text was published."), main=True),
        row(
            "send_back",
            _("Send back"),
            S.PROPOSED,
            S.SENT_BACK,
            _("The text was sent back: %(reason)s"),
            needs=("reason",),
        ),
        row("replace", _("Replace"), S.PUBLISHED, S.REPLACED, _("A newer text was published."), indirect=True),
    ),
)
