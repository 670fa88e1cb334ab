"""Every address is classified by who may enter, and every role tries every door.

An address that stands in no class fails `test_every_address_is_classified`: whoever adds one must say who may enter.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from caseapp.billing.models import Reconciliation
from caseapp.casework.models import BulkAct
from caseapp.complaints.models import Cluster, ProgressUpdate, Referral
from caseapp.documents.models import Bundle
from caseapp.enforcement.models import ComplianceOrder, Decision, Fine, Investigation, InvestigationComplaint
from caseapp.evidence.models import Redaction
from caseapp.litigation.models import Limitation
from caseapp.personal.models import Disposal
from caseapp.precedents.models import Revision, Suggestion
from caseapp.register.models import PublicText
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.billing import billed, holding, proposed
from tests.factories.collective import CollectiveActionFactory, distribution_of, joined
from tests.factories.documents import written_letter
from tests.factories.evidence import add, made
from tests.factories.litigation import CivilSuitFactory, EngagementFactory, three_years
from tests.factories.roles import ROLES, Cast, cast

OFFICERS = {"intake_officer", "investigator", "supervisor"}
EVERY_OFFICER = OFFICERS | {"officer_elsewhere"}
NUMBERS = {"supervisor", "officer_elsewhere", "analyst"}
FIRM = {"partner", "associate", "paralegal"}
EVERY_LAWYER = FIRM | {"lawyer_elsewhere"}
SIGNED_IN = set(ROLES) - {"visitor", "receipt_of_another"}
KNOWN = set(ROLES) - {"visitor"}
EVERYBODY = set(ROLES)
NOBODY: set[str] = set()

# Who may open the page of the complaint (or file, suit …) that the cast is gathered round, or the list.
CLASSES: dict[str, tuple[set[str], str]] = {
    # Doors that stand open
    **dict.fromkeys(
        [
            "workspace:front",
            "workspace:professionals",
            "workspace:about",
            "workspace:accessibility",
            "workspace:privacy",
            "law:rights",
            "law:check",
            "respondents:list",
            "precedents:list",
            "precedents:csv",
            "precedents:json",
            "precedents:suggest",
            "precedents:alert_new",
            "precedents:alert_asked",
            "precedents:sources",
            "precedents:estimate",
            "precedents:estimate_pdf",
            "precedents:method",
            "precedents:jsonl",
            "precedents:arithmetic",
            "complaints:follow",
            "complaints:lost",
            "complaints:recovery_key",
            "intake:start",
            "intake:by_code",
            "intake:blank",
            "register:front",
            "register:csv",
            "register:json",
            "register:statistics",
            "register:statistics_csv",
            "register:decisions",
            "register:decisions_csv",
            "register:decisions_json",
            "register:orders",
            "register:orders_csv",
            "register:orders_json",
            "register:data",
            "api:register_decisions",
            "api:register_orders",
            "api:register_copies",
            "api:live",
            "api:ready",
            "api:schema",
            "api:docs",
            "api:frameworks",
            "api:precedents",
            "api:precedent_versions",
            "api:respondents",
            "api:register_fines",
            "api:register_statistics",
            "api:fines",
            "api:orders",
        ],
        (EVERYBODY, ""),
    ),
    "law:rights_detail": (EVERYBODY, "place"),
    "respondents:detail": (EVERYBODY, "respondent"),
    "api:respondent": (EVERYBODY, "respondent"),
    # Sign-in and account: allauth's own doors, which know who is signed in
    **dict.fromkeys(
        [
            "account_login",
            "account_logout",
            "account_inactive",
            "account_signup",
            "account_reauthenticate",
            "account_email",
            "account_email_verification_sent",
            "account_change_password",
            "account_set_password",
            "account_reset_password",
            "account_confirm_login_code",
            "account_confirm_email",
            "account_reset_password_from_key_done",
            "account_reset_password_from_key",
            "account_reset_password_done",
            "mfa_index",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
            "usersessions_list",
        ],
        (EVERYBODY, "allauth"),
    ),
    "intake:blank_pdf": (EVERYBODY, "language"),
    "intake:at_the_desk": (EVERY_OFFICER, ""),
    # The filing: what a browser holds is its own draft
    **dict.fromkeys(
        [
            "intake:resume",
            "intake:afresh",
            "intake:discard",
            "intake:leave",
            "intake:alive",
            "intake:timed_out",
            "intake:find",
            "intake:receipt",
            "intake:receipt_text",
            "intake:receipt_pdf",
            "intake:receipt_leave",
            "intake:evidence",
            "intake:remove_file",
            "intake:step",
        ],
        (EVERYBODY, "draft"),
    ),
    # For makers: there only in demonstration mode and while debugging
    **dict.fromkeys(["workspace:gallery", "workspace:gallery_desk"], (NOBODY, "")),
    # Forms that only take POST, guarded like the page they stand on
    **dict.fromkeys(
        [
            "set_language",
            "workspace:notices_read",
            "workspace:address_works",
            "workspace:replay",
            "complaints:leave",
            "personal:download",
            "api:take_out_content",
            "api:progress_report_send",
            "api:share",
            "complaints:redraft",
            "complaints:progress_rule",
            "litigation:decide_conflict",
            "litigation:open_case_file",
            "litigation:finish_task",
            "litigation:write_message",
            "api:case_file_task",
            "litigation:decline_invitation",
            "litigation:remove_head",
            "api:offer_transitions",
            "litigation:revoke_feed",
            "api:invitation_transitions",
            "api:action_transitions",
            "api:member_transitions",
            "api:member_weights",
            "api:distribution_transitions",
            "respondents:verify",
            "api:tokens",
            "api:uploads",
            "evidence:revoke_request",
            "api:screenings",
            "api:estimates",
            "api:complaint_transitions",
            "api:investigation_transitions",
            "api:time_wish_transitions",
            "api:bank_file_transitions",
            "api:fine_transitions",
            "api:order_transitions",
            "api:order_publication",
            "api:investigation_orders",
            "api:case_file_transitions",
            "api:suit_transitions",
            "api:trust_reversals",
            "api:invoice_transitions",
            "api:case_file_clock",
            "billing:stop_clock",
            "billing:leave_out",
            "api:trust_payment_transitions",
            "api:fine_payments",
            "api:investigation_decision",
            "api:investigation_findings",
            "api:fine_publication",
            "api:decision_publication",
            "api:decision_reply",
            "api:public_text_transitions",
            "precedents:alert_drop",
            "api:precedent_version_transitions",
            "api:precedent_suggestion_transitions",
            "api:precedent_alert",
            "api:engagement_transitions",
            "api:letter_transitions",
            "enforcement:open",
            "casework:bulk_freeze",
            "api:cluster_transitions",
            "api:bulk_acts",
            "api:bulk_act_transitions",
            "api:referral_transitions",
            "casework:at_once",
            "evidence:retry",
            "casework:view_forget",
            "casework:rule_end",
            "personal:retention_end",
            "api:retention_rule",
            "api:saved_view",
            "api:priority_trial",
            "api:routing_rule",
            "api:disposal_transitions",
            "evidence:redact",
            "evidence:redaction_act",
            "evidence:link",
            "evidence:unlink",
            "evidence:note",
            "api:evidence_verify",
            "api:evidence_disclosures",
            "api:redaction_transitions",
        ],
        (EVERYBODY, "post"),
    ),
    **dict.fromkeys(["workspace:home", "workspace:notices", "workspace:notice_settings"], (KNOWN, "")),
    "workspace:audit": ({"administrator"}, ""),
    "workspace:jobs": ({"administrator"}, ""),
    "workspace:law": ({"administrator"}, ""),
    # A law that does not exist here: the administrator's 404 looks like a refusal, which is what the others get.
    **dict.fromkeys(["workspace:law_framework", "workspace:law_compare"], (NOBODY, "no_law")),
    "workspace:law_edit": (NOBODY, "no_section"),
    "api:framework_versions": (NOBODY, "no_law"),
    # One complaint and what hangs on it
    **dict.fromkeys(
        [
            "workspace:complaint",
            "workspace:deadlines",
            "evidence:list",
            "evidence:exports",
            "evidence:verify",
            "evidence:requests",
            "api:evidence_exports",
            "api:evidence_requests",
            "api:complaint",
            "api:complaint_timeline",
            "api:complaint_evidence",
            "api:complaint_messages",
        ],
        ({"owner"} | OFFICERS | FIRM, "complaint"),
    ),
    "complaints:list": (KNOWN, ""),
    "complaints:recovery_address": ({"receipt_of_another"}, ""),
    "api:complaints": (SIGNED_IN, ""),
    "workspace:messages": ({"owner"} | OFFICERS, "complaint"),
    "complaints:act": ({"owner"}, "withdraw"),
    "complaints:updates": (EVERY_OFFICER, ""),
    "complaints:update": (OFFICERS, "report"),
    "complaints:assign": (OFFICERS, "complaint"),
    **dict.fromkeys(
        ["documents:of_complaint", "api:complaint_documents", "api:complaint_letters"],
        ({"owner"} | OFFICERS | FIRM, "complaint"),
    ),
    "documents:letters": ({"owner"}, "complaint"),
    "documents:write": ({"owner"}, "letter_kind"),
    **dict.fromkeys(["documents:letter", "documents:answer"], ({"owner"}, "letter")),
    "documents:letter_act": ({"owner"}, "send_letter"),
    **dict.fromkeys(
        ["documents:document", "documents:pdf", "documents:docx", "api:document", "api:document_content"],
        ({"owner"}, "document"),
    ),
    "documents:templates": (EVERY_OFFICER | EVERY_LAWYER | {"analyst", "administrator"}, ""),
    # Nobody keeps a text here; whose copies are whose is tested with the texts.
    **dict.fromkeys(["documents:template", "documents:edit_template"], (NOBODY, "no_text")),
    "complaints:identity": ({"owner"} | OFFICERS | FIRM, "complaint"),
    **dict.fromkeys(
        ["workspace:send", "workspace:contact", "personal:take_out", "personal:erase", "personal:erase_confirm"],
        ({"owner"}, "complaint"),
    ),
    "litigation:scopes": ({"owner"}, "engagement"),
    **dict.fromkeys(["api:accesses", "api:shares", "api:erasure"], ({"owner"}, "complaint")),
    # No archive was asked for here: 404 for everybody; whose archives stay hidden is tested with them.
    "api:take_out": (NOBODY, "complaint"),
    "api:progress_reports": ({"owner"} | OFFICERS | FIRM, "complaint"),
    "api:notices": (SIGNED_IN, ""),
    "api:erased": (NOBODY, "complaint"),
    # Nothing is erased here: a plain 404 for everybody
    "personal:erased": (NOBODY, "complaint"),
    # Links of mails name nobody; a made-up one opens nothing
    "workspace:unsubscribe": (NOBODY, "no_token"),
    # There in demonstration mode alone
    "workspace:mailbox": (NOBODY, ""),
    **dict.fromkeys(
        ["precedents:estimate_of_complaint", "precedents:estimate_of_complaint_pdf"],
        ({"owner"} | OFFICERS | FIRM, "complaint"),
    ),
    # Nobody kept one here; that others' stay hidden is tested with the estimates.
    **dict.fromkeys(["precedents:kept", "precedents:kept_pdf"], (NOBODY, "no_estimate")),
    "litigation:share": ({"owner"}, "complaint"),
    **dict.fromkeys(
        [
            "evidence:item",
            "evidence:content",
            "api:evidence",
            "api:evidence_content",
            "api:evidence_custody",
            "api:redactions",
        ],
        ({"owner"} | OFFICERS | FIRM, "item"),
    ),
    **dict.fromkeys(
        ["evidence:derivative", "api:evidence_derivative"],
        ({"owner"} | OFFICERS | FIRM, "derivative"),
    ),
    "api:redaction": ({"owner"} | OFFICERS | FIRM, "redaction"),
    "evidence:redaction": ({"owner"} | OFFICERS | FIRM, "redaction"),
    "evidence:original": ({"investigator", "supervisor", "partner", "associate"}, "sealed_item"),
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
    # Whatever the link, it leads to the door of the code, which alone opens.
    "enforcement:respond_link": (NOBODY, "no_secret"),
    "enforcement:investigation_act": ({"investigator", "supervisor"}, "request_information"),
    "enforcement:record_answer": (NOBODY, "no_request"),
    "enforcement:record_finding": (NOBODY, "no_element"),
    **dict.fromkeys(["enforcement:fine", "enforcement:statement", "api:fine"], (OFFICERS, "fine")),
    "api:fine_ledger": (OFFICERS, "fine"),
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
    # The firm's
    **dict.fromkeys(["litigation:requests", "litigation:case_files", "api:case_files"], (EVERY_LAWYER, "")),
    "litigation:known": (EVERY_LAWYER, ""),
    "api:engagements": (EVERYBODY, ""),
    "api:engagement": ({"owner"} | FIRM, "engagement"),
    "litigation:request": ({"owner"} | FIRM, "engagement"),
    "litigation:engagement_act": ({"owner", "partner", "associate"}, "end"),
    **dict.fromkeys(["litigation:case_file", "api:case_file", "litigation:notes"], (FIRM, "case_file")),
    **dict.fromkeys(["litigation:documents", "api:case_file_documents"], (FIRM, "case_file")),
    **dict.fromkeys(
        [
            "litigation:parties",
            "litigation:facts",
            "litigation:tasks",
            "litigation:elements",
            "litigation:limitation",
            "api:case_file_tasks",
            "api:case_file_deadlines",
        ],
        (FIRM, "case_file"),
    ),
    "litigation:limitation_facts": (FIRM, "limitation"),
    "litigation:limitation_act": ({"partner", "associate"}, "limitation_meet"),
    # No law was asked here; that others' stay hidden is tested with the matrix.
    "litigation:proof": (NOBODY, "no_proof"),
    "litigation:bundles": (FIRM, "case_file"),
    "api:engagement_conflict": ({"owner"} | FIRM, "engagement"),
    "litigation:bundle": (FIRM, "bundle"),
    # None was built here; that others' stay hidden is tested with the bundles.
    "litigation:volume": (NOBODY, "no_volume"),
    "litigation:open_suit": ({"partner", "associate"}, "case_file"),
    "litigation:case_file_act": ({"partner", "associate"}, "close"),
    # Together: the firm's desk never opens an invitation, the invited never the firm's desk.
    **dict.fromkeys(["litigation:actions", "api:actions"], (EVERY_LAWYER, "")),
    "litigation:propose_action": ({"partner", "associate"}, "case_file"),
    **dict.fromkeys(
        [
            "litigation:action",
            "api:action",
            "api:action_invitations",
            "api:action_members",
            "api:distributions",
        ],
        (FIRM, "action"),
    ),
    "litigation:change_action": ({"partner", "associate"}, "action"),
    "litigation:divide": ({"partner", "associate"}, "action"),
    "litigation:action_act": ({"partner", "associate"}, "invite"),
    "litigation:member": (FIRM, "member"),
    "litigation:weigh": ({"partner", "associate"}, "member"),
    "litigation:member_act": ({"partner", "associate"}, "admit"),
    "litigation:distribution": (FIRM, "distribution"),
    "litigation:distribution_act": ({"partner", "associate"}, "discard"),
    **dict.fromkeys(["litigation:together", "api:contact_consent"], ({"owner"}, "complaint")),
    "api:invitations": (EVERYBODY, ""),
    **dict.fromkeys(["litigation:invitation", "litigation:join", "api:invitation"], ({"owner"}, "invitation")),
    "litigation:own_place_act": ({"owner"}, "leave_action"),
    "litigation:share_statement": ({"owner"}, "share"),
    "litigation:suits": (KNOWN, ""),
    "api:suits": (SIGNED_IN, ""),
    **dict.fromkeys(["litigation:suit", "api:suit"], ({"owner"} | FIRM, "suit")),
    "api:suit_hearings": ({"owner"} | FIRM, "suit"),
    "api:suit_awards": ({"owner"} | FIRM, "suit"),
    **dict.fromkeys(
        ["api:suit_stages", "api:suit_heads", "api:suit_offers", "api:suit_collection"], ({"owner"} | FIRM, "suit")
    ),
    "api:suit_docket": (FIRM, "suit"),
    # None was reckoned here: 404 for everybody
    "api:suit_account": (NOBODY, "suit"),
    "litigation:schedule_hearing": (FIRM, "suit"),
    "litigation:record_award": ({"partner", "associate"}, "suit"),
    "litigation:suit_act": ({"partner", "associate"}, "withdraw_suit"),
    **dict.fromkeys(["litigation:change_suit", "litigation:add_docket_entry"], (FIRM, "suit")),
    **dict.fromkeys(
        [
            "litigation:add_head",
            "litigation:add_stage",
            "litigation:propose_outcome",
            "litigation:record_offer",
            "litigation:record_receipt",
            "litigation:add_interest",
            "litigation:waive",
            "litigation:reckon",
        ],
        ({"partner", "associate"}, "suit"),
    ),
    "litigation:offer_act": ({"partner", "associate"}, "refuse_offer"),
    "litigation:reverse_receipt": ({"partner", "associate"}, "receipt"),
    "litigation:feed_page": (EVERY_LAWYER, ""),
    # A made-up secret opens nothing
    "litigation:feed": (NOBODY, "no_secret"),
    # The firm's money, and what it holds for a client
    **dict.fromkeys(["billing:trust", "billing:reconciliations", "api:reconciliations"], (EVERY_LAWYER, "")),
    "billing:new_reconciliation": ({"partner", "lawyer_elsewhere"}, ""),
    "billing:reconciliation": (FIRM, "reconciliation"),
    **dict.fromkeys(["billing:costs", "billing:receive"], (FIRM, "case_file")),
    **dict.fromkeys(["billing:ledger", "billing:ledger_pdf", "api:trust_ledger"], ({"owner"} | FIRM, "ledger")),
    "api:ledger_payments": ({"owner"} | FIRM, "ledger"),
    "api:trust_ledgers": (EVERYBODY, ""),
    "billing:propose_payment": ({"partner", "associate"}, "ledger"),
    "billing:reverse_line": ({"partner"}, "ledger_line"),
    **dict.fromkeys(["billing:trust_payment", "api:trust_payment"], (FIRM, "trust_payment")),
    "billing:trust_payment_act": ({"partner"}, "approve_payment"),
    "moving:matter": (FIRM, "case_file"),
    "moving:arrivals": (EVERY_LAWYER, ""),
    # Archives and what came with one: tested where they are made.
    "moving:archive": (NOBODY, "no_archive"),
    "moving:file": (NOBODY, "no_file"),
    "moving:arrival": (NOBODY, "no_arrival"),
    **dict.fromkeys(["billing:invoices"], (KNOWN, "")),
    "api:invoices": (EVERYBODY, ""),
    **dict.fromkeys(
        [
            "billing:start_clock",
            "billing:record_time",
            "billing:record_disbursement",
            "billing:new_invoice",
            "api:case_file_time",
            "api:case_file_disbursements",
        ],
        (FIRM, "case_file"),
    ),
    "billing:change_time": ({"partner"}, "time_entry"),
    "billing:write_off_time": ({"partner", "associate"}, "time_entry"),
    "billing:write_off_disbursement": ({"partner", "associate"}, "disbursement"),
    # It has no receipt; that others' stay closed is tested with the disbursements.
    "billing:receipt": (NOBODY, "disbursement"),
    "billing:rates": (EVERY_LAWYER, ""),
    **dict.fromkeys(["billing:new_rate", "billing:new_rule"], ({"partner", "lawyer_elsewhere"}, "")),
    **dict.fromkeys(["billing:invoice", "api:invoice"], ({"owner"} | FIRM, "invoice")),
    **dict.fromkeys(["billing:invoice_pdf", "api:invoice_content"], ({"owner"} | FIRM, "invoice")),
    "billing:from_trust": ({"partner", "associate"}, "invoice"),
    "billing:invoice_act": ({"partner"}, "void_invoice"),
    # The curators' (the cast's administrator is one; what a curator of another role may do is tested with precedents)
    **dict.fromkeys(["precedents:curation", "precedents:new"], ({"administrator"}, "")),
    **dict.fromkeys(["precedents:revision", "precedents:revision_edit"], ({"administrator"}, "revision")),
    "precedents:revision_act": ({"administrator"}, "give_up_revision"),
    "api:precedent_version": ({"administrator"}, "revision"),
    **dict.fromkeys(["precedents:suggestion", "api:precedent_suggestion"], (EVERYBODY, "suggestion")),
    "api:precedent_suggestions": ({"administrator"}, ""),
    **dict.fromkeys(["precedents:alerts", "api:precedent_alerts"], (SIGNED_IN, "")),
    **dict.fromkeys(["precedents:alert_confirm", "precedents:alert_end"], (NOBODY, "no_token")),
    "precedents:suggestion_act": ({"administrator"}, "decline_suggestion"),
    **dict.fromkeys(["precedents:correct", "precedents:treatment"], (NOBODY, "no_slug")),
    # Reference data by a name that does not exist here: a plain 404 for everybody
    "api:upload": (NOBODY, "no_upload"),
    # Exports are their maker's, links their session's, requests for files their holder's: tested with each.
    **dict.fromkeys(
        ["evidence:export", "evidence:export_progress", "api:evidence_export", "api:evidence_export_content"],
        (NOBODY, "no_export"),
    ),
    "api:evidence_request": (NOBODY, "no_evidence_request"),
    "evidence:fetch": (NOBODY, "no_link"),
    "evidence:give_link": (NOBODY, "no_code"),
    "evidence:give": (NOBODY, ""),
    **dict.fromkeys(["precedents:detail", "precedents:history"], (NOBODY, "no_slug")),
    **dict.fromkeys(["api:precedent", "api:precedent_history", "api:framework"], (NOBODY, "no_slug")),
}

UNTRIED = {"allauth", "draft", "post"}
"""Classes whose doors have tests of their own (allauth's, the filing's) or open to POST alone."""


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The full name of every URL pattern of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [namespace, entry.namespace or ""]))
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern):
            yield ":".join(filter(None, [namespace, entry.name or f"unnamed {entry.pattern}"]))


def test_every_address_is_classified():
    found = set(addresses())
    assert found - set(CLASSES) == set(), "say in CLASSES who may enter"
    assert set(CLASSES) - found == set(), "these addresses are gone"


@dataclass(frozen=True)
class Stage:
    """The things that the addresses lead to, all round one complaint."""

    people: Cast
    kwargs: dict[str, dict[str, Any]]


@pytest.fixture
def stage() -> Stage:
    people = cast(state="accepted")
    complaint, authority = people.complaint, people.authority
    item = add(complaint)
    derivative = made(item)
    letter = written_letter(complaint)
    redaction = Redaction.objects.create(item=item, state="drafting")
    sealed_item = add(complaint, original_sealed_at="2026-05-01T00:00:00Z")
    respondent = complaint.respondent
    investigation = Investigation.objects.create(authority=authority, respondent=respondent, title="Faces")
    InvestigationComplaint.objects.create(investigation=investigation, complaint=complaint)
    decided = Investigation.objects.create(authority=authority, respondent=respondent, title="Older", state="decided")
    decision = Decision.objects.create(
        investigation=decided,
        outcome="fine",
        reasons="Because.",
        fine_amount=1,
        fine_currency="CNY",
        fine_due_on="2026-01-01",
        drafted_by=UserFactory(),
    )
    fine = Fine.objects.create(
        decision=decision,
        authority=authority,
        respondent=respondent,
        currency="CNY",
        imposed_on="2026-01-01",
        due_on="2026-02-01",
        state="due",
    )
    order = ComplianceOrder.objects.create(
        decision=decision,
        authority=authority,
        respondent=respondent,
        kind="stop",
        text="Stop.",
        due_on="2026-12-31",
        ordered_on="2026-01-01",
        state="ordered",
    )
    cluster = Cluster.objects.create(authority=authority, respondent=respondent)
    disposal = Disposal.objects.create(authority=authority, proposed_by=UserFactory())
    referral = Referral.objects.create(
        complaint=complaint, from_authority=authority, to_authority=AuthorityFactory(), state="sent"
    )
    bulk = BulkAct.objects.create(authority=authority, owner=UserFactory(), action="tag", state="done")
    suit = CivilSuitFactory(case_file__firm=people.firm)
    bundle = Bundle.objects.create(title="Exhibits", language="en", matter=suit.case_file.reference, firm=people.firm)
    engagement = EngagementFactory(complaint=complaint, firm=people.firm, case_file=suit.case_file, state="accepted")
    limitation = Limitation.objects.create(
        case_file=suit.case_file, engagement=engagement, rule=three_years(), event_on="2026-01-01"
    )
    ledger = holding("100", engagement=engagement)
    payment = proposed(ledger, "40")
    time_entry, outlay, invoice = billed(engagement)
    compared = Reconciliation.objects.create(
        firm=people.firm, currency="CNY", on="2026-05-04", bank_balance=1, ledger_total=1, made_by=UserFactory()
    )
    offer = suit.offers.create(side="theirs", amount=1, currency="CNY", offered_on="2026-01-01")
    action = CollectiveActionFactory(case_file=suit.case_file)
    member = joined(action, complaint)
    prepared = distribution_of(action, member)
    approved = distribution_of(action, member, state="approved")
    revision, suggestion = Revision(), Suggestion(what="A fine", url="https://court.example/1")
    revision.save()
    suggestion.save()
    public_text = PublicText.objects.create(
        kind="fine", authority=authority, decision=decision, fine=fine, text="Fined.", author=UserFactory()
    )
    by = {"reference": complaint.reference}
    report = ProgressUpdate.objects.create(complaint=complaint, due_on="2026-12-01")
    return Stage(
        people,
        {
            "": {},
            "place": {"code": "CN"},
            "complaint": by,
            "report": {**by, "number": report.pk},
            "withdraw": {**by, "action": "withdraw"},
            "item": {"item_id": item.pk},
            "derivative": {"derivative_id": derivative.pk},
            "redaction": {"redaction_id": redaction.pk},
            "sealed_item": {"item_id": sealed_item.pk},
            "respondent": {"reference": respondent.reference},
            "cluster": {"reference": cluster.reference},
            "dissolve_cluster": {"reference": cluster.reference, "action": "dissolve"},
            "referral": {"reference": referral.reference},
            "recall_referral": {"reference": referral.reference, "action": "recall"},
            "disposal": {"reference": disposal.reference},
            "approve_disposal": {"reference": disposal.reference, "action": "approve"},
            "view_of_another": {"number": 999_999},
            "bulk": {"reference": bulk.reference},
            "take_back": {"reference": bulk.reference, "action": "take_back"},
            "investigation": {"reference": investigation.reference},
            "request_information": {"reference": investigation.reference, "action": "request_information"},
            "no_request": {"reference": investigation.reference, "number": 999_999},
            "no_element": {"reference": investigation.reference, "law": 999_999, "element": "none"},
            "fine": {"reference": fine.reference},
            "lodge_appeal": {"reference": fine.reference, "action": "lodge_appeal"},
            "order": {"reference": order.reference},
            "record_proof": {"reference": order.reference, "action": "record_proof"},
            "engagement": {"reference": engagement.reference},
            "end": {"reference": engagement.reference, "action": "end"},
            "case_file": {"reference": suit.case_file.reference},
            "close": {"reference": suit.case_file.reference, "action": "close"},
            "action": {"reference": action.reference},
            "invite": {"reference": action.reference, "action": "invite"},
            "member": {"reference": action.reference, "number": member.pk},
            "admit": {"reference": action.reference, "number": member.pk, "action": "admit"},
            "distribution": {"reference": action.reference, "made": prepared.reference},
            "discard": {"reference": action.reference, "made": prepared.reference, "action": "discard"},
            "invitation": {"reference": member.invitation.reference},
            "leave_action": {"reference": member.invitation.reference, "action": "leave"},
            "share": {"reference": member.invitation.reference, "made": approved.reference},
            "suit": {"reference": suit.reference},
            "no_archive": {"reference": suit.case_file.reference, "identifier": uuid.uuid4()},
            "no_file": {"reference": suit.case_file.reference, "number": 999_999},
            "no_arrival": {"identifier": uuid.uuid4()},
            "ledger": {"reference": ledger.reference},
            "ledger_line": {"reference": ledger.reference, "number": ledger.entries.get().pk},
            "time_entry": {"number": time_entry.pk},
            "disbursement": {"number": outlay.pk},
            "invoice": {"reference": invoice.reference},
            "void_invoice": {"reference": invoice.reference, "action": "void"},
            "trust_payment": {"reference": payment.reference},
            "approve_payment": {"reference": payment.reference, "action": "approve"},
            "reconciliation": {"reference": compared.reference},
            "refuse_offer": {"reference": suit.reference, "number": offer.pk, "action": "refuse"},
            "receipt": {"reference": suit.reference, "number": 999_999},
            "withdraw_suit": {"reference": suit.reference, "action": "withdraw"},
            "no_upload": {"upload_id": uuid.uuid4()},
            "no_export": {"export_id": uuid.uuid4()},
            "no_evidence_request": {"request_id": uuid.uuid4()},
            "no_link": {"link_id": uuid.uuid4()},
            "no_wish": {"reference": investigation.reference, "number": 999_999, "action": "grant"},
            "no_respondent": {"number": 999_999},
            "no_site": {"reference": respondent.reference, "number": 999_999},
            "no_bank_file": {"number": 999_999},
            "no_bank_act": {"number": 999_999, "action": "book"},
            "no_bank_line": {"number": 999_999, "line": 2},
            "no_secret": {"secret": "none"},
            "no_code": {"code": "none"},
            "revision": {"reference": revision.reference},
            "suggestion": {"reference": suggestion.reference},
            "decline_suggestion": {"reference": suggestion.reference, "action": "decline"},
            "give_up_revision": {"reference": revision.reference, "action": "withdraw"},
            "letter_kind": {**by, "kind": "access_request"},
            "letter": {**by, "letter_reference": letter.document.reference},
            "send_letter": {**by, "letter_reference": letter.document.reference, "action": "send"},
            "document": {"reference": letter.document.reference},
            "no_text": {"number": 999_999},
            "bundle": {"reference": suit.case_file.reference, "bundle_reference": bundle.reference},
            "limitation": {"reference": suit.case_file.reference, "number": limitation.pk},
            "limitation_meet": {"reference": suit.case_file.reference, "number": limitation.pk, "action": "meet"},
            "no_proof": {"reference": suit.case_file.reference, "law": 999_999, "element": "none"},
            "no_volume": {"reference": suit.case_file.reference, "bundle_reference": bundle.reference, "number": 9},
            "no_slug": {"slug": "none"},
            "chart": {"key": "inflow"},
            "no_day": {"day": "2020-01-01"},
            "publish_fine": {"kind": "fine", "reference": fine.reference},
            "public_text": {"reference": public_text.reference},
            "approve_text": {"reference": public_text.reference, "action": "approve"},
            "no_law": {"code": "none"},
            "language": {"language": "zh-hans"},
            "no_section": {"code": "none", "section": "statements"},
            "no_token": {"token": "none"},
            "no_estimate": {"identifier": uuid.uuid4()},
        },
    )


def browser(people: Cast, role: str) -> Client:
    client = Client(raise_request_exception=False)
    actor = people.actors[role]
    if actor.is_signed_in:
        from caseapp.accounts.models import User

        client.force_login(User.objects.get(pk=actor.user_id), backend="caseapp.accounts.backends.Backend")
    elif actor.is_receipt_holder:
        session = client.session
        session["receipt"] = {"complaint": actor.complaint_id, "seen": 2_000_000_000}
        session.save()
    return client


def refused(response: Any) -> bool:
    """Not let in: no such page, not allowed, or sent to sign in or to the door of a code."""
    if response.status_code in {301, 302}:
        return "/account/login/" in response["Location"] or response["Location"].endswith(("/follow/", "/respond/"))
    return response.status_code in {401, 403, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_role_tries_every_door(stage, role):
    client = browser(stage.people, role)
    wrong: list[str] = []
    for name, (may, what) in CLASSES.items():
        if what in UNTRIED:
            continue
        kwargs = dict(stage.kwargs[what])
        if name == "api:framework":
            kwargs = {"code": "none"}
        # A receipt opens the pages of its complaint; the API takes it in a header, so its session counts for nothing.
        door = may - {"receipt_of_another"} if name.startswith("api:") and may != EVERYBODY else may
        response = client.get(reverse(name, kwargs=kwargs))
        if response.status_code >= 500:
            wrong.append(f"{name}: {response.status_code}")
        elif (role in door) == refused(response):
            wrong.append(f"{name}: {response.status_code} {'but may' if role in door else 'but may not'} enter")
    assert wrong == []


@pytest.mark.django_db
def test_what_may_not_be_seen_looks_like_what_does_not_exist(stage):
    client = browser(stage.people, "other_citizen")
    for name, missing in (
        ("workspace:complaint", {"reference": "CN-2026-0000-0000"}),
        ("evidence:item", {"item_id": uuid.uuid4()}),
        ("litigation:suit", {"reference": "SUIT-2026-0000-0000"}),
    ):
        _may, what = CLASSES[name]
        hidden = client.get(reverse(name, kwargs=stage.kwargs[what]))
        absent = client.get(reverse(name, kwargs=missing))
        assert hidden.status_code == absent.status_code == 404
        path, other = reverse(name, kwargs=stage.kwargs[what]), reverse(name, kwargs=missing)
        assert plain(hidden, path) == plain(absent, other)


def plain(response: Any, path: str) -> str:
    """A page without its own address and without the token that differs each time."""
    text = response.content.decode().replace(path, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
