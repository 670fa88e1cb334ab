"""The enumerations of complaints in the third person, as a record of somebody else's case says them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import ConsentDefect, Modality, Sector, Use
from caseapp.precedents.enums import MinorsKnown, PrecedentKind, PrecedentStatus, SumBand, TreatmentKind
from caseapp.precedents.selectors.places import country_name

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

USES: "dict[str, _StrOrPromise]" = {
    Use.IDENTIFICATION: _("Picked people out of many"),
    Use.VERIFICATION: _("Checked that people are who they say, at a door or a payment"),
    Use.TEMPLATE_EXTRACTION: _("Made face data from pictures (tagging, grouping, scraping)"),
    Use.ATTENDANCE: _("Recorded attendance at work or school"),
    Use.ANALYTICS: _("Judged age, mood or interest, or counted visitors"),
    Use.SURVEILLANCE: _("Watched people over time or space"),
    Use.OTHER: _("Something else, such as using a picture"),
}

DEFECTS: "dict[str, _StrOrPromise]" = {
    ConsentDefect.NO_CONSENT: _("Nobody was asked"),
    ConsentDefect.BUNDLED_CONSENT: _("Agreeing was rolled into other terms"),
    ConsentDefect.NO_ALTERNATIVE: _("There was no other way"),
    ConsentDefect.NO_NOTICE: _("Nobody was told"),
    ConsentDefect.PURPOSE_EXCEEDED: _("Used for more than was said"),
    ConsentDefect.RETENTION: _("Kept too long"),
    ConsentDefect.DISCLOSURE_TO_THIRD_PARTY: _("Passed on to others"),
    ConsentDefect.SECURITY_BREACH: _("Not kept safe"),
    ConsentDefect.NO_IMPACT_ASSESSMENT: _("Risks were not assessed beforehand"),
    ConsentDefect.REFUSED_DELETION: _("Deletion was refused"),
    ConsentDefect.WRONG_MATCH: _("Somebody was taken for another person"),
}

_FACET_WORDS: "dict[str, dict[str, _StrOrPromise]]" = {
    "kind": dict(PrecedentKind.choices),
    "use": USES,
    "sector": dict(Sector.choices),
    "modality": dict(Modality.choices),
    "defect": DEFECTS,
    "minors": dict(MinorsKnown.choices),
    "status": dict(PrecedentStatus.choices),
    "treatment": dict(TreatmentKind.choices),
    "sum": dict(SumBand.choices),
}


def facet_word(facet: str, value: str) -> str:
    """A facet's value in the reader's words; any other field's value as it is."""
    return country_name(value) if facet == "country" else str(_FACET_WORDS.get(facet, {}).get(value, value))
