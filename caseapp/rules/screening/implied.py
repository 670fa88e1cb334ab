"""What one answer says about another, so that nobody answers the same thing twice."""

from caseapp.rules.screening.vocabulary import Answer

YES, NO = Answer.YES, Answer.NO

IMPLIED: tuple[tuple[tuple[tuple[str, Answer], ...], tuple[tuple[str, Answer], ...]], ...] = (
    ((("agreed", NO),), (("separate_consent", NO), ("express_consent", NO), ("written_release", NO))),
    ((("express_consent", NO),), (("separate_consent", NO),)),
    ((("separate_consent", YES),), (("express_consent", YES), ("agreed", YES))),
    ((("express_consent", YES),), (("agreed", YES),)),
    ((("written_release", YES),), (("agreed", YES),)),
    ((("told", NO),), (("written_notice", NO),)),
    ((("written_notice", YES),), (("told", YES),)),
    ((("alternative", YES),), (("only_way", NO), ("refused_without_face", NO))),
    ((("refused_without_face", YES),), (("alternative", NO),)),
    ((("only_way", YES),), (("alternative", NO),)),
    ((("alternative", NO), ("milder_means", YES)), (("only_way", YES),)),
    ((("milder_means", YES),), (("needed", NO),)),
    ((("needed", YES),), (("milder_means", NO),)),
    ((("sold", YES),), (("passed_on", YES),)),
    ((("passed_on", YES),), (("passed_or_leaked", YES),)),
    ((("leaked", YES),), (("passed_or_leaked", YES), ("kept_safe", NO))),
    ((("passed_on", NO), ("leaked", NO)), (("passed_or_leaked", NO),)),
    ((("passed_or_leaked", NO),), (("passed_on", NO), ("leaked", NO))),
    ((("passed_on", NO),), (("sold", NO),)),
    ((("kept_safe", YES),), (("leaked", NO),)),
    ((("deletion_refused", YES),), (("request_refused", YES),)),
    ((("access_refused", YES),), (("request_refused", YES),)),
    ((("request_refused", NO),), (("deletion_refused", NO), ("access_refused", NO))),
    ((("money_lost", YES),), (("harm", YES),)),
    ((("costs_paid", YES),), (("harm", YES),)),
    ((("serious_distress", YES),), (("harm", YES), ("distress", YES))),
    ((("harm", NO),), (("money_lost", NO), ("serious_distress", NO), ("distress", NO))),
    ((("safety_only", YES),), (("other_than_safety", NO), ("sign", YES))),
    ((("public_place", YES), ("other_than_safety", YES)), (("safety_only", NO),)),
    ((("public_place", YES), ("sign", NO)), (("safety_only", NO),)),
    ((("separate_consent", NO),), (("valid_consent", NO),)),
    ((("bundled", YES),), (("valid_consent", NO),)),
    ((("pressured", YES),), (("valid_consent", NO),)),
    ((("refused_without_face", YES), ("needed", NO)), (("valid_consent", NO),)),
    ((("separate_consent", YES), ("bundled", NO), ("pressured", NO)), (("valid_consent", YES),)),
    ((("wrong_match", YES),), (("biometric_machine", YES), ("used_to_identify", YES))),
)
"""What follows from other answers: premises on the left, all needed; conclusions on the right."""
