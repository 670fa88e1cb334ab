"""What can be done with a complaint, verb by verb."""

from caseapp.complaints.models import Contact
from caseapp.complaints.services.access import grant_authority, grant_firm, narrow_firm, revoke_firm
from caseapp.complaints.services.accesses import record_access
from caseapp.complaints.services.answering_referrals import perform_on_referral
from caseapp.complaints.services.clusters import say_same
from caseapp.complaints.services.contacts import change_contact
from caseapp.complaints.services.contesting import decline_reopening, request_reopening
from caseapp.complaints.services.correspondence import tell_complainant, write_message
from caseapp.complaints.services.estimating import keep_first_estimate
from caseapp.complaints.services.filing import (
    Filed,
    address_complaint,
    file_complaint,
)
from caseapp.complaints.services.handling import (
    accept,
    acknowledge,
    assign,
    conclude,
    join_investigation,
    perform,
    reject,
    reopen,
    reply,
    request_information,
    request_reconsideration,
    take_back,
    withdraw,
)
from caseapp.complaints.services.holding import refuse_while_held, set_hold
from caseapp.complaints.services.joining import join_similar
from caseapp.complaints.services.progress import (
    draft_progress_updates,
    redraft_progress_update,
    send_progress_update,
    set_progress_rule,
    settle_due_updates,
)
from caseapp.complaints.services.receipts import issue_receipt_code, open_by_receipt, receipt_holder
from caseapp.complaints.services.recovery import (
    answer_recovery,
    ask_for_recovery,
    change_recovery_address,
    expire_recovery_keys,
    renew_receipt_code,
)
from caseapp.complaints.services.referring import open_referral, propose_referral, recall_referral, refer
from caseapp.complaints.services.screening import screening_records
from caseapp.complaints.services.statement import ComplaintFacts, ScreeningRecord
from caseapp.complaints.services.undoing import leave_investigation, take_back_acknowledgement

__all__ = [
    "ComplaintFacts",
    "Contact",
    "Filed",
    "ScreeningRecord",
    "accept",
    "acknowledge",
    "address_complaint",
    "answer_recovery",
    "ask_for_recovery",
    "assign",
    "change_contact",
    "change_recovery_address",
    "conclude",
    "decline_reopening",
    "draft_progress_updates",
    "expire_recovery_keys",
    "file_complaint",
    "grant_authority",
    "grant_firm",
    "issue_receipt_code",
    "join_investigation",
    "join_similar",
    "keep_first_estimate",
    "leave_investigation",
    "narrow_firm",
    "open_by_receipt",
    "open_referral",
    "perform",
    "perform_on_referral",
    "propose_referral",
    "recall_referral",
    "receipt_holder",
    "record_access",
    "redraft_progress_update",
    "refer",
    "refuse_while_held",
    "reject",
    "renew_receipt_code",
    "reopen",
    "reply",
    "request_information",
    "request_reconsideration",
    "request_reopening",
    "revoke_firm",
    "say_same",
    "screening_records",
    "send_progress_update",
    "set_hold",
    "set_progress_rule",
    "settle_due_updates",
    "take_back",
    "take_back_acknowledgement",
    "tell_complainant",
    "withdraw",
    "write_message",
]
