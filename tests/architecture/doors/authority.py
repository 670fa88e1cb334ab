"""The authority's desk, its enforcement and its part of the register."""

from .who import EVERY_LAWYER, EVERY_OFFICER, EVERYBODY, FIRM, NOBODY, NUMBERS, OFFICERS, SIGNED_IN, Class

DOORS: dict[str, Class] = {
    # The authority's
    "statistics:dashboard": (NUMBERS, ""),
    "statistics:sheet": (NUMBERS, "chart"),
    "api:statistics": (NUMBERS, ""),
    **dict.fromkeys(["exports:mine", "api:exports"], (SIGNED_IN, "")),
    # Exports are their maker's alone; that others' stay hidden is tested with them.
    **dict.fromkeys(
        ["exports:progress", "exports:download", "api:export", "api:export_content"], (NOBODY, "no_estimate")
    ),
    **dict.fromkeys(["exports:ask", "exports:delete", "exports:report_change", "api:report"], (EVERYBODY, "post")),
    **dict.fromkeys(["exports:reports", "api:reports"], (EVERY_OFFICER | {"analyst"}, "")),
    **dict.fromkeys(
        [
            "casework:clusters",
            "casework:bulk_list",
            "casework:weights",
            "casework:views",
            "casework:view_keep",
            "casework:rules",
            "personal:retention",
            "personal:retention_due",
            "api:retention_rules",
            "api:retention_due",
            "api:disposals",
            "api:saved_views",
            "api:priority_weights",
            "api:routing_rules",
            "api:desk",
            "casework:referrals",
            "api:referrals",
        ],
        (EVERY_OFFICER, ""),
    ),
    **dict.fromkeys(["casework:referral", "api:referral"], (OFFICERS, "referral")),
    # This one has no packet; who opens one is in tests/casework/test_referrals.py.
    **dict.fromkeys(
        ["casework:referral_facts", "casework:referral_bag", "api:referral_facts", "api:referral_evidence"],
        (NOBODY, "referral"),
    ),
    "casework:referral_act": (OFFICERS, "recall_referral"),
    **dict.fromkeys(
        [
            "casework:notes",
            "api:internal_notes",
            "api:same_person",
            "casework:put_into_cluster",
            "casework:same_person",
        ],
        (OFFICERS, "complaint"),
    ),
    **dict.fromkeys(["personal:disposal", "api:disposal"], (OFFICERS, "disposal")),
    "personal:disposal_act": ({"supervisor"}, "approve_disposal"),
    "api:hold": ({"owner", *OFFICERS, *FIRM}, "complaint"),
    "casework:hold": ({"investigator", "supervisor"}, "complaint"),
    "casework:view_change": (NOBODY, "view_of_another"),
    "api:clusters": (EVERY_OFFICER, ""),
    **dict.fromkeys(["api:cluster", "api:cluster_complaints"], (OFFICERS, "cluster")),
    "api:bulk_act": (OFFICERS, "bulk"),
    "casework:cluster": (OFFICERS, "cluster"),
    "casework:cluster_act": (OFFICERS, "dissolve_cluster"),
    **dict.fromkeys(["casework:bulk", "casework:bulk_progress"], (OFFICERS, "bulk")),
    "casework:bulk_act": (OFFICERS, "take_back"),
    "respondents:add": (EVERY_OFFICER, ""),
    **dict.fromkeys(["respondents:edit", "respondents:add_site", "respondents:merge"], (EVERY_OFFICER, "respondent")),
    "respondents:add_supply": (NOBODY, "no_site"),
    "respondents:undo_merge": (EVERY_OFFICER, "post"),
    "api:respondent_merges": (EVERY_OFFICER, "respondent"),
    "api:respondent_dossier": (EVERY_OFFICER | EVERY_LAWYER, "respondent"),
    **dict.fromkeys(
        [
            "api:respondent_verification",
            "api:respondent_places",
            "api:respondent_supplies",
            "api:respondent_merge_undo",
        ],
        (EVERY_OFFICER, "post"),
    ),
    **dict.fromkeys(["enforcement:investigations", "enforcement:fines", "enforcement:orders"], (EVERY_OFFICER, "")),
    "api:investigations": (EVERY_OFFICER, ""),
    **dict.fromkeys(
        [
            "enforcement:investigation",
            "enforcement:worksheet",
            "api:investigation",
            "api:investigation_complaints",
            "api:investigation_requests",
            "api:investigation_time_wishes",
            "api:investigation_plan",
        ],
        (OFFICERS, "investigation"),
    ),
    # None was written: whoever sees the investigation gets the same 404 as the others.
    "api:investigation_worksheet": (NOBODY, "investigation"),
    **dict.fromkeys(
        ["enforcement:add_complaints", "enforcement:elements", "enforcement:draft_decision", "enforcement:draft_order"],
        ({"investigator", "supervisor"}, "investigation"),
    ),
    **dict.fromkeys(
        ["enforcement:invitations", "enforcement:plan", "api:investigation_invitations"],
        ({"investigator", "supervisor"}, "investigation"),
    ),
    "enforcement:plan_item": (NOBODY, "no_request"),
    **dict.fromkeys(
        [
            "enforcement:plan_evidence",
            "enforcement:plan_remove",
            "enforcement:plan_evidence_remove",
            "enforcement:revoke_invitation",
        ],
        ({"investigator", "supervisor"}, "post"),
    ),
    "enforcement:respond_leave": (EVERYBODY, "post"),
    "enforcement:decide_on_time": (NOBODY, "no_wish"),
    **dict.fromkeys(
        ["enforcement:bank_files", "api:bank_files"], ({"investigator", "supervisor", "officer_elsewhere"}, "")
    ),
    **dict.fromkeys(["api:bank_file", "api:bank_file_lines"], (NOBODY, "no_bank_file")),
    "enforcement:bank_file": (NOBODY, "no_bank_file"),
    "enforcement:bank_file_act": (NOBODY, "no_bank_act"),
    "enforcement:assign_line": (NOBODY, "no_bank_line"),
    "enforcement:reminders": (EVERY_OFFICER, ""),
    "enforcement:inquiry_of_file": (NOBODY, "item"),
    # The respondent's, by link and code: who may do what there is tested with them.
    "enforcement:respond": (EVERYBODY, ""),
    **dict.fromkeys(
        [
            "enforcement:respond_home",
            "enforcement:respond_notice",
            "enforcement:respond_notice_time",
            "enforcement:respond_letter",
        ],
        (NOBODY, ""),
    ),
    **dict.fromkeys(["enforcement:respond_answer", "enforcement:respond_time"], (NOBODY, "no_respondent")),
    "enforcement:respond_order": (NOBODY, "order"),
    # Whatever the link, it leads to the door of the code, which alone opens.
    "enforcement:respond_link": (NOBODY, "no_secret"),
    "enforcement:investigation_act": ({"investigator", "supervisor"}, "request_information"),
    "enforcement:record_answer": (NOBODY, "no_request"),
    "enforcement:record_finding": (NOBODY, "no_element"),
    **dict.fromkeys(["enforcement:fine", "enforcement:statement", "api:fine"], (OFFICERS, "fine")),
    **dict.fromkeys(["api:fine_ledger", "api:fine_statement"], (OFFICERS, "fine")),
    "api:fine_reminders": (EVERY_OFFICER, ""),
    "api:plan_evidence": (NOBODY, "no_request"),
    **dict.fromkeys(
        [
            "api:request_answer",
            "api:investigation_invitation",
            "api:investigation_plan_item",
            "api:plan_exhibit",
            "api:bank_line_fine",
        ],
        ({"investigator", "supervisor"}, "post"),
    ),
    "enforcement:fine_act": ({"investigator", "supervisor"}, "lodge_appeal"),
    **dict.fromkeys(["enforcement:order", "api:order", "api:order_proofs"], (OFFICERS, "order")),
    "enforcement:order_act": ({"investigator", "supervisor"}, "record_proof"),
    "register:fine": (NOBODY, "fine"),
    # Nothing of this stage was published; the test settings have no key.
    "register:decision": (NOBODY, "investigation"),
    "register:order": (NOBODY, "order"),
    "register:key": (NOBODY, ""),
    "register:copy": (NOBODY, "no_day"),
    **dict.fromkeys(["register:review", "api:public_texts"], (EVERY_OFFICER, "")),
    "register:propose": ({"investigator", "supervisor"}, "publish_fine"),
    "register:reviewed": (OFFICERS, "public_text"),
    "register:text_act": ({"supervisor"}, "approve_text"),
}
