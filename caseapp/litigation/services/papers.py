"""Letters and pleadings of a case file: made from its facts, frozen with the matter, seen by the firm alone."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.documents.enums import FIRM_KINDS, Side
from caseapp.documents.models import Document
from caseapp.documents.services import make_document
from caseapp.litigation.models import CaseFile, CivilSuit
from caseapp.litigation.selectors.papers import paper_facts, text_for


@transaction.atomic
def make_paper(
    *, actor: Actor, case_file: CaseFile, kind: str, language: str, suit: CivilSuit | None = None
) -> Document:
    """Make one paper in one version. Raises InvalidInput that names what is missing, such as the court of a pleading,
    which stands in a suit.
    """
    if not can(actor, "case_files.change", case_file):
        raise NotAllowed()
    if kind not in FIRM_KINDS:
        raise InvalidInput.field("kind", _("This is not one of the choices."))
    if suit is not None and suit.case_file_id != case_file.pk:
        raise InvalidInput.field("suit", _("This suit is in another case file."))
    template = text_for(case_file, kind, language)
    if template is None:
        raise InvalidInput.field("kind", _("There is no text for this paper in the place of the case file."))
    return make_document(
        actor=actor,
        kind=kind,
        side=Side.FIRM,
        place=case_file.jurisdiction,
        language=language,
        facts=paper_facts(actor, case_file, template, suit=suit),
        matter=case_file.reference,
        firm_id=case_file.firm_id,
    )
