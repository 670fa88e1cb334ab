"""What hangs on one complaint: its pages, files, letters and what is made of them."""

from .who import EVERY_LAWYER, EVERY_OFFICER, FIRM, KNOWN, NOBODY, OFFICERS, SIGNED_IN, Class

DOORS: dict[str, Class] = {
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
    **dict.fromkeys(
        ["documents:templates", "api:letter_texts"], (EVERY_OFFICER | EVERY_LAWYER | {"analyst", "administrator"}, "")
    ),
    # Nobody keeps a text here; whose copies are whose is tested with the texts.
    **dict.fromkeys(["documents:template", "documents:edit_template", "api:letter_text"], (NOBODY, "no_text")),
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
}
