"""What can be done with investigations, fines and orders, verb by verb."""

from caseapp.enforcement.services import joining_many as joining_many
from caseapp.enforcement.services.appeals import annul, lodge_appeal, reduce, uphold
from caseapp.enforcement.services.bank import assign_line, read_bank_file
from caseapp.enforcement.services.bank import book as book_bank_file
from caseapp.enforcement.services.bank import drop as drop_bank_file
from caseapp.enforcement.services.decisions import approve_decision, draft_decision, record_finding
from caseapp.enforcement.services.fines import (
    fall_due,
    mark_overdue,
    mark_overdue_fines,
    publish,
    record_payment,
    write_off,
)
from caseapp.enforcement.services.investigations import (
    add_complaints,
    close,
    give_notice,
    open_investigation,
    record_answer,
    record_representations,
    request_information,
)
from caseapp.enforcement.services.invitations import (
    invite_respondent,
    open_invitation,
    respondent_actor,
    revoke_invitation,
    standing_invitation,
)
from caseapp.enforcement.services.missed_days import mark_missed_days
from caseapp.enforcement.services.orders import draft_order
from caseapp.enforcement.services.orders_by_clock import mark_orders_by_clock
from caseapp.enforcement.services.performing import (
    perform_on_fine,
    perform_on_investigation,
    perform_on_order,
    perform_on_time_wish,
)
from caseapp.enforcement.services.planning import (
    plan_element,
    plan_law,
    put_evidence,
    remove_evidence,
    remove_from_plan,
)
from caseapp.enforcement.services.portal import (
    give_file,
    inquiry_vault,
    make_representations,
    save_answer,
    send_answer,
    send_proof,
    upload_of,
    upload_subject,
)
from caseapp.enforcement.services.publishing import publish_order
from caseapp.enforcement.services.reminders import send_due_reminders, set_reminders
from caseapp.enforcement.services.surcharges import add_surcharge
from caseapp.enforcement.services.time_wishes import ask_for_time, day_given
from caseapp.enforcement.services.worksheets import record_worksheet

__all__ = [
    "add_complaints",
    "add_surcharge",
    "annul",
    "approve_decision",
    "ask_for_time",
    "assign_line",
    "book_bank_file",
    "close",
    "day_given",
    "draft_decision",
    "draft_order",
    "drop_bank_file",
    "fall_due",
    "give_file",
    "give_notice",
    "inquiry_vault",
    "invite_respondent",
    "lodge_appeal",
    "make_representations",
    "mark_missed_days",
    "mark_orders_by_clock",
    "mark_overdue",
    "mark_overdue_fines",
    "open_investigation",
    "open_invitation",
    "perform_on_fine",
    "perform_on_investigation",
    "perform_on_order",
    "perform_on_time_wish",
    "plan_element",
    "plan_law",
    "publish",
    "publish_order",
    "put_evidence",
    "read_bank_file",
    "record_answer",
    "record_finding",
    "record_payment",
    "record_representations",
    "record_worksheet",
    "reduce",
    "remove_evidence",
    "remove_from_plan",
    "request_information",
    "respondent_actor",
    "revoke_invitation",
    "save_answer",
    "send_answer",
    "send_due_reminders",
    "send_proof",
    "set_reminders",
    "standing_invitation",
    "uphold",
    "upload_of",
    "upload_subject",
    "write_off",
]
