"""Reference data of the law: jurisdictions, frameworks with their parts, and periods; dated and never overwritten."""

from caseapp.law.models.deadlines import DeadlineRule
from caseapp.law.models.frameworks import (
    AuthorityRoute,
    DamagesRule,
    Element,
    Exemption,
    Framework,
    Ground,
)
from caseapp.law.models.jurisdictions import Jurisdiction
from caseapp.law.models.late_payment import LatePaymentRule
from caseapp.law.models.topics import Topic
from caseapp.law.models.wording import Bilingual, Wording, wording

__all__ = [
    "AuthorityRoute",
    "Bilingual",
    "DamagesRule",
    "DeadlineRule",
    "Element",
    "Exemption",
    "Framework",
    "Ground",
    "Jurisdiction",
    "LatePaymentRule",
    "Topic",
    "Wording",
    "wording",
]
