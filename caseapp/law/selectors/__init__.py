"""Reading the law. It is public: nothing here depends on who asks, so no selector takes an actor."""

from caseapp.law.selectors.checked import ASKED, Check, checked, still_to_ask
from caseapp.law.selectors.citations import article_words, cited, located
from caseapp.law.selectors.conversion import DamagesTerms, deadline_rule, framework_rule, framework_rules
from caseapp.law.selectors.differences import LABELS, Change, changes
from caseapp.law.selectors.explained import ExplainedFramework, explained
from caseapp.law.selectors.fining import FineFactor, fine_factors
from caseapp.law.selectors.frameworks import (
    deadline,
    deadline_rules,
    fine_payment_days,
    fine_payment_rule,
    framework_by_code,
    frameworks_in_force,
    frameworks_of,
    statutory_damages,
)
from caseapp.law.selectors.gaps import Gap, gaps
from caseapp.law.selectors.jurisdictions import calendar_of, day_in, jurisdiction_chain, parts_of
from caseapp.law.selectors.late_payment import late_payment_rule
from caseapp.law.selectors.records import PlainRecord
from caseapp.law.selectors.reference import Reference, reference
from caseapp.law.selectors.rights import Rights, described_places, name_order, places_to_choose, rights
from caseapp.law.selectors.screening import (
    WordedQuestion,
    applicable_frameworks,
    frameworks_to_screen,
    questions,
    screen,
    screening_facts,
    topics_to_choose,
)
from caseapp.law.selectors.versions import (
    ListedLaw,
    PlaceOfLaw,
    laws_by_place,
    version_of,
    version_to_edit,
    versions_of,
)
from caseapp.law.selectors.workings import working
from caseapp.law.selectors.written import period, written_day, written_partial

__all__ = [
    "ASKED",
    "LABELS",
    "Change",
    "Check",
    "DamagesTerms",
    "ExplainedFramework",
    "FineFactor",
    "Gap",
    "ListedLaw",
    "PlaceOfLaw",
    "PlainRecord",
    "Reference",
    "Rights",
    "WordedQuestion",
    "applicable_frameworks",
    "article_words",
    "calendar_of",
    "changes",
    "checked",
    "cited",
    "day_in",
    "deadline",
    "deadline_rule",
    "deadline_rules",
    "described_places",
    "explained",
    "fine_factors",
    "fine_payment_days",
    "fine_payment_rule",
    "framework_by_code",
    "framework_rule",
    "framework_rules",
    "frameworks_in_force",
    "frameworks_of",
    "frameworks_to_screen",
    "gaps",
    "jurisdiction_chain",
    "late_payment_rule",
    "laws_by_place",
    "located",
    "name_order",
    "parts_of",
    "period",
    "places_to_choose",
    "questions",
    "reference",
    "rights",
    "screen",
    "screening_facts",
    "statutory_damages",
    "still_to_ask",
    "topics_to_choose",
    "version_of",
    "version_to_edit",
    "versions_of",
    "working",
    "written_day",
    "written_partial",
]
