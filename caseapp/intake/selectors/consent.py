"""What the answers about notice and consent say in the complaint's own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseapp.complaints.enums import Answer, Concern
from caseapp.core.enums import ConsentDefect
from caseapp.intake.selectors.drafts import Answers

YES, NO, UNSURE = Answer.YES.value, Answer.NO.value, Answer.UNSURE.value

SEPARATE = ("separate_consent", "express_consent", "written_release")
"""Shared questions that each ask for a yes of its own; one no is enough, and a yes needs a yes."""

DEFECTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    ConsentDefect.BUNDLED_CONSENT: (("bundled", YES),),
    ConsentDefect.NO_ALTERNATIVE: (
        ("alternative", NO),
        ("only_way", YES),
        ("refused_without_face", YES),
        ("home_only_by_face", YES),
    ),
    ConsentDefect.NO_NOTICE: (("told", NO), ("written_notice", NO), ("sign", NO), ("rules_shown", NO)),
    ConsentDefect.PURPOSE_EXCEEDED: (("other_use", YES),),
    ConsentDefect.RETENTION: (("kept_long", YES),),
    ConsentDefect.DISCLOSURE_TO_THIRD_PARTY: (("passed_on", YES), ("sold", YES)),
    ConsentDefect.SECURITY_BREACH: (("leaked", YES),),
    ConsentDefect.NO_IMPACT_ASSESSMENT: (("assessment_done", NO),),
    ConsentDefect.REFUSED_DELETION: (("deletion_refused", YES),),
    ConsentDefect.WRONG_MATCH: (("wrong_match", YES),),
}
"""Answers that name a defect; any one of them does. Keys are the law's shared questions (`law.Topic`)."""


CONCERNS: Mapping[str, str] = {
    Concern.MISUSE: ConsentDefect.PURPOSE_EXCEEDED,
    Concern.WRONG_MATCH: ConsentDefect.WRONG_MATCH,
    Concern.DELETION: ConsentDefect.REFUSED_DELETION,
}
"""What a public body did wrong that is a defect of its own as well."""


@dataclass(frozen=True)
class Consent:
    """The complaint's four consent answers (`yes`, `no`, `unsure` or empty) and the defects they amount to."""

    asked: str = ""
    separate: str = ""
    alternative: str = ""
    withdrawn: str = ""
    defects: tuple[str, ...] = ()


def consent_of(answers: Answers) -> Consent:
    """Read the page of what was told. Somebody whom nobody asked was not asked separately either, and did not consent.

    Of a public body nobody asks whether it had consent: there the law's answers and the concerns alone count.
    """
    stored = answers.stored(answers.told_page)
    given: Mapping[str, Any] = stored.get("answers", {})
    asked = stored.get("asked", "")
    separate = NO if asked == NO else _separate(given)
    defects = {defect for defect, signs in DEFECTS.items() if any(given.get(key) == answer for key, answer in signs)}
    defects |= {CONCERNS[concern] for concern in stored.get("concerns", ()) if concern in CONCERNS}
    if (
        asked == NO
        or given.get("agreed") == NO
        or given.get("guardian_agreed") == NO
        or given.get("child_without_parent") == YES
    ):
        defects.add(ConsentDefect.NO_CONSENT)
        defects.discard(ConsentDefect.BUNDLED_CONSENT)
    return Consent(
        asked=asked,
        separate=separate,
        alternative=_alternative(given),
        withdrawn=stored.get("withdrawn", ""),
        defects=tuple(defect for defect in ConsentDefect.values if defect in defects),
    )


def _separate(given: Mapping[str, Any]) -> str:
    found = [given[key] for key in SEPARATE if given.get(key)]
    if given.get("bundled") == YES or NO in found:
        return NO
    return YES if YES in found else (UNSURE if found else "")


def _alternative(given: Mapping[str, Any]) -> str:
    if given.get("alternative"):
        return str(given["alternative"])
    return NO if YES in (given.get("only_way"), given.get("refused_without_face")) else ""
